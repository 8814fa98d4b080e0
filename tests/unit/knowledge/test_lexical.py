from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge.index import tokens
from knowledge.index.lexical import LexicalIndex
from knowledge.index.passages import all_passages
from tests.support.articles import article, text

PASSAGES = all_passages(
    (
        article("interpreter", translations=(text(variants=("jag behöver en tolk", "tolkning på mötet")),)),
        article("appeal", translations=(text(variants=("överklaga domen", "hur överklagar man")),)),
        article("arabic", translations=(text("ar", variants=("هل أحصل على مترجم", "أريد مترجماً")),)),
    )
)


def best(index: LexicalIndex, question: str, language: str = "sv") -> str:
    return PASSAGES[int(np.argmax(index.scores(question, [language])))].slug


def test_inflection_typos_and_missing_letters_are_forgiven() -> None:
    index = LexicalIndex(PASSAGES)
    assert best(index, "överklagade domar") == "appeal"
    assert best(index, "hur overklagar jag") == "appeal"
    assert best(index, "behövr tolkk") == "interpreter"
    assert best(index, "مترجمين", "ar") == "arabic"


def test_save_and_load_give_the_same_scores(tmp_path: Path) -> None:
    index = LexicalIndex(PASSAGES)
    index.save(tmp_path / "lexical")
    loaded = LexicalIndex.load(tmp_path / "lexical")
    for question in ("tolk på mötet", "okänt ord", "مترجم"):
        np.testing.assert_allclose(
            loaded.scores(question, ["sv", "ar"]), index.scores(question, ["sv", "ar"])
        )


@given(st.text(max_size=200))
def test_scores_are_shares_of_the_question(question: str) -> None:
    scores = LexicalIndex(PASSAGES).scores(question, ["sv", "en"])
    assert scores.shape == (len(PASSAGES),)
    assert np.isfinite(scores).all()
    assert (scores >= 0).all()
    assert (scores <= 1.0001).all()


@given(st.text(max_size=100))
def test_folding_twice_changes_nothing(word: str) -> None:
    assert tokens.fold(tokens.fold(word)) == tokens.fold(word)
