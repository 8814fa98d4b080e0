"""The parts under circus' arbiter, from their start until someone asks them to end."""

from __future__ import annotations

import asyncio
import logging
import logging.handlers
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
from circus.arbiter import Arbiter
from circus.exc import ConflictError
from tornado.ioloop import IOLoop

from deploy import readiness
from deploy.logs import tail
from deploy.parts import START_SECONDS, Part, addresses, logs
from deploy.watchers import PatientWatcher
from knowledge.settings import Settings

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
# circus can be steered over sockets; these exist inside this process only.
_CONTROL, _EVENTS = "inproc://tryggsvar-control", "inproc://tryggsvar-events"
_CHECK_SECONDS = 0.5


async def serve(settings: Settings, parts: Sequence[Part]) -> int:
    """Starts the parts and keeps them running. 0 when asked to end, 1 when a part did not get ready."""
    _log_to_file(logs(settings) / "supervisor.log")
    hangup = signal.getsignal(signal.SIGHUP)
    async with readiness.make_client() as client:
        news = _News(client)
        for home in (Path(part.environment["HOME"]) for part in parts if "HOME" in part.environment):
            if home.is_relative_to(settings.data.absolute()):  # Rasa's own, not an account's
                home.mkdir(mode=0o700, parents=True, exist_ok=True)
        watchers = {part.name: PatientWatcher(part, settings, news.died) for part in parts}
        arbiter = Arbiter(
            list(watchers.values()), _CONTROL, _EVENTS, check_delay=_CHECK_SECONDS, loop=IOLoop.current()
        )
        asked = _stop_on_signals(hangup)
        try:
            await arbiter.start()
            wait = asyncio.ensure_future(
                readiness.wait(
                    parts,
                    lambda part: readiness.is_ready(client, part),
                    lambda part: watchers[part.name].deaths,
                    START_SECONDS,
                )
            )
            waited_for: set[asyncio.Future[Any]] = {wait, asked}
            await asyncio.wait(waited_for, return_when=asyncio.FIRST_COMPLETED)
            if not wait.done():
                wait.cancel()
                return 0
            failure = wait.result()
            if failure is not None:
                _explain(failure, settings)
                return 1
            news.started()
            print("Tryggsvar is ready: " + "  ".join(addresses(settings)) + "\nCtrl-C stops it.", flush=True)
            await asked
            return 0
        finally:
            news.stopping()
            await _stop(arbiter)


class _News:
    """Tells on the terminal what happens to the parts once everything was up."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client, self._telling = client, False
        self._waits: set[asyncio.Task[None]] = set()

    def started(self) -> None:
        self._telling = True

    def stopping(self) -> None:
        self._telling = False
        for wait in self._waits:
            wait.cancel()
        _say("stopping")

    def died(self, watcher: PatientWatcher, wait: float) -> None:
        if not self._telling:
            return
        when = f"in {wait:.0f} s" if wait else "at once"
        _say(f"{watcher.name} ended ({_exit(watcher.exit_code)}); it starts again {when}")
        task = asyncio.ensure_future(self._back(watcher.part))
        self._waits.add(task)
        task.add_done_callback(self._waits.discard)

    async def _back(self, part: Part) -> None:
        began = time.monotonic()
        await asyncio.sleep(1)
        while not await readiness.is_ready(self._client, part):
            await asyncio.sleep(1)
        _say(f"{part.name} is ready again ({time.monotonic() - began:.0f} s)")


async def _stop(arbiter: Arbiter) -> None:
    """Asks each part to end, then ends it; last, whatever the parts left behind."""
    if arbiter.ctrl.caller is not None:
        arbiter.ctrl.caller.stop()  # no more looking after the parts
    try:
        for _ in range(50):
            try:
                await arbiter.stop()
                break
            except ConflictError:  # it is just starting a part again
                await asyncio.sleep(0.1)
        await asyncio.sleep(0)  # circus closes its sockets in the next round
    except Exception:  # ending the parts must not depend on circus
        logging.getLogger("circus").exception("stopping")
    finally:
        for watcher in arbiter.watchers:
            watcher.end_groups()


def _stop_on_signals(hangup: object) -> asyncio.Future[None]:
    """circus has put in handlers of its own: ours replace them."""
    loop = asyncio.get_running_loop()
    asked: asyncio.Future[None] = loop.create_future()

    def ask() -> None:
        if not asked.done():
            asked.set_result(None)

    for number in STOP_SIGNALS:
        loop.add_signal_handler(number, ask)
    if hangup is signal.SIG_IGN:  # under nohup a closed terminal means: go on
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    else:
        loop.add_signal_handler(signal.SIGHUP, ask)
    return asked


def _explain(failure: readiness.NotReady, settings: Settings) -> None:
    log = failure.part.log(settings)
    lines = "".join(f"\n    {line}" for line in tail(log))
    print(f"Tryggsvar cannot start: {failure.reason}. The end of {log}:{lines}", file=sys.stderr, flush=True)


def _log_to_file(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(path, maxBytes=500_000, backupCount=2)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    for name in ("circus", "tornado"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
    logging.getLogger("circus").setLevel(logging.INFO)


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", flush=True)


def _exit(code: int | None) -> str:
    if code is None:
        return "unknown why"
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
