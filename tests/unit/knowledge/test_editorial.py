"""The editorial rules: what ships keeps them, and each of them can fail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.content.editorial import editorial_faults
from knowledge.content.files import read_articles
from knowledge.content.readability import lix, readings
from knowledge.types import Article, Audience


@pytest.fixture(scope="module")
def shipped() -> dict[str, Article]:
    return {article.slug: article for article in read_articles()}


def test_what_ships_keeps_the_rules(shipped: dict[str, Article]) -> None:
    assert editorial_faults(shipped.values()) == []


def fields(article: Article) -> set[str]:
    return {fault.field.split(" ")[0] for fault in editorial_faults([article])}


def with_texts(article: Article, **changes: object) -> Article:
    return replace(article, translations=tuple(replace(t, **changes) for t in article.translations))  # type: ignore[arg-type]


def test_a_hard_text_is_refused(shipped: dict[str, Article]) -> None:
    hard = "Socialtjänstens handläggningsrutiner förutsätter omfattande dokumentationsskyldigheter"
    assert "short" in fields(with_texts(shipped["child-hit"], short=hard))


def test_few_ways_to_ask_are_refused(shipped: dict[str, Article]) -> None:
    assert {"variants", "claims"} <= fields(with_texts(shipped["myth-pork"], variants=("a",), claims=("b",)))


def test_a_repealed_statute_and_a_silent_change_are_refused(shipped: dict[str, Article]) -> None:
    article = shipped["lvu-court"]
    today, coming = article.versions
    assert coming.valid_from == date(2027, 1, 1)
    citing = replace(article, versions=(today, replace(coming, sources=today.sources)))
    assert "sources" in fields(citing)
    assert "text" in fields(with_texts(article, short="x", long="y", what_is_true=None))


def test_a_child_is_told_whom_to_turn_to(shipped: dict[str, Article]) -> None:
    article = shipped["child-hit"]
    assert Audience.CHILD in article.audiences
    assert "long" in fields(with_texts(article, long="Prata med din lärare.\n\nSoc betalar för det."))


def test_lix_as_it_is_defined() -> None:
    assert lix("") == 0
    assert lix("Jag ser en hund. Den är liten.") == pytest.approx(7 / 2)
    assert lix("Utredningen avslutas") == pytest.approx(2 + 100)


@given(st.text(max_size=200))
def test_lix_bears_any_text(text: str) -> None:
    assert lix(text) >= 0


def test_the_hardest_come_first(shipped: dict[str, Article]) -> None:
    room = [r.limit - r.lix for r in readings(shipped.values())]
    assert room == sorted(room)
    assert room[0] >= 0
