"""Scores an article: the mean of its best passages, held against a plain loop."""

from __future__ import annotations

import gc
import weakref
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering.decision import load_decision
from knowledge.answering.retrieval import NEAREST, View, retrieve, view_of
from knowledge.index.dense import search_numpy
from knowledge.index.live import LiveSnapshot
from knowledge.index.out_of_scope import SLUG as OUTSIDE
from knowledge.index.passages import all_passages
from knowledge.index.sync import sync
from knowledge.types import Article, Audience
from tests.support.articles import article, text
from tests.support.encoders import GramEncoder

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


def test_of_many_articles_the_likely_ones_hold_the_best_and_score_as_all_would(tmp_path: Path) -> None:
    """Every article is scored in a plain loop, with the nearest passages from the oracle."""
    chance = np.random.default_rng(11)
    words = ["".join(chance.choice(list("abdefgiklmnoprstuv"), 5)) for _ in range(150)]
    say = lambda: " ".join(chance.choice(words, 5))  # noqa: E731
    articles = tuple(
        article(f"topic-{n}", translations=(text(variants=tuple(say() for _ in range(9))),))
        for n in range(120)
    )
    encoder = GramEncoder(dimension=128)
    sync(tmp_path, articles, encoder)
    live = LiveSnapshot(tmp_path, encoder)
    snapshot, decision = live.get(), load_decision()
    few = {name: int(n.value) for name, n in decision.neighbours.items()}
    weight = {name: n.value for name, n in decision.weights.items()}
    every = np.ones(len(snapshot.passages), dtype=bool)
    for _ in range(20):
        question = say()
        vector = encoder.encode_queries([question])[0]
        near, cosines = search_numpy(snapshot.dense.vectors(), vector, every, NEAREST)
        dense = np.full(len(every), cosines[-1], dtype=np.float32)
        dense[near] = cosines
        lexical = snapshot.lexical.scores(question, ("sv",))
        plain = {}
        for slug in {p.slug for p in snapshot.passages} - {OUTSIDE}:
            own = [n for n, p in enumerate(snapshot.passages) if p.slug == slug]
            means = [
                np.sort(s[own])[-few[name] :].mean() for name, s in (("dense", dense), ("lexical", lexical))
            ]
            plain[slug] = weight["dense"] * means[0] + weight["lexical"] * means[1]
        found, _ = retrieve(snapshot, question, vector, ("sv",), Audience.PARENT, DAY, decision)
        assert len(found) < len(plain)
        assert {c.slug: c.fused for c in found} == pytest.approx(
            {c.slug: plain[c.slug] for c in found}, abs=0.002
        )
        best = sorted(c.fused for c in found)[-5:]
        assert best == pytest.approx(sorted(plain.values())[-5:], abs=0.002)
    live.close()


def test_a_view_is_made_once_and_does_not_keep_its_snapshot(tmp_path: Path) -> None:
    encoder = GramEncoder()
    sync(tmp_path, articles_of([3]), encoder)
    live = LiveSnapshot(tmp_path, encoder)
    assert view_of(live.get(), Audience.PARENT, DAY) is view_of(live.get(), Audience.PARENT, DAY)
    for days in range(20):
        assert view_of(live.get(), Audience.PARENT, DAY + timedelta(days)).slugs
    old = weakref.ref(live.get())
    sync(tmp_path, articles_of([4]), encoder)
    assert live.refresh()
    gc.collect()
    assert old() is None
    live.close()
