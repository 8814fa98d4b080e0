"""Question -> candidates: dense and lexical scores, joined per article."""

from __future__ import annotations

from datetime import date
from weakref import WeakKeyDictionary

import numpy as np

from knowledge.answering.decision import Candidate, Decision
from knowledge.encoder import Vectors
from knowledge.index.dense import Numbers
from knowledge.index.lexical import Scores
from knowledge.index.out_of_scope import SLUG as OUTSIDE
from knowledge.index.snapshot import Snapshot
from knowledge.types import Audience

NEAREST = 400  # passages fetched from the dense index; the others count as if they were as far away as the last of these
# Articles whose score by words is worked out: those that can come first by their nearest passage, and those with the best word.
_LIKELY, _BY_WORDS = 40, 10
_MOST_VIEWS = 8


def retrieve(
    snapshot: Snapshot,
    text: str,
    vector: Vectors,
    languages: tuple[str, ...],
    audience: Audience,
    day: date,
    decision: Decision,
) -> tuple[list[Candidate], float]:
    """The likely articles among those that have a text for `audience` on `day`, unordered, and the fused score of other subjects.

    A way to ask that was written for the other audience counts too: the question is the same, only the answer differs."""
    view = view_of(snapshot, audience, day)
    if not view.slugs:
        return [], 0.0
    weight = {name: number.value for name, number in decision.weights.items()}
    few = {name: int(number.value) for name, number in decision.neighbours.items()}
    numbers, cosines = snapshot.dense.search(vector, view.mask, NEAREST)
    lexical = snapshot.lexical.scores(text, languages)
    own_dense = view.near_means(numbers, cosines, few["dense"])
    best_word = view.best(lexical)
    bound = weight["dense"] * own_dense + weight["lexical"] * best_word
    likely = view.articles(np.union1d(_largest(bound, _LIKELY), _largest(best_word, _BY_WORDS)))
    own_lexical = view.top_means(lexical, few["lexical"], likely)

    dense = np.full(len(snapshot.passages), cosines[-1] if len(cosines) else 0.0, dtype=np.float32)
    dense[numbers] = cosines
    nearest = view.best_rows(dense + lexical, likely)
    candidates = []
    for n, words, passage in zip(likely, own_lexical, nearest, strict=True):
        best, by_meaning = snapshot.passages[passage], float(own_dense[n])
        fused = weight["dense"] * by_meaning + weight["lexical"] * float(words)
        candidates.append(Candidate(view.slugs[n], by_meaning, float(words), fused, best.text, best.kind))
    # Texts on other subjects have no subject in common: few of them are near any question.
    rows = view.outside
    others = np.sort(weight["dense"] * dense[rows] + weight["lexical"] * lexical[rows])[-few["outside"] :]
    return candidates, float(others.mean()) if len(others) else 0.0


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
        self.outside: Numbers = np.array(groups.get(OUTSIDE, []), dtype=np.int64)
        self._sizes = np.array([len(own) for own in groups.values()], dtype=np.int64)
        self._starts = np.cumsum(self._sizes) - self._sizes
        # The articles' passages one after the other, and to which article each passage belongs (-1: to none).
        self._in_order = np.array([n for own in groups.values() for n in own], dtype=np.int64)
        self._article = np.full(len(self.mask), -1, dtype=np.int64)
        self._article[self._in_order] = np.repeat(np.arange(len(groups)), self._sizes)
        # One row an article; articles with fewer passages repeat their first one, which `_there` leaves out again.
        longest = max(map(len, groups.values()), default=0)
        rows = [own + own[:1] * (longest - len(own)) for own in groups.values()]
        self._rows: Numbers = np.array(rows, dtype=np.int64).reshape(len(groups), longest)
        self._there = np.arange(longest) < self._sizes[:, None]

    def articles(self, numbers: Numbers) -> Numbers:
        """Those of `numbers` (of `slugs`) that are articles and no texts on other subjects."""
        return np.array([n for n in numbers if self.slugs[n] != OUTSIDE], dtype=np.int64)

    def near_means(self, numbers: Numbers, scores: Scores, count: int) -> Scores:
        """`top_means` of all articles from the best passages alone, `numbers` with falling `scores`; every other passage
        counts as the last of them. Shape (articles,)."""
        owner = self._article[numbers]
        order = np.argsort(owner, kind="stable")
        grouped = owner[order]
        first = np.flatnonzero(np.r_[True, np.diff(grouped) > 0])
        rank = np.arange(len(grouped)) - np.repeat(first, np.diff(np.r_[first, len(grouped)]))
        kept = order[rank < count]
        articles = len(self.slugs)
        total = np.bincount(owner[kept], weights=scores[kept], minlength=articles)
        found = np.bincount(owner[kept], minlength=articles)
        wanted = np.minimum(self._sizes, count)
        floor = float(scores[-1]) if len(scores) else 0.0
        return np.asarray((total + floor * (wanted - found)) / wanted, dtype=np.float32)

    def best(self, scores: Scores) -> Scores:
        """Each article's best score, shape (articles,). `scores`: shape (passages,)."""
        return np.asarray(np.maximum.reduceat(scores[self._in_order], self._starts), dtype=np.float32)

    def top_means(self, scores: Scores, count: int, articles: Numbers | None = None) -> Scores:
        """Mean of each article's `count` best passages (of all, where it has fewer). `scores`: shape (passages,); -inf
        leaves a passage out. `articles`: of which (numbers of `slugs`; None: all)."""
        own = self._own(scores, articles)
        count = min(count, own.shape[1])
        best = -np.partition(-own, count - 1, axis=1)[:, :count]
        total = np.where(np.isfinite(best), best, 0.0).sum(axis=1)
        return np.asarray(total / np.maximum(np.isfinite(best).sum(axis=1), 1), dtype=np.float32)

    def best_rows(self, scores: Scores, articles: Numbers | None = None) -> list[int]:
        """The number of each article's best passage."""
        rows = self._rows if articles is None else self._rows[articles]
        own = self._own(scores, articles)
        return [int(n) for n in rows[np.arange(len(own)), own.argmax(axis=1)]]

    def _own(self, scores: Scores, articles: Numbers | None) -> Scores:
        """Shape (articles, longest): each article's scores, -inf after its last."""
        rows, there = self._rows, self._there
        if articles is not None:
            rows, there = rows[articles], there[articles]
        return np.asarray(np.where(there, scores[rows], -np.inf), dtype=np.float32)


def _largest(scores: Scores, count: int) -> Numbers:
    """The places of the `count` largest, unordered."""
    if count >= len(scores):
        return np.arange(len(scores), dtype=np.int64)
    return np.argpartition(-scores, count)[:count].astype(np.int64)


# Kept with their snapshot: one that is no longer answered from must not stay in memory for its views.
_views: WeakKeyDictionary[Snapshot, dict[tuple[Audience, date], View]] = WeakKeyDictionary()


def view_of(snapshot: Snapshot, audience: Audience, day: date) -> View:
    views = _views.setdefault(snapshot, {})
    view = views.get((audience, day))
    if view is None:
        view = View(snapshot, audience, day)
        if len(views) >= _MOST_VIEWS:  # of days that are over
            views.clear()
        views[audience, day] = view
    return view
