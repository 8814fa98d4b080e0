"""Rasa trains when the dialogue has changed, and only then; a failed training harms nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from deploy import training
from deploy.progress import SetupError
from knowledge.settings import Settings


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    for name, text in (
        ("config.yml", "a"), ("bot/nlu/sv.yml", "a"), ("bot/components/x.py", "a"), ("bot/endpoints.yml", "a"),
        ("bot/credentials.yml", "a"), ("bot/README.md", "a"), ("bot/__pycache__/x.py", "a"),
        ("deploy/locks/rasa.lock", "a"),
    ):  # fmt: skip
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


@pytest.mark.parametrize(
    "name", ["config.yml", "bot/nlu/sv.yml", "bot/components/x.py", "deploy/locks/rasa.lock"]
)
def test_what_training_reads_changes_the_digest(root: Path, name: str) -> None:
    before = training.source_digest(root)
    (root / name).write_text("b")
    assert training.source_digest(root) != before


@pytest.mark.parametrize(
    "name", ["bot/endpoints.yml", "bot/credentials.yml", "bot/README.md", "bot/__pycache__/x.py"]
)
def test_what_training_does_not_read_does_not(root: Path, name: str) -> None:
    before = training.source_digest(root)
    (root / name).write_text("b")
    assert training.source_digest(root) == before


def test_a_new_or_renamed_file_changes_the_digest(root: Path) -> None:
    before = training.source_digest(root)
    (root / "bot/nlu/sv.yml").rename(root / "bot/nlu/en.yml")
    assert training.source_digest(root) != before


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "data" / "models").mkdir(parents=True)
    return Settings(data=tmp_path / "data")


def old_model(settings: Settings, name: str, age: int) -> Path:
    path = settings.data / "models" / f"tryggsvar-{name}.tar.gz"
    path.write_text(name)
    os.utime(path, (1_700_000_000 - age, 1_700_000_000 - age))
    return path


def test_an_unchanged_dialogue_is_not_trained(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "_train", lambda settings, wanted: pytest.fail("trained"))
    training.model_path(settings).write_text("model")
    assert training.ensure_model(settings) == training.model_path(settings)


def test_training_keeps_two_models(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    old_model(settings, "older", 20)
    last = old_model(settings, "last", 10)
    (settings.data / "models" / ".training-1").mkdir()
    monkeypatch.setattr(training, "_train", lambda settings, wanted: wanted.write_text("new"))
    new = training.ensure_model(settings)
    assert sorted((settings.data / "models").iterdir()) == sorted([last, new])


def test_the_last_good_model_serves_when_training_fails(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old_model(settings, "older", 20)
    last = old_model(settings, "last", 10)
    monkeypatch.setattr(training, "run_in_group", lambda command, environment, log: 1)
    assert training.ensure_model(settings) == last
    assert "last good model" in capsys.readouterr().out
    assert not list((settings.data / "models").glob(".training-*"))


def test_no_model_and_no_training_is_an_error(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        training, "run_in_group", lambda command, environment, log: 0
    )  # ends well, writes nothing
    with pytest.raises(SetupError, match="rasa-train"):
        training.ensure_model(settings)
