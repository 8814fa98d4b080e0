"""Does an environment hold what its lock pins?"""

from __future__ import annotations

import re
from pathlib import Path

from packaging.markers import Marker, default_environment
from packaging.utils import canonicalize_name

_PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)\s*(?:;\s*([^\\\n]+?))?\s*\\?$", re.MULTILINE)


def pins(lock: Path, python: str) -> dict[str, str]:
    """Package -> version that the lock wants on this machine under that Python (`3.11.7`)."""
    machine = {name: str(value) for name, value in default_environment().items()}
    machine |= {"python_version": python.rpartition(".")[0], "python_full_version": python}
    wanted = _PIN.findall(lock.read_text())
    return {
        canonicalize_name(name): version
        for name, version, marker in wanted
        if not marker or Marker(marker).evaluate(machine)
    }


def installed(environment: Path) -> dict[str, str]:
    """Package -> version, read from the folders that installers leave, so that it works for any Python."""
    found: dict[str, str] = {}
    for info in environment.glob("lib/python*/site-packages/*.dist-info"):
        name, _, version = info.name.removesuffix(".dist-info").rpartition("-")
        found[canonicalize_name(name)] = version
    return found


def differences(lock: Path, environment: Path, python: str) -> list[str]:
    """One phrase for each package that is missing or of another version."""
    have = installed(environment)
    return [
        f"{name} {version} is missing" if name not in have else f"{name} is {have[name]}, not {version}"
        for name, version in pins(lock, python).items()
        if have.get(name) != version
    ]
