"""The form that finds a municipality: a name right, nearly right, unclear, unknown; and questions in between."""

from __future__ import annotations

import pytest

from tests.support.dialogue import Talk, options, texts

FORM = "action_municipality"


def begun(audience: str = "parent", language: str | None = None) -> Talk:
    talk = Talk(metadata={"audience": audience, "language": language})
    talk.picks("form:municipality")
    return talk


@pytest.mark.parametrize(
    "text",
    ["Malmö", "malmo", "jag bor i Malmö stad", "Malmös kommun", "rosengård", "مالمو", "في مالمو", "Mamlö"],
)
def test_a_name(text: str) -> None:
    talk = begun()
    said = talk.says(text, "nlu_fallback", FORM)
    assert "Malmö (Skåne län)" in texts(said)
    assert (said["outcome"], talk.slots["form_step"]) == ("form", "found")


def test_there_is_no_number_and_no_address_but_the_switchboard_and_112() -> None:
    said = begun().says("Kiruna", "nlu_fallback", FORM)
    phones = [c["phone"] for m in said["messages"] if m["type"] == "help" for c in m["cards"]]
    assert phones == [None, None, "112"]
    assert "växel" in texts(said)


def test_an_unclear_name_gives_choices_with_the_county() -> None:
    talk = begun()
    said = talk.says("Habo", "nlu_fallback", FORM)
    assert options(said) == ["municipality:0305", "municipality:0643", "municipality:none"]
    assert "Habo (Jönköpings län)" in texts(said)
    assert "Jönköpings län" in texts(talk.says("den andra", "pick_second", "action_pick"))


def test_two_names_are_asked_about() -> None:
    assert set(options(begun().says("Lund eller Eslöv", "nlu_fallback", FORM))) >= {
        "municipality:1281",
        "municipality:1285",
    }


@pytest.mark.parametrize("text", ["Springfield", "xyzzy", "Atlantis kommun"])
def test_an_unknown_name_says_so_and_how_to_go_on(text: str) -> None:
    talk = begun()
    said = talk.says(text, "nlu_fallback", FORM)
    assert "skr.se" in texts(said)
    assert text not in texts(said)
    assert (options(said), talk.slots["form_step"]) == (["form:stop"], "name")
    assert "Lund" in texts(talk.says("Lund", "nlu_fallback", FORM))


def test_a_question_in_between_is_answered_and_the_form_offers_to_go_on() -> None:
    talk = begun()
    said = talk.says("vad ska jag vara rädd för i en utredning?", "nlu_fallback", FORM)
    assert said["slug"] == "inv-4-months"  # and not the municipality of Vara
    assert options(said) == ["form:continue", "form:stop"]
    assert "Vilken kommun" in texts(talk.says("ja", "affirm", "action_pick"))


def test_another_name_may_follow_at_once() -> None:
    talk = begun()
    talk.says("Lund", "nlu_fallback", FORM)
    assert "Eslöv" in texts(talk.says("eslov", "nlu_fallback", FORM))


def test_after_it_is_found_a_question_closes_the_form() -> None:
    talk = begun()
    talk.says("Lund", "nlu_fallback", FORM)
    said = talk.says("hur lång är en utredning", "ask", FORM)
    assert options(said) == []
    assert talk.slots["form"] is None


def test_the_name_in_the_first_message_is_enough() -> None:
    said = Talk().says("hitta socialtjänsten i Lund", "find_municipality", FORM)
    assert "Lund (Skåne län)" in texts(said)


@pytest.mark.parametrize("language", ["sv", "en", "ar"])
@pytest.mark.parametrize("audience", ["parent", "child"])
def test_words_for_everyone(language: str, audience: str) -> None:
    talk = begun(audience, language)
    for text in ("Lund", "xyzzy", "Habo"):
        talk.picks("form:municipality")
        said = talk.says(text, "nlu_fallback", FORM)
        assert said["language"] == language
        assert texts(said).strip()
    if audience == "child":
        found = talk.picks("municipality:1281")
        assert "116 111" in str(found["messages"])
