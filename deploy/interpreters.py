"""Finding a Python 3.10, the newest that Rasa 3.6 runs on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from deploy.progress import CommandError, SetupError, clean_environment, run

VERSION = "3.10"
_ASK = "import sys; print('%d.%d' % sys.version_info[:2]); print(sys.executable)"


def find(uv: Path | None, environment: Mapping[str, str]) -> Path:
    """A working Python 3.10; `environment` is for uv, which may fetch one.

    Raises `SetupError` with what to install when there is none and none can be fetched.
    """
    given = os.environ.get("RASA_PYTHON")
    if given:
        python = working(given)
        if python is None:
            raise SetupError(f"RASA_PYTHON is {given!r}, which is no working Python {VERSION}.")
        return python
    for candidate in _candidates(uv, environment):
        python = working(candidate)
        if python is not None:
            return python
    raise SetupError(
        f"Rasa needs Python {VERSION} and none was found or could be fetched. Install one (for example "
        f"`pyenv install {VERSION}` or `uv python install {VERSION}`) or point RASA_PYTHON at one."
    )


def working(candidate: str | Path) -> Path | None:
    """The real executable behind `candidate` when it runs and is 3.10 (a pyenv shim exists but may not run)."""
    try:
        version, executable = run([candidate, "-c", _ASK], clean_environment()).split("\n")[:2]
    except (CommandError, ValueError):
        return None
    return Path(executable) if version == VERSION else None


def _candidates(uv: Path | None, environment: Mapping[str, str]) -> Iterator[str | Path]:
    named = shutil.which(f"python{VERSION}")
    if named:
        yield named
    pyenv = shutil.which("pyenv")
    if pyenv:
        prefix = _output([pyenv, "prefix", VERSION], environment)
        if prefix:
            yield Path(prefix) / "bin" / f"python{VERSION}"
    if uv is not None:
        found = _output([uv, "python", "find", "--no-python-downloads", VERSION], environment)
        if found:
            yield found
        _output([uv, "python", "install", VERSION], environment)
        found = _output([uv, "python", "find", "--no-python-downloads", VERSION], environment)
        if found:
            yield found


def _output(command: list[str | Path], environment: Mapping[str, str]) -> str | None:
    try:
        return run(command, environment).strip() or None
    except CommandError:
        return None
