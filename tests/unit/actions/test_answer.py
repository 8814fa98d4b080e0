"""Questions, follow-ups and articles: what the answer path is asked, and what comes of its answer."""

from __future__ import annotations

import pytest

from knowledge.types import Audience
from tests.support.dialogue import Talk, options, texts


def asked(talk: Talk) -> list[str]:
    return [q.text for q in talk.world.answers.asked]


def test_a_question_is_asked_as_it_stands_and_remembered() -> None:
    talk = Talk()
    said = talk.says("hur lång är en utredning?")
    assert (said["outcome"], said["language"], said["slug"]) == ("answered", "sv", "inv-4-months")
    assert [m["type"] for m in said["messages"]] == ["answer"]
    assert asked(talk) == ["hur lång är en utredning?"]
    assert talk.slots["last_slug"] == "inv-4-months"


def test_the_answer_path_gets_audience_and_languages() -> None:
    talk = Talk(metadata={"audience": "child", "language": None, "page_language": "ar"})
    talk.says("får man slå barn")
    question = talk.world.answers.asked[0]
    assert (question.audience, question.language, question.page_language) == (Audience.CHILD, None, "ar")


def test_the_language_of_the_conversation_is_the_prior_of_the_next_text() -> None:
    talk = Talk()
    talk.says("هل يوجد تحقيق")
    talk.says("ok advokat")
    assert [q.page_language for q in talk.world.answers.asked] == ["sv", "ar"]


@pytest.mark.parametrize("text", ["hur lång tid tar det då?", "och sen?", "how long does that take?"])
def test_a_follow_up_is_asked_with_the_last_title_and_says_when_it_finds_the_same(text: str) -> None:
    talk = Talk()
    talk.says("vad är en utredning")
    said = talk.says(text, intent="follow_up")
    assert asked(talk)[1:] == [f"utredning (parent, sv) {text}"]
    assert [m["type"] for m in said["messages"]] == ["text", "answer"]
    assert (said["outcome"], said["slug"]) == ("answered", "inv-4-months")


def test_a_follow_up_without_anything_before_it_is_a_question() -> None:
    talk = Talk()
    assert talk.says("och sen?", intent="follow_up")["outcome"] == "unanswered"
    assert asked(talk) == ["och sen?"]


def test_a_follow_up_may_find_a_better_article() -> None:
    talk = Talk()
    talk.says("får jag advokat")
    said = talk.says("och om de slår?", intent="follow_up")
    assert (
        said["slug"] == "lvu-free-lawyer"
    )  # the fake finds the title first; the point is that both were in the text
    assert asked(talk)[1] == "advokat (parent, sv) och om de slår?"


def test_a_leaning_question_that_finds_an_answer_alone_needs_no_context() -> None:
    talk = Talk()
    talk.says("vad är en utredning")
    assert talk.says("och får jag advokat?")["slug"] == "lvu-free-lawyer"
    assert asked(talk)[1:] == ["och får jag advokat?"]


def test_a_leaning_question_without_an_answer_is_asked_again_in_context() -> None:
    talk = Talk()
    talk.says("vad är en utredning")
    said = talk.says("måste pappa vara med på det?")
    assert said["slug"] == "inv-4-months"
    assert asked(talk)[1:] == [
        "måste pappa vara med på det?",
        "utredning (parent, sv) måste pappa vara med på det?",
    ]


def test_a_question_that_leans_on_nothing_never_gets_the_last_article() -> None:
    talk = Talk()
    talk.says("vad är en utredning")
    said = talk.says("hur blir väder imorgon")
    assert (said["outcome"], said["slug"]) == ("out_of_scope", None)
    assert len(asked(talk)) == 2


def test_a_follow_up_without_an_answer_says_so_and_offers_the_last_article() -> None:
    talk = Talk(slots={"last_slug": "gone"})
    said = talk.says("och sen?", intent="follow_up")
    assert (said["outcome"], options(said)) == ("unanswered", [])
    talk = Talk()
    talk.says("vad är en utredning")
    talk.world.answers.article = lambda *_: None  # type: ignore[method-assign]
    said = talk.says("och sen?", intent="follow_up")
    assert (said["outcome"], options(said)) == ("unanswered", ["article:inv-4-months"])


def test_clarifying_gives_choices_that_are_remembered() -> None:
    talk = Talk()
    said = talk.says("oklart")
    assert options(said) == ["article:inv-4-months", "article:lvu-free-lawyer", "none_of_these"]
    assert talk.slots["choices"]["asked"] is True
    assert [o["id"] for o in talk.slots["choices"]["options"]] == options(said)


def test_an_article_that_was_picked() -> None:
    talk = Talk()
    said = talk.picks("article:lvu-free-lawyer")
    assert (said["outcome"], said["slug"], talk.slots["last_slug"]) == (
        "answered",
        "lvu-free-lawyer",
        "lvu-free-lawyer",
    )
    assert talk.picks("article:no-such")["outcome"] == "unanswered"


def test_a_button_is_answered_in_the_language_of_the_conversation() -> None:
    talk = Talk()
    talk.says("هل يوجد تحقيق")
    assert talk.picks("article:lvu-free-lawyer")["language"] == "ar"


def test_who_asks_for_the_number_and_names_the_municipality_need_not_name_it_again() -> None:
    assert options(Talk().says("numret till soc i Malmö")) == ["municipality:1280"]
    assert options(Talk().says("numret till soc")) == ["form:municipality"]


def test_no_choice_is_shown_without_words() -> None:
    for text in ("numret till soc i Malmö", "oklart", "xyz"):
        assert texts(Talk().says(text)).strip()
