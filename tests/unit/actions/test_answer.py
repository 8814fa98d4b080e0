"""Questions, follow-ups and articles: what the answer path is asked, and what comes of its answer."""

from __future__ import annotations

from typing import Any

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


AGAIN = "Det här vet jag om det vi pratade om"


def after(question: str, text: str, intent: str = "nlu_fallback") -> dict[str, Any]:
    talk = Talk()
    talk.says(question)
    return talk.says(text, intent)


@pytest.mark.parametrize("text", ["och sen?", "berätta mer", "varför då?"])
def test_a_follow_up_shows_the_last_article_again_and_says_so(text: str) -> None:
    said = after("vad är en utredning", text, "follow_up")
    assert [m["type"] for m in said["messages"]] == ["text", "answer"]
    assert (said["outcome"], said["slug"]) == ("answered", "inv-4-months")
    assert texts(said).startswith(AGAIN)


def test_a_follow_up_goes_on_to_a_related_article_that_fits() -> None:
    said = after("vad är en orosanmälan", "hur lång tid tar det då?", "follow_up")
    assert (said["slug"], [m["type"] for m in said["messages"]]) == ("inv-4-months", ["answer"])


def test_a_follow_up_does_not_go_to_an_article_that_has_nothing_to_do_with_it() -> None:
    said = after("kidnappar de muslimer", "hur lång tid tar det då?", "follow_up")
    assert said["slug"] == "myth-kidnap-muslim"


def test_a_follow_up_that_finds_an_article_with_certainty_gets_it() -> None:
    assert (
        after("kidnappar de muslimer", "och hur lång är en utredning?", "follow_up")["slug"] == "inv-4-months"
    )


def test_a_follow_up_without_anything_before_it_is_a_question() -> None:
    assert Talk().says("och sen?", intent="follow_up")["outcome"] == "unanswered"


def test_a_follow_up_to_an_article_that_is_gone_is_a_question() -> None:
    assert Talk(slots={"last_slug": "gone"}).says("och sen?", intent="follow_up")["outcome"] == "unanswered"


def test_a_leaning_question_that_finds_an_answer_needs_no_context() -> None:
    assert after("vad är en utredning", "och får jag advokat?")["slug"] == "lvu-free-lawyer"


def test_a_leaning_question_without_an_answer_gets_the_last_article() -> None:
    said = after("vad är en utredning", "måste pappa vara med på det?")
    assert (said["slug"], texts(said)[: len(AGAIN)]) == ("inv-4-months", AGAIN)


def test_a_leaning_question_that_is_unclear_is_asked_about() -> None:
    assert after("kidnappar de muslimer", "och det är oklart")["outcome"] == "clarify"


@pytest.mark.parametrize("text", ["hur blir väder imorgon", "och hur blir väder där borta imorgon"])
def test_what_is_about_something_else_never_gets_the_last_article(text: str) -> None:
    said = after("vad är en utredning", text)
    assert (said["outcome"], said["slug"]) == ("out_of_scope", None)


def test_one_message_is_one_question_to_the_path() -> None:
    talk = Talk()
    talk.says("vad är en utredning")
    talk.says("och sen?", intent="follow_up")
    talk.says("måste pappa vara med på det?")
    assert asked(talk) == ["vad är en utredning", "och sen?", "måste pappa vara med på det?"]


def test_a_child_is_sent_to_a_grown_up_it_trusts() -> None:
    talk = Talk(metadata={"audience": "child"})
    talk.says("vad är en utredning")
    assert "116 111" in texts(talk.says("och sen?", intent="follow_up"))


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
