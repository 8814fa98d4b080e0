"""`python -m deploy.supervise`, also `tryggsvar run`: prepares, then runs the three servers."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Sequence

import click

from deploy import ports, training
from deploy.environments import python_of
from deploy.parts import Part, base_environment, make_parts
from deploy.progress import SetupError
from deploy.serving import STOP_SIGNALS, serve
from deploy.training import run_in_group
from knowledge.errors import KnowledgeError
from knowledge.settings import REPOSITORY, Settings, load_settings

_PREPARE = "import sys; sys.argv[0] = 'tryggsvar'; from knowledge.cli import main; main()"


class Stop(BaseException):
    """Someone asked us to end."""


@click.command("run")
def command() -> None:
    """Start Rasa, the action server and the web server, and keep them running."""
    sys.exit(main())


def main() -> int:
    """0: stopped on request. 1: something failed while starting. 2: the set-up is not ready for it."""
    for number in STOP_SIGNALS:
        signal.signal(number, _raise_stop)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _raise_stop)
    try:
        settings = load_settings()
        parts = make_parts(settings, model=training.model_path(settings))
        problems = _missing_environments(parts) or ports.taken(parts)
        if problems:
            _complain("\n  ".join(["", *problems]))
            return 2
        if not _prepare(settings):
            _complain("`tryggsvar prepare` failed, see above")
            return 1
        if settings.rasa_url is None:
            parts = make_parts(settings, model=training.ensure_model(settings))
        return asyncio.run(serve(settings, parts))
    except (SetupError, KnowledgeError) as error:
        _complain(str(error))
        return 2
    except Stop:
        return 0


def _raise_stop(_number: int, _frame: object) -> None:
    raise Stop


def _complain(what: str) -> None:
    print(f"Tryggsvar cannot start: {what}", file=sys.stderr, flush=True)


def _missing_environments(parts: Sequence[Part]) -> list[str]:
    wanted = {python_of(REPOSITORY)} | {python_of(REPOSITORY, rasa=True) for p in parts if p.name == "rasa"}
    return [f"{path} is not there; run `make setup`" for path in sorted(wanted) if not path.exists()]


def _prepare(settings: Settings) -> bool:
    """Migrations, import and snapshot, by the library's own command: it shows its own progress."""
    command = [str(python_of(REPOSITORY)), "-c", _PREPARE, "prepare"]
    return run_in_group(command, base_environment(settings, os.environ)) == 0


if __name__ == "__main__":
    sys.exit(main())
