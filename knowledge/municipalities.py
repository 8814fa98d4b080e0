"""Which of Sweden's 290 municipalities does a text name? a/o for å/ä/ö, genitives, typos and Arabic are fine.

`municipalities.yml` is public data: Statistics Sweden's codes, whose first two digits are the county.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz.distance import OSA, JaroWinkler

from knowledge.index import tokens

FILE = Path(__file__).with_name("municipalities.yml")

LONGEST_NAME_WORDS = 3

LONGEST_FUZZY_TEXT_WORDS = 6
"""In a longer text only a name spelled right counts, for some short name is near any sentence."""

_ALSO = str.maketrans("øæگ", "oaغ")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_ARABIC_PREFIX = re.compile(r"^(?:[وفبلك]?ال|[وفبلك])(?=.{3,})")


@dataclass(frozen=True, slots=True)
class Municipality:
    """`code`: Statistics Sweden's four digits; `also`: parts, main towns, short forms, Arabic spellings."""

    code: str
    name: str
    county: str
    also: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(key(n) for n in (self.name, *self.also)))


@dataclass(frozen=True, slots=True)
class Match:
    """`score`: 1.0 spelled right (å/ä/ö apart), falling with every letter that differs."""

    municipality: Municipality
    score: float


@cache
def _raw() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


@cache
def municipalities() -> tuple[Municipality, ...]:
    counties = _raw()["counties"]
    return tuple(
        Municipality(code, row["name"], counties[code[:2]], (*row.get("also", ()), *row.get("ar", ())))
        for code, row in _raw()["municipalities"].items()
    )


@cache
def by_code(code: str) -> Municipality:
    """Raises KeyError for a code that no municipality has."""
    found = next((m for m in municipalities() if m.code == code), None)
    if found is None:
        raise KeyError(code)
    return found


def fold(text: str) -> str:
    """As the lexical index folds, and besides ø -> o, æ -> a, and the gaf that some write for ghain."""
    return tokens.fold(text).translate(_ALSO)


def key(name: str) -> str:
    """What names are compared by: folded, without spaces and hyphens."""
    return "".join(re.findall(r"\w+", fold(name)))


def find(text: str, limit: int = 5) -> list[Match]:
    """The municipalities that `text` may name, best first; those spelled right come before the near ones."""
    words = re.findall(r"\w+", fold(text))
    found = _spelled_with_marks(_exact(words), text)
    if len(words) <= LONGEST_FUZZY_TEXT_WORDS:
        # "avesta" is Avesta, and may all the same be a slip for Alvesta: the near ones follow.
        known = {m.municipality for m in found}
        near = _near([w for w in words if w not in _raw()["around"]], text) or _near(words, text)
        found += [m for m in near if m.municipality not in known]
    return found[:limit]


def certain(matches: list[Match]) -> Municipality | None:
    """The one municipality that is meant, when the best match stands well ahead of the next."""
    if not matches or matches[0].score < 0.75:
        return None
    second = max((m.score for m in matches[1:]), default=0.0)
    return matches[0].municipality if matches[0].score - second >= 0.12 else None


def mentioned(text: str) -> Municipality | None:
    """The one municipality named in a longer text: spelled right, and placed ("i Malmö", "Vara kommun")."""
    words = re.findall(r"\w+", fold(text))
    before, after = _raw()["place_before"], _raw()["place_after"]
    found = {
        municipality
        for start, end, municipality in _windows_that_name(words)
        if (start and words[start - 1] in before) or (end < len(words) and words[end] in after)
    }
    return found.pop() if len(found) == 1 else None


@cache
def _index() -> dict[str, tuple[Municipality, ...]]:
    index: dict[str, tuple[Municipality, ...]] = {}
    for municipality in municipalities():
        for k in municipality.keys:
            index[k] = (*index.get(k, ()), municipality)
    return index


def _windows_that_name(words: list[str]) -> Iterator[tuple[int, int, Municipality]]:
    """(start, end, municipality) of every window that is a name; the longest window wins its words."""
    taken: set[int] = set()
    for size in range(LONGEST_NAME_WORDS, 0, -1):
        for start in range(len(words) - size + 1):
            span = range(start, start + size)
            if taken.intersection(span):
                continue
            for form in _forms("".join(words[start : start + size])):
                if form in _index():
                    taken.update(span)
                    for municipality in _index()[form]:
                        yield start, start + size, municipality
                    break


def _forms(word: str) -> Iterator[str]:
    """The word, without a genitive s, and without the Arabic prefixes and, in, to, the."""
    yield word
    if word.endswith("s") and len(word) > 3:
        yield word[:-1]
    if _ARABIC.match(word):
        yield _ARABIC_PREFIX.sub("", word)


def _exact(words: list[str]) -> list[Match]:
    seen = dict.fromkeys(municipality for _, _, municipality in _windows_that_name(words))
    return [Match(m, 1.0) for m in seen]


def _spelled_with_marks(matches: list[Match], text: str) -> list[Match]:
    """Habo and Håbo fold alike: who wrote the å meant it; who wrote none may lack the key."""
    typed = unicodedata.normalize("NFC", text.casefold())
    marked = [
        m for m in matches if not m.municipality.name.isascii() and m.municipality.name.casefold() in typed
    ]
    twins = {key(m.municipality.name) for m in marked}
    return [m for m in matches if m in marked or key(m.municipality.name) not in twins]


def _near(words: list[str], text: str) -> list[Match]:
    """Names within a letter or two of some window of `words`; a swap of neighbours is one edit."""
    typed = "".join(re.findall(r"\w+", unicodedata.normalize("NFC", text.casefold())))
    best: dict[Municipality, tuple[Rank, float]] = {}
    for size in range(1, LONGEST_NAME_WORDS + 1):
        for start in range(len(words) - size + 1):
            for form in _forms("".join(words[start : start + size])):
                for owner, rank, score in _owners_near(form, typed):
                    if owner not in best or rank < best[owner][0]:
                        best[owner] = (rank, score)
    ranked = sorted(best.items(), key=lambda item: item[1][0])
    return [Match(owner, score) for owner, (_, score) in ranked]


Rank = tuple[int, int, bool, float]
"""Lower is nearer: letters that differ; the same with å/ä/ö counted; a part after an own name; unlikeness."""


def _owners_near(form: str, typed: str) -> Iterator[tuple[Municipality, Rank, float]]:
    if len(form) < 2:
        return
    for name_key, owners in _index().items():
        allowed = 1 if len(name_key) <= 5 else 2
        distance = OSA.distance(form, name_key, score_cutoff=allowed)
        if not 1 <= distance <= allowed:  # 0: `_exact` has it
            continue
        score = round(1 - distance / max(len(form), len(name_key)), 3)
        for owner in owners:
            marked = OSA.distance(typed, re.sub(r"\W", "", owner.name.casefold()))
            part = name_key != key(owner.name)
            yield owner, (distance, marked, part, -JaroWinkler.similarity(form, name_key)), score
