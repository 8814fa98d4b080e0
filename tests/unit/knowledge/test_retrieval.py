"""Scores an article: the mean of its best passages, held against a plain loop."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering.retrieval import View
from knowledge.index.passages import all_passages
from knowledge.types import Article, Audience
from tests.support.articles import article, text

DAY = date(2026, 11, 25)


def articles_of(sizes: list[int]) -> tuple[Article, ...]:
    """One article a size, with so many ways to ask beside its title and its three paragraphs."""
    return tuple(
        article(f"topic-{n}", translations=(text(variants=tuple(f"ask {n} {k}" for k in range(size))),))
        for n, size in enumerate(sizes)
    )


@given(st.lists(st.integers(0, 12), min_size=1, max_size=6), st.integers(1, 9), st.integers(0, 2**31))
def test_top_means_and_best_rows_equal_a_plain_loop(sizes: list[int], count: int, seed: int) -> None:
    articles = articles_of(sizes)
    passages = all_passages(articles)
    snapshot = SimpleNamespace(articles={a.slug: a for a in articles}, passages=passages)
    seen = View(snapshot, Audience.PARENT, DAY)  # type: ignore[arg-type]
    scores = np.random.default_rng(seed).normal(size=len(passages)).astype(np.float32)
    rows = [np.flatnonzero([p.slug == slug for p in passages]) for slug in seen.slugs]
    expected = [np.sort(scores[own])[-count:].mean() for own in rows]
    assert np.allclose(seen.top_means(scores, count), expected, atol=1e-5)
    without = scores.copy()
    without[rows[0][0]] = -np.inf
    left = np.delete(rows[0], 0)
    assert np.isclose(seen.top_means(without, count)[0], np.sort(scores[left])[-count:].mean(), atol=1e-5)
    assert seen.best_rows(scores) == [int(own[scores[own].argmax()]) for own in rows]
    assert np.allclose(seen.best(scores), [scores[own].max() for own in rows])
    some = np.arange(0, len(rows), 2)
    assert np.array_equal(seen.top_means(scores, count, some), seen.top_means(scores, count)[some])
    assert seen.best_rows(scores, some) == seen.best_rows(scores)[::2]


@given(
    st.lists(st.integers(0, 12), min_size=1, max_size=6),
    st.integers(1, 9),
    st.integers(1, 30),
    st.integers(0, 2**31),
)
def test_means_of_the_nearest_equal_those_where_all_others_are_as_far_as_the_last(
    sizes: list[int], count: int, known: int, seed: int
) -> None:
    articles = articles_of(sizes)
    passages = all_passages(articles)
    seen = View(
        SimpleNamespace(articles={a.slug: a for a in articles}, passages=passages), Audience.PARENT, DAY
    )  # type: ignore[arg-type]
    scores = np.random.default_rng(seed).normal(size=len(passages)).astype(np.float32)
    best = np.argsort(-scores)[:known]
    filled = np.full(len(passages), scores[best[-1]], dtype=np.float32)
    filled[best] = scores[best]
    assert np.allclose(seen.near_means(best, scores[best], count), seen.top_means(filled, count), atol=1e-5)
