"""The form for who is worried about a child, by buttons and by typing, for adults and for children."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from knowledge.catalogue import say
from tests.support.dialogue import Talk, World, options, texts

FORM = "action_worried"


def begun(audience: str = "parent", language: str | None = None) -> Talk:
    talk = Talk(metadata={"audience": audience, "language": language})
    talk.says("jag är orolig för ett barn", "start_worried", FORM)
    return talk


def phones(envelope: dict) -> list[str | None]:
    return [c["phone"] for m in envelope["messages"] if m["type"] == "help" for c in m["cards"]]


def test_danger_is_asked_first() -> None:
    talk = Talk()
    said = talk.picks("form:worried")
    assert said["outcome"] == "form"
    assert options(said) == ["worried:danger:yes", "worried:danger:no", "worried:danger:unsure"]
    assert (talk.slots["form"], talk.slots["form_step"]) == ("worried", "danger")


@pytest.mark.parametrize("audience", ["parent", "child"])
def test_danger_now_gives_112_first_and_says_that_it_is_a_crisis(audience: str) -> None:
    talk = begun(audience)
    said = talk.picks("worried:danger:yes")
    assert said["messages"][0]["type"] == "help"
    assert said["messages"][0]["crisis"] == "threat_to_life"
    assert phones(said)[0] == "112"
    assert ("116 111" in phones(said)) is (audience == "child")
    assert options(talk.picks("worried:who"))[-1] == (
        "worried:who:other" if audience == "child" else "worried:who:self"
    )


@pytest.mark.parametrize(
    ("who", "holds"),
    [
        ("professional", ["skyldig att anmäla", "kan inte vara anonym", "19 kap. 1", "14 dagar"]),
        ("private", ["bör du berätta", "får vara anonym", "19 kap. 1 och 4", "14 dagar"]),
        ("parent", ["be om stöd", "inte ett skäl för tvångsvård", "11 kap. 1"]),
        ("self", ["även utan dina föräldrar", "inte ditt fel", "Bris"]),
    ],
)
def test_each_door(who: str, holds: list[str]) -> None:
    talk = begun()
    talk.picks("worried:danger:no")
    said = talk.picks(f"worried:who:{who}")
    assert said["outcome"] == "form"
    assert not [part for part in holds if part not in texts(said)]
    assert "9 juli 2026" in texts(said)
    assert "form:municipality" in options(said)
    assert talk.slots["form"] is None


def test_what_rests_on_lvu_names_the_new_act_when_it_has_come() -> None:
    talk = Talk(World(now=datetime(2026, 12, 31, 22, 59, tzinfo=UTC)))
    assert "LVU" in texts(talk.picks("worried:who:parent"))
    talk.world.now = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)  # midnight in Sweden
    said = texts(talk.picks("worried:who:parent"))
    assert "2026:1600" in said
    assert "LVU" not in said


def test_a_child_meets_child_words_and_bris() -> None:
    talk = begun("child")
    assert options(talk.picks("worried:danger:no")) == ["worried:who:self", "worried:who:other"]
    said = talk.picks("worried:who:other")
    assert "en vuxen som du litar på" in texts(said)
    assert "116 111" in phones(said)
    assert "article:child-alone" in options(said)


@pytest.mark.parametrize(
    ("text", "intent", "action", "step"),
    [
        ("nej", "deny", "action_pick", "who"),
        ("nej det är det inte nu", "nlu_fallback", FORM, "who"),
        ("vet inte", "unsure", "action_pick", "who"),
        ("لا", "deny", "action_pick", "who"),
        ("sådär", "unsure", "action_pick", "who"),
    ],
)
def test_no_danger_in_words(text: str, intent: str, action: str, step: str) -> None:
    talk = begun()
    talk.says(text, intent, action)
    assert talk.slots["form_step"] == step


@pytest.mark.parametrize(
    ("text", "intent", "action"), [("ja", "affirm", "action_pick"), ("ja nu", "nlu_fallback", FORM)]
)
def test_danger_in_words(text: str, intent: str, action: str) -> None:
    assert phones(begun().says(text, intent, action))[0] == "112"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("jag är lärare", "skyldig att anmäla"),
        ("I am a teacher", "must report"),
        ("أنا معلمة", "ملزم بالإبلاغ"),
        ("granne", "får vara anonym"),
        ("mormor till barnet", "inte ditt fel"),  # the child is named first: the gentlest reading
        ("det är min son", "be om stöd"),
        ("mig själv", "inte ditt fel"),
    ],
)
def test_who_in_words(text: str, part: str) -> None:
    language = "ar" if "أ" in text else "en" if "teacher" in text else "sv"
    talk = begun(language=language)
    talk.picks("worried:danger:no")
    assert part in texts(talk.says(text, "nlu_fallback", FORM))


def test_saying_that_one_is_a_child_is_a_reply() -> None:
    talk = begun()
    talk.picks("worried:danger:no")
    assert "inte ditt fel" in texts(talk.says("jag är 12 år", "choose_audience", FORM))


def test_a_question_in_between_is_answered_and_the_form_offers_to_go_on() -> None:
    talk = begun()
    said = talk.says("hur lång tid får en utredning ta?", "ask", FORM)
    assert (said["outcome"], said["slug"]) == ("answered", "inv-4-months")
    assert options(said) == ["form:continue", "form:stop"]
    assert options(talk.says("ja", "affirm", "action_pick"))[0] == "worried:danger:yes"
    said = talk.picks("form:stop")
    assert said["outcome"] == "small_talk"
    assert talk.slots["form"] is None


def test_a_clarifying_question_comes_before_going_on() -> None:
    talk = begun()
    assert options(talk.says("oklart", "nlu_fallback", FORM))[-1] == "none_of_these"
    assert options(talk.says("den första", "pick_first", "action_pick")) == ["form:continue", "form:stop"]


def test_none_of_them_offers_to_go_on_as_well() -> None:
    talk = begun()
    talk.says("oklart", "nlu_fallback", FORM)
    assert options(talk.says("nej", "deny", "action_pick")) == ["form:continue", "form:stop"]


def test_a_yes_to_several_answers_asks_which_before_going_on() -> None:
    talk = begun()
    talk.says("oklart", "nlu_fallback", FORM)
    assert options(talk.says("ja", "affirm", "action_pick"))[-1] == "none_of_these"


def test_stopping_and_starting_over_leave_the_form() -> None:
    for text, intent, action in (
        ("avbryt", "cancel", "action_pick"),
        ("börja om", "start_over", "action_start_over"),
    ):
        talk = begun()
        talk.says(text, intent, action)
        assert talk.slots["form"] is None


def test_a_yes_that_fits_nothing_asks_again() -> None:
    talk = begun()
    talk.picks("worried:danger:no")
    assert options(talk.says("ja", "affirm", "action_pick"))[0] == "worried:who:professional"


@pytest.mark.parametrize("language", ["sv", "en", "ar"])
@pytest.mark.parametrize("audience", ["parent", "child"])
def test_every_step_has_words_in_every_language(language: str, audience: str) -> None:
    talk = begun(audience, language)
    for choice in ("form:worried", "worried:danger:yes", "worried:danger:unsure", "worried:who"):
        assert texts(talk.picks(choice)).strip()
    for who in ("self", "other") if audience == "child" else ("professional", "private", "parent", "self"):
        said = talk.picks(f"worried:who:{who}")
        assert said["language"] == language
        assert say("translation.unreviewed", language) in texts(said)
