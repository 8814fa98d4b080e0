"""Which Python 3.10 is taken, in which order."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy import interpreters
from deploy.progress import SetupError


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def python(path: Path, version: str = "3.10") -> Path:
    return program(path, f"echo {version}; echo {path}")


@pytest.fixture(autouse=True)
def places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("PATH", f"{tmp_path / 'path'}:/usr/bin:/bin")
    monkeypatch.delenv("RASA_PYTHON", raising=False)
    monkeypatch.setattr("shutil.which", lambda name: _which(tmp_path / "path" / name))
    return tmp_path


def _which(path: Path) -> str | None:
    return str(path) if path.exists() else None


def test_what_is_asked_for_goes_first(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python(places / "path" / "python3.10")
    wanted = python(places / "mine")
    monkeypatch.setenv("RASA_PYTHON", str(wanted))
    assert interpreters.find(None, {}) == wanted


def test_what_is_asked_for_must_work(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python(places / "path" / "python3.10")
    monkeypatch.setenv("RASA_PYTHON", str(python(places / "mine", "3.12")))
    with pytest.raises(SetupError, match="RASA_PYTHON"):
        interpreters.find(None, {})


def test_a_python_on_the_path(places: Path) -> None:
    found = python(places / "path" / "python3.10")
    assert interpreters.find(None, {}) == found


def test_a_shim_that_does_not_run_gives_way_to_pyenv(places: Path) -> None:
    program(places / "path" / "python3.10", "echo 'pyenv: python3.10: command not found' >&2; exit 127")
    program(places / "path" / "pyenv", f"echo {places / 'versions'}")
    found = python(places / "versions" / "bin" / "python3.10")
    assert interpreters.find(None, {}) == found


def test_uv_finds_or_fetches_one(places: Path) -> None:
    found = places / "fetched"
    uv = program(
        places / "uv",
        f'case "$2" in install) printf "#!/bin/sh\\necho 3.10; echo {found}\\n" > {found}; chmod +x {found};;'
        f" find) test -e {found} && echo {found};; esac",
    )
    assert interpreters.find(uv, {"PATH": "/usr/bin:/bin"}) == found


def test_none_at_all_says_what_to_install(places: Path) -> None:
    uv = program(places / "uv", "exit 2")
    with pytest.raises(SetupError, match=r"3\.10.*RASA_PYTHON"):
        interpreters.find(uv, {})
