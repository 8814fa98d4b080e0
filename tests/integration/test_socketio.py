"""The channels for clients of others, off by default: SocketIO with a real client, and Rasa's REST channel."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import socketio

from tests.support.rasa import Dialogue, running_dialogue

pytestmark = [pytest.mark.processes, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def dialogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dialogue]:
    with running_dialogue(tmp_path_factory.mktemp("others"), third_party=True) as running:
        yield running


class Client:
    """A chat client as anyone would write it: asks for a session, says something, gathers what comes."""

    def __init__(self, url: str) -> None:
        self._url, self._client = url, socketio.AsyncClient()
        self._heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._client.on("bot_uttered", self._heard.put)

    async def __aenter__(self) -> Client:
        confirmed: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._client.on("session_confirm", confirmed.set_result)
        await self._client.connect(self._url, transports=["websocket"])
        await self._client.emit("session_request", {"session_id": None})
        self.session = await asyncio.wait_for(confirmed, 10)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.disconnect()

    async def says(self, message: str, **metadata: Any) -> list[dict[str, Any]]:
        body = {"message": message, "session_id": self.session, "metadata": metadata}
        await self._client.emit("user_uttered", body)
        heard = [await asyncio.wait_for(self._heard.get(), 20)]
        while True:  # one reply is several messages: Rasa splits at blank lines
            try:
                heard.append(await asyncio.wait_for(self._heard.get(), 1.0))
            except TimeoutError:
                return heard


def words(heard: list[dict[str, Any]]) -> str:
    return "\n".join(m.get("text", "") for m in heard)


def buttons(heard: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [b for m in heard for b in m.get("quick_replies", ())]


async def talk(url: str) -> None:
    async with Client(url) as client:
        greeting = await client.says("hej")
        assert "Vad undrar du över?" in words(greeting)
        assert {b["payload"] for b in buttons(greeting)} == {
            '/choose{"id": "form:worried"}',
            '/choose{"id": "form:municipality"}',
        }
        answer = await client.says("kidnappar soc muslimska barn?")
        for part in (
            "Det stämmer inte",
            "Kort svar.",
            "Källor:",
            "Socialtjänstlagen (2025:400)",
            "27 april 2026",
        ):
            assert part in words(answer), words(answer)
        # Off-the-shelf clients show nothing for a message with any other key.
        assert all(set(m) <= {"text", "quick_replies"} for m in [*greeting, *answer])
        pressed = await client.says(buttons(answer)[0]["payload"])
        assert "advokat" in words(pressed)
        unclear = await client.says("oklart")
        assert "2. advokat" in words(unclear)
        assert "advokat (parent, sv)" in words(await client.says("den andra"))
        assert "112" in words(await client.says("jag vill dö"))
        assert "مرحب" in words(await client.says("مرحبا"))


async def apart(url: str) -> None:
    async with Client(url) as one, Client(url) as other:
        await one.says("får jag advokat")
        assert "inget svar" not in words(await one.says("och sen?"))
        assert "advokat" not in words(await other.says("och sen?"))


def test_a_conversation_over_socketio(dialogue: Dialogue) -> None:
    asyncio.run(talk(dialogue.rasa.url))


def test_two_visitors_do_not_see_each_other(dialogue: Dialogue) -> None:
    asyncio.run(apart(dialogue.rasa.url))


def test_the_rest_channel_gives_plain_text(dialogue: Dialogue) -> None:
    body = {"sender": "rest", "message": "kidnappar soc muslimska barn?"}
    said = dialogue.client.post(f"{dialogue.rasa.url}/webhooks/rest/webhook", json=body).json()
    text = "\n".join(m.get("text", "") for m in said)
    assert "Det stämmer inte" in text
    assert all("custom" not in m for m in said)


def test_what_others_type_is_not_logged_either(dialogue: Dialogue) -> None:
    for text in ("/hemligheten", '/choose{"id": "HEMLIGHETEN"}', "/restart hemligheten", "hemligheten"):
        body = {"sender": "secret", "message": text}
        assert dialogue.client.post(f"{dialogue.rasa.url}/webhooks/rest/webhook", json=body).json()
    assert "hemligheten" not in dialogue.rasa.logged().casefold()
    assert "hemligheten" not in dialogue.actions.logged().casefold()


def test_our_own_channel_is_open_beside_them(dialogue: Dialogue, tmp_path: Path) -> None:
    assert dialogue.envelope("own", "hej")["outcome"] == "small_talk"
