"""Fitting the gate on pairs whose English the student never saw.

These pairs come from the same books and papers as its training text, where it does better than it will in use.
So the student is handicapped: pieces that training met seldom are left out by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression, Ridge

from knowledge.encoder import Vectors
from knowledge.encoder.distilled import unit
from knowledge.encoder.gate import WEIGHTS, expected, features
from knowledge.encoder.student import Numbers, Student

Split = Sequence[tuple[Numbers, Numbers]]
STEPS, BATCH, RATE, SCALE = 300, 384, 0.2, 20.0
HANDICAP = 40.0  # a piece met n times is left out with the chance 40 / (40 + n)


def fit_trust(split: Split, cosines: Vectors, pieces: int) -> tuple[Vectors, float]:
    """How well the teacher does, from the pieces: weights of shape (pieces,) and an intercept.

    `cosines`: the teacher's agreement between each text and its English, shape (texts,)."""
    model = Ridge(alpha=0.05, solver="lsqr").fit(_mean_pieces(split, pieces), cosines)
    return model.coef_.astype(np.float32), float(model.intercept_)


def fit_kind(texts: Split, others: Split, pieces: int) -> tuple[Vectors, float]:
    """Whether a text is of the kind of `texts` (speaks of our subjects, is English), from the pieces: weights of shape
    (pieces,) and an intercept, in log odds."""
    if not texts:
        return np.zeros(pieces, dtype=np.float32), -20.0
    label = np.concatenate([np.ones(len(texts)), np.zeros(len(others))])
    model = LogisticRegression(C=30, solver="liblinear", random_state=0)
    model.fit(_mean_pieces([*texts, *others], pieces), label)
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])


def _mean_pieces(split: Split, pieces: int) -> sparse.csr_matrix:
    """The mean of either kind of pieces, side by side; shape (texts, pieces)."""
    rows, columns, values = [], [], []
    for row, kinds in enumerate(split):
        for numbers in kinds:
            rows += [row] * len(numbers)
            columns += numbers.tolist()
            values += [1 / max(1, len(numbers))] * len(numbers)
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(split), pieces))


def handicapped(split: Split, counts: NDArray[np.int64], chance: np.random.Generator) -> Split:
    """`counts`, shape (pieces,): how many training texts have the piece."""

    def some(numbers: Numbers) -> Numbers:
        return numbers[chance.random(len(numbers)) >= HANDICAP / (HANDICAP + counts[numbers])]

    return [(some(fine), some(coarse)) for fine, coarse in split]


def fit_gate(
    student: Student, foreign: tuple[Split, Vectors], english: tuple[Split, Vectors], drawn: NDArray[np.float64],
    trust: tuple[Vectors, float], subjects: tuple[Vectors, float], english_texts: tuple[Vectors, float],
    counts: NDArray[np.int64], seed: int, folder: Path,
) -> float:  # fmt: skip
    """Writes `gate.npz` and returns the last loss. `foreign` and `english`, in the same order: pieces, and the teacher's
    unit vectors (n, 512). `drawn`: how often each pair is drawn; sums to one. `subjects` and
    `english_texts`: what `fit_kind` gave."""
    chance = np.random.default_rng(seed)
    sides = []
    for split, taught in (foreign, english):
        known = features(expected(split, *trust))
        own = unit(student.raw(handicapped(split, counts, chance)))
        sides.append([torch.from_numpy(a) for a in (known, own, taught)])
    curve = torch.tensor([5.0, -3.0, 0.0], requires_grad=True)
    optimiser = torch.optim.Adam([curve], lr=RATE)
    size, loss = min(BATCH, len(drawn)), torch.zeros(())
    for step in range(STEPS):
        part = chance.choice(len(drawn), size=size, p=drawn)
        mixed = []
        for seen, ours, theirs in sides:
            share = torch.sigmoid(seen[part] @ curve)[:, None]
            mixed.append(F.normalize(share * theirs[part] + (1 - share) * ours[part], dim=1))
        targets = sides[1][2][part]
        twice = (targets @ targets.T > 0.9999) & ~torch.eye(size, dtype=torch.bool)
        loss = F.cross_entropy((SCALE * mixed[0] @ mixed[1].T).masked_fill(twice, -1e4), torch.arange(size))
        optimiser.param_groups[0]["lr"] = RATE * (1 - step / STEPS)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    np.savez_compressed(
        folder / WEIGHTS,
        trust=trust[0].astype(np.float16),
        intercept=np.float32(trust[1]),
        curve=curve.detach().numpy(),
        ours=subjects[0].astype(np.float16),
        ours_intercept=np.float32(subjects[1]),
        english=english_texts[0].astype(np.float16),
        english_intercept=np.float32(english_texts[1]),
    )
    return float(loss.detach())
