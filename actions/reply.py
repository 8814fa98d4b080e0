"""A reply as a value, and how it goes out: one envelope for the gateway, plain text and buttons for everybody else."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.sayings import say_to
from actions.turn import Turn
from knowledge.contacts import card
from knowledge.crisis import crisis_cards
from knowledge.presentation import Message, choices_message, help_message, plain_text, text_message
from knowledge.types import Audience, CrisisKind, Outcome

log = logging.getLogger(__name__)

EMERGENCY = {
    Audience.PARENT: ("tel-112", "socialjour"),
    Audience.CHILD: ("tel-112", "tel-bris", "socialjour"),
}


@dataclass(frozen=True, slots=True)
class Reply:
    """`slots`: what the conversation remembers of it, beyond language, article and choices, which are read off."""

    outcome: Outcome
    language: str
    messages: tuple[Message, ...]
    slug: str | None = None
    slots: Mapping[str, Any] = field(default_factory=dict)

    def adding(self, *messages: Message, **slots: Any) -> Reply:
        return replace(self, messages=(*self.messages, *messages), slots={**self.slots, **slots})

    def adding_first(self, *messages: Message) -> Reply:
        return replace(self, messages=(*messages, *self.messages))


def reply(turn: Turn, outcome: Outcome, *messages: Message, **slots: Any) -> Reply:
    return Reply(outcome, turn.language, messages, slots=slots)


def error_reply(turn: Turn) -> Reply:
    """An honest word and the emergency numbers; the gateway puts its own in their place."""
    return reply(
        turn,
        Outcome.ERROR,
        text_message(say_to(turn, "bot.error")),
        help_of(turn, say_to(turn, "bot.error.help"), EMERGENCY[turn.audience]),
    )


def help_of(turn: Turn, title: str, contacts: Iterable[str], crisis: CrisisKind | None = None) -> Message:
    cards = [card(contact, turn.language) for contact in contacts]
    return help_message(title, cards, crisis.value if crisis else None)


def crisis_message(turn: Turn, kind: CrisisKind) -> Message:
    try:
        title, cards = crisis_cards(kind, turn.audience, turn.language)
    except Exception as error:  # the emergency numbers must come, whatever is wrong with the list of cards
        log.error("the crisis cards failed: %s", type(error).__name__)
        return help_of(turn, say_to(turn, "bot.error.help"), EMERGENCY[turn.audience], kind)
    return help_message(title, cards, kind.value)


def utter(dispatcher: CollectingDispatcher, turn: Turn, said: Reply) -> None:
    if turn.for_gateway:
        dispatcher.utter_message(
            json_message={
                "outcome": said.outcome.value,
                "language": said.language,
                "slug": said.slug,
                "messages": list(said.messages),
            }
        )
        return
    for message in _with_related(turn, said.messages):
        text = plain_text(message, said.language)
        buttons = [
            {"title": o["label"], "payload": f'/choose{{"id": "{o["id"]}"}}'}
            for o in message.get("options", ())
        ]
        dispatcher.utter_message(text=text, buttons=buttons or None)


def events(turn: Turn, said: Reply) -> list[EventType]:
    """The slots that change by this reply."""
    slots: dict[str, Any] = {"last_language": said.language}
    if said.slug:
        slots["last_slug"] = said.slug
    choices = _choices(said.messages)
    if (
        choices or said.outcome is not Outcome.SMALL_TALK
    ):  # "thanks" between question and reply changes nothing
        slots["choices"] = choices
    slots.update(said.slots)
    return [SlotSet(name, value) for name, value in slots.items()]


def _choices(messages: Iterable[Message]) -> dict[str, Any] | None:
    """What can be picked now: the last question's options, else the texts related to the answer."""
    held = list(messages)
    asked = next((m for m in reversed(held) if m["type"] == "choices"), None)
    if asked:
        return {"asked": True, "options": asked["options"]}
    answer = next((m for m in reversed(held) if m["type"] == "answer" and m["related"]), None)
    if answer is None:
        return None
    options = [{"id": f"article:{r['slug']}", "label": r["title"]} for r in answer["related"]]
    return {"asked": False, "options": options}


def _with_related(turn: Turn, messages: Iterable[Message]) -> Iterable[Message]:
    """Clients of others know no answer cards: the related texts become buttons after it."""
    for message in messages:
        yield message
        if message["type"] == "answer" and message["related"]:
            options = [(f"article:{r['slug']}", r["title"]) for r in message["related"]]
            yield choices_message(say_to(turn, "bot.related"), options)
