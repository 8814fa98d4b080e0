"""Installing from the locks: with uv, which is quick, and with pip where uv cannot.

uv does not read pip's configuration, so a machine's mirror, extra packages and certificates are handed on to it.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from deploy.progress import CommandError, SetupError, clean_environment, run, step

TORCH = "2.13.0"
# A lock pins every file by its digest, so it does not matter which index offers it first: look in all, as pip does.
_UV_ALWAYS = {"UV_INDEX_STRATEGY": "unsafe-best-match", "UV_NO_PROGRESS": "1"}


@dataclass(frozen=True)
class Installer:
    """`python` is one with pip (not the target's own); `uv` is None where it could not be had."""

    python: Path
    uv: Path | None
    settings: dict[str, str]

    def create(self, folder: Path, python: Path) -> None:
        """A fresh environment without pip; Debian's split-off venv module is not needed where uv is there."""
        if folder.exists():
            shutil.rmtree(folder)
        if self.uv is not None:
            run([self.uv, "venv", "--quiet", "--python", python, folder], self.settings)
        else:
            run([python, "-m", "venv", "--without-pip", folder], clean_environment())

    def install(self, target: Path, *arguments: str | Path, bytecode: bool = False) -> None:
        """uv first; where it fails (an index only pip can reach), pip."""
        if self.uv is not None:
            compile_ = {"UV_COMPILE_BYTECODE": "1"} if bytecode else {}
            try:
                run(
                    [self.uv, "pip", "install", "--python", target, *arguments], {**self.settings, **compile_}
                )
            except CommandError as error:
                print(f"\n    uv could not ({error.reason}); trying pip", flush=True)
            else:
                return
        self.pip_install(target, *arguments)

    def pip_install(self, target: Path, *arguments: str | Path) -> None:
        self._pip(target, "install", "--no-input", "--disable-pip-version-check", *arguments)

    def check(self, target: Path) -> None:
        """Raises `CommandError` when installed packages do not fit each other."""
        if self.uv is not None:
            run([self.uv, "pip", "check", "--python", target], self.settings)
        else:
            self._pip(target, "check")

    def install_torch(self, target: Path) -> None:
        """A CPU build wherever one is to be had; the default build for Linux brings some 3 GB of CUDA."""
        try:
            self.pip_install(target, "--no-deps", f"torch=={TORCH}+cpu")
        except CommandError:
            pass  # pip's configuration offers none
        else:
            return
        if self.uv is not None and sys.platform == "linux":
            wanted = ["--torch-backend", "cpu", "--no-deps", f"torch=={TORCH}"]
            try:
                run([self.uv, "pip", "install", "--python", target, *wanted], self.settings)
            except CommandError:
                pass  # PyTorch's own index cannot be reached
            else:
                return
        if sys.platform == "linux":
            print("\n    no CPU build of torch can be reached; the default one is some 3 GB", flush=True)
        self.install(target, f"torch=={TORCH}")

    def _pip(self, target: Path, *arguments: str | Path) -> None:
        run([self.python, "-m", "pip", "--python", target, *arguments], clean_environment())


def make_installer(root: Path) -> Installer:
    """pip and the locked uv in `.venv-bootstrap`."""
    folder = root / ".venv-bootstrap"
    python, uv, done = folder / "bin" / "python", folder / "bin" / "uv", folder / "done"
    requirement = locked_lines(root / "deploy" / "locks" / "dev.lock", "uv")
    if not (python.exists() and done.exists() and done.read_text() == requirement):
        with step("tools (pip, uv)"):
            _make_tools(folder, python, requirement)
            done.write_text(requirement)
    settings = {**_UV_ALWAYS, **uv_settings(_pip_configuration(python)), **clean_environment()}
    return Installer(python, uv if uv.exists() else None, settings)


def _make_tools(folder: Path, python: Path, requirement: str) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    run([sys.executable, "-m", "venv", folder], clean_environment())
    (folder / ".gitignore").write_text("*\n")
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(requirement)
        file.flush()
        try:
            run(
                [python, "-m", "pip", "install", "--no-deps", "--require-hashes", "-r", file.name],
                clean_environment(),
            )
        except CommandError as error:
            if "No matching distribution" not in error.output:
                raise
            print("\n    there is no uv for this platform; pip does it all, more slowly", flush=True)


def locked_lines(lock: Path, package: str) -> str:
    """The part of a lock file that pins one package, hashes and all. Raises `SetupError` when it is not there."""
    found = re.search(rf"^{re.escape(package)}==.*?(?=^\S|\Z)", lock.read_text(), re.MULTILINE | re.DOTALL)
    if found is None:
        raise SetupError(f"{lock.name} does not pin {package}; make the locks anew with `make lock`.")
    return found.group()


def _pip_configuration(python: Path) -> dict[str, str]:
    """pip's settings by their bare names; the environment goes before `install`, that before `global`."""
    try:
        text = run([python, "-m", "pip", "config", "list"], clean_environment())
    except CommandError:
        return {}
    return parse_pip_configuration(text)


def parse_pip_configuration(text: str) -> dict[str, str]:
    settings: dict[str, str] = {}
    for section in ("global", "install", ":env:"):
        for name, value in re.findall(rf"^{re.escape(section)}\.([a-z-]+)='(.*)'$", text, re.MULTILINE):
            settings[name] = value.replace("\\n", " ").strip()
    return settings


def uv_settings(pip: dict[str, str]) -> dict[str, str]:
    """The environment that makes uv look where pip looks. Local folders that are not there are left out."""
    found: dict[str, str] = {}
    for name, variable, separator in (
        ("index-url", "UV_DEFAULT_INDEX", " "),
        ("extra-index-url", "UV_INDEX", " "),
        ("find-links", "UV_FIND_LINKS", ","),
        ("trusted-host", "UV_INSECURE_HOST", " "),
    ):
        places = [place for place in pip.get(name, "").split() if _exists(place)]
        if places:
            found[variable] = separator.join(places)
    if Path(pip.get("cert", "/nowhere")).is_file():
        found["SSL_CERT_FILE"] = pip["cert"]
    if pip.get("proxy"):
        found["HTTPS_PROXY"] = found["HTTP_PROXY"] = pip["proxy"]
    return found


def _exists(place: str) -> bool:
    address = urlsplit(place)
    if address.scheme in ("http", "https"):
        return True
    if address.scheme == "file":
        return Path(unquote(address.path)).exists()
    return "/" not in place or Path(place).exists()
