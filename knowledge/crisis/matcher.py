"""All phrases of all languages against one text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

from knowledge.crisis.compiler import Compiler, Denial, Role, Rule
from knowledge.crisis.normalise import Token, tokens
from knowledge.crisis.schema import LanguageRules
from knowledge.types import CrisisKind

Span = tuple[int, int]  # first and last word, as indexes
Lit = tuple[int, int, int]  # first and last word of an entry of several words, and its bits


@dataclass(frozen=True, slots=True)
class Match:
    kind: CrisisKind
    name: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """`harmless`: a general question, fiction or a figure of speech was recognised somewhere in `words` words."""

    matches: tuple[Match, ...]
    harmless: bool
    words: int


@dataclass(slots=True)
class _Reading:
    """One text while it is read."""

    tokens: list[Token]
    positions: list[int]
    lit: list[int]
    sure: list[int]  # the same without guesses at typos
    longer: list[Lit]
    denied: dict[str, set[int]]
    covered: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    silent: defaultdict[tuple[str, Role], dict[int, int]] = field(default_factory=lambda: defaultdict(dict))


class Matcher:
    """Built once from the rules; `read` keeps nothing."""

    def __init__(self, languages: Iterable[LanguageRules]) -> None:
        self._rules = Compiler(languages)

    def read(self, text: str) -> Verdict:
        """Everything that `text` matches, harmless contexts taken off."""
        reading = self._light(tokens(text))
        matches = []
        for rule in sorted(self._candidates(reading), key=lambda r: r.role):
            for first, last in self._spans(rule, reading):
                if rule.role is Role.FIGURE:
                    reading.covered[rule.language].update(range(first, last + 1))
                elif rule.role in (Role.FICTION, Role.ASKED):
                    since = reading.silent[rule.language, rule.role]
                    sentence = reading.tokens[first].sentence
                    since[sentence] = min(first, since.get(sentence, first))
                elif rule.kind is not None and not _silenced(rule, reading, first, last):
                    matches.append(Match(rule.kind, rule.name))
                    break
        return Verdict(tuple(matches), bool(reading.silent or reading.covered), len(reading.tokens))

    def _light(self, words: list[Token]) -> _Reading:
        found = [self._rules.lexicon.find(word.text) for word in words]
        sure = [self._bits(ids) for ids, _ in found]
        lit = [bits | self._bits(guessed) for bits, (_, guessed) in zip(sure, found, strict=True)]
        known = [ids | guessed for ids, guessed in found]
        longer: list[Lit] = []
        for index in range(1, len(words)):
            if words[index].position - words[index - 1].position == 1:
                for pair in product(known[index - 1], known[index]):
                    longer += self._longer(pair, index, words, known)
        denied = {}
        for language, denial in self._rules.denials.items():
            if indexes := _denied(words, lit, longer, denial):
                denied[language] = indexes
        return _Reading(words, [w.position for w in words], lit, sure, longer, denied)

    def _bits(self, ids: set[int]) -> int:
        bits = 0
        for number in ids:
            bits |= self._rules.single.get(number, 0)
        return bits

    def _longer(
        self, pair: tuple[int, int], index: int, words: list[Token], known: list[set[int]]
    ) -> Iterator[Lit]:
        """Entries of several words whose first two are `pair`, the second at `index`."""
        for rest, bits in self._rules.several.get(pair, {}).items():
            last = index + len(rest)
            together = last < len(words) and words[last].position - words[index].position == len(rest)
            if together and all(word in known[index + n] for n, word in enumerate(rest, 1)):
                yield index - 1, last, bits

    def _candidates(self, reading: _Reading) -> list[Rule]:
        all_lit = 0
        for bits in (*reading.lit, *(bits for _, _, bits in reading.longer)):
            all_lit |= bits
        found, keys = [], all_lit & self._rules.keys
        while keys:
            low = keys & -keys
            found += [r for r in self._rules.by_key[low.bit_length() - 1] if r.bits & all_lit == r.bits]
            keys ^= low
        return found

    def _spans(self, rule: Rule, reading: _Reading) -> list[Span]:
        """Where `rule` stands in the text; with several parts, where all are near each other."""
        at = reading.positions
        found: set[Span] = set()
        for number, part in enumerate(rule.parts):
            spans = self._run(rule, part, reading)
            if number:
                starts = _by_start(spans, at)
                spans = {
                    (low, high)
                    for a in found
                    for start in range(at[a[1]] - rule.window, at[a[0]] + rule.window + 1)
                    for b in starts.get(start, ())
                    if (number > 1 or a[1] < b[0] or b[1] < a[0])  # a third part may stand between two
                    and at[high := max(a[1], b[1])] - at[low := min(a[0], b[0])] <= rule.window
                }
            if not spans:
                return []
            found = spans
        return sorted(found)

    def _run(self, rule: Rule, part: tuple[tuple[int, int], ...], reading: _Reading) -> set[Span]:
        at = reading.positions
        states: set[Span] = set()
        for number, (slot, gap) in enumerate(part):
            places = self._places(rule, slot, reading)
            if number:
                starts = _by_start(places, at)
                states = {
                    (first, end)
                    for first, last in states
                    for start in range(at[last] + 1, at[last] + gap + 2)
                    for _, end in starts.get(start, ())
                }
            else:
                states = set(places)
            if not states:
                break
        return states

    def _places(self, rule: Rule, slot: int, reading: _Reading) -> list[Span]:
        bit = 1 << slot
        lit = reading.sure if rule.single else reading.lit
        places = [(i, i) for i, bits in enumerate(lit) if bits & bit]
        places += [(first, last) for first, last, bits in reading.longer if bits & bit]
        covered = reading.covered.get(rule.language, set()) if rule.role is not Role.FIGURE else set()
        denied = reading.denied.get(self._rules.deniable.get(slot, ""), set())
        if out := covered | denied:
            places = [(first, last) for first, last in places if not out.intersection(range(first, last + 1))]
        return places


def _by_start(spans: Iterable[Span], positions: list[int]) -> dict[int, list[Span]]:
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for span in spans:
        found[positions[span[0]]].append(span)
    return found


def _silenced(rule: Rule, reading: _Reading, first: int, last: int) -> bool:
    """A general question silences its sentence; a film what comes after it ("hits me when we watch a film" is real)."""
    sentences = {reading.tokens[first].sentence, reading.tokens[last].sentence}
    fiction = reading.silent.get((rule.language, Role.FICTION), {})
    if any(fiction.get(sentence, last) < last for sentence in sentences):
        return True
    asked = reading.silent.get((rule.language, Role.ASKED), {})
    return rule.role is Role.DANGER_UNLESS_ASKED and not sentences.isdisjoint(asked)


def _denied(words: list[Token], lit: list[int], longer: list[Lit], denial: Denial) -> set[int]:
    """Indexes of the words that a negation reaches; its reach ends with the sentence."""
    places = [(i, i) for i, bits in enumerate(lit) if bits & denial.negating]
    places += [(first, last) for first, last, bits in longer if bits & denial.negating]
    found: set[int] = set()
    for first, last in places:
        if first and lit[first - 1] & denial.harmless_after:
            continue
        for step, at, reach in ((1, last, denial.negation.forward), (-1, first, denial.negation.back)):
            sentence, end = words[at].sentence, at + step * reach
            while at != end:
                at += step
                if not 0 <= at < len(words) or words[at].sentence != sentence or lit[at] & denial.stopping:
                    break
                found.add(at)
    return found
