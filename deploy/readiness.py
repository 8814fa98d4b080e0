"""Waiting until every part answers that it is ready, with one live line of progress."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import httpx

from deploy.parts import Part

_PAUSE_SECONDS = 0.25
_DEATHS_TOO_MANY = 3


@dataclass(frozen=True)
class NotReady:
    """Why a part is given up."""

    part: Part
    reason: str


Probe = Callable[[Part], Awaitable[bool]]


async def is_ready(client: httpx.AsyncClient, part: Part) -> bool:
    try:
        reply = await client.get(part.health, headers=dict(part.health_headers))
    except httpx.HTTPError:
        return False
    return reply.status_code == 200


def make_client() -> httpx.AsyncClient:
    """Never through a proxy: the parts are on this machine."""
    return httpx.AsyncClient(timeout=3.0, trust_env=False)


async def wait(
    parts: Sequence[Part], probe: Probe, deaths: Callable[[Part], int], seconds: float
) -> NotReady | None:
    """Waits for all parts. `deaths` tells how often a part has died so far. None when all are ready."""
    line, waiting = _Line(), list(parts)
    while waiting:
        for part in list(waiting):
            if await probe(part):
                waiting.remove(part)
                line.ready(part.name)
            elif deaths(part) >= _DEATHS_TOO_MANY:
                line.end()
                return NotReady(part, f"{part.name} ended {deaths(part)} times before it was ready")
        if waiting and line.seconds > seconds:
            line.end()
            return NotReady(waiting[0], f"{waiting[0].name} was not ready after {seconds:.0f} s")
        line.show([part.name for part in waiting])
        if waiting:
            await asyncio.sleep(_PAUSE_SECONDS)
    line.end()
    return None


class _Line:
    """On a terminal one line that runs; elsewhere a line for each part that has become ready."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._live = sys.stdout.isatty()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def ready(self, name: str) -> None:
        if not self._live:
            print(f"  {name} is ready ({self.seconds:.1f} s)", flush=True)

    def show(self, waiting: list[str]) -> None:
        if self._live and waiting:
            print(
                f"\r\033[K  starting, {self.seconds:.0f} s; waiting for {', '.join(waiting)}",
                end="",
                flush=True,
            )

    def end(self) -> None:
        if self._live:
            print("\r\033[K", end="", flush=True)
