"""What an action has to know of the conversation, read once from Rasa's tracker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

from knowledge.types import Audience

DEFAULT_LANGUAGE = "sv"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the last reply gave to choose from. `asked`: it was a question, and not merely a list of related texts."""

    asked: bool = False
    options: tuple[tuple[str, str], ...] = ()  # (id, label)


@dataclass(frozen=True, slots=True)
class Turn:
    """One message and where the conversation stands.

    `chosen_language`: chosen by the reader, in the widget or in words; None lets the answer path detect it.
    `prior_language`: of the conversation so far, else of the page. `language`: for what we say ourselves.
    """

    text: str = ""
    intent: str = ""
    choice: str | None = None
    audience: Audience = Audience.PARENT
    chosen_language: str | None = None
    prior_language: str | None = None
    language: str = DEFAULT_LANGUAGE
    widget_language: str | None = None
    for_gateway: bool = False
    crisis_checked: bool = False
    shown: Shown = Shown()
    last_slug: str | None = None
    form: str | None = None
    form_step: str | None = None


def barely(tracker: Tracker) -> Turn:
    """To whom and in which language an error is told, when the rest cannot be read."""
    metadata = (tracker.latest_message or {}).get("metadata") or {}
    return Turn(
        audience=_audience(metadata.get("audience")) or Audience.PARENT,
        language=_code(metadata.get("language")) or _code(metadata.get("page_language")) or DEFAULT_LANGUAGE,
        for_gateway=metadata.get("client") == "gateway",
    )


def read(tracker: Tracker) -> Turn:
    """The turn of the latest message; missing metadata (channels of others) counts as a parent on a Swedish page."""
    message: dict[str, Any] = tracker.latest_message or {}
    metadata = message.get("metadata") or {}
    slots = tracker.slots
    choice = _choice(message)
    widget = _code(metadata.get("language"))
    chosen = _chosen(widget, slots)
    prior = slots.get("last_language") or _code(metadata.get("page_language"))
    spoken = None if choice else _code(message.get("spoken"))
    return Turn(
        text="" if choice else str(message.get("text") or ""),
        intent=str((message.get("intent") or {}).get("name") or ""),
        choice=choice,
        audience=_audience(slots.get("audience")) or _audience(metadata.get("audience")) or Audience.PARENT,
        chosen_language=chosen,
        prior_language=prior,
        language=chosen or spoken or prior or DEFAULT_LANGUAGE,
        widget_language=widget,
        for_gateway=metadata.get("client") == "gateway",
        crisis_checked=metadata.get("crisis_checked") is True,
        shown=_shown(slots.get("choices")),
        last_slug=slots.get("last_slug"),
        form=slots.get("form"),
        form_step=slots.get("form_step"),
    )


def _chosen(widget: str | None, slots: dict[str, Any]) -> str | None:
    """The widget's choice goes first, unless the conversation's own came later ("can we speak English?")."""
    said = slots.get("language")
    if said and widget == slots.get("widget_language"):
        return str(said)
    return widget or said


def _choice(message: dict[str, Any]) -> str | None:
    """The id of a button; only a command has the intent `choose`."""
    if (message.get("intent") or {}).get("name") != "choose":
        return None
    ids = (e.get("value") for e in message.get("entities") or () if e.get("entity") == "id")
    return next((str(i) for i in ids if i), None)


def _shown(value: Any) -> Shown:
    if not isinstance(value, dict):
        return Shown()
    return Shown(bool(value.get("asked")), tuple((o["id"], o["label"]) for o in value.get("options", ())))


def _audience(value: Any) -> Audience | None:
    return Audience(value) if value in list(Audience) else None


def _code(value: Any) -> str | None:
    """`ar-EG` -> `ar`; None for anything that is no language tag."""
    if not isinstance(value, str):
        return None
    primary = value.replace("_", "-").split("-")[0].strip().lower()
    return primary if primary.isalpha() and 2 <= len(primary) <= 3 else None
