"""The word lists of words.yml, and the few ways to look for them in a text."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.municipalities import fold

FILE = Path(__file__).with_name("words.yml")


@cache
def _lists() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def words_of(text: str) -> list[str]:
    return re.findall(r"[\w']+", fold(text))


@cache
def known(name: str) -> frozenset[str]:
    """All languages' words of a list; which language a text is in does not matter for these."""
    return frozenset(word for words in _lists()[name].values() for word in words)


def begins_with(text: str, name: str) -> bool:
    words = words_of(text)
    return bool(words) and words[0] in known(name)


def holds(text: str, name: str) -> bool:
    return not known(name).isdisjoint(words_of(text))


def kind_of_person(text: str) -> str | None:
    """`self`, `professional`, `parent`, `private`, or None when no word tells."""
    padded = f" {' '.join(words_of(text))} "
    for kind, by_language in _lists()["who"].items():
        if any(f" {phrase} " in padded for phrases in by_language.values() for phrase in phrases):
            return str(kind)
    return None


def language_named(text: str) -> str | None:
    """The one language that is named; None when none or several are."""
    words = set(words_of(text))
    named = [code for code, names in _lists()["language_names"].items() if not words.isdisjoint(names)]
    return named[0] if len(named) == 1 else None
