from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from knowledge.content.files import read_articles
from knowledge.crisis.examples import read_examples
from knowledge.errors import ContentError
from knowledge.evaluation.calibration import calibration_error
from knowledge.evaluation.gold import FOLDER, GoldCase, by_language, load_gold
from knowledge.evaluation.measures import question_figures
from knowledge.evaluation.report import table
from knowledge.index.out_of_scope import out_of_scope_passages
from knowledge.types import Answer, ArticleLink, Audience, Hit, Outcome

QUESTION = GoldCase(id="q", text="t", language="sv", audience=Audience.PARENT, split="tune", slugs=("a", "b"))


def answer(outcome: Outcome, *slugs: str, choices: tuple[str, ...] = ()) -> Answer:
    hits = tuple(Hit(s, 0.9, 0, 0) for s in slugs)
    return Answer(outcome, "sv", hits=hits, choices=tuple(ArticleLink(c, c) for c in choices))


def test_figures_of_questions() -> None:
    pairs = [
        (QUESTION, answer(Outcome.ANSWERED, "b")),
        (QUESTION, answer(Outcome.ANSWERED, "x", "a")),
        (QUESTION, answer(Outcome.CLARIFY, "x", "y", "a", choices=("x", "a"))),
        (QUESTION, answer(Outcome.UNANSWERED)),
    ]
    figures = question_figures(pairs)
    assert figures["first"] == 0.25
    assert figures["top3"] == 0.75
    assert figures["mrr"] == pytest.approx((1 + 1 / 2 + 1 / 3) / 4, abs=1e-4)
    assert figures["resolved"] == 0.5
    assert figures["wrong_confident"] == 0.25
    assert figures["refused"] == 0.25


def test_calibration_error_is_the_gap_between_confidence_and_truth() -> None:
    right = np.array([True, True, False, False])
    assert calibration_error(np.array([1.0, 1.0, 0.0, 0.0]), right) == 0
    assert calibration_error(np.array([0.5, 0.5, 0.5, 0.5]), right) == 0
    assert calibration_error(np.array([0.0, 0.0, 1.0, 1.0]), right) == 1


def test_every_fault_of_a_gold_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "questions.jsonl").write_text(
        '{"id":"1","text":"x","language":"sv","audience":"parent","split":"practice"}\n{"id":"2"}\nnonsense\n'
    )
    with pytest.raises(ContentError) as error:
        load_gold("questions", folder=tmp_path)
    assert {f.line for f in error.value.faults} == {1, 2, 3}


def test_the_shipped_gold_is_whole_and_apart_from_the_content() -> None:
    questions = load_gold("questions")
    articles = {a.slug: a for a in read_articles()}
    per_cell: dict[tuple[str, str, str], int] = {}
    for case in questions:
        assert set(case.slugs) <= set(articles), case.id
        assert case.audience in articles[case.slugs[0]].audiences, case.id
        cell = (case.slugs[0], case.language, case.split)
        per_cell[cell] = per_cell.get(cell, 0) + 1
    # The topics that came first.
    eighteen = {slug for slug, _, _ in per_cell if per_cell.get((slug, "ar", "tune"), 0) == 6}
    assert len(eighteen) == 18
    for language in ("sv", "en", "ar"):
        assert {per_cell[slug, language, "tune"] for slug in eighteen} == {6}
        assert {per_cell[slug, language, "untouched"] for slug in eighteen} == {2}
    for slug in articles:
        for language, least in (("sv", 3), ("en", 2), ("ar", 2), ("so", 2), ("fa", 2)):
            both = [per_cell.get((slug, language, split), 0) for split in ("tune", "untouched")]
            assert sum(both) >= least, (slug, language)
            assert min(both) >= 1, (slug, language)
    essentials = {"ti": 45, "tr": 45, "ru": 45, "uk": 45, "ckb": 30, "pl": 30, "es": 30, "fi": 30}
    for language, wanted in essentials.items():
        assert sum(count for (_, of, _), count in per_cell.items() if of == language) == wanted
    ids = [c.id for name in ("questions", "offtopic", "danger", "lookalikes") for c in load_gold(name)]
    assert len(ids) == len(set(ids))
    known = {
        ask.casefold() for a in articles.values() for t in a.translations for ask in (*t.variants, *t.claims)
    }
    known |= {p.text.casefold() for p in out_of_scope_passages()}
    for name in ("questions", "offtopic"):
        assert [c.id for c in load_gold(name) if c.text.casefold() in known] == []
    examples = {text.casefold() for text, _ in read_examples().labelled()}
    for name in ("danger", "lookalikes"):
        assert [c.id for c in load_gold(name) if c.text.casefold() in examples] == []


def test_the_gold_has_the_promised_size() -> None:
    assert len(load_gold("offtopic")) >= 30
    for name in ("danger", "lookalikes"):
        cases = by_language(load_gold(name))
        assert set(cases) >= {"sv", "en", "ar", "so", "fa", "ti", "uk", "ru", "tr", "ckb", "pl", "es", "fi"}
        assert min(map(len, cases.values())) >= 15
    assert (FOLDER / "README.md").exists()


def test_the_table_names_every_miss() -> None:
    from knowledge.evaluation.measures import Figures

    figures = Figures("tune", {"sv": question_figures([(QUESTION, answer(Outcome.ANSWERED, "a"))])})
    figures.misses, figures.false_alarms, figures.lookalikes = ["d-1"], ["l-1"], 20
    figures.danger_by_language = {"so": {"danger": 15, "found": 14, "lookalikes": 13, "alarms": 2}}
    text = table(figures)
    assert re.search(r"so\W+15\W+14\W+13\W+2", text)
    assert "d-1" in text
    assert "1 of 20: l-1" in text
