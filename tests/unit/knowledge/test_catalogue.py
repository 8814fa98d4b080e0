from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from knowledge.catalogue import catalogue, languages, say
from knowledge.contacts import all_contacts, card
from knowledge.content.schema import FULL_LANGUAGES

SPOKEN = [language for language in languages() if language != "sv"]
ROOT = Path(__file__).parents[3]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_the_promised_languages_are_spoken() -> None:
    assert {*FULL_LANGUAGES, "ti", "uk", "ru", "tr", "ckb", "pl", "es", "fi"} <= set(languages())


@pytest.mark.parametrize("language", SPOKEN)
def test_every_language_has_every_message(language: str) -> None:
    assert set(catalogue("sv")) - set(catalogue(language)) == set()


@pytest.mark.parametrize("language", SPOKEN)
def test_no_language_has_a_message_that_swedish_lacks_or_other_fields(language: str) -> None:
    for key, text in catalogue(language).items():
        assert key in catalogue("sv"), key
        assert fields(text) == fields(catalogue("sv")[key]), key


def test_every_key_that_the_code_names_is_there() -> None:
    named = set()
    for folder in ("knowledge", "actions", "web_widget/gateway", "web_widget/pages"):
        for path in (ROOT / folder).rglob("*.py"):
            named |= set(re.findall(r"\bsay\(\s*\"([a-z0-9_.]+)\"", path.read_text(encoding="utf-8")))
    assert named
    assert {key for key in named if key not in catalogue("sv")} == set()


def test_a_missing_language_falls_back_to_swedish() -> None:
    assert say("clarify.prompt", "xx") == say("clarify.prompt", "sv")
    with pytest.raises(KeyError):
        say("no.such.key", "sv")


def test_numbers_in_messages_are_numbers_of_contacts() -> None:
    from knowledge.content.rules import unknown_numbers

    for language in languages():
        for key, text in catalogue(language).items():
            assert unknown_numbers(text) == [], (language, key)


@pytest.mark.parametrize("contact_id", all_contacts())
def test_contacts_speak_every_language_that_the_catalogue_speaks(contact_id: str) -> None:
    for language in ("sv", *SPOKEN):
        assert card(contact_id, language).language == language
    assert card(contact_id, "xx").language == "sv"
