"""Words -> hashed letter groups, with NumPy alone: the same numbers when training and when asked.

A feature is a group of one to five letters within a word (its bounds count as letters), or a whole word. All are hashed into
`BUCKETS` rows ("Feature Hashing for Large Scale Multitask Learning", Weinberger et al. 2009) by a polynomial over the code
points modulo 2^64.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

BITS = 17
BUCKETS = 1 << BITS
LONGEST = 5
LONGEST_WORD = 40  # letters further on count as if there were none

_BLANK = 32
_BASE = np.uint64(0x9E3779B97F4A7C15)
_SPREAD = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(64 - BITS)
_FOLD = np.uint64(29)
_POWERS = np.cumprod(np.full(LONGEST_WORD, 0x94D049BB133111EB, dtype=np.uint64))


def grams(texts: Sequence[Sequence[str]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(bucket of each feature, number of the text that it stands in), both of shape (features,).

    `texts` are lists of words. A group that occurs twice gives two entries."""
    lines = [f" {' '.join(words)} " for words in texts]
    codes = np.frombuffer("".join(lines).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    if not len(codes):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    blank = codes == _BLANK
    blanks = np.concatenate([[0], np.cumsum(blank)])
    hashes, places = [codes[~blank] + np.uint64(1)], [np.flatnonzero(~blank)]
    rolling = codes
    for length in range(2, min(LONGEST, len(codes)) + 1):
        rolling = rolling[:-1] * _BASE + codes[length - 1 :]  # of the group that starts at each place
        count = len(rolling)
        within = blanks[length - 1 : length - 1 + count] == blanks[1 : 1 + count]  # no blank but at its ends
        if length == 2:
            within = ~(blank[:-1] & blank[1:])  # where one text ends and the next begins
        kept = np.flatnonzero(within)
        hashes.append(rolling[kept] + np.uint64(length))
        places.append(kept)
    starts = np.flatnonzero(blank[:-1] & ~blank[1:]) + 1
    if len(starts):
        ends = np.flatnonzero(~blank[:-1] & blank[1:]) + 1
        order = _order(starts, len(codes))
        weighed = np.where(blank, np.uint64(0), codes * _POWERS[np.minimum(order, LONGEST_WORD - 1)])
        words = np.add.reduceat(weighed, starts)
        long = ends - starts >= LONGEST - 1  # shorter ones are a group with both bounds
        hashes.append(words[long])
        places.append(starts[long])
    owner = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    return _bucket(np.concatenate(hashes)), owner[np.concatenate(places)]


def _order(starts: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Place of each letter in its word, from 0; shape (count,)."""
    before = np.zeros(count, dtype=np.int64)
    before[starts] = starts
    return np.arange(count) - np.maximum.accumulate(before)


def _bucket(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    mixed = (hashes ^ (hashes >> _FOLD)) * _SPREAD
    return (mixed >> _SHIFT).astype(np.int64)
