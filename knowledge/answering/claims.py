"""Does the reader state (or pass on) a rumour, or just ask? Only a rumour gets a verdict."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from knowledge.types import PassageKind

FILE = Path(__file__).with_name("claims.yml")
_LISTS: dict[str, dict[str, list[str]]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
_RUMOUR_WORDS = 3  # so many words that ask nothing state something


def _any_of(name: str) -> str:
    return "|".join(item for items in _LISTS[name].values() for item in items)


_HEARSAY = re.compile(_any_of("hearsay"), re.IGNORECASE)
_ASKS = re.compile(rf"^\W*(?:{_any_of('asks')})\b", re.IGNORECASE)


def states_claim(text: str, matched: PassageKind | None) -> bool:
    """True for "soc steals children" and "they say … is it true?"; False for a plain question.

    `matched`: the kind of the nearest passage; a text that looks like neither goes by it."""
    if _HEARSAY.search(text):
        return True
    if "?" in text or "؟" in text or _ASKS.match(text):
        return False
    return matched is PassageKind.CLAIM or matched is None or len(text.split()) >= _RUMOUR_WORDS
