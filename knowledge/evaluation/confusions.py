"""Which articles the encoder takes for one another: every way to ask is asked, without itself, of all the others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np

from knowledge.answering.decision import Decision
from knowledge.answering.retrieval import view_of
from knowledge.index.out_of_scope import SLUG as OUTSIDE
from knowledge.index.snapshot import Snapshot
from knowledge.types import PassageKind


@dataclass(frozen=True, slots=True)
class Confusion:
    """`count` of the `asked` ways to ask for `wanted` lie nearer to `found` than to all else."""

    wanted: str
    found: str
    count: int
    asked: int


def confusions(snapshot: Snapshot, language: str, day: date, decision: Decision) -> list[Confusion]:
    """Pairs by falling share; by meaning alone, and grouped as the answer path does."""
    nearest = int(decision.neighbours["dense"].value)
    vectors = snapshot.dense.vectors()
    counts: Counter[tuple[str, str]] = Counter()
    for number, passage in enumerate(snapshot.passages):
        asks = passage.kind in (PassageKind.VARIANT, PassageKind.CLAIM) and passage.slug != OUTSIDE
        if not asks or passage.language != language:
            continue
        view = view_of(snapshot, passage.audience, day)
        near = vectors @ vectors[number]
        near[number] = -np.inf
        counts[passage.slug, view.slugs[int(view.top_means(near, nearest).argmax())]] += 1
    asked: Counter[str] = Counter()
    for (wanted, _), count in counts.items():
        asked[wanted] += count
    found = [Confusion(w, f, n, asked[w]) for (w, f), n in counts.items() if w != f]
    return sorted(found, key=lambda c: (-c.count / c.asked, c.wanted, c.found))
