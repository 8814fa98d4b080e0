"""Yes, no, the second one, an option in its own words; and all of these when nothing was asked."""

from __future__ import annotations

import pytest

from tests.support.dialogue import Talk, options, texts

PICK = "action_pick"


def clarified() -> Talk:
    talk = Talk()
    talk.says("oklart")
    return talk


@pytest.mark.parametrize(
    ("text", "intent", "slug"),
    [
        ("den första", "pick_first", "inv-4-months"),
        ("2", "pick_second", "lvu-free-lawyer"),
        ("الثاني", "pick_second", "lvu-free-lawyer"),
        ("den sista", "pick_last", "lvu-free-lawyer"),
    ],
)
def test_an_ordinal_after_a_clarifying_question(text: str, intent: str, slug: str) -> None:
    assert clarified().says(text, intent, PICK)["slug"] == slug


@pytest.mark.parametrize("intent", ["deny", "pick_third"])
def test_none_of_them(intent: str) -> None:
    said = clarified().says("inget av dem", intent, PICK)
    assert said["outcome"] == "unanswered"
    assert "form:municipality" in options(said)


def test_yes_to_several_asks_which() -> None:
    talk = clarified()
    said = talk.says("ja", "affirm", PICK)
    assert said["outcome"] == "clarify"
    assert options(said) == ["article:inv-4-months", "article:lvu-free-lawyer", "none_of_these"]
    assert talk.says("den andra", "pick_second", PICK)["slug"] == "lvu-free-lawyer"


def test_yes_to_the_only_one_takes_it() -> None:
    talk = Talk()
    talk.says("numret till soc i Malmö")
    assert "Malmö" in texts(talk.says("ja", "affirm", PICK))


def test_small_talk_in_between_changes_nothing() -> None:
    talk = clarified()
    talk.says("tack", "thanks", "action_small_talk")
    assert talk.says("den andra", "pick_second", PICK)["slug"] == "lvu-free-lawyer"


def test_an_ordinal_after_an_answer_means_its_related_texts_but_yes_does_not() -> None:
    talk = Talk()
    talk.says("får jag advokat")  # related: inv-4-months, report-what
    assert talk.says("ja", "affirm", PICK)["outcome"] == "small_talk"
    assert talk.says("den andra", "pick_second", PICK)["slug"] == "report-what"


@pytest.mark.parametrize(
    "intent", ["affirm", "deny", "unsure", "cancel", "pick_first", "pick_second", "pick_last"]
)
@pytest.mark.parametrize("language", ["sv", "en", "ar"])
def test_with_nothing_asked_they_still_get_a_sensible_reply(intent: str, language: str) -> None:
    said = Talk(metadata={"language": language}).says("…", intent, PICK)
    assert (said["outcome"], said["language"]) == ("small_talk", language)
    assert texts(said).strip()


def test_an_option_typed_in_its_own_words_is_picked() -> None:
    talk = clarified()
    assert talk.says("Advokat  (parent, SV)")["slug"] == "lvu-free-lawyer"
    assert len(talk.world.answers.asked) == 1


def test_other_words_are_a_question() -> None:
    talk = clarified()
    assert talk.says("vad är en orosanmälan")["slug"] == "report-what"


def test_an_unknown_choice_is_met_kindly() -> None:
    for choice in ("nonsense", "form:nonsense", "worried:nonsense", "audience:nobody", "municipality:0000"):
        said = Talk().picks(choice)
        assert said["outcome"] in ("unanswered", "small_talk", "form")
        assert texts(said).strip()
