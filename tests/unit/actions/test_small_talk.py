"""Greetings and their like, starting over, and which language they are in."""

from __future__ import annotations

import pytest

from tests.support.dialogue import Talk, options, texts

INTENTS = ("greet", "thanks", "goodbye", "help", "ask_person")


@pytest.mark.parametrize("intent", INTENTS)
@pytest.mark.parametrize("language", ["sv", "en", "ar"])
@pytest.mark.parametrize("audience", ["parent", "child"])
def test_every_one_has_words(intent: str, language: str, audience: str) -> None:
    talk = Talk(metadata={"audience": audience, "page_language": language})
    said = talk.says("…", intent, "action_small_talk")
    assert (said["outcome"], said["language"], said["slug"]) == ("small_talk", language, None)
    assert texts(said).strip()
    assert not talk.world.answers.asked


def test_the_language_of_the_small_talk_decides_unless_one_was_chosen() -> None:
    assert Talk().says("salam", "greet", "action_small_talk", spoken="ar")["language"] == "ar"
    chosen = Talk(metadata={"language": "en"})
    assert chosen.says("hej", "greet", "action_small_talk", spoken="sv")["language"] == "en"
    assert Talk(metadata={"page_language": "en"}).says("2", "greet", "action_small_talk")["language"] == "en"


def test_a_child_is_offered_texts_to_tap() -> None:
    child = Talk(metadata={"audience": "child"}).says("hej", "greet", "action_small_talk")
    assert options(child) == ["article:child-alone", "article:child-hit", "form:worried", "form:municipality"]
    assert options(Talk().says("hej", "greet", "action_small_talk")) == ["form:worried", "form:municipality"]


def test_a_person_is_a_phone_call_away_and_for_a_child_it_is_bris() -> None:
    for audience, first in (("parent", "find-municipality"), ("child", "116 111")):
        said = Talk(metadata={"audience": audience}).says("människa", "ask_person", "action_small_talk")
        cards = next(m for m in said["messages"] if m["type"] == "help")["cards"]
        assert cards[0]["phone"] == (None if first == "find-municipality" else first)
        assert any(c["phone"] == "112" for c in cards)


def test_starting_over_forgets_what_was_said_but_not_who_reads() -> None:
    talk = Talk()
    talk.says("på engelska", "choose_language", "action_choose_language")
    talk.says("what is an investigation")
    talk.picks("form:worried")
    said = talk.picks("start_over")
    assert said["language"] == "en"
    assert talk.slots["last_slug"] is None
    assert talk.slots["form"] is None
    assert talk.slots["language"] == "en"


@pytest.mark.parametrize("intent", ["thanks", "help", "ask_person", "greet"])
def test_a_form_that_waits_is_taken_up_again(intent: str) -> None:
    talk = Talk()
    talk.picks("form:worried")
    assert options(talk.says("…", intent, "action_small_talk")) == ["form:continue", "form:stop"]
