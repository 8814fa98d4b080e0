"""Which words of the rules does a typed word mean? Exact, without marks, with repeated letters, or one typo away.

Built once; a look-up is a few dictionary accesses. Nothing typed is kept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from knowledge.crisis.normalise import NUMBER, folded, squeezed

FUZZY_LETTERS = 6  # shorter words have too many neighbours that mean something else
SURE_LETTERS = 9  # a typo in a shorter word counts only where another word of the phrase is there as well
_SQUEEZE_LETTERS = 4  # "mama" is "mamma", but "al" is not "all" ...
_LONG_RUN = re.compile(r"(.)\1\1")  # ... unless a letter stands three times: nobody writes that by mistake
_CLITICS = ("وال", "بال", "هال", "عال", "لل", "ال", "و", "ف", "ب", "ل")
_AND = ("و", "ف")
_SHORTEST_AFTER_CLITIC = 3

Ids = set[int]


class Lexicon:
    """Words and stems (`word*`) with ids: `learn` all, `close`, then `find`."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self.right: set[str] = set()  # other words that are right as they stand, never a typo of ours
        self._exact: dict[str, int] = {}
        self._folded: defaultdict[str, Ids] = defaultdict(set)
        self._squeezed: defaultdict[str, Ids] = defaultdict(set)
        self._stems: defaultdict[str, Ids] = defaultdict(set)
        self._long_words: defaultdict[str, Ids] = defaultdict(set)
        self._long_stems: defaultdict[str, Ids] = defaultdict(set)
        self._near: dict[str, tuple[str, ...]] = {}
        self._stem_lengths: tuple[int, ...] = ()
        self._long_stem_lengths: tuple[int, ...] = ()

    def learn(self, word: str) -> int:
        """The id of `word`, a new one when it is new."""
        return self.ids.setdefault(word, len(self.ids))

    def close(self) -> None:
        """Builds the indexes: for long words every form with one letter less (Garbe's symmetric deletes)."""
        for word, number in self.ids.items():
            stem = word.endswith("*")
            bare = folded(word.removesuffix("*"))
            thin = squeezed(bare)
            if stem:
                self._stems[bare].add(number)
            else:
                self._exact[word] = number
                self._folded[bare].add(number)
                self._squeezed[thin].add(number)
            if len(bare) >= FUZZY_LETTERS:
                if thin not in self._long_stems and thin not in self._long_words:
                    # Tuples: hundreds of thousands of sets of one weigh 30 MB more.
                    self._near |= {key: (*self._near.get(key, ()), thin) for key in _with_one_less(thin)}
                (self._long_stems if stem else self._long_words)[thin].add(number)
        self._stem_lengths = tuple(sorted({len(s) for s in self._stems}))
        lengths = {len(s) + d for s in self._long_stems for d in (-1, 0, 1)}
        self._long_stem_lengths = tuple(sorted(lengths))

    def find(self, word: str) -> tuple[Ids, Ids]:
        """Ids of the words and stems that the normalised `word` means, and those that it may mean; mostly none."""
        bare = folded(word)
        sure = self._as_written(word, bare)
        if "\u0620" <= word[0] <= "\u06ff":
            for rest in _without_clitics(word, all_of_them=not sure):
                sure = sure | self._as_written(rest, rest)
        if sure or bare in self.right:
            return sure, set()
        thin = squeezed(bare)
        sure = self._begins(bare)
        if len(thin) >= _SQUEEZE_LETTERS or _LONG_RUN.search(bare):
            alike = self._squeezed.get(thin, set())
            if (
                thin == bare and len(bare) < SURE_LETTERS
            ):  # "slåår" is "slår"; but "lådan" need not be Somali "laadaan"
                return sure, alike or self._one_typo(bare, thin)
            sure = sure | alike
        return sure, self._one_typo(bare, thin) - sure

    def _as_written(self, word: str, bare: str) -> Ids:
        """A word typed without marks may mean the one with them ("slar"), not the other way round ("får" is not "far")."""
        if word.isdigit():
            return {self.ids[NUMBER]} if NUMBER in self.ids else set()
        if bare != word and word in self._exact:
            found = {self._exact[word]}
        else:
            found = self._folded.get(bare, set())
        return found | self._begins(bare) if found else found

    def _begins(self, bare: str) -> Ids:
        found: Ids = set()
        for length in self._stem_lengths:
            if length > len(bare):
                break
            found |= self._stems.get(bare[:length], set())
        return found

    def _one_typo(self, bare: str, thin: str) -> Ids:
        if len(bare) < FUZZY_LETTERS - 1:
            return set()
        words = [self._long_words[near] for near in self._neighbours(thin) if near in self._long_words]
        stems = [
            self._long_stems[near]
            for length in self._long_stem_lengths
            if length <= len(thin)
            for near in self._neighbours(thin[:length])
            if near in self._long_stems
        ]
        return set().union(*words, *stems)

    def _neighbours(self, thin: str) -> Iterator[str]:
        """Long words one edit away. The first letter holds: there a change makes another word (Persian ن = not)."""
        for key in _with_one_less(thin):
            for near in self._near.get(key, ()):
                if near[0] == thin[0] and OSA.distance(near, thin, score_cutoff=1) <= 1:
                    yield near


def _with_one_less(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def _without_clitics(word: str, all_of_them: bool) -> Iterator[str]:
    """Arabic writes "and" onto the word, and "the", "with", "to" onto nouns."""
    for clitic in _CLITICS if all_of_them else _AND:
        if word.startswith(clitic) and len(word) - len(clitic) >= _SHORTEST_AFTER_CLITIC:
            yield word[len(clitic) :]
