"""How much of the teacher a text gets: judged from its pieces alone, so that the teacher need not run where it is blind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge.encoder import Vectors
from knowledge.encoder.student import Numbers

WEIGHTS = "gate.npz"
SKIP = 0.1  # a smaller share of the teacher changes nothing that can be seen, and costs three milliseconds
# So much of the teacher's share goes to the student, who has been taught our subjects, in a text that speaks of them: all of it,
# but for English, the teacher's own language. With .6 everywhere the tuning questions are answered as well, but each waits for
# the teacher; with 1 everywhere English loses three points.
OURS, OURS_ENGLISH = 1.0, 0.6


class Gate:
    """`trust`, shape (pieces,), and `intercept`: the teacher's expected cosine; `curve`, shape (3,): its share of that.
    `ours` and `english`, shape (pieces,), with `ours_intercept` and `english_intercept`: whether a text speaks of our subjects,
    and whether it is English (log odds)."""

    def __init__(self, folder: Path) -> None:
        with np.load(folder / WEIGHTS, allow_pickle=False) as weights:
            self._trust = weights["trust"].astype(np.float32)
            self._ours, self._english = (weights[name].astype(np.float32) for name in ("ours", "english"))
            self._intercept, self._ours_intercept, self._english_intercept = (
                float(weights[name]) for name in ("intercept", "ours_intercept", "english_intercept")
            )
            self._curve = weights["curve"].astype(np.float32)

    def shares(self, split: Sequence[tuple[Numbers, Numbers]]) -> Vectors:
        """The teacher's share of each text in 0..1, shape (texts,)."""
        general = _logistic(features(expected(split, self._trust, self._intercept)) @ self._curve)
        ours = _logistic(expected(split, self._ours, self._ours_intercept))
        english = _logistic(expected(split, self._english, self._english_intercept))
        left = OURS + (OURS_ENGLISH - OURS) * english
        return np.asarray(general * (1 - left * ours), dtype=np.float32)


def expected(split: Sequence[tuple[Numbers, Numbers]], weights: Vectors, intercept: float) -> Vectors:
    """A linear guess from the mean piece of either kind, shape (texts,): how near the teacher will put each text to its
    English (a cosine), or whether it is of a kind (log odds)."""
    sums = [sum(float(weights[numbers].mean()) for numbers in kinds if len(numbers)) for kinds in split]
    return np.asarray(intercept + np.array(sums), dtype=np.float32)


def features(cosines: Vectors) -> Vectors:
    """Shape (texts, 3): the cosine, one, and how far the cosine is from the middle, squared."""
    return np.stack([cosines, np.ones_like(cosines), 4 * (cosines - 0.5) ** 2], axis=1).astype(np.float32)


def _logistic(odds: Vectors) -> Vectors:
    return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float32)
