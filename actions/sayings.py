"""Our own words to whom we speak: `bot.<key>.child` for a child where it exists, else `bot.<key>`."""

from __future__ import annotations

from actions.turn import Turn
from knowledge.catalogue import catalogue, say
from knowledge.presentation import Message, text_message
from knowledge.types import Audience


def say_to(turn: Turn, key: str, **values: object) -> str:
    own = f"{key}.child"
    # A child's words in Swedish do not help a child who reads Arabic: then rather the general words in Arabic.
    readable = own in catalogue(turn.language) or (
        own in catalogue("sv") and key not in catalogue(turn.language)
    )
    return say(own if turn.audience is Audience.CHILD and readable else key, turn.language, **values)


def words(turn: Turn, key: str, **values: object) -> Message:
    return text_message(say_to(turn, key, **values))
