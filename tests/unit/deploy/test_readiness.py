from __future__ import annotations

import asyncio

import pytest

from deploy import readiness
from deploy.parts import Part


def part(name: str) -> Part:
    return Part(name, ("x",), {}, "127.0.0.1", 1, "X", "http://127.0.0.1:1/")


PARTS = [part("rasa"), part("actions")]


def test_all_ready_in_their_own_time(capsys: pytest.CaptureFixture[str]) -> None:
    asked: dict[str, int] = {}

    async def probe(part: Part) -> bool:
        asked[part.name] = asked.get(part.name, 0) + 1
        return asked[part.name] > (2 if part.name == "rasa" else 0)

    assert asyncio.run(readiness.wait(PARTS, probe, lambda part: 0, 10)) is None
    assert asked == {"rasa": 3, "actions": 1}
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["actions", "rasa"]


def test_the_first_that_the_others_wait_for_is_named() -> None:
    async def probe(part: Part) -> bool:
        return False

    failure = asyncio.run(readiness.wait(PARTS, probe, lambda part: 0, 0.3))
    assert failure is not None and failure.part.name == "rasa" and "not ready after" in failure.reason


def test_one_that_keeps_dying_is_named_at_once() -> None:
    async def probe(part: Part) -> bool:
        return False

    failure = asyncio.run(readiness.wait(PARTS, probe, lambda part: 3 if part.name == "actions" else 0, 60))
    assert failure is not None and failure.part.name == "actions"


def test_nobody_listening_is_not_ready() -> None:
    async def ask() -> bool:
        async with readiness.make_client() as client:
            return await readiness.is_ready(client, part("x"))

    assert asyncio.run(ask()) is False
