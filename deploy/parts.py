"""The three servers: how each is started, with which environment, and how to tell that it is ready."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.environments import python_of
from knowledge.settings import REPOSITORY, Settings

LOOPBACK = "127.0.0.1"
START_SECONDS = 120.0
"""A part that is not ready after this time is given up."""

# What a program needs from the account that it runs under; everything else stays outside.
_KEPT = (
    "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR", "XDG_CACHE_HOME",
    "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "HF_HOME", "HF_HUB_OFFLINE",
    "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
)  # fmt: skip
_KEPT_PREFIXES = ("LC_", "OMP_", "MKL_", "COVERAGE_")
# Rasa has no use for the database or for a translator's key.
_NOT_FOR_RASA = ("TRYGGSVAR_DATABASE_URL", "TRYGGSVAR_LIBRETRANSLATE_KEY", "TRYGGSVAR_LIBRETRANSLATE_URL")


@dataclass(frozen=True)
class Part:
    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(repr=False)  # holds a secret
    host: str
    port: int
    port_setting: str
    health: str
    health_headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    stop_seconds: float = 10.0

    def log(self, settings: Settings) -> Path:
        return logs(settings) / f"{self.name}.log"


def logs(settings: Settings) -> Path:
    return settings.data / "log"


def make_parts(settings: Settings, model: Path | None) -> list[Part]:
    """In the order of dependence. Rasa is left out when TRYGGSVAR_RASA_URL names one that runs elsewhere."""
    base = base_environment(settings, os.environ)
    token = settings.secret("rasa_token")
    application = str(python_of(REPOSITORY))
    parts = [
        Part(
            name="actions",
            command=(application, "-m", "actions"),
            environment=base,
            host=LOOPBACK,
            port=settings.actions_port,
            port_setting="TRYGGSVAR_ACTIONS_PORT",
            health=f"http://{LOOPBACK}:{settings.actions_port}/health",
        ),
        Part(
            name="web",
            command=(application, "-m", "web_widget"),
            environment=base,
            host=settings.web_host,
            port=settings.web_port,
            port_setting="TRYGGSVAR_WEB_PORT",
            health=f"http://{_reachable(settings.web_host)}:{settings.web_port}/readyz",
            stop_seconds=settings.rasa_timeout_seconds + 7,  # answers under way are finished
        ),
    ]
    if settings.rasa_url is None:
        parts.insert(0, _rasa(settings, model, base, token))
    return parts


def _rasa(settings: Settings, model: Path | None, base: Mapping[str, str], token: str) -> Part:
    credentials = "credentials.third-party.yml" if settings.third_party_channels else "credentials.yml"
    python = str(python_of(REPOSITORY, rasa=True))
    files = ("--endpoints", "bot/endpoints.yml", "--credentials", f"bot/{credentials}")
    address = ("--port", str(settings.rasa_port), "--interface", LOOPBACK)
    return Part(
        name="rasa",
        command=(python, "-m", "rasa", "run", "--model", str(model), *files, *address),
        environment=rasa_environment(settings, base, token),
        host=LOOPBACK,
        port=settings.rasa_port,
        port_setting="TRYGGSVAR_RASA_PORT",
        health=f"http://{LOOPBACK}:{settings.rasa_port}/webhooks/tryggsvar/health",
        health_headers={"Authorization": f"Bearer {token}"},
    )


def base_environment(settings: Settings, outer: Mapping[str, str]) -> dict[str, str]:
    kept = {
        name: value
        for name, value in outer.items()
        if name in _KEPT or name.startswith(("TRYGGSVAR_", *_KEPT_PREFIXES))
    }
    return {**kept, "TRYGGSVAR_DATA": str(settings.data.absolute()), "PYTHONUNBUFFERED": "1"}


def rasa_environment(settings: Settings, base: Mapping[str, str], token: str) -> dict[str, str]:
    """Quiet, and with what Rasa would write into the home folder kept under the data folder."""
    own = settings.data.absolute() / "rasa"
    return {
        **{name: value for name, value in base.items() if name not in _NOT_FOR_RASA},
        "TRYGGSVAR_RASA_TOKEN": token,
        "TRYGGSVAR_ACTIONS_PORT": str(settings.actions_port),
        "TRYGGSVAR_CONVERSATION_MINUTES": str(settings.conversation_minutes),
        "HOME": str(own / "home"),
        "RASA_CACHE_DIRECTORY": str(own / "cache"),
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "LOG_LEVEL": "WARNING",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "NO_PROXY": "*",  # it talks to the action server on loopback and to nobody else
        "no_proxy": "*",
    }


def _reachable(host: str) -> str:
    """An address to knock at: one cannot connect to `0.0.0.0` or `::` everywhere."""
    host = {"0.0.0.0": LOOPBACK, "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"[{host}]" if ":" in host else host


def addresses(settings: Settings) -> list[str]:
    """What to open in a browser."""
    host = _reachable(settings.web_host)
    base = f"http://{'localhost' if host in (LOOPBACK, '[::1]') else host}:{settings.web_port}"
    return [f"{base}/", f"{base}/barn", f"{base}/embed"]
