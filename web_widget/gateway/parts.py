"""What the gateway's modules share: built once by `create_app`, found through the app."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING, cast

from flask import current_app

from web_widget.gateway.conversations import Conversations
from web_widget.gateway.rasa import Rasa
from web_widget.gateway.replies import Replies
from web_widget.gateway.upkeep import Erasures, Upkeep

if TYPE_CHECKING:
    from knowledge.services import Services

# What a turn needs beside Rasa: the crisis check, an answer without Rasa, the database.
SLACK_SECONDS = 4.0


@dataclass(slots=True)
class Counts:
    """How often something happened since the start. Names of things, never of visitors."""

    _counter: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def add(self, name: str) -> int:
        with self._lock:
            self._counter[name] += 1
            return self._counter[name]

    def all(self) -> dict[str, int]:
        with self._lock:
            return dict(self._counter)


@dataclass(frozen=True, slots=True)
class Gateway:
    services: Services
    rasa: Rasa
    conversations: Conversations
    replies: Replies
    erasures: Erasures
    upkeep: Upkeep
    counts: Counts

    def close(self) -> None:
        self.upkeep.stop()
        self.rasa.close()


def build(services: Services) -> Gateway:
    settings = services.settings
    idle = timedelta(minutes=settings.conversation_minutes)
    rasa = Rasa(
        settings.rasa_address,
        settings.secret("rasa_token"),
        settings.rasa_timeout_seconds,
        settings.web_threads,
    )
    conversations = Conversations(services.database, services.clock, idle)
    turn_seconds = settings.rasa_timeout_seconds + SLACK_SECONDS
    replies = Replies(services.database, services.clock, conversations, turn_seconds)
    erasures = Erasures(rasa.erase, give_up_after=idle)
    return Gateway(
        services, rasa, conversations, replies, erasures, Upkeep(conversations, erasures), Counts()
    )


def gateway() -> Gateway:
    return cast(Gateway, current_app.extensions["gateway"])
