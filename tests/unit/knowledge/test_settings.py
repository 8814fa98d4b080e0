from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge.clock import clock_from, swedish_date
from knowledge.errors import SettingsError
from knowledge.settings import load_settings


def test_the_environment_is_read_once_and_frozen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TRYGGSVAR_DATA", str(tmp_path))
    monkeypatch.setenv("TRYGGSVAR_ALLOWED_ORIGINS", "https://a.example https://b.example")
    settings = load_settings()
    assert settings.database == f"sqlite:///{tmp_path}/tryggsvar.db"
    assert settings.allowed_origins == ("https://a.example", "https://b.example")
    with pytest.raises(Exception, match="frozen"):
        settings.web_port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "value"),
    [("WEB_PORT", "99999"), ("CONVERSATION_MINUTES", "soon"), ("CLOCK_STARTS_AT", "2026-12-31T23:59:50")],
)
def test_a_bad_value_is_named_with_what_would_be_right(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"TRYGGSVAR_{name}", value)
    with pytest.raises(SettingsError, match=f"TRYGGSVAR_{name}.*{value[:10]}"):
        load_settings()


def test_a_secret_is_made_once_and_for_the_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings(data=tmp_path)
    first = settings.secret("rasa_token")
    assert len(first) >= 32
    assert settings.secret("rasa_token") == first != settings.secret("other")
    assert stat.S_IMODE((tmp_path / "secrets" / "rasa_token").stat().st_mode) == 0o600
    assert [p.name for p in (tmp_path / "secrets").iterdir() if p.name.startswith(".")] == []
    monkeypatch.setenv("TRYGGSVAR_RASA_TOKEN", "given")
    assert settings.secret("rasa_token") == "given"


def test_a_rehearsal_clock_starts_where_it_is_told_and_runs() -> None:
    start = datetime(2026, 12, 31, 22, 59, 50, tzinfo=UTC)
    clock = clock_from(start)
    first = clock()
    assert timedelta(0) <= first - start < timedelta(seconds=5)
    assert clock() >= first


def test_the_date_is_the_swedish_one() -> None:
    assert swedish_date(datetime(2026, 12, 31, 22, 59, tzinfo=UTC)).isoformat() == "2026-12-31"
    assert swedish_date(datetime(2026, 12, 31, 23, 0, tzinfo=UTC)).isoformat() == "2027-01-01"
    assert swedish_date(datetime(2026, 6, 30, 22, 0, tzinfo=UTC)).isoformat() == "2026-07-01"
