"""What each server is started with, and who may hold its port."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from deploy import ports
from deploy.parts import addresses, base_environment, make_parts
from knowledge.settings import Settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in [n for n in os.environ if n.startswith("TRYGGSVAR_")]:
        monkeypatch.delenv(name)
    return Settings(data=tmp_path)


def by_name(settings: Settings) -> dict[str, object]:
    return {part.name: part for part in make_parts(settings, Path("model.tar.gz"))}


def test_only_the_web_server_may_listen_beyond_loopback(settings: Settings) -> None:
    open_ = settings.model_copy(update={"web_host": "0.0.0.0"})
    hosts = {part.name: part.host for part in make_parts(open_, None)}
    assert hosts == {"rasa": "127.0.0.1", "actions": "127.0.0.1", "web": "0.0.0.0"}
    rasa = make_parts(open_, None)[0].command
    assert rasa[rasa.index("--interface") + 1] == "127.0.0.1"


def test_rasa_gets_its_token_and_no_secret_of_others(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRYGGSVAR_DATABASE_URL", "postgresql+psycopg://u:secret@db/x")
    monkeypatch.setenv("TRYGGSVAR_LIBRETRANSLATE_KEY", "secret")
    parts = {part.name: part for part in make_parts(settings, None)}
    rasa = parts["rasa"].environment
    assert rasa["TRYGGSVAR_RASA_TOKEN"] == settings.secret("rasa_token")
    assert not [value for value in rasa.values() if "secret" in value and "secrets" not in value]
    assert parts["web"].environment["TRYGGSVAR_LIBRETRANSLATE_KEY"] == "secret"
    assert "TRYGGSVAR_RASA_TOKEN" not in parts["web"].environment


def test_no_part_shows_its_environment_when_printed(settings: Settings) -> None:
    assert settings.secret("rasa_token") not in repr(make_parts(settings, None))


def test_a_rasa_elsewhere_is_not_started(settings: Settings) -> None:
    elsewhere = settings.model_copy(update={"rasa_url": "http://10.0.0.2:5005"})
    assert [part.name for part in make_parts(elsewhere, None)] == ["actions", "web"]


def test_third_party_channels_are_off_unless_asked_for(settings: Settings) -> None:
    asked = settings.model_copy(update={"third_party_channels": True})
    assert "bot/credentials.yml" in make_parts(settings, None)[0].command
    assert "bot/credentials.third-party.yml" in make_parts(asked, None)[0].command


def test_the_children_see_what_they_need_and_no_more(settings: Settings) -> None:
    outer = {"PATH": "/bin", "LC_ALL": "C", "TRYGGSVAR_EXIT_URL": "x", "AWS_SECRET": "x", "VIRTUAL_ENV": "/x"}
    assert base_environment(settings, outer) == {
        "PATH": "/bin",
        "LC_ALL": "C",
        "TRYGGSVAR_EXIT_URL": "x",
        "TRYGGSVAR_DATA": str(settings.data),
        "PYTHONUNBUFFERED": "1",
    }


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://localhost:8000/"),
        ("0.0.0.0", "http://localhost:8000/"),
        ("10.1.2.3", "http://10.1.2.3:8000/"),
    ],
)
def test_addresses_can_be_opened(settings: Settings, host: str, address: str) -> None:
    assert addresses(settings.model_copy(update={"web_host": host}))[0] == address


def test_a_taken_port_names_its_holder_and_the_setting(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        busy = settings.model_copy(update={"actions_port": port, "rasa_port": _free(), "web_port": _free()})
        (line,) = ports.taken(make_parts(busy, None))
    assert str(port) in line and f"process {os.getpid()}" in line and "TRYGGSVAR_ACTIONS_PORT" in line
    assert ports.taken(make_parts(busy, None)) == []


def test_a_port_set_twice_is_told(settings: Settings) -> None:
    port = _free()
    twice = settings.model_copy(update={"actions_port": port, "rasa_port": port, "web_port": _free()})
    (line,) = ports.taken(make_parts(twice, None))
    assert "both rasa and actions" in line


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
