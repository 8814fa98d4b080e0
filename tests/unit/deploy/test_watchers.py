"""The watcher by itself, over a real process."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from deploy.parts import Part
from deploy.watchers import LONGEST_WAIT_SECONDS, PatientWatcher, wait_before_restart
from knowledge.settings import Settings


def part(*code: str) -> Part:
    return Part(
        name="part",
        command=(sys.executable, "-c", *code),
        environment={"PATH": os.environ["PATH"]},
        host="127.0.0.1",
        port=1,
        port_setting="X",
        health="",
        stop_seconds=1,
    )


def test_waits_grow_and_stay_bounded() -> None:
    waits = [wait_before_restart(deaths) for deaths in range(1, 12)]
    assert waits[:5] == [0, 1, 2, 4, 8]
    assert waits == sorted(waits) and waits[-1] == LONGEST_WAIT_SECONDS


def test_a_dead_part_is_not_listened_to_any_more(tmp_path: Path) -> None:
    """Its pipes' numbers soon belong to other connections, which circus would then take for its own."""
    told: list[tuple[int | None, float]] = []

    async def scenario() -> None:
        settings = Settings(data=tmp_path)
        watcher = PatientWatcher(
            part("print('last words', flush=True); import os; os.kill(os.getpid(), 9)"),
            settings,
            lambda dead, wait: told.append((dead.exit_code, wait)),
        )
        await watcher._start()
        (process,) = watcher.processes.values()
        while process.status == 0:
            await asyncio.sleep(0.01)
        watcher.reap_process(process.pid)
        assert watcher.stream_redirector.pipes == {} and watcher.stream_redirector._active == {}
        assert watcher.deaths == 1

    asyncio.run(scenario())
    assert told == [(-signal.SIGKILL, 0.0)]
    assert (tmp_path / "log" / "part.log").read_text() == "last words\n"


def test_a_part_may_stand_in_a_folder_with_a_blank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "a folder" / "python with blanks"
    program.parent.mkdir()
    program.symlink_to(sys.executable)
    monkeypatch.setattr(sys, "executable", str(program))

    async def scenario() -> None:
        watcher = PatientWatcher(
            part("print('$(circus.wid) ((x)) kept')"), Settings(data=tmp_path), lambda *_: None
        )
        await watcher._start()
        (process,) = watcher.processes.values()
        while process.status == 0:
            await asyncio.sleep(0.01)
        watcher.reap_process(process.pid)

    asyncio.run(scenario())
    assert "kept" in (tmp_path / "log" / "part.log").read_text()
