"""Word pairs that the sentence pairs imply: IBM model 1 (Brown et al. 1993), English given the foreign word.

News sentences teach a bag of words slowly which word means what; the likeliest English word of each foreign word,
trained on as a text of its own, closes part of the gap to short everyday questions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder.folding import fine
from knowledge.encoder.training.corpus import Pair

WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
MAX_WORDS = 60  # of one sentence
ROUNDS = 5
MIN_PROBABILITY, MIN_COUNT = 0.25, 0.6  # below, the pair is more often wrong than right
NO_SPACES = ("th",)  # written without spaces between words


def word_pairs(pairs: Sequence[Pair]) -> list[Pair]:
    """For each foreign word of each language its likeliest English word, where that is likely enough."""
    found: list[Pair] = []
    for language in sorted({p.language for p in pairs} - set(NO_SPACES)):
        found += _of_language(language, [p for p in pairs if p.language == language])
    return found


def _of_language(language: str, pairs: Sequence[Pair]) -> list[Pair]:
    english: dict[str, int] = {}
    foreign: dict[str, int] = {"": 0}  # the empty word takes what no foreign word stands for
    sentences = [(_numbers(p.english, english), [0, *_numbers(p.text, foreign)]) for p in pairs]
    sentences = [(e, f) for e, f in sentences if e]
    if not sentences:
        return []
    # One entry for every (English word, foreign word) that stand in the same sentence pair.
    left = np.concatenate([np.repeat(e, len(f)) for e, f in sentences]).astype(np.int64)
    right = np.concatenate([np.tile(f, len(e)) for e, f in sentences]).astype(np.int64)
    group = np.repeat(
        np.arange(sum(len(e) for e, _ in sentences)),
        np.concatenate([[len(f)] * len(e) for e, f in sentences]),
    )
    unique, entry = np.unique(right * len(english) + left, return_inverse=True)
    of_foreign, of_english = unique // len(english), unique % len(english)
    probability: NDArray[np.float64] = np.ones(len(unique))
    counts: NDArray[Any] = probability
    for _ in range(ROUNDS):
        total = np.bincount(group, probability[entry])
        counts = np.bincount(entry, probability[entry] / total[group], minlength=len(unique))
        probability = counts / np.bincount(of_foreign, counts, minlength=len(foreign))[of_foreign]
    order = np.lexsort((-probability, of_foreign))
    best = order[np.unique(of_foreign[order], return_index=True)[1]]
    names, translations = list(foreign), list(english)
    return [
        Pair(language, translations[of_english[n]], names[of_foreign[n]], "lexicon")
        for n in best
        if of_foreign[n] and probability[n] > MIN_PROBABILITY and counts[n] > MIN_COUNT
    ]


def _numbers(text: str, known: dict[str, int]) -> list[int]:
    words = list(dict.fromkeys(WORD.findall(fine(text))))[:MAX_WORDS]
    return [known.setdefault(word, len(known)) for word in words]
