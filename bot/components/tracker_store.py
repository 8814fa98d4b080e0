"""Conversations live in memory only: thirty idle minutes, erased on request, never more than a set number."""

from __future__ import annotations

import os
import time
from typing import Any, Callable, Optional, Text

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.forgetting import Forgetting

KEPT_TURNS = 6
"""Rules look at the last turn, and slots hold the rest. Older turns would only be kept words, and slow every call:
Rasa sends the whole tracker to the action server."""

MOST_CONVERSATIONS = 5_000
"""At 20 to 80 kB each (Arabic is escaped) a bound for memory; beyond it the one that was idle longest goes first."""


class ForgettingTrackerStore(InMemoryTrackerStore):
    """`minutes` idle, else TRYGGSVAR_CONVERSATION_MINUTES, else 30. `clock` gives seconds and never runs back."""

    def __init__(
        self,
        domain: Domain,
        event_broker: Optional[EventBroker] = None,
        minutes: Optional[float] = None,
        most: int = MOST_CONVERSATIONS,
        clock: Callable[[], float] = time.monotonic,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker)
        idle = minutes or float(os.environ.get("TRYGGSVAR_CONVERSATION_MINUTES") or 30)
        self.store = Forgetting(idle * 60, most, clock)  # type: ignore[assignment]

    async def save(self, tracker: DialogueStateTracker) -> None:
        self.store[tracker.sender_id] = self.serialise_tracker(shortened(tracker, self.domain))

    def erase(self, sender_id: Text) -> None:
        """Nothing of the conversation is left; erasing an unknown one is fine."""
        self.store.pop(sender_id, None)

    def purge(self) -> int:
        """Drops what has expired; returns how many. Called by a timer, for silence must forget as well."""
        return self.store.purge()  # type: ignore[attr-defined]


def shortened(tracker: DialogueStateTracker, domain: Domain) -> DialogueStateTracker:
    """The last turns, with the slots' values put before them; the tracker itself when it is short."""
    events = list(tracker.events)
    turns = [i for i, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(turns) <= KEPT_TURNS:
        return tracker
    slots = [SlotSet(name, slot.value) for name, slot in tracker.slots.items() if slot.value is not None]
    # The cut is at the listening before the oldest kept message, so that the kept part begins as a turn does.
    kept = events[turns[-KEPT_TURNS] - 1 :]
    return DialogueStateTracker.from_events(tracker.sender_id, [*slots, *kept], domain.slots)


def forgetting_store(store: TrackerStore) -> Optional[ForgettingTrackerStore]:
    """Ours, out of the wrappers that Rasa puts around it; None when Rasa fell back to a store of its own."""
    while not isinstance(store, ForgettingTrackerStore):
        inner = getattr(store, "_tracker_store", None)
        if inner is None:
            return None
        store = inner
    return store
