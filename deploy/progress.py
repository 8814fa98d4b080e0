"""One line a step, with its seconds; and running commands whose output is shown only when they fail."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

_SHOWN_LINES = 25


class SetupError(Exception):
    """Set-up cannot go on; the message says why and what to do."""


class CommandError(SetupError):
    """A command failed; the message holds the end of its output."""

    def __init__(self, command: Sequence[str | Path], code: int, output: str) -> None:
        self.output = output
        lines = [line.strip() for line in output.splitlines() if line.strip()] or ["no reason given"]
        self.reason = next((line for line in lines if "error" in line.lower()), lines[-1])[:150]
        tail = "\n".join("    " + line for line in output.strip().splitlines()[-_SHOWN_LINES:])
        super().__init__(f"{Path(command[0]).name} failed (exit code {code}):\n{tail}")


@contextmanager
def step(what: str) -> Iterator[None]:
    """Shows `what`, then the seconds it took; on a terminal the seconds run."""
    began = time.monotonic()
    ended = threading.Event()
    live = sys.stdout.isatty()
    if live:
        threading.Thread(target=_tick, args=(what, began, ended), daemon=True).start()
    else:
        print(f"  {what} … ", end="", flush=True)
    try:
        yield
    except BaseException:
        _finish(ended, live, "✗", what, began)
        raise
    _finish(ended, live, "✓", what, began)


def _tick(what: str, began: float, ended: threading.Event) -> None:
    while not ended.is_set():
        print(f"\r  … {what} {time.monotonic() - began:.0f} s", end="", flush=True)
        ended.wait(1)


def _finish(ended: threading.Event, live: bool, mark: str, what: str, began: float) -> None:
    ended.set()
    took = f"{time.monotonic() - began:.1f} s"
    print(f"\r\033[K  {mark} {what} ({took})" if live else f"{mark} {took}", flush=True)


def run(
    command: Sequence[str | Path], environment: Mapping[str, str] | None = None, cwd: Path | None = None
) -> str:
    """Runs a command and gives its output. Raises `CommandError`; kills the command when interrupted."""
    try:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            cwd=cwd,
            env=None if environment is None else dict(environment),
        )
    except OSError as error:
        raise CommandError(command, 127, str(error)) from None
    try:
        output, _ = process.communicate()
    except BaseException:
        process.kill()
        process.wait()
        raise
    if process.returncode:
        raise CommandError(command, process.returncode, output)
    return output


def clean_environment() -> dict[str, str]:
    """The caller's environment without what another Python environment left in it."""
    unwanted = {"VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__"}
    return {name: value for name, value in os.environ.items() if name not in unwanted}
