"""The tracker store in Rasa's environment: idle life, erasing, the bound, and what is kept of a long conversation."""

from __future__ import annotations

import os
import unittest
from unittest import mock

from rasa.core.tracker_store import AwaitableTrackerStore, FailSafeTrackerStore, InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.components.tracker_store import KEPT_TURNS, ForgettingTrackerStore, forgetting_store, shortened

DOMAIN = Domain.load("bot/domain")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def conversation(sender: str, turns: int) -> DialogueStateTracker:
    events = []
    for n in range(turns):
        events += [ActionExecuted("action_listen"), UserUttered(f"text {n}", {"name": "ask"})]
        events += [
            ActionExecuted("action_answer"),
            BotUttered(f"answer {n}"),
            SlotSet("last_slug", f"slug-{n}"),
        ]
    events.append(ActionExecuted("action_listen"))
    return DialogueStateTracker.from_events(sender, events, DOMAIN.slots)


class TrackerStore(unittest.IsolatedAsyncioTestCase):
    def setUp(self) -> None:
        self.clock = Clock()
        self.store = ForgettingTrackerStore(DOMAIN, minutes=30, most=3, clock=self.clock)

    async def test_a_conversation_is_gone_after_its_idle_time(self) -> None:
        await self.store.save(conversation("a", 1))
        self.clock.now += 30 * 60 - 1
        self.assertIsNotNone(await self.store.retrieve("a"))
        self.clock.now += 1
        self.assertIsNone(await self.store.retrieve("a"))

    async def test_a_message_renews_its_life(self) -> None:
        await self.store.save(conversation("a", 1))
        self.clock.now += 1000
        await self.store.save(conversation("a", 2))
        self.clock.now += 1000
        self.assertIsNotNone(await self.store.retrieve("a"))

    async def test_erasing_leaves_nothing(self) -> None:
        await self.store.save(conversation("a", 1))
        self.store.erase("a")
        self.store.erase("unknown")
        self.assertIsNone(await self.store.retrieve("a"))
        self.assertNotIn("text 0", repr(vars(self.store)))

    async def test_never_more_than_the_bound(self) -> None:
        for sender in "abcd":
            await self.store.save(conversation(sender, 1))
            self.clock.now += 1
        self.assertEqual(sorted(await self.store.keys()), ["b", "c", "d"])

    async def test_purging_needs_no_visitor(self) -> None:
        await self.store.save(conversation("a", 1))
        self.clock.now += 10_000
        self.assertEqual(self.store.purge(), 1)

    async def test_a_long_conversation_keeps_its_slots_and_last_turns(self) -> None:
        await self.store.save(conversation("a", 20))
        kept = await self.store.retrieve("a")
        texts = [e.text for e in kept.events if isinstance(e, UserUttered)]
        self.assertEqual(texts, [f"text {n}" for n in range(20 - KEPT_TURNS, 20)])
        self.assertEqual(kept.get_slot("last_slug"), "slug-19")
        self.assertEqual(kept.latest_message.text, "text 19")
        self.assertEqual(kept.latest_action_name, "action_listen")

    async def test_a_slot_of_long_ago_is_kept(self) -> None:
        tracker = conversation("a", 1)
        tracker.update(SlotSet("form", "worried"), DOMAIN)
        for event in conversation("a", 20).events:
            tracker.update(event, DOMAIN)
        await self.store.save(tracker)
        self.assertEqual((await self.store.retrieve("a")).get_slot("form"), "worried")

    def test_a_short_conversation_is_kept_as_it_is(self) -> None:
        tracker = conversation("a", KEPT_TURNS)
        self.assertIs(shortened(tracker, DOMAIN), tracker)

    def test_the_minutes_come_from_the_environment(self) -> None:
        with mock.patch.dict(os.environ, {"TRYGGSVAR_CONVERSATION_MINUTES": "2"}):
            store = ForgettingTrackerStore(DOMAIN, clock=self.clock)
        store.store["a"] = "x"
        self.clock.now += 120
        self.assertEqual(list(store.store), [])

    def test_it_is_found_inside_of_the_wrappers_that_rasa_puts_around(self) -> None:
        for wrapped in (
            self.store,
            FailSafeTrackerStore(self.store),
            FailSafeTrackerStore(AwaitableTrackerStore(self.store)),
        ):
            self.assertIs(forgetting_store(wrapped), self.store)
        self.assertIsNone(forgetting_store(FailSafeTrackerStore(InMemoryTrackerStore(DOMAIN))))

    def test_rasa_builds_it_from_the_endpoints(self) -> None:
        from rasa.core.tracker_store import TrackerStore as Rasas
        from rasa.core.utils import AvailableEndpoints

        with mock.patch.dict(os.environ, {"TRYGGSVAR_ACTIONS_PORT": "1"}):
            endpoints = AvailableEndpoints.read_endpoints("bot/endpoints.yml")
        self.assertIsInstance(endpoints.tracker_store, EndpointConfig)
        self.assertIsNotNone(forgetting_store(Rasas.create(endpoints.tracker_store, DOMAIN)))


if __name__ == "__main__":
    unittest.main()
