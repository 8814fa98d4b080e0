"""The lock files, and the tools that read them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from deploy import installed, lock
from knowledge.settings import REPOSITORY

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
GOOD = "thing==1.0 ; python_version < '4' \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n    # via -r app.in\n"


def test_the_locks_are_clean() -> None:
    assert lock.faults(lock.FOLDER) == []


@pytest.mark.parametrize(
    "text",
    [
        "# https://mirror.example/simple\n" + GOOD,
        GOOD + "other @ file:///wheels/other.whl\n",
        "--index-url x\n" + GOOD,
        GOOD.replace("app.in", "/home/someone/app.in"),
        "thing==1.0\n",
        GOOD + "other==2\n    # via thing\n",
        "",
    ],
)
def test_what_does_not_belong_into_a_lock_is_found(text: str, tmp_path: Path) -> None:
    (tmp_path / "app.lock").write_text(text)
    assert lock.faults(tmp_path)


def test_a_clean_lock_is_let_through(tmp_path: Path) -> None:
    (tmp_path / "app.lock").write_text(GOOD * 2)
    assert lock.faults(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("app", PROJECT["project"]["dependencies"]),
        ("dev", PROJECT["dependency-groups"]["dev"]),
        ("rasa", PROJECT["dependency-groups"]["rasa"]),
    ],
)
def test_the_locks_hold_what_the_project_asks_for(name: str, wanted: list[str]) -> None:
    pins = installed.pins(lock.FOLDER / f"{name}.lock", "3.10.13" if name == "rasa" else "3.11.7")
    for text in wanted:
        requirement = Requirement(text)
        if requirement.name != "torch":  # installed apart, see deploy/installers.py
            assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)]), text


def test_one_environment_serves_application_and_development() -> None:
    application, development = (installed.pins(lock.FOLDER / f"{n}.lock", "3.11.7") for n in ("app", "dev"))
    assert application.items() <= development.items()


def test_the_input_files_ask_for_what_the_project_asks_for() -> None:
    names = {
        canonicalize_name(re.split(r"[\[=<>~;! ]", line.strip())[0])
        for line in (lock.FOLDER / "app.in").read_text().splitlines()
        if line.strip() and not line.startswith("#")
    }
    wanted = {canonicalize_name(Requirement(text).name) for text in PROJECT["project"]["dependencies"]}
    assert wanted - names == {"torch"}


def test_markers_choose_the_pin(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    path.write_text(
        "thing==1 ; python_full_version < '3.11.5' \\\n    --hash=sha256:aa\n"
        "Thing==2 ; python_full_version >= '3.11.5' \\\n    --hash=sha256:aa\n"
        "other_one==3 ; sys_platform == 'nowhere' \\\n    --hash=sha256:aa\n"
    )
    assert installed.pins(path, "3.11.4") == {"thing": "1"}
    assert installed.pins(path, "3.11.7") == {"thing": "2"}


def test_differences_are_named(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    path.write_text(
        "one==1 \\\n    --hash=sha256:aa\ntwo==2 \\\n    --hash=sha256:aa\nThree.x==3 \\\n    --hash=sha256:aa\n"
    )
    packages = tmp_path / "lib" / "python3.11" / "site-packages"
    for name in ("one-1", "two-9", "three_x-3"):
        (packages / f"{name}.dist-info").mkdir(parents=True)
    assert installed.differences(path, tmp_path, "3.11.7") == ["two is 9, not 2"]
    (packages / "one-1.dist-info").rmdir()
    assert installed.differences(path, tmp_path, "3.11.7") == ["one 1 is missing", "two is 9, not 2"]
