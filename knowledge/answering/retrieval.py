"""Question -> candidates: dense, lexical and topic scores, joined per article."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge.answering.decision import Candidate, Decision
from knowledge.encoder import Vectors
from knowledge.index.out_of_scope import SLUG as OUTSIDE
from knowledge.index.snapshot import Snapshot
from knowledge.types import Audience

NEAREST = 400  # passages fetched from the dense index; the others count as if they were as far away as the last of these


def retrieve(
    snapshot: Snapshot,
    text: str,
    vector: Vectors,
    languages: tuple[str, ...],
    audience: Audience,
    day: date,
    decision: Decision,
) -> tuple[list[Candidate], float]:
    """Every article that has a text for `audience` on `day`, unordered, and the fused score of other subjects.

    A way to ask that was written for the other audience counts too: the question is the same, only the answer differs."""
    view = _view(snapshot.name, audience, day, snapshot)
    if not view.slugs:
        return [], 0.0
    numbers, cosines = snapshot.dense.search(vector, view.mask, NEAREST)
    dense = np.full(len(snapshot.passages), cosines[-1] if len(cosines) else 0.0, dtype=np.float32)
    dense[numbers] = cosines
    lexical = snapshot.lexical.scores(text, languages)
    topics = dict(zip(snapshot.topics.topics, snapshot.topics.scores(text, languages, vector), strict=True))
    candidates = []
    for slug, rows in view.slugs.items():
        own_dense = _top_mean(dense[rows], int(decision.neighbours["dense"].value))
        own_lexical = _top_mean(lexical[rows], int(decision.neighbours["lexical"].value))
        topic = float(topics.get(slug, -1.0))
        weights = decision.weights
        fused = (
            weights["dense"].value * own_dense
            + weights["lexical"].value * own_lexical
            + weights["topic"].value * topic
        )
        best = snapshot.passages[int(rows[np.argmax(dense[rows] + lexical[rows])])]
        candidates.append(Candidate(slug, own_dense, own_lexical, topic, fused, best.text, best.kind))
    outside = next((c.fused for c in candidates if c.slug == OUTSIDE), 0.0)
    return [c for c in candidates if c.slug != OUTSIDE], outside


class _View:
    """Which passages count for an audience on a day, grouped by article."""

    def __init__(self, snapshot: Snapshot, audience: Audience, day: date) -> None:
        allowed = {OUTSIDE}
        for slug, article in snapshot.articles.items():
            version = article.version_on(day)
            if version and any(
                t.audience is audience and t.valid_from == version.valid_from for t in article.translations
            ):
                allowed.add(slug)
        self.mask = np.array(
            [
                p.slug in allowed
                and (p.valid_from is None or p.valid_from <= day)
                and (p.valid_until is None or day <= p.valid_until)
                for p in snapshot.passages
            ],
            dtype=bool,
        )
        groups: dict[str, list[int]] = {}
        for number in np.flatnonzero(self.mask):
            groups.setdefault(snapshot.passages[number].slug, []).append(int(number))
        self.slugs: dict[str, NDArray[np.int64]] = {slug: np.array(rows) for slug, rows in groups.items()}


@lru_cache(maxsize=8)
def _view(name: str, audience: Audience, day: date, snapshot: Snapshot) -> _View:
    return _View(snapshot, audience, day)


def _top_mean(scores: NDArray[np.float32], count: int) -> float:
    if len(scores) <= count:
        return float(scores.mean())
    return float(np.partition(scores, -count)[-count:].mean())
