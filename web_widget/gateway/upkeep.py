"""Forgetting: idle conversations are purged each minute, and an erasure that Rasa missed is asked for again."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from web_widget.gateway.conversations import Conversations

PURGE_SECONDS = 60.0
RETRY_SECONDS = 5.0

log = logging.getLogger(__name__)


class Erasures:
    """Conversations that Rasa has yet to forget. Held in memory: Rasa's trackers die by themselves after the idle time,

    so that after `give_up_after`, or a restart of this process, there is soon nothing left to erase.
    """

    def __init__(self, erase: Callable[[str], bool], give_up_after: timedelta) -> None:
        self._erase = erase
        self._give_up_after = give_up_after.total_seconds()
        self._pending: dict[str, float] = {}
        self._lock = threading.Lock()

    def now(self, conversation_id: str) -> bool:
        """Whether Rasa has forgotten it; if not, it will be asked again."""
        if self._erase(conversation_id):
            return True
        self.later(conversation_id)
        return False

    def later(self, conversation_id: str) -> None:
        with self._lock:
            self._pending.setdefault(conversation_id, time.monotonic() + self._give_up_after)

    def is_pending(self, conversation_id: str) -> bool:
        with self._lock:
            return conversation_id in self._pending

    def retry(self) -> None:
        with self._lock:
            waiting = dict(self._pending)
        for conversation_id, give_up_at in waiting.items():
            if self._erase(conversation_id) or time.monotonic() >= give_up_at:
                self._drop(conversation_id)
            else:
                return  # Rasa is down: the others would only wait for it in turn

    def _drop(self, conversation_id: str) -> None:
        with self._lock:
            self._pending.pop(conversation_id, None)


class Upkeep:
    """The background thread. `step` is one round of it."""

    def __init__(self, conversations: Conversations, erasures: Erasures) -> None:
        self._conversations = conversations
        self._erasures = erasures
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=RETRY_SECONDS)

    def purge(self) -> None:
        if self._conversations.purge():
            log.info("purged idle conversations")
        self._conversations.scrub()

    def _run(self) -> None:
        next_purge = 0.0
        while not self._stopping.wait(RETRY_SECONDS):
            try:
                self._erasures.retry()
                if time.monotonic() >= next_purge:
                    next_purge = time.monotonic() + PURGE_SECONDS
                    self.purge()
            except Exception as error:  # the next round must come, whatever went wrong in this one
                log.error("upkeep failed: %s", type(error).__name__)
