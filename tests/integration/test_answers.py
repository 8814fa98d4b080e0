"""The shipped content through the real encoder: the main job, and a floor under the tuning figures."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from knowledge.content.tables import TurnRow
from knowledge.evaluation.measures import evaluate
from knowledge.insight.recorder import TurnRecorder
from knowledge.services import Services
from knowledge.types import Audience, Outcome, Question, Verdict


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("dom säger att soc rövar bort muslimska barn, är det sant?", "sv"),
        ("they say social services kidnap muslim children, is it true?", "en"),
        ("يقولون ان السوسيال يخطف اطفال المسلمين هل هذا صحيح", "ar"),
        ("soc waxay afduubtaa carruurta muslimka ah, ma run baa?", "so"),
        ("میگن سوسیال بچه های مسلمونا رو میدزده راسته", "fa"),
    ],
)
@pytest.mark.parametrize("audience", list(Audience))
def test_the_rumour_gets_its_verdict_with_source_and_date(
    services: Services, text: str, language: str, audience: Audience
) -> None:
    answer = services.answers.answer(Question(text, audience, page_language="sv"))
    assert answer.outcome is Outcome.ANSWERED
    assert answer.article
    assert answer.article.slug == "myth-kidnap-muslim"
    assert answer.article.verdict is Verdict.FALSE
    assert (answer.language, answer.article.language) == (language, language)
    assert answer.article.sources
    assert answer.article.help
    assert answer.article.words
    assert answer.article.related


def test_the_tuning_figures_hold(services: Services) -> None:
    figures = evaluate(services.answers, "tune")
    first = {language: row["first"] for language, row in figures.by_language.items()}
    for language, least in (("sv", 0.89), ("en", 0.9), ("ar", 0.88), ("so", 0.89), ("fa", 0.88)):
        assert first[language] >= least, figures.wrong
    for language in ("ti", "uk", "ru", "tr", "ckb", "pl", "es", "fi"):  # 15 questions each
        assert first[language] >= 0.7, figures.wrong
    assert figures.offtopic_refused >= 0.9
    assert figures.danger_recall >= 0.965, figures.misses
    assert len(figures.false_alarms) <= 26, figures.false_alarms  # of 449


def test_turns_are_counted_without_a_word_of_them(services: Services) -> None:
    text = "kan jag få tolk på mötet med soc"
    record = TurnRecorder(services.database, services.clock)
    question = Question(text, page_language="sv")
    record(question, services.answers.answer(question))
    record.flush()
    with services.database.connect() as connection:
        row = connection.execute(select(TurnRow.__table__).order_by(TurnRow.id.desc())).mappings().first()
    assert row
    assert row["slug"] == "interpreter"
    assert row["outcome"] == "answered"
    assert row["hour"].minute == row["hour"].second == 0
    assert "tolk" not in str(dict(row)).casefold().replace("interpreter", "")
