"""The little language of the rules files: one line covers many wordings.

word            that word                         word*        any word that begins so
(a|b c|)        one of these, also inside words   {name}       any word of that class; {a|b} of both
unit?  (a|b)?   may be missing                    #            any number
..  ..5         up to 3 (5) words between         a & b  a &5 b   both, any order, within 8 (5) words
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product

from knowledge.crisis.normalise import words

DEFAULT_GAP = 3
DEFAULT_WINDOW = 8
MAX_WORDINGS = 40_000  # of one unit: more is a slip in the parentheses
_GAP = re.compile(r"^\.\.(\d*)$")
_AND = re.compile(r"^&(\d*)$")

Entry = tuple[str, ...]


class PhraseError(ValueError):
    """A phrase that cannot be read; `found` and `allowed` for the fault."""

    def __init__(self, found: str, allowed: str) -> None:
        self.found, self.allowed = found, allowed
        super().__init__(f"{found}; allowed: {allowed}")


@dataclass(frozen=True, slots=True)
class Unit:
    """One place in a phrase: any of `entries` (each one or more words), at most `gap` words after the unit before."""

    entries: frozenset[Entry]
    gap: int = 0
    deniable: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """`parts` are runs of units; more than one part: all of them in any order within `window` words."""

    parts: tuple[tuple[Unit, ...], ...]
    window: int = DEFAULT_WINDOW


@dataclass
class WordClasses:
    """The named classes of one language; `deniable` are those whose words a negation takes back."""

    raw: Mapping[str, tuple[str, ...]]
    deniable: frozenset[str] = frozenset()
    _known: dict[str, list[str]] = field(default_factory=dict)
    units: dict[str, frozenset[Entry]] = field(default_factory=dict)  # many phrases share a unit

    def wordings(self, name: str, inside: tuple[str, ...] = ()) -> list[str]:
        if name not in self.raw:
            raise PhraseError(f"the class {{{name}}}", "one of " + ", ".join(sorted(self.raw)))
        if name in inside:
            raise PhraseError(f"the class {{{name}}} inside itself", "classes that do not name themselves")
        if name not in self._known:
            found = [w for entry in self.raw[name] for w in _expand(entry, self, (*inside, name))]
            self._known[name] = list(dict.fromkeys(found))
        return self._known[name]


def parse(line: str, classes: WordClasses) -> list[Phrase]:
    """One line -> phrases without optional units. Raises PhraseError."""
    parts: list[list[tuple[str, int]]] = [[]]
    window, gap = DEFAULT_WINDOW, 0
    for unit in _units(line):
        if match := _AND.match(unit):
            window = int(match[1] or DEFAULT_WINDOW)
            parts.append([])
            gap = 0
        elif match := _GAP.match(unit):
            gap = int(match[1] or DEFAULT_GAP)
        else:
            parts[-1].append((unit, gap))
            gap = 0
    if gap or not all(parts):
        raise PhraseError(repr(line), "a gap or & only between units")
    choices = [_without_optionals(part) for part in parts]
    return [
        Phrase(tuple(tuple(_unit(text, gap, classes) for text, gap in part) for part in combined), window)
        for combined in product(*choices)
        if all(combined)
    ]


def entries(text: str, classes: WordClasses) -> frozenset[Entry]:
    """All wordings of one unit, each as normalised words."""
    if text not in classes.units:
        if ".." in text or "&" in text:
            raise PhraseError(repr(text), "gaps and & between units only, not inside parentheses")
        found = frozenset(e for wording in _expand(text, classes) if (e := words(wording)))
        if not found:
            raise PhraseError(repr(text), "at least one word")
        classes.units[text] = found
    return classes.units[text]


def _unit(text: str, gap: int, classes: WordClasses) -> Unit:
    named = {name for group in re.findall(r"\{([^}]*)\}", text) for name in group.split("|")}
    return Unit(entries(text, classes), gap, bool(named & classes.deniable))


def _without_optionals(part: list[tuple[str, int]]) -> list[list[tuple[str, int]]]:
    """Every way to take or leave the units that end in `?`; the gap of one left out goes to the next."""
    ways: list[tuple[list[tuple[str, int]], int]] = [([], 0)]
    for text, gap in part:
        bare = text.removesuffix("?")
        taken = [([*way, (bare, gap + extra if way else 0)], 0) for way, extra in ways]
        left = [(way, gap + extra) for way, extra in ways] if bare != text else []
        ways = taken + left
    return [way for way, _ in ways]


def _units(line: str) -> list[str]:
    """Split at spaces outside of parentheses and braces."""
    units, current, depth = [], "", 0
    for char in line:
        depth += (char in "({") - (char in ")}")
        if depth < 0:
            break
        if char.isspace() and not depth:
            units.append(current)
            current = ""
        else:
            current += char
    if depth:
        raise PhraseError(repr(line), "as many opening as closing parentheses and braces")
    return [u for u in [*units, current] if u]


def _expand(text: str, classes: WordClasses, inside: tuple[str, ...] = ()) -> list[str]:
    """ "(ta|tar) livet" -> ["ta livet", "tar livet"]."""
    wordings, rest = _sequence(text, 0, classes, inside)
    if rest != len(text):
        raise PhraseError(repr(text), "as many opening as closing parentheses and braces")
    return wordings


def _sequence(text: str, at: int, classes: WordClasses, inside: tuple[str, ...]) -> tuple[list[str], int]:
    found = [""]
    while at < len(text) and text[at] not in "|)":
        if text[at] == "(":
            options: list[str] = []
            while True:
                more, at = _sequence(text, at + 1, classes, inside)
                options += more
                if at >= len(text):
                    raise PhraseError(repr(text), "a closing parenthesis")
                if text[at] == ")":
                    break
            at += 1
            if text[at : at + 1] == "?":
                options, at = [*options, ""], at + 1
        elif text[at] == "{":
            end = text.find("}", at)
            if end < 0:
                raise PhraseError(repr(text), "a closing brace")
            options = [w for name in text[at + 1 : end].split("|") for w in classes.wordings(name, inside)]
            at = end + 1
        else:
            options, at = [text[at]], at + 1
        if len(found) * len(options) > MAX_WORDINGS:
            raise PhraseError(
                f"more than {MAX_WORDINGS} wordings in {text[:40]!r}", "fewer alternatives in one unit"
            )
        found = [a + b for a, b in product(found, options)]
    return found, at
