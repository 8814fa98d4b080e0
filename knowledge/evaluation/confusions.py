"""Which articles the encoder takes for one another: every way to ask is asked, without itself, of all the others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from knowledge.encoder import Vectors
from knowledge.index.out_of_scope import SLUG as OUTSIDE
from knowledge.index.snapshot import Snapshot
from knowledge.types import PassageKind

NEAREST = 5  # as the answer path does: the mean of an article's nearest ways to ask
_BLOCK = 512


@dataclass(frozen=True, slots=True)
class Confusion:
    """`count` of the `asked` ways to ask for `wanted` lie nearer to `found` than to all else."""

    wanted: str
    found: str
    count: int
    asked: int


def confusions(snapshot: Snapshot, language: str) -> list[Confusion]:
    """Pairs by falling share, by meaning alone; ways to ask that stand in two articles count for neither."""
    kinds = (PassageKind.VARIANT, PassageKind.CLAIM)
    keep = [
        n
        for n, p in enumerate(snapshot.passages)
        if p.kind in kinds and p.language == language and p.slug != OUTSIDE
    ]
    vectors = snapshot.dense.vectors()[keep]
    slugs = [snapshot.passages[n].slug for n in keep]
    audiences = [snapshot.passages[n].audience for n in keep]
    groups = {key: np.array([n for n, own in enumerate(zip(slugs, audiences, strict=True)) if own == key])
              for key in sorted(set(zip(slugs, audiences, strict=True)))}  # fmt: skip
    counts: Counter[tuple[str, str]] = Counter()
    for start in range(0, len(keep), _BLOCK):
        near = vectors[start : start + _BLOCK] @ vectors.T
        near[np.arange(len(near)), np.arange(start, start + len(near))] = -np.inf
        means = {key: _mean_of_best(near[:, rows]) for key, rows in groups.items()}
        for row in range(len(near)):
            audience = audiences[start + row]
            best = max((key for key in groups if key[1] is audience), key=lambda key: means[key][row])
            counts[slugs[start + row], best[0]] += 1
    asked = Counter(slugs)
    found = [Confusion(w, f, n, asked[w]) for (w, f), n in counts.items() if w != f]
    return sorted(found, key=lambda c: (-c.count / c.asked, c.wanted, c.found))


def _mean_of_best(near: Vectors) -> Vectors:
    count = min(NEAREST, near.shape[1])
    best = -np.partition(-near, count - 1, axis=1)[:, :count]
    finite = np.isfinite(best)
    return np.asarray(
        np.where(finite, best, 0).sum(axis=1) / np.maximum(finite.sum(axis=1), 1), dtype=np.float32
    )
