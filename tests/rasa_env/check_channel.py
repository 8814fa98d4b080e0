"""The channel in Rasa's environment, over a stand-in for Rasa's agent: the token, the shapes, erasing and readiness."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import threading
import unittest
from types import SimpleNamespace
from typing import Any
from unittest import mock

from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.exceptions import RasaException
from sanic import Sanic

from bot.components.channel import TryggsvarInput, erase_conversation, is_ready
from bot.components.tracker_store import ForgettingTrackerStore

DOMAIN = Domain.empty()


def agent(store: Any = None, ready: bool = True) -> SimpleNamespace:
    held = store or ForgettingTrackerStore(DOMAIN)
    return SimpleNamespace(
        tracker_store=FailSafeTrackerStore(held), lock_store=InMemoryLockStore(), is_ready=lambda: ready
    )


class Channel(unittest.IsolatedAsyncioTestCase):
    """One server for all: Sanic rewrites its own code at the first start and cannot do so twice in a process."""

    app: Sanic
    port: int
    heard: list[Any]
    failure: Any

    @classmethod
    def setUpClass(cls) -> None:
        cls.app = Sanic("checked")
        cls.app.blueprint(TryggsvarInput("right").blueprint(cls.hear), url_prefix="/webhooks/tryggsvar")
        cls.app.ctx.agent = agent()
        cls.loop = asyncio.new_event_loop()
        threading.Thread(target=cls.loop.run_forever, daemon=True).start()
        asyncio.run_coroutine_threadsafe(cls.start(), cls.loop).result(10)

    @classmethod
    def tearDownClass(cls) -> None:
        cls.loop.call_soon_threadsafe(cls.loop.stop)

    @classmethod
    async def start(cls) -> None:
        cls.server = await cls.app.create_server("127.0.0.1", 0, return_asyncio_server=True, access_log=False)
        await cls.server.startup()
        cls.port = cls.server.server.sockets[0].getsockname()[1]

    def setUp(self) -> None:
        Channel.heard, Channel.failure = [], None
        self.app.ctx.agent = agent()

    @classmethod
    async def hear(cls, message: Any) -> None:
        if cls.failure:
            raise cls.failure
        cls.heard.append(message)
        await message.output_channel.send_text_message(message.sender_id, "hej")

    async def ask(
        self, door: str, body: Any = None, token: Any = "Bearer right", method: str = "POST"
    ) -> tuple[int, Any]:
        headers = {} if token is None else {"authorization": token.encode("utf-8").decode("latin-1")}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        text = None if method == "GET" else json.dumps(body)
        await asyncio.to_thread(connection.request, method, f"/webhooks/tryggsvar/{door}", text, headers)
        reply = await asyncio.to_thread(connection.getresponse)
        found = reply.status, json.loads(reply.read())
        connection.close()
        return found

    async def test_the_token_is_asked_for_everywhere(self) -> None:
        body = {"sender": "a", "message": "hej"}
        for token in (
            None,
            "",
            "right",
            "Bearer",
            "Bearer wrong",
            "Bearer rightx",
            "Basic right",
            "Bearer räksmörgås",
        ):
            for door, method in (("webhook", "POST"), ("erase", "POST"), ("health", "GET")):
                status, _ = await self.ask(door, body if method == "POST" else None, token, method)
                self.assertEqual(status, 401, (door, token))
        self.assertEqual(self.heard, [])

    async def test_a_message(self) -> None:
        body = {"sender": "a", "message": " hej ", "metadata": {"client": "gateway"}}
        self.assertEqual(await self.ask("webhook", body), (200, [{"recipient_id": "a", "text": "hej"}]))
        said = self.heard[0]
        self.assertEqual((said.text, said.sender_id, said.input_channel), ("hej", "a", "tryggsvar"))
        self.assertEqual(said.metadata, {"client": "gateway"})

    async def test_commands_other_than_choose_are_text(self) -> None:
        for text in ("/restart", '/choose{"id": "x"}', "/greet"):
            await self.ask("webhook", {"sender": "a", "message": text})
        self.assertEqual([m.text for m in self.heard], ["restart", '/choose{"id": "x"}', "greet"])

    async def test_what_has_not_the_right_shape_is_refused(self) -> None:
        good = {"sender": "a", "message": "hej", "metadata": {}}
        wrong = [
            {"sender": ""},
            {"sender": "a b"},
            {"sender": 1},
            {"message": ""},
            {"message": "///"},
            {"message": None},
        ]
        wrong += [{"metadata": "x"}, {"message": "x" * 10_001}]
        for part in wrong:
            status, _ = await self.ask("webhook", {**good, **part})
            self.assertEqual(status, 400, part)
        for body in (None, [], "x"):
            self.assertEqual((await self.ask("webhook", body))[0], 400, body)
        self.assertEqual(self.heard, [])

    async def test_a_turn_that_fails_is_an_empty_list_and_the_log_does_not_quote_it(self) -> None:
        Channel.failure = RuntimeError("hemligt")
        with self.assertLogs("bot.components.channel") as logs:
            self.assertEqual(await self.ask("webhook", {"sender": "a", "message": "hemligt"}), (200, []))
        self.assertNotIn("hemligt", str(logs.output))
        self.assertIn("RuntimeError", str(logs.output))

    async def test_erasing_goes_through_the_wrapper_and_drops_the_lock(self) -> None:
        held = self.app.ctx.agent
        held.tracker_store._tracker_store.store["a"] = "x"
        self.assertEqual(await self.ask("erase", {"sender": "a"}), (200, {"erased": True}))
        self.assertEqual(dict(held.tracker_store._tracker_store.store), {})
        self.assertIsNone(held.lock_store.get_lock("a"))
        self.assertEqual((await self.ask("erase", {"sender": "unknown"}))[0], 200)
        self.assertEqual((await self.ask("erase", {}))[0], 400)

    async def test_erasing_reaches_what_rasa_kept_when_saving_failed(self) -> None:
        wrapper = self.app.ctx.agent.tracker_store
        wrapper.fallback_tracker_store.store["a"] = "kept for ever"
        await self.ask("erase", {"sender": "a"})
        self.assertNotIn("a", wrapper.fallback_tracker_store.store)

    async def test_erasing_waits_for_the_turn_under_way(self) -> None:
        held = self.app.ctx.agent
        store = held.tracker_store._tracker_store.store
        order = []

        async def turn() -> None:
            async with held.lock_store.lock("a"):
                await asyncio.sleep(0.2)
                store["a"] = "saved at the end of the turn"
                order.append("turn")

        async def erase() -> None:
            await asyncio.sleep(0.05)
            await erase_conversation(self.app, "a")
            order.append("erase")

        await asyncio.gather(turn(), erase())
        self.assertEqual((order, dict(store)), (["turn", "erase"], {}))

    async def test_ready_means_a_model_and_a_store_that_forgets(self) -> None:
        self.assertEqual(await self.ask("health", method="GET"), (200, {"ready": True}))
        self.app.ctx.agent = agent(ready=False)
        self.assertEqual(await self.ask("health", method="GET"), (503, {"ready": False}))
        self.app.ctx.agent = agent(InMemoryTrackerStore(DOMAIN))
        self.assertFalse(is_ready(self.app))
        self.app.ctx.agent = None
        self.assertFalse(is_ready(self.app))

    async def test_without_a_token_it_does_not_start(self) -> None:
        with mock.patch.dict(os.environ, {"TRYGGSVAR_RASA_TOKEN": ""}), self.assertRaises(RasaException):
            TryggsvarInput.from_credentials(None)
        with mock.patch.dict(os.environ, {"TRYGGSVAR_RASA_TOKEN": "x"}):
            self.assertEqual(TryggsvarInput.from_credentials(None).name(), "tryggsvar")


if __name__ == "__main__":
    unittest.main()
