"""Set-up: stamps, what pip's configuration becomes, prerequisites."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from deploy import bootstrap, chromium, environments, installers
from deploy.installers import Installer
from deploy.progress import CommandError, SetupError, run, step


class Recording(Installer):
    """Makes folders instead of environments, and remembers what it was asked for."""

    def create(self, folder: Path, python: Path) -> None:
        self.settings["created"] = self.settings.get("created", "") + "x"
        (folder / "bin").mkdir(parents=True, exist_ok=True)
        (folder / "bin" / "python").touch()
        (folder / "pyvenv.cfg").write_text("home = /x\nversion_info = 3.10.13\n")

    def install(self, target: Path, *arguments: str | Path, bytecode: bool = False) -> None:
        if self.settings.pop("interrupt", None):
            raise KeyboardInterrupt
        self.settings["installed"] = self.settings.get("installed", "") + "x"

    def check(self, target: Path) -> None:
        pass


@pytest.fixture
def root(tmp_path: Path) -> Path:
    locks = tmp_path / "deploy" / "locks"
    locks.mkdir(parents=True)
    for name in ("app", "dev", "rasa"):
        (locks / f"{name}.lock").write_text("thing==1 \\\n    --hash=sha256:0\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    return tmp_path


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    seen: dict[str, str] = {}
    monkeypatch.setattr(environments, "make_installer", lambda root: Recording(Path("python"), None, seen))
    monkeypatch.setattr("deploy.interpreters.find", lambda uv, environment: Path("python3.10"))
    monkeypatch.setattr(Recording, "install_torch", lambda self, target: None)
    return seen


def test_a_second_run_does_nothing(root: Path, done: dict[str, str]) -> None:
    environments.make_rasa(root)
    assert done == {"created": "x", "installed": "x"}
    environments.make_rasa(root)
    assert done == {"created": "x", "installed": "x"}
    assert environments.fits(root, "rasa")


def test_a_changed_lock_is_installed_into_what_is_there(root: Path, done: dict[str, str]) -> None:
    environments.make_rasa(root)
    (root / "deploy" / "locks" / "rasa.lock").write_text("thing==2 \\\n    --hash=sha256:0\n")
    assert not environments.fits(root, "rasa")
    environments.make_rasa(root)
    assert done == {"created": "x", "installed": "xx"}


def test_an_interrupted_run_is_repaired_from_the_start(root: Path, done: dict[str, str]) -> None:
    done["interrupt"] = "yes"
    with pytest.raises(KeyboardInterrupt):
        environments.make_rasa(root)
    assert not environments.fits(root, "rasa")
    environments.make_rasa(root)
    assert done == {"created": "xx", "installed": "x"}
    assert environments.fits(root, "rasa")


def test_a_moved_repository_gets_new_environments(root: Path, done: dict[str, str], tmp_path: Path) -> None:
    environments.make_rasa(root)
    moved = tmp_path / "elsewhere"
    (moved / "deploy").mkdir(parents=True)
    (root / "deploy" / "locks").rename(moved / "deploy" / "locks")
    (root / ".venv-rasa").rename(moved / ".venv-rasa")
    environments.make_rasa(moved)
    assert done["created"] == "xx"


def test_what_development_needs_serves_the_application_too(root: Path, done: dict[str, str]) -> None:
    environments.make_application(root, "dev")
    before = dict(done)
    environments.make_application(root, "app")
    assert done == before
    assert environments.fits(root, "app") and environments.fits(root, "dev")


def test_the_application_alone_does_not_serve_development(root: Path, done: dict[str, str]) -> None:
    environments.make_application(root, "app")
    assert not environments.fits(root, "dev")


def test_a_broken_interpreter_is_noticed(root: Path, done: dict[str, str]) -> None:
    environments.make_rasa(root)
    python = root / ".venv-rasa" / "bin" / "python"
    python.unlink()
    python.symlink_to(root / "gone")
    environments.make_rasa(root)
    assert done["created"] == "xx"


def test_pip_settings_reach_uv(tmp_path: Path) -> None:
    text = "\n".join(
        [
            "global.index-url='https://mirror.example/simple'",
            f"global.extra-index-url='file://{tmp_path} file:///not/there'",
            "global.cert='/not/there.pem'",
            "install.find-links='/not/there'",
            f":env:.find-links='{tmp_path}'",
            ":env:.default-timeout='180'",
        ]
    )
    assert installers.uv_settings(installers.parse_pip_configuration(text)) == {
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_INDEX": f"file://{tmp_path}",
        "UV_FIND_LINKS": str(tmp_path),
    }


def test_no_pip_settings_leave_uv_alone() -> None:
    assert installers.uv_settings({}) == {}


def test_a_package_and_its_digests_are_cut_out_of_a_lock(tmp_path: Path) -> None:
    lock = tmp_path / "dev.lock"
    pin = "uv==1.2 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n    # via -r dev.in\n"
    lock.write_text(f"uvloop==1 \\\n    --hash=sha256:00\n{pin}zz==1 \\\n    --hash=sha256:11\n")
    assert installers.locked_lines(lock, "uv") == pin
    with pytest.raises(SetupError, match="make lock"):
        installers.locked_lines(lock, "absent")


def test_uv_failing_leaves_it_to_pip(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(Installer, "_pip", lambda self, target, *arguments: asked.append(arguments))
    Installer(Path("python"), Path("/bin/false"), {}).install(Path("target"), "--no-deps", "-r", "x.lock")
    assert asked == [("install", "--no-input", "--disable-pip-version-check", "--no-deps", "-r", "x.lock")]
    assert "trying pip" in capsys.readouterr().out


def test_torch_from_pip_when_it_offers_a_cpu_build(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(Installer, "_pip", lambda self, target, *arguments: asked.append(arguments))
    Installer(Path("python"), None, {}).install_torch(Path("target"))
    assert [a[-1] for a in asked] == [f"torch=={installers.TORCH}+cpu"]


def test_torch_falls_back_with_a_warning(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[object] = []

    def pip(self: Installer, target: Path, *arguments: object) -> None:
        asked.append(arguments[-1])
        if str(arguments[-1]).endswith("+cpu"):
            raise CommandError(["pip"], 1, "No matching distribution")

    monkeypatch.setattr(Installer, "_pip", pip)
    monkeypatch.setattr(sys, "platform", "linux")
    Installer(Path("python"), None, {}).install_torch(Path("target"))
    assert asked == [f"torch=={installers.TORCH}+cpu", f"torch=={installers.TORCH}"]
    assert "3 GB" in capsys.readouterr().out


def test_an_old_python_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 1, "final", 0))
    assert bootstrap.main([]) == 2
    message = capsys.readouterr().err
    assert "3.11" in message and message.count("\n") == 1


def test_a_missing_venv_module_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert "venv" in (bootstrap.prerequisites() or "")


def test_no_browser_to_be_had(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(chromium, "find", lambda root: None)
    monkeypatch.setattr(chromium, "_from_debian", lambda root: None)
    monkeypatch.setattr(chromium, "_from_playwright", lambda root: None)
    with pytest.raises(SetupError, match="apt install"):
        chromium.ensure(tmp_path)


def test_a_step_tells_its_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    with step("thing"):
        pass
    with pytest.raises(ValueError, match="x"), step("other"):
        raise ValueError("x")
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("  thing … ✓") and second.startswith("  other … ✗")


def test_a_failing_command_shows_the_end_of_its_output() -> None:
    with pytest.raises(CommandError, match="exit code 3") as caught:
        run([sys.executable, "-c", "print('some error here'); raise SystemExit(3)"])
    assert caught.value.reason == "some error here"
    with pytest.raises(CommandError, match="127"):
        run(["/no/such/program"])
