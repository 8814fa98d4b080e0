"""The two environments, and the stamps that tell whether they fit the locks.

A stamp is written last. While something is being installed a mark says so; a run that finds the mark starts that
environment afresh, because nobody knows how far the other one came.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from deploy import interpreters
from deploy.installers import TORCH, Installer, make_installer
from deploy.progress import step

STAMP = "tryggsvar-stamp.json"
_UNFINISHED = "tryggsvar-unfinished"


def python_of(root: Path, rasa: bool = False) -> Path:
    return root / (".venv-rasa" if rasa else ".venv") / "bin" / "python"


def make_application(root: Path, lock: str) -> None:
    """`lock` is `app` or `dev`; what `dev` installed serves `app` too, being locked together."""
    folder = root / ".venv"
    wanted = {"root": str(root), "torch": TORCH, "project": digest(root / "pyproject.toml")}
    wanted[lock] = digest(_lock(root, lock))
    if _fits(folder, wanted):
        return
    wanted["app"] = digest(_lock(root, "app"))
    installer = make_installer(root)
    python = _begin(
        installer,
        folder,
        Path(getattr(sys, "_base_executable", sys.executable)),
        "the application's environment",
    )
    if not list(folder.glob(f"lib/python*/site-packages/torch-{TORCH}*.dist-info")):
        with step(f"torch {TORCH} (CPU)"):
            installer.install_torch(python)
    _install_lock(installer, python, _lock(root, lock))
    with step("Tryggsvar itself"):
        installer.install(python, "--no-deps", "--no-build-isolation", "--editable", root)
        installer.check(python)
    _end(folder, wanted)


def make_rasa(root: Path) -> None:
    folder = root / ".venv-rasa"
    wanted = {"root": str(root), "rasa": digest(_lock(root, "rasa"))}
    if _fits(folder, wanted):
        return
    installer = make_installer(root)
    with step(f"looking for Python {interpreters.VERSION}"):
        base = interpreters.find(installer.uv, installer.settings)
    python = _begin(installer, folder, base, "Rasa's environment")
    _install_lock(installer, python, _lock(root, "rasa"))
    installer.check(python)
    _end(folder, wanted)


def fits(root: Path, name: str) -> bool:
    """Whether the environment for the lock `app`, `dev` or `rasa` was finished from the lock as it now stands."""
    folder = root / (".venv-rasa" if name == "rasa" else ".venv")
    return _fits(folder, {"root": str(root), name: digest(_lock(root, name))})


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _lock(root: Path, name: str) -> Path:
    return root / "deploy" / "locks" / f"{name}.lock"


def _fits(folder: Path, wanted: dict[str, str]) -> bool:
    if (folder / _UNFINISHED).exists() or not (folder / "bin" / "python").exists():
        return False
    stamp = _read_stamp(folder)
    return stamp.get("python") == version_of(folder) and all(stamp.get(key) == wanted[key] for key in wanted)


def _begin(installer: Installer, folder: Path, base: Path, what: str) -> Path:
    """Gives the environment's Python; makes the environment when it is missing, broken, moved or half-made."""
    python = folder / "bin" / "python"
    moved = _read_stamp(folder).get("root", str(folder.parent)) != str(folder.parent)
    if moved or (folder / _UNFINISHED).exists() or not python.exists():
        with step(what):
            installer.create(folder, base)
    (folder / STAMP).unlink(missing_ok=True)
    (folder / _UNFINISHED).touch()
    return python


def _install_lock(installer: Installer, python: Path, lock: Path) -> None:
    count = sum(1 for line in lock.read_text().splitlines() if line[:1].isalnum())
    with step(f"packages of {lock.name} (up to {count})"):
        # Compiled once: where Python may not write bytecode (images, CI), every start would compile 2,400 modules, 7 s.
        installer.install(python, "--no-deps", "--require-hashes", "-r", lock, bytecode=True)


def _end(folder: Path, stamp: dict[str, str]) -> None:
    draft = folder / f"{STAMP}.draft"
    draft.write_text(json.dumps({**stamp, "python": version_of(folder)}, indent=1))
    draft.replace(folder / STAMP)
    (folder / _UNFINISHED).unlink(missing_ok=True)


def _read_stamp(folder: Path) -> dict[str, str]:
    try:
        stamp = json.loads((folder / STAMP).read_text())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def version_of(folder: Path) -> str:
    """The Python version in `pyvenv.cfg`: venv writes `version`, uv `version_info`."""
    try:
        lines = (folder / "pyvenv.cfg").read_text().splitlines()
    except OSError:
        return ""
    pairs = dict(line.split(" = ", 1) for line in lines if " = " in line)
    return pairs.get("version") or pairs.get("version_info", "")
