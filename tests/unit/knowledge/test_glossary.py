from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.content.editorial import editorial_faults
from knowledge.content.files import read_articles
from knowledge.content.schema import FULL_LANGUAGES
from knowledge.glossary import MOST, explained, terms, terms_in
from knowledge.types import Audience
from tests.support.articles import article, text


def test_it_is_whole_and_large_enough() -> None:
    assert len(terms()) >= 80
    for term in terms():
        wordings = [term.wording(language) for language in FULL_LANGUAGES]
        for wording in filter(None, wordings):
            assert len(wording.explanation.split()) <= 25, term.id
            assert len((wording.child or "").split()) <= 20, term.id
            assert bool(wording.child) == bool(term.sv.child), term.id
        assert None not in wordings, term.id


def test_words_come_as_they_stand_in_the_text_and_the_longer_form_counts() -> None:
    found = [
        term.sv.term
        for term in terms_in("Familjehemmet ligger nära. Socialnämnden gör en orosanmälan.", "sv")
    ]
    assert [word.casefold() for word in found] == ["familjehem", "socialnämnd", "orosanmälan"]
    assert terms_in("hemfamiljen", "sv") == []
    assert terms_in("orosanmälan", "ti") == []
    assert [term.id for term in terms_in("وببلاغ قلق", "ar")] == ["orosanmalan"], (
        "what is written in one with it"
    )


def test_a_child_gets_words_for_a_child() -> None:
    adult, child = (
        explained("orosanmälan", "sv", audience) for audience in (Audience.PARENT, Audience.CHILD)
    )
    assert adult[0].explanation != child[0].explanation


def test_most_answers_that_ship_have_words_to_open() -> None:
    for language in FULL_LANGUAGES:
        texts = [t for a in read_articles() for t in a.translations if t.language == language]
        counts = [len(explained(f"{t.short} {t.long}", t.language, t.audience)) for t in texts]
        assert max(counts) <= MOST
        assert sum(count > 0 for count in counts) > 0.9 * len(counts), language


def test_another_rendering_is_refused() -> None:
    avoided = next(term.en.avoid[0] for term in terms() if term.en.avoid)
    stray = article(translations=(text(language="en", short=f"This is a {avoided}."),))
    assert any(fault.found == avoided for fault in editorial_faults([stray]))


@given(st.text(max_size=200))
def test_any_text_is_bearable(said: str) -> None:
    assert len(explained(said, "sv", Audience.PARENT)) <= MOST
