"""Question -> candidates: dense and lexical scores, joined per article."""

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
    view = view_of(snapshot, audience, day)
    if not view.slugs:
        return [], 0.0
    numbers, cosines = snapshot.dense.search(vector, view.mask, NEAREST)
    dense = np.full(len(snapshot.passages), cosines[-1] if len(cosines) else 0.0, dtype=np.float32)
    dense[numbers] = cosines
    lexical = snapshot.lexical.scores(text, languages)
    own_dense = view.top_means(dense, int(decision.neighbours["dense"].value))
    own_lexical = view.top_means(lexical, int(decision.neighbours["lexical"].value))
    weights = decision.weights
    fused = weights["dense"].value * own_dense + weights["lexical"].value * own_lexical
    nearest = view.best_rows(dense + lexical)
    candidates, outside = [], 0.0
    for n, slug in enumerate(view.slugs):
        if slug == OUTSIDE:
            # Its texts have no subject in common: few of them are near any question.
            few = int(decision.neighbours["outside"].value)
            rows = view.rows(n)
            own = weights["dense"].value * dense[rows] + weights["lexical"].value * lexical[rows]
            outside = float(np.sort(own)[-few:].mean())
            continue
        best = snapshot.passages[nearest[n]]
        scores = (float(own_dense[n]), float(own_lexical[n]), float(fused[n]))
        candidates.append(Candidate(slug, *scores, best.text, best.kind))
    return candidates, outside


class View:
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
        self.slugs = tuple(groups)
        # One row an article; articles with fewer passages repeat their first one, which `_there` leaves out again.
        longest = max(map(len, groups.values()), default=0)
        rows = [own + own[:1] * (longest - len(own)) for own in groups.values()]
        self._rows: NDArray[np.int64] = np.array(rows, dtype=np.int64).reshape(len(groups), longest)
        self._there = np.arange(longest) < np.array([[len(own)] for own in groups.values()], dtype=np.int64)

    def rows(self, article: int) -> NDArray[np.int64]:
        """The numbers of the passages of the article `slugs[article]`."""
        return np.asarray(self._rows[article][self._there[article]], dtype=np.int64)

    def top_means(self, scores: NDArray[np.float32], count: int) -> NDArray[np.float32]:
        """Mean of each article's `count` best passages (of all, where it has fewer). `scores`: shape (passages,); -inf
        leaves a passage out."""
        own = np.where(self._there, scores[self._rows], -np.inf)
        count = min(count, own.shape[1])
        best = -np.partition(-own, count - 1, axis=1)[:, :count]
        total = np.where(np.isfinite(best), best, 0.0).sum(axis=1)
        return np.asarray(total / np.maximum(np.isfinite(best).sum(axis=1), 1), dtype=np.float32)

    def best_rows(self, scores: NDArray[np.float32]) -> list[int]:
        """The number of each article's best passage."""
        own = np.where(self._there, scores[self._rows], -np.inf)
        return [int(n) for n in self._rows[np.arange(len(own)), own.argmax(axis=1)]]


@lru_cache(maxsize=8)
def view_of(snapshot: Snapshot, audience: Audience, day: date) -> View:
    return View(snapshot, audience, day)
