"""Our own words to whom we speak: `bot.<key>.child` for a child where it exists, else `bot.<key>`."""

from __future__ import annotations

from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from actions.turn import DEFAULT_LANGUAGE, Turn
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


def date_to(turn: Turn, day: date) -> str:
    """In the language of the words around it: Swedish where we have none of our own."""
    spoken = turn.language if catalogue(turn.language) else DEFAULT_LANGUAGE
    return format_date(day, "long", locale=_locale(spoken))


def name_of(code: str, language: str) -> str:
    """The name of a language in `language`, else its own; the code itself when nobody knows it."""
    try:
        own = _locale(code)
        return own.get_display_name(_locale(language)) or own.get_display_name() or code
    except (UnknownLocaleError, ValueError):
        return code


def _locale(code: str) -> Locale:
    return Locale.parse({"kmr": "ku"}.get(code, code))
