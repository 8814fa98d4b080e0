from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.answering import AnswerPath
from knowledge.answering.steps import Context, normalise
from knowledge.catalogue import say
from knowledge.presentation import messages_of, plain_text
from knowledge.types import (
    Answer,
    Article,
    Audience,
    Kind,
    Outcome,
    Question,
    TranslationStatus,
    Verdict,
)
from tests.support.answering import answer_path
from tests.support.articles import article, myth_of_two_versions, text


def topic(slug: str, *asks: str, audience: Audience = Audience.PARENT, **changes: object) -> Article:
    texts = (text(audience=audience, title=asks[0], variants=asks),)
    return article(slug, **({"audiences": (audience,), "translations": texts} | changes))


ARTICLES = (
    topic(
        "interpreter", "får jag tolk på mötet", "kan man få en tolk hos socialtjänsten", "jag behöver tolk"
    ),
    topic("appeal", "hur överklagar jag domen", "kan man överklaga ett beslut", "överklaga lvu domen"),
    topic(
        "hit",
        "får pappa slå mig",
        "mamma slår mig vad gör jag",
        "är det olagligt att slå barn",
        audience=Audience.CHILD,
    ),
    article(
        "myth-steal",
        kind=Kind.MYTH,
        verdict=Verdict.FALSE,
        translations=(
            text(
                title="Stjäl soc barn?",
                short="Nej, soc stjäl inte barn.",
                what_is_true="Barn kan få skydd.",
                variants=("stjäl soc barn", "kan soc stjäla barnen", "tar soc barn utan orsak"),
                claims=("soc stjäl barn", "soc kidnappar barn från familjer", "dom rövar bort barnen"),
            ),
        ),
    ),
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> AnswerPath:
    return answer_path(tmp_path_factory.mktemp("snapshots"), ARTICLES)


def ask(path: AnswerPath, words: str, **fields: object) -> Answer:
    return path.answer(Question(words, page_language="sv", **fields))  # type: ignore[arg-type]


def test_a_question_in_other_words_finds_its_article(path: AnswerPath) -> None:
    answer = ask(path, "kan jag få tolk på mötet?")
    assert answer.outcome is Outcome.ANSWERED
    assert answer.article
    assert answer.article.slug == "interpreter"
    assert answer.article.as_of == date(2026, 4, 27)
    assert answer.article.sources
    assert answer.hits[0].slug == "interpreter"
    assert answer.hits[0].score > answer.hits[1].score


def test_a_child_is_never_shown_what_was_written_for_parents(path: AnswerPath) -> None:
    answer = ask(path, "får jag tolk på mötet", audience=Audience.CHILD)
    assert {h.slug for h in answer.hits} == {"hit"}
    assert path.article("interpreter", Audience.CHILD, "sv") is None


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("soc stjäl barn", Verdict.FALSE),
        ("dom säger att soc stjäl barn, är det sant?", Verdict.FALSE),
        ("stjäl soc barn?", None),
        ("kan soc stjäla barnen", None),
    ],
)
def test_only_a_rumour_gets_a_verdict(path: AnswerPath, words: str, verdict: Verdict | None) -> None:
    answer = ask(path, words)
    assert answer.article
    assert answer.article.slug == "myth-steal"
    assert answer.article.verdict is verdict


@pytest.mark.parametrize(
    "words", ["hur blir vädret i morgon", "kan du skriva en dikt om katter", "asdf qwer zxcv"]
)
def test_other_subjects_are_refused(path: AnswerPath, words: str) -> None:
    answer = ask(path, words)
    assert answer.outcome in (Outcome.OUT_OF_SCOPE, Outcome.UNANSWERED)
    assert answer.article is None
    assert "112" in plain_text(messages_of(answer)[0], "sv")


def test_danger_is_a_field_beside_the_answer_and_the_outcome_when_nothing_answers(path: AnswerPath) -> None:
    beside = ask(path, "fara: kan jag få tolk på mötet?")
    assert beside.crisis
    assert beside.outcome is Outcome.ANSWERED
    alone = ask(path, "fara fara blixt och dunder hjälp oss")
    assert alone.crisis
    assert alone.outcome is Outcome.CRISIS


def test_the_chosen_language_wins_over_the_detected_one(path: AnswerPath) -> None:
    assert ask(path, "do i have the right to an interpreter").language == "en"
    assert ask(path, "do i have the right to an interpreter", language="ar").language == "ar"
    assert ask(path, "???").language == "sv"


