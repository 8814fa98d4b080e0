"""The one kind of action there is: reads the turn, lets a plain function reply, and utters it. Never fails."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.reply import Reply, crisis_message, error_reply, events, utter
from actions.services import Services
from actions.turn import Turn, barely, read
from knowledge.types import CrisisFinding

log = logging.getLogger(__name__)

Respond = Callable[[Turn, Services], Reply]


class TurnAction(Action):
    """`respond` may block: it runs in a thread, so that one slow turn does not hold up the others."""

    def __init__(self, name: str, respond: Respond, services: Services) -> None:
        self._name, self._respond, self._services = name, respond, services

    def name(self) -> str:
        return self._name

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = barely(tracker)
        try:
            turn = read(tracker)
            said = await asyncio.to_thread(self._with_crisis, turn)
        except Exception as error:
            said = self._failed(turn, error)
        utter(dispatcher, turn, said)
        return events(turn, said)

    def _with_crisis(self, turn: Turn) -> Reply:
        """Help comes before everything, in small talk and forms as well; the gateway has made the check itself."""
        finding = None if turn.crisis_checked or not turn.text else self._find_crisis(turn.text)
        try:
            said = self._respond(turn, self._services)
        except Exception as error:
            said = self._failed(turn, error)
        if finding is None:
            return said
        return said.adding_first(crisis_message(replace(turn, language=said.language), finding.kind))

    def _find_crisis(self, text: str) -> CrisisFinding | None:
        """A check that fails costs the check, never the answer."""
        try:
            return self._services.crisis.check(text)
        except Exception as error:
            self._failed(Turn(), error)
            return None

    def _failed(self, turn: Turn, error: Exception) -> Reply:
        # Its kind and place only: an error's text may quote what was typed.
        log.error("%s failed: %s at %s", self._name, type(error).__name__, _place(error))
        return error_reply(turn)


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else "?"
