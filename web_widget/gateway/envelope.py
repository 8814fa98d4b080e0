"""What Rasa says -> one checked turn. Rasa's words reach a browser only in a shape of `schemas`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from knowledge.types import Outcome
from web_widget.gateway.rasa import RasaFailed
from web_widget.gateway.schemas import MESSAGE

Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """How a turn ended; `messages` have no ids yet. `language`: None when whoever answered did not say."""

    outcome: Outcome
    language: str | None
    messages: tuple[Message, ...]


class _Envelope(BaseModel):
    outcome: Outcome
    language: str = Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$")
    messages: list[dict[str, Any]]


def read(items: list[Any]) -> Turn:
    """Joins the envelopes of one turn: all messages, the last outcome. Raises `RasaFailed`.

    A bare text, as an utterance of the domain gives it, counts as small talk.
    """
    outcome, language = Outcome.SMALL_TALK, None
    messages: list[Message] = []
    try:
        for item in items:
            if "custom" in item:
                envelope = _Envelope.model_validate(item["custom"])
                outcome, language = envelope.outcome, envelope.language
                messages += envelope.messages
            elif "text" in item:
                messages.append({"type": "text", "text": item["text"]})
            else:
                raise RasaFailed("nonsense")
        checked = tuple(_checked(m) for m in messages)
        json.dumps(checked, ensure_ascii=False).encode()  # half a surrogate pair would fail on its way out
    except (ValidationError, TypeError, UnicodeEncodeError):
        raise RasaFailed("nonsense") from None
    if outcome is Outcome.ERROR:
        raise RasaFailed("error")
    if not checked:  # an empty list is how Rasa reports that an action failed
        raise RasaFailed("empty")
    return Turn(outcome, language, checked)


def _checked(message: Message) -> Message:
    shaped = MESSAGE.validate_python({**message, "id": ""})
    return shaped.model_dump(mode="json", exclude={"id"})
