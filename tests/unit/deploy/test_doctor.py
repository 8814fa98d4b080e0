"""What the doctor says about an installation that is fresh, broken or left open."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from deploy import data_checks, doctor, machine_checks
from deploy.doctor import Finding, examine
from knowledge.content.database import migrate, open_database
from knowledge.index.snapshot import FORMAT
from knowledge.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)


def test_a_check_that_breaks_is_a_fault_and_the_others_go_on(settings: Settings) -> None:
    def _breaks(settings: Settings) -> Finding:
        raise ValueError("odd")

    def _fine(settings: Settings) -> Finding:
        return Finding("fine", True, "yes")

    broken, fine = examine(settings, [_breaks, _fine])
    assert (broken.what, broken.fine, broken.detail) == ("breaks", False, "ValueError: odd")
    assert fine.fine


@pytest.mark.parametrize("fine", [True, False])
def test_the_command_tells_people_and_programs(fine: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    def only(settings: Settings) -> Finding:
        return Finding("thing", fine, "detail", "" if fine else "do this")

    monkeypatch.setattr(machine_checks, "CHECKS", (only,))
    monkeypatch.setattr(data_checks, "CHECKS", ())
    shown = CliRunner().invoke(doctor.command)
    assert shown.exit_code == (0 if fine else 1)
    assert ("✓ thing: detail" in shown.output) == fine and ("→ do this" in shown.output) != fine
    as_json = json.loads(CliRunner().invoke(doctor.command, ["--json"]).output)
    assert as_json["healthy"] is fine and as_json["findings"][0]["what"] == "thing"


def test_a_fresh_data_folder_lacks_database_and_snapshot(settings: Settings, tmp_path: Path) -> None:
    database, snapshot = data_checks._database(settings), data_checks._snapshot(settings)
    assert not database.fine and "prepare" in database.remedy
    assert not snapshot.fine and "prepare" in snapshot.remedy
    assert list(tmp_path.iterdir()) == []  # looking makes nothing


def test_a_database_is_current_or_of_another_version(settings: Settings, tmp_path: Path) -> None:
    engine = open_database(settings.database)
    with engine.connect():
        pass
    assert not data_checks._database(settings).fine
    migrate(engine)
    assert data_checks._database(settings).fine


def test_a_database_password_is_not_shown(settings: Settings) -> None:
    away = settings.model_copy(update={"database_url": "postgresql+psycopg://user:hidden@127.0.0.1:1/x"})
    finding = data_checks._database(away)
    assert not finding.fine and "hidden" not in finding.detail


def test_a_snapshot_of_another_encoder_is_a_fault(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = settings.snapshots / "one"
    folder.mkdir(parents=True)
    made_with = {"model_id": "other", "revision": "1", "dimension": 8}
    (folder / "manifest.json").write_text(json.dumps({"format": FORMAT, "encoder": made_with, "files": {}}))
    (settings.snapshots / "current").write_text("one")
    here = SimpleNamespace(model_id="embedded", revision="2", dimension=512)
    monkeypatch.setattr(data_checks, "_loaded", lambda settings: here)
    finding = data_checks._snapshot(settings)
    assert not finding.fine and "other" in finding.detail


def test_an_encoder_that_is_not_there(settings: Settings) -> None:
    finding = data_checks._encoder(settings.model_copy(update={"encoder": "/not/there"}))
    assert not finding.fine and "TRYGGSVAR_ENCODER" in finding.detail


def test_a_missing_model_is_no_fault_because_starting_trains_it(settings: Settings) -> None:
    finding = data_checks._rasa_model(settings)
    assert finding.fine and "trains" in finding.remedy


def test_secrets_that_others_may_read(settings: Settings) -> None:
    assert machine_checks._secrets(settings).fine
    settings.secret("rasa_token")
    assert machine_checks._secrets(settings).fine
    (settings.data / "secrets" / "rasa_token").chmod(0o644)
    finding = machine_checks._secrets(settings)
    assert not finding.fine and "rasa_token" in finding.detail


def test_a_data_folder_that_is_not_there(settings: Settings, tmp_path: Path) -> None:
    assert machine_checks._data_folder(settings).fine
    assert not machine_checks._data_folder(settings.model_copy(update={"data": tmp_path / "none"})).fine


def test_a_strange_program_on_our_port(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        finding = machine_checks._ports(settings.model_copy(update={"web_port": port}))
    assert not finding.fine and str(port) in finding.detail


def test_little_room(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine_checks._disk(settings).fine
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=10))
    assert not machine_checks._disk(settings).fine


def test_a_default_torch_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_checks, "installed", lambda environment: {"torch": "2.13.0"})
    monkeypatch.setattr("sys.platform", "linux")
    finding = machine_checks._torch(settings)
    assert finding.fine and finding.remedy
    monkeypatch.setattr(machine_checks, "installed", lambda environment: {})
    assert not machine_checks._torch(settings).fine


def test_swedish_time_is_known(settings: Settings) -> None:
    assert machine_checks._time_zone(settings).fine


def test_pythons_and_packages_are_looked_at(settings: Settings) -> None:
    for check in (machine_checks._python, machine_checks._python_for_rasa, machine_checks._rasa_packages):
        assert isinstance(check(settings), Finding)
    away = settings.model_copy(update={"rasa_url": "http://10.0.0.2:5005"})
    assert "not needed" in machine_checks._python_for_rasa(away).detail
    assert "not needed" in machine_checks._rasa_packages(away).detail
