"""`python -m deploy.quality`: every check but the tests. One line each; the whole output of what is not right."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from deploy import lock, training
from deploy.environments import python_of
from deploy.progress import CommandError, clean_environment, run
from knowledge.settings import REPOSITORY, load_settings

_BIN = Path(sys.executable).parent
_WIDGET = REPOSITORY / "web_widget"
_AT_ONCE = 2
_SHOWN_LINES = 60


@dataclass(frozen=True)
class Result:
    name: str
    seconds: float
    problem: str | None


def checks() -> dict[str, Callable[[], str | None]]:
    """Each gives None, or what is wrong. The slow ones first: two run at a time."""
    return {
        "rasa data validate": _dialogue,
        "mypy": _command("mypy", "--no-error-summary"),
        "widget types": _widget_types,
        "ruff check": _command("ruff", "check", "--quiet", "--output-format", "concise", "."),
        "ruff format": _command("ruff", "format", "--check", "--output-format", "concise", "."),
        "import rules": _command("lint-imports", "--no-logo"),
        "content": _command("tryggsvar", "content", "check"),
        "locks": lambda: "\n".join(lock.faults(lock.FOLDER)) or None,
    }


def main() -> int:
    wanted = checks()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        results = pool.map(_timed, wanted, wanted.values())
        failed = [result for result in results if not _show(result)]
    for result in failed:
        print(f"\n--- {result.name}\n{_shortened(result.problem or '')}")
    if failed:
        print(f"\nNot right: {', '.join(result.name for result in failed)}")
    return bool(failed)


def _timed(name: str, check: Callable[[], str | None]) -> Result:
    began = time.monotonic()
    problem = check()
    return Result(name, time.monotonic() - began, problem)


def _show(result: Result) -> bool:
    print(f"  {'✗' if result.problem else '✓'} {result.name} ({result.seconds:.1f} s)", flush=True)
    return result.problem is None


def _shortened(text: str) -> str:
    lines = text.splitlines()
    more = [f"… and {len(lines) - _SHOWN_LINES} more lines"] if len(lines) > _SHOWN_LINES else []
    return "\n".join(lines[:_SHOWN_LINES] + more)


def _command(program: str, *arguments: str) -> Callable[[], str | None]:
    return lambda: _problem([str(_BIN / program), *arguments], _environment(), REPOSITORY)


def _problem(command: list[str], environment: dict[str, str], cwd: Path) -> str | None:
    try:
        run(command, environment, cwd)
    except CommandError as error:
        return error.output.strip() or str(error)
    return None


def _environment() -> dict[str, str]:
    return {**clean_environment(), "PATH": f"{_BIN}{os.pathsep}{os.environ.get('PATH', '')}"}


def _dialogue() -> str | None:
    """Rasa validates its training data; what it would write into the home folder goes into the data folder."""
    settings = load_settings()
    environment = training.environment(settings)
    command = [str(python_of(REPOSITORY, rasa=True)), "-m", "rasa", "data", "validate", "--fail-on-warnings"]
    return _problem([*command, *training.sources_for_rasa()], environment, REPOSITORY)


def _widget_types() -> str | None:
    """TypeScript over the widget's JSDoc types; node and npm come from a locked wheel."""
    installed, wanted = _WIDGET / "node_modules" / ".package-lock.json", _WIDGET / "package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < wanted.stat().st_mtime:
        problem = _problem([str(_BIN / "npm"), "ci", "--no-audit", "--no-fund"], _environment(), _WIDGET)
        if problem:
            return problem
    return _problem([str(_BIN / "npm"), "run", "--silent", "check"], _environment(), _WIDGET)


if __name__ == "__main__":
    sys.exit(main())
