"""Multinomial logistic regression over hashed letter groups, fitted with Adagrad (Duchi et al. 2011)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix

from knowledge.language.grams import BUCKETS, grams

_CHUNK = 4096  # texts hashed at a time


@dataclass(frozen=True, slots=True)
class Schedule:
    epochs: int = 6
    batch: int = 1024
    rate: float = 0.6
    decay: float = 2e-7  # of the weights at each step: what is seldom seen must not shout


def matrix(texts: Sequence[Sequence[str]]) -> csr_matrix:
    """Shape (texts, BUCKETS), float32: counts divided by the square root of the text's number of features."""
    parts = []
    for start in range(0, len(texts), _CHUNK):
        some = texts[start : start + _CHUNK]
        buckets, owner = grams(some)
        size = np.bincount(owner, minlength=len(some)).clip(1)
        values = (1 / np.sqrt(size[owner])).astype(np.float32)
        parts.append(coo_matrix((values, (owner, buckets)), shape=(len(some), BUCKETS)).tocsr())
    indices = np.concatenate([part.indices for part in parts])
    data = np.concatenate([part.data for part in parts])
    lengths = np.concatenate([np.diff(part.indptr) for part in parts])
    starts = np.concatenate([[0], np.cumsum(lengths)])
    return csr_matrix((data, indices, starts), shape=(len(texts), BUCKETS))


def fit(
    features: csr_matrix,
    labels: NDArray[np.int64],
    classes: int,
    schedule: Schedule,
    seed: int,
    progress: Callable[[int, int], None],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(weights of shape (BUCKETS, classes), biases of shape (classes,)); the same for the same seed."""
    chance = np.random.default_rng(seed)
    weights = np.zeros((BUCKETS, classes), dtype=np.float32)
    biases = np.zeros(classes, dtype=np.float32)
    squares, bias_squares = np.full_like(weights, 1e-6), np.full_like(biases, 1e-6)
    count = features.shape[0]
    for epoch in range(schedule.epochs):
        order = chance.permutation(count)
        rate = schedule.rate * (1 - epoch / schedule.epochs)
        for start in range(0, count, schedule.batch):
            rows = order[start : start + schedule.batch]
            batch = features[rows]
            gap = _softmax(batch @ weights + biases)
            gap[np.arange(len(rows)), labels[rows]] -= 1
            gap /= len(rows)
            seen, columns = np.unique(batch.indices, return_inverse=True)
            small = csr_matrix((batch.data, columns, batch.indptr), shape=(len(rows), len(seen)))
            gradient = small.T @ gap + schedule.decay * weights[seen]
            squares[seen] += gradient**2
            weights[seen] -= rate * gradient / np.sqrt(squares[seen])
            step = gap.sum(axis=0)
            bias_squares += step**2
            biases -= 0.1 * rate * step / np.sqrt(bias_squares)
        progress(epoch + 1, schedule.epochs)
    return weights, biases


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)