def test_arabic_and_persian_in_latin_letters_are_answered_in_arabic_and_persian(path: AnswerPath) -> None:
    assert ask(path, "shu ya3ni lvu").language == "ar"
    assert ask(path, "mikham ba soc sohbat konam").language == "fa"
    assert ask(path, "shu ya3ni lvu", language="en").language == "en"


def test_a_missing_language_is_replaced_and_said_so(path: AnswerPath) -> None:
    answer = ask(path, "kan jag få tolk på mötet?", language="ar")
    assert answer.article
    assert (answer.language, answer.article.language) == ("ar", "sv")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.text(max_size=400),
    audience=st.sampled_from(Audience),
    language=st.sampled_from([None, "sv", "ar", "xx"]),
)
def test_any_text_gets_an_outcome_and_words(
    path: AnswerPath, words: str, audience: Audience, language: str | None
) -> None:
    answer = path.answer(Question(words, audience, language))
    assert answer.outcome in Outcome
    assert messages_of(answer)
    assert all(plain_text(m, answer.language).strip() for m in messages_of(answer))
    assert all(0 <= h.score <= 1 for h in answer.hits)


def test_control_characters_and_length_are_dealt_with(path: AnswerPath) -> None:
    context = Context(Question("a\x00b\u2028c\ufb01" + "x" * 1000), path._snapshot())
    normalise(context, path._tools)
    assert context.text.startswith("a b cfix")
    assert len(context.text) == 300


def test_a_turn_is_recorded_once_with_its_outcome(tmp_path: Path) -> None:
    seen: list[tuple[Question, Answer]] = []
    path = answer_path(tmp_path, ARTICLES, lambda q, a: seen.append((q, a)))
    ask(path, "får jag tolk")
    assert [a.outcome for _, a in seen] == [Outcome.ANSWERED]


def test_answers_change_at_midnight_swedish_time(tmp_path: Path) -> None:
    path = answer_path(tmp_path, (*ARTICLES[:2], myth_of_two_versions("myth-law")))
    before = datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)
    after = datetime(2026, 12, 31, 23, 0, 0, tzinfo=UTC)
    shorts = [ask(path, "soc stjäl barn", at=at).article for at in (before, after)]
    assert [s and s.short for s in shorts] == ["Gamla lagen.", "Nya lagen."]
    assert [s and s.as_of for s in shorts] == [date(2026, 4, 27), date(2026, 7, 9)]


def test_what_is_no_longer_valid_is_not_found_either(tmp_path: Path) -> None:
    path = answer_path(tmp_path, (*ARTICLES[:2], myth_of_two_versions("myth-law")))
    day = datetime(2026, 12, 30, tzinfo=UTC)
    texts = {h.matched for h in ask(path, "Nya lagen.", at=day).hits}
    assert "Nya lagen." not in texts


def test_a_stale_translation_gives_way_to_swedish(tmp_path: Path) -> None:
    swedish = text(variants=("får jag tolk", "kan man få tolk"))
    stale = text("ar", short="قديم", status=TranslationStatus.STALE)
    fresh = text("en", short="Fresh.")
    path = answer_path(tmp_path, (article("interpreter", translations=(swedish, stale, fresh)), ARTICLES[1]))
    rendered = path.article("interpreter", Audience.PARENT, "ar")
    assert rendered
    assert rendered.language == "sv"
    english = path.article("interpreter", Audience.PARENT, "en")
    assert english
    assert (english.language, english.short) == ("en", "Fresh.")


def test_languages_say_whether_they_are_complete(tmp_path: Path) -> None:
    both = article("a-one", translations=(text(), text("en")))
    path = answer_path(tmp_path, (both, article("a-two")))
    assert path.languages() == {"sv": True, "en": False}


def test_the_short_answer_alone_says_where_the_long_one_stands(tmp_path: Path) -> None:
    texts = [text(), text("ti", short="ሓጺር መልሲ።", long="")]
    texts += [replace(t, audience=Audience.CHILD) for t in texts]
    topic = article(audiences=(Audience.PARENT, Audience.CHILD), translations=tuple(texts))
    path = answer_path(tmp_path, (topic,))
    for audience, key in (
        (Audience.PARENT, "answer.short_only"),
        (Audience.CHILD, "answer.short_only.child"),
    ):
        shown = path.article("a-topic", audience, "ti")
        assert shown is not None and (shown.language, shown.short) == ("ti", "ሓጺር መልሲ።")
        assert shown.long == say(key, "ti")


def test_links_leave_out_what_the_audience_has_not(path: AnswerPath) -> None:
    found = path.links(("interpreter", "hit", "no-such"), Audience.CHILD, "sv")
    assert [link.slug for link in found] == ["hit"]
