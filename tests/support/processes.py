"""The whole product in processes of its own: free ports, a data folder of its own, stopped for sure."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

from deploy import training
from knowledge.settings import REPOSITORY, Settings

START_SECONDS = 240.0
_MODULES = {"rasa": "rasa", "actions": "actions", "web": "web_widget"}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def wait_until(check: Callable[[], object], seconds: float, pause: float = 0.1) -> None:
    """Raises `AssertionError` when `check` does not come true in time."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(pause)


@dataclass
class Stack:
    """A running Tryggsvar. `data` holds its database, snapshots, secrets and logs."""

    process: subprocess.Popen[bytes]
    data: Path
    environment: dict[str, str]
    web_port: int
    rasa_port: int
    actions_port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.web_port}"

    def output(self) -> str:
        return (self.data / "run.log").read_text(errors="replace")

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def server(self, name: str) -> psutil.Process | None:
        """The leading process of `rasa`, `actions` or `web`; None while it is dead."""
        for process in psutil.Process(self.process.pid).children():
            try:
                command = process.cmdline()
            except psutil.Error:
                continue
            if command[1:3] == ["-m", _MODULES[name]]:
                return process
        return None

    def kill(self, name: str) -> psutil.Process:
        """kill -9; gives the process that was."""
        process = self.server(name)
        assert process is not None, f"{name} is not running"
        process.kill()
        return process

    def is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=3).status_code == 200
        except httpx.HTTPError:
            return False

    def tryggsvar(self, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """The command line, on this stack's data."""
        command = [sys.executable, "-m", "knowledge.cli", *arguments]
        settings = {
            "cwd": REPOSITORY,
            "env": self.environment,
            "capture_output": True,
            "text": True,
            **options,
        }
        return subprocess.run(command, timeout=120, check=False, **settings)

    def stop(self, number: int = signal.SIGINT) -> int:
        """Asks it to end, as Ctrl-C would, and gives its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(60)


def environment_for(data: Path, ports: tuple[int, int, int], **settings: str) -> dict[str, str]:
    outer = {name: value for name, value in os.environ.items() if not name.startswith("TRYGGSVAR_")}
    web, rasa, actions = map(str, ports)
    own = {"DATA": str(data), "WEB_PORT": web, "RASA_PORT": rasa, "ACTIONS_PORT": actions}
    own |= {"RATE_MESSAGES_PER_MINUTE": "10000", "RATE_CONVERSATIONS_PER_HOUR": "10000", **settings}
    return {**outer, **{f"TRYGGSVAR_{name}": value for name, value in own.items()}}


@contextmanager
def running_stack(
    data: Path, wait: bool = True, like: Path | None = None, **settings: str
) -> Iterator[Stack]:
    """Starts everything; `settings` are `TRYGGSVAR_` variables without their prefix. Kills what would not end.

    `like`: a prepared data folder that no process uses, whose texts need not be imported and embedded again.
    """
    data.mkdir(parents=True, exist_ok=True)
    _reuse_model(data)
    if like is not None:
        shutil.copytree(like, data, dirs_exist_ok=True)
    ports = (free_port(), free_port(), free_port())
    environment = environment_for(data, ports, **settings)
    with (data / "run.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "deploy.supervise"],
            cwd=REPOSITORY,
            env=environment,
            stdout=log,
            stderr=log,
        )
    stack = Stack(process, data, environment, *ports)
    try:
        if wait:
            wait_until(lambda: "is ready:" in stack.output() or process.poll() is not None, START_SECONDS)
            assert process.poll() is None, stack.output()
        yield stack
        _keep_model(data)
    finally:
        family = stack.family() if process.poll() is None else []
        try:
            stack.stop(signal.SIGTERM)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for left in family:
            if left.is_running():
                left.kill()


# Training takes a quarter of a minute: a model for the same dialogue is taken from, and kept in, the usual place.
def _reuse_model(data: Path) -> None:
    _copy(training.model_path(_usual()), training.model_path(Settings(data=data)))


def _keep_model(data: Path) -> None:
    _copy(training.model_path(Settings(data=data)), training.model_path(_usual()))


def _usual() -> Settings:
    return Settings(data=REPOSITORY / "var")


def _copy(source: Path, target: Path) -> None:
    if source.exists() and not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        shutil.copy2(source, draft)
        draft.replace(target)
