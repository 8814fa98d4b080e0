"""circus' watcher with two habits added: patience with a part that keeps dying, and no orphans."""

from __future__ import annotations

import os
import shlex
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from circus.process import DEAD_OR_ZOMBIE, UNEXISTING, Process
from circus.watcher import Watcher
from tornado import gen

from deploy.logs import LogFile
from deploy.parts import Part
from knowledge.settings import REPOSITORY, Settings

LONGEST_WAIT_SECONDS = 30.0
HEALTHY_AFTER_SECONDS = 60.0
"""A part that lived this long has shown that it works: its next death counts as the first."""

_TETHER = Path(__file__).with_name("tether.py")

LAST_WORDS_BYTES = 65_536

Told = Callable[["PatientWatcher", float], None]


def wait_before_restart(deaths: int) -> float:
    """Seconds to wait after that many deaths in a row: at once, then 1, 2, 4 … 30."""
    return 0.0 if deaths <= 1 else min(2.0 ** (deaths - 2), LONGEST_WAIT_SECONDS)


class PatientWatcher(Watcher):
    """Starts a dead process again, waiting longer each time it dies young; never gives up.

    circus' own way (the flapping plugin) is a further process and further sockets, and gives up in the end.
    """

    def __init__(self, part: Part, settings: Settings, on_death: Told) -> None:
        self._sink = sink = LogFile(part.log(settings))
        super().__init__(
            part.name,
            shlex.quote(sys.executable),
            args=["-I", "-S", str(_TETHER), *part.command],
            env=dict(part.environment),
            working_dir=str(REPOSITORY),
            stdout_stream={"stream": sink},
            stderr_stream={"stream": sink},
            graceful_timeout=part.stop_seconds,
            stop_children=True,
            copy_env=False,
        )
        self.part = part
        self.deaths = 0
        self.exit_code: int | None = None
        self._on_death = on_death
        self._not_before = 0.0
        self._groups: set[int] = set()

    def spawn_process(self, recovery_wid: Any = None) -> Any:
        started = super().spawn_process(recovery_wid)
        self._groups.update(self.processes)
        return started

    def reap_process(self, pid: int, status: int | None = None) -> None:
        process = self.processes.get(pid)
        if process is None:
            return
        if status is None:
            status = _status(pid)
        self._let_go_of_output(process)
        super().reap_process(pid, status)
        self._end_group(pid)
        if self.is_stopping() or self.is_stopped():
            return
        self.deaths = 1 if process.age() > HEALTHY_AFTER_SECONDS else self.deaths + 1
        self.exit_code = None if status is None else os.waitstatus_to_exitcode(status)
        wait = wait_before_restart(self.deaths)
        self._not_before = time.monotonic() + wait
        self._on_death(self, wait)

    def _let_go_of_output(self, process: Process) -> None:
        """Keeps the last words, and stops listening: circus closes the pipes but goes on listening at their numbers,
        which soon belong to other connections."""
        if self.stream_redirector is None:
            return
        for _, pipe in self.stream_redirector.get_process_pipes(process):
            if pipe is not None and not pipe.closed:
                os.set_blocking(pipe.fileno(), False)
                self._sink({"data": pipe.read(LAST_WORDS_BYTES) or b""})
        self.stream_redirector.remove_redirections(process)

    @gen.coroutine
    def manage_processes(self) -> Any:
        for process in list(self.processes.values()):
            if process.status in (DEAD_OR_ZOMBIE, UNEXISTING):
                self.reap_process(process.pid)
        if self.processes or time.monotonic() >= self._not_before:
            yield super().manage_processes()

    def end_groups(self) -> None:
        """After stopping: whatever a part started and left behind goes too."""
        for pid in list(self._groups):
            self._end_group(pid)

    def _end_group(self, pid: int) -> None:
        """Each part leads a process group of its own (circus calls setsid), which outlives its leader."""
        self._groups.discard(pid)
        try:
            os.killpg(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass


def _status(pid: int) -> int | None:
    """How a dead child ended; None when someone else has asked before."""
    try:
        found, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return None
    return status if found else None
