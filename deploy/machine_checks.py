"""What `tryggsvar doctor` asks of the machine: Pythons, packages, ports, folders, space, time."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import httpx

from deploy import interpreters, ports
from deploy.doctor import Check, Finding
from deploy.environments import fits, python_of, version_of
from deploy.installed import differences, installed
from deploy.parts import Part, make_parts
from knowledge.settings import REPOSITORY, Settings

_SETUP = "run `make setup`"
_LOCKS = REPOSITORY / "deploy" / "locks"
_ROOM_BYTES = 500_000_000
_SHOWN = 3


def _python(_: Settings) -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding(
        "Python", sys.version_info >= (3, 11), version, "" if sys.version_info >= (3, 11) else _SETUP
    )


def _python_for_rasa(settings: Settings) -> Finding:
    if settings.rasa_url is not None:
        return Finding("Python for Rasa", True, f"not needed, Rasa is at {settings.rasa_url}")
    python = python_of(REPOSITORY, rasa=True)
    works = interpreters.working(python) is not None
    return Finding(
        "Python for Rasa", works, str(python) if works else f"{python} does not run", "" if works else _SETUP
    )


def _application_packages(_: Settings) -> Finding:
    return _packages("the application's packages", "app", Path(sys.prefix))


def _rasa_packages(settings: Settings) -> Finding:
    if settings.rasa_url is not None:
        return Finding("Rasa's packages", True, "not needed")
    return _packages("Rasa's packages", "rasa", REPOSITORY / ".venv-rasa")


def _packages(what: str, lock: str, environment: Path) -> Finding:
    wrong = differences(_LOCKS / f"{lock}.lock", environment, version_of(environment))
    if wrong:
        more = f" and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        return Finding(what, False, ", ".join(wrong[:_SHOWN]) + more, _SETUP)
    if environment.is_relative_to(REPOSITORY) and not fits(REPOSITORY, lock):
        return Finding(what, True, f"as {lock}.lock pins them, but not set up by `make setup`", _SETUP)
    return Finding(what, True, f"as {lock}.lock pins them")


def _torch(_: Settings) -> Finding:
    version = installed(Path(sys.prefix)).get("torch")
    if version is None:
        return Finding("torch", False, "is missing", _SETUP)
    if sys.platform == "linux" and not version.endswith("+cpu"):
        return Finding(
            "torch", True, f"{version} is no CPU build and takes some 3 GB", "see deploy/README.md"
        )
    return Finding("torch", True, version)


def _ports(settings: Settings) -> Finding:
    """A port that one of our own servers answers on is in order: Tryggsvar is running."""
    parts = make_parts(settings, model=None)
    running = {part.name for part in parts if _answers(part)}
    wrong = ports.taken(part for part in parts if part.name not in running)
    if wrong:
        return Finding("ports", False, "; ".join(wrong), "as said")
    free = ", ".join(
        f"{part.port} ({part.name}{', running' if part.name in running else ''})" for part in parts
    )
    return Finding("ports", True, free)


def _answers(part: Part) -> bool:
    try:
        reply = httpx.get(part.health, headers=dict(part.health_headers), timeout=3, trust_env=False)
    except httpx.HTTPError:
        return False
    return reply.status_code in (200, 503)


def _data_folder(settings: Settings) -> Finding:
    folder = settings.data.absolute()
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except FileNotFoundError:
        return Finding("data folder", False, f"{folder} is not there", "`tryggsvar prepare` makes it")
    except OSError as error:
        return Finding(
            "data folder", False, f"{folder} cannot be written: {error.strerror}", "set TRYGGSVAR_DATA"
        )
    return Finding("data folder", True, str(folder))


def _secrets(settings: Settings) -> Finding:
    folder = settings.data / "secrets"
    if not folder.exists():
        return Finding("secrets", True, "none yet; they are made at the first start")
    open_ = [
        path.name
        for path in (folder, *folder.iterdir())
        if stat.S_IMODE(path.stat().st_mode) & 0o077 or path.stat().st_uid != os.geteuid()
    ]
    if open_:
        return Finding(
            "secrets", False, f"others may read {', '.join(open_)}", f"chmod -R go= {folder}, and own it"
        )
    return Finding("secrets", True, "readable by their owner only")


def _disk(settings: Settings) -> Finding:
    folder = next(
        path for path in (settings.data.absolute(), *settings.data.absolute().parents) if path.exists()
    )
    free = shutil.disk_usage(folder).free
    detail = f"{free / 1e9:.1f} GB free at {folder}"
    return Finding(
        "disk", free > _ROOM_BYTES, detail, "" if free > _ROOM_BYTES else "make room: 0.5 GB is the least"
    )


def _time_zone(_: Settings) -> Finding:
    """Texts change at midnight Swedish time."""
    try:
        summer = datetime(2026, 7, 1, tzinfo=ZoneInfo("Europe/Stockholm")).utcoffset()
    except ZoneInfoNotFoundError:
        return Finding("time zones", False, "no data for Europe/Stockholm", "install the package tzdata")
    return Finding("time zones", summer == timedelta(hours=2), "Europe/Stockholm is known")


CHECKS: tuple[Check, ...] = (
    _python, _python_for_rasa, _application_packages, _rasa_packages, _torch,
    _data_folder, _secrets, _disk, _time_zone, _ports,
)  # fmt: skip
