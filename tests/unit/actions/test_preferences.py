"""Choosing the language and the audience, in words and with buttons."""

from __future__ import annotations

import pytest

from actions.preferences import audience_named
from actions.sayings import name_of
from actions.words import language_named
from knowledge.catalogue import languages
from knowledge.types import Audience
from tests.support.dialogue import Talk, options, texts

LANGUAGE, AUDIENCE = "action_choose_language", "action_choose_audience"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("engelska tack", "en"),
        ("Kan vi prata ARABISKA?", "ar"),
        ("do you speak Swedish", "sv"),
        ("بالعربي", "ar"),
        ("بالإنجليزية", "en"),
        ("soomaali", "so"),
        ("Українська", "uk"),
        ("byt språk", None),
        ("svenska eller engelska", None),
    ],
)
def test_a_language_by_name(text: str, code: str | None) -> None:
    assert language_named(text) == code


def test_every_language_of_the_product_has_a_name_in_swedish() -> None:
    for code in ("sv", "en", "ar", "so", "fa", "ti", "uk", "ru", "tr", "ckb", "kmr", "pl", "es", "fi", "bs"):
        assert name_of(code, "sv")
        assert name_of(code, code)


def test_changing_the_language_lasts_and_offers_the_last_article_in_it() -> None:
    talk = Talk()
    talk.says("vad är en utredning")
    said = talk.says("på engelska", "choose_language", LANGUAGE)
    assert said["language"] == "en"
    assert options(said) == ["article:inv-4-months"]
    assert talk.says("får jag advokat")["language"] == "en"
    assert talk.world.answers.asked[-1].language == "en"


def test_the_later_choice_wins_whether_made_in_the_widget_or_in_words() -> None:
    talk = Talk(metadata={"language": "sv"})
    talk.says("på engelska", "choose_language", LANGUAGE)
    assert talk.says("tack", "thanks", "action_small_talk")["language"] == "en"
    talk.metadata["language"] = "ar"
    assert talk.says("tack", "thanks", "action_small_talk")["language"] == "ar"


def test_a_language_that_is_not_there_is_said_so_and_others_offered() -> None:
    said = Talk().says("på bosniska", "choose_language", LANGUAGE)
    assert "bosniska" in texts(said)
    assert options(said) == [f"language:{code}" for code in languages()]
    assert "العربية" in texts(said)


@pytest.mark.parametrize(
    "text", ["byt språk", "jag förstår inte svenska", "I don't speak Swedish", "لا أفهم السويدية"]
)
def test_which_language_is_asked_when_none_is_wanted_by_name(text: str) -> None:
    talk = Talk()
    assert "language:ar" in options(talk.says(text, "choose_language", LANGUAGE))
    assert talk.picks("language:ar")["language"] == "ar"


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("jag är ett barn", Audience.CHILD),
        ("I'm 12 years old", Audience.CHILD),
        ("عمري ١٣ سنة", Audience.CHILD),
        ("jag är under 18", Audience.CHILD),
        ("mamma till 3 barn", Audience.PARENT),
        ("jag har 2 barn", None),
        ("jag är 12 år och vi är 3 barn hemma", Audience.CHILD),
        ("waxaan ahay 11 jir", Audience.CHILD),
        ("أنا تحت 18", Audience.CHILD),
        ("زیر ۱۸ سالم", Audience.CHILD),
        ("من مادر هستم", Audience.PARENT),
        ("jag är 18 år", Audience.PARENT),
        ("jag är 35 år", Audience.PARENT),
        ("jag är mamma", Audience.PARENT),
        ("jag är inget barn", Audience.PARENT),
        ("أنا أم", Audience.PARENT),
        ("hej", None),
    ],
)
def test_who_one_says_to_be(text: str, audience: Audience | None) -> None:
    assert audience_named(text) is audience


def test_the_audience_goes_before_that_of_the_page_and_drops_the_last_article() -> None:
    talk = Talk()
    talk.says("vad är en utredning")
    said = talk.says("jag är ett barn", "choose_audience", AUDIENCE)
    assert "article:child-alone" in options(said)
    assert talk.slots["last_slug"] is None
    talk.says("får man slå barn")
    assert talk.world.answers.asked[-1].audience is Audience.CHILD
    talk.picks("audience:parent")
    talk.says("får man slå barn")
    assert talk.world.answers.asked[-1].audience is Audience.PARENT


def test_when_it_cannot_be_told_it_is_asked() -> None:
    assert options(Talk().says("för vem", "choose_audience", AUDIENCE)) == [
        "audience:child",
        "audience:parent",
    ]


def test_a_form_goes_on_in_the_new_language() -> None:
    talk = Talk()
    talk.picks("form:worried")
    said = talk.says("in english", "choose_language", LANGUAGE)
    assert options(said) == ["form:continue", "form:stop"]
    assert "danger" in texts(talk.picks("form:continue"))
