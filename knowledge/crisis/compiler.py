"""Rules files -> numbers that a text can be held against quickly.

Each unit of a phrase ("slot") becomes a bit. A word of the text lights the bits of the units it fits; a phrase whose
bits are not all lit is never looked at. So the time depends on the text, hardly on how many phrases there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from knowledge.crisis.lexicon import Lexicon
from knowledge.crisis.normalise import folded, words
from knowledge.crisis.phrases import Entry, Phrase, Unit, WordClasses, entries, parse
from knowledge.crisis.schema import LanguageRules, Negation
from knowledge.types import CrisisKind


class Role(IntEnum):
    """Harmless contexts are matched first: what they cover cannot be danger."""

    FIGURE = 0
    FICTION = 1
    ASKED = 2
    DANGER = 3
    DANGER_UNLESS_ASKED = 4


_ROLES = {
    "figures": Role.FIGURE,
    "fiction": Role.FICTION,
    "asked": Role.ASKED,
    "phrases": Role.DANGER,
    "unless_asked": Role.DANGER_UNLESS_ASKED,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled phrase. `parts` hold (slot, gap) for each unit; `bits` has the bit of every slot."""

    role: Role
    language: str
    name: str
    parts: tuple[tuple[tuple[int, int], ...], ...]
    window: int
    bits: int
    single: bool  # only one telling unit: nothing else would confirm a guessed word
    kind: CrisisKind | None = None

    @property
    def slots(self) -> list[int]:
        return [slot for part in self.parts for slot, _ in part]


@dataclass(frozen=True, slots=True)
class Denial:
    """The negation of one language, with the bits of its words."""

    negation: Negation
    negating: int
    stopping: int
    harmless_after: int


class Compiler:
    """What the matcher reads.

    `single`: bits of each word id; `several`: of longer entries, by their first two words and then the rest;
    `by_key`: the rules by their most telling slot, and `keys` the bits of those slots.
    """

    def __init__(self, languages: Iterable[LanguageRules]) -> None:
        self.lexicon = Lexicon()
        self.single: defaultdict[int, int] = defaultdict(int)
        self.several: defaultdict[tuple[int, int], dict[tuple[int, ...], int]] = defaultdict(dict)
        self.deniable: dict[int, str] = {}
        self.denials: dict[str, Denial] = {}
        self.by_key: defaultdict[int, list[Rule]] = defaultdict(list)
        self._slots: dict[tuple[str, frozenset[Entry]], int] = {}
        rules = [rule for language in languages for rule in self._compile(language)]
        uses = Counter(slot for rule in rules for slot in rule.slots)
        for rule in rules:  # the slot that fewest rules share says most
            self.by_key[min(rule.slots, key=lambda slot: (uses[slot], slot))].append(rule)
        self.keys = sum(1 << key for key in self.by_key)
        self.lexicon.close()
        self._slim()

    def _slim(self) -> None:
        """Words of one class have the same bits: one number for all. And what only the building needed goes."""
        same: dict[int, int] = {}
        for word, bits in self.single.items():
            self.single[word] = same.setdefault(bits, bits)
        for entry in self.several.values():
            for rest, bits in entry.items():
                entry[rest] = same.setdefault(bits, bits)
        self._slots.clear()
        words.cache_clear()

    def _compile(self, rules: LanguageRules) -> Iterator[Rule]:
        classes, language = rules.classes, rules.language
        for place, block in rules.blocks():
            kind = CrisisKind(place[1]) if place[0] == "kinds" else None
            group = f"{kind.value}/{place[-1]}" if kind else place[0]
            for number, line in enumerate(block, 1):
                for phrase in parse(line, classes):
                    yield self._rule(
                        phrase, _ROLES[place[-1]], language, f"{language}/{group}/{number}", kind
                    )
        self.lexicon.right.update(
            folded(w) for entry in _all_entries(rules.never_typos, classes) for w in entry
        )
        heard = rules.negation
        blocks = (heard.words, heard.stopped_by, heard.not_after)
        bits = [1 << self._slot(Unit(frozenset(_all_entries(block, classes))), language) for block in blocks]
        self.denials[language] = Denial(heard, *bits)

    def _rule(self, phrase: Phrase, role: Role, language: str, name: str, kind: CrisisKind | None) -> Rule:
        parts = tuple(tuple((self._slot(unit, language), unit.gap) for unit in part) for part in phrase.parts)
        bits = 0
        for part in parts:
            for slot, _ in part:
                bits |= 1 << slot
        telling = sum(
            all(len("".join(e)) > 1 for e in unit.entries) for part in phrase.parts for unit in part
        )
        return Rule(role, language, name, parts, phrase.window, bits, telling < 2, kind)

    def _slot(self, unit: Unit, language: str) -> int:
        """The bit of `unit`; units with the same words share one."""
        key = (language if unit.deniable else "", unit.entries)
        if key in self._slots:
            return self._slots[key]
        slot = self._slots[key] = len(self._slots)
        if unit.deniable:
            self.deniable[slot] = language
        learn, single, several, bit = self.lexicon.learn, self.single, self.several, 1 << slot
        for first, *rest in unit.entries:
            if rest:
                second, *others = map(learn, rest)
                long = several[learn(first), second]
                long[tuple(others)] = long.get(tuple(others), 0) | bit
            else:
                single[learn(first)] |= bit
        return slot


def _all_entries(block: Iterable[str], classes: WordClasses) -> Iterator[Entry]:
    for text in block:
        yield from entries(text, classes)
