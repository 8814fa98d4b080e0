"""Supervision with real processes that cost nothing: restart, patience, stopping, nothing left behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from knowledge.settings import REPOSITORY
from tests.support.processes import free_port, wait_until

pytestmark = pytest.mark.timeout(60)


class Supervised:
    def __init__(self, process: subprocess.Popen[str], ports: list[int]) -> None:
        self.process, self.ports = process, ports
        self.lines: list[str] = []

    def until(self, text: str) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if text in line:
                return
        raise AssertionError(f"{text!r} did not come: {self.lines}")

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def server(self, number: int) -> psutil.Process:
        return next(p for p in self.family() if str(self.ports[number]) in p.cmdline())


@contextmanager
def supervised(folder: Path, *modes: str, start_seconds: float = 60) -> Iterator[Supervised]:
    ports = [free_port() for _ in modes]
    parts = [f"{port}:{mode}" if mode else str(port) for port, mode in zip(ports, modes, strict=True)]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.small_supervisor", str(folder), *parts],
        cwd=REPOSITORY,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "START_SECONDS": str(start_seconds)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    running = Supervised(process, ports)
    try:
        yield running
    finally:
        family = running.family() if process.poll() is None else []
        process.kill()
        process.wait()
        for left in family:
            if left.is_running():
                left.kill()


def gone(processes: list[psutil.Process]) -> Callable[[], bool]:
    return lambda: not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in processes)


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def test_a_killed_part_comes_back_and_the_others_stay(tmp_path: Path) -> None:
    with supervised(tmp_path, "", "") as running:
        running.until("Tryggsvar is ready")
        first, other = running.server(0), running.server(1)
        first.kill()
        running.until("part1 ended (SIGKILL); it starts again at once")
        running.until("part1 is ready again")
        assert answers(running.ports[0])
        assert running.server(0).pid != first.pid and running.server(1).pid == other.pid
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(10) == 0
        log = (tmp_path / "log" / "supervisor.log").read_text()
        assert "Traceback" not in log


def test_the_last_words_of_a_part_are_kept(tmp_path: Path) -> None:
    with supervised(tmp_path, "last-words", start_seconds=10) as running:
        output, _ = running.process.communicate(timeout=30)
        assert output.count("these are my last words") == 3


def test_a_part_that_keeps_dying_is_started_with_growing_patience(tmp_path: Path) -> None:
    with supervised(tmp_path, "") as running:
        running.until("Tryggsvar is ready")
        for wait in ("at once", "in 1 s", "in 2 s"):
            wait_until(lambda: answers(running.ports[0]), 15)
            running.server(0).kill()
            running.until(f"it starts again {wait}")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_end_it_ends_everything(tmp_path: Path, number: signal.Signals) -> None:
    with supervised(tmp_path, "", "") as running:
        running.until("Tryggsvar is ready")
        family = running.family()
        assert len(family) == 2
        running.process.send_signal(number)
        assert running.process.wait(10) == 0
        wait_until(gone(family), 5)


def test_a_part_that_hangs_and_its_child_are_ended(tmp_path: Path) -> None:
    with supervised(tmp_path, "hangs", "") as running:
        running.until("Tryggsvar is ready")
        family = running.family()
        assert len(family) == 3
        running.process.send_signal(signal.SIGINT)
        running.process.send_signal(signal.SIGINT)  # an impatient operator changes nothing
        assert running.process.wait(15) == 0
        wait_until(gone(family), 5)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_a_killed_supervisor_takes_its_parts_along(tmp_path: Path) -> None:
    with supervised(tmp_path, "", "") as running:
        running.until("Tryggsvar is ready")
        family = running.family()
        running.process.kill()
        wait_until(gone(family), 5)


def test_a_part_that_cannot_start_is_named_with_its_log(tmp_path: Path) -> None:
    with supervised(tmp_path, "", "dies") as running:
        began = time.monotonic()
        output, _ = running.process.communicate(timeout=30)
        assert running.process.returncode == 1
        assert time.monotonic() - began < 20
        assert "part2 ended 3 times before it was ready" in output
        assert f"small server on {running.ports[1]}" in output


def test_a_part_that_is_never_ready_is_given_up(tmp_path: Path) -> None:
    with supervised(tmp_path, "never-ready", start_seconds=2) as running:
        output, _ = running.process.communicate(timeout=30)
        assert running.process.returncode == 1
        assert "part1 was not ready after 2 s" in output


def test_stopping_while_still_starting(tmp_path: Path) -> None:
    with supervised(tmp_path, "never-ready") as running:
        wait_until(lambda: len(running.family()) == 1, 15)
        family = running.family()
        time.sleep(0.5)
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(10) == 0
        wait_until(gone(family), 5)
