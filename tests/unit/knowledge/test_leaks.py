"""No Swedish and no English in another language's words: every message, contact and article."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from knowledge.catalogue import catalogue, languages
from knowledge.contacts import all_contacts, card
from knowledge.content.files import read_articles

OTHERS = tuple(language for language in languages() if language not in ("sv", "en"))
OTHER_SCRIPTS = frozenset({"ar", "fa", "ckb", "ti", "ru", "uk"})
# Function words that no other language here has.
TELLING = re.compile(
    r"\b(?:och|inte|är|för|att|som|eller|när|från|också|barnet|the|and|you|your|with|that|this|which|when|they|from|have)\b",
    re.IGNORECASE,
)
# Swedish terms stand in brackets, as the words that a reader will meet; what is in quotation marks is said in Swedish.
# Names of helplines, and of authorities that are named whole, are names in every language.
ASIDE = re.compile(
    r"Inspektionen för vård och omsorg|Rätt att välja|Välj att sluta|\([^()]*\)|«[^»]*»|“[^”]*”|„[^“”]*[“”]|\"[^\"]*\"|‘[^’]*’|https?://\S+|\{\w+\}"
)


def said(language: str) -> Iterator[tuple[str, str]]:
    """(where, text) of all that a reader of `language` is shown."""
    yield from catalogue(language).items()
    for contact in all_contacts():
        shown = card(contact, language)
        yield contact, f"{shown.name}\n{shown.note}"
    for article in read_articles():
        for t in article.translations:
            if t.language == language:
                where = f"{article.slug}/{language}/{t.audience}/{t.valid_from or ''}"
                yield where, "\n".join(filter(None, (t.title, t.short, t.what_is_true, t.long)))


@pytest.mark.parametrize("language", OTHERS)
def test_no_swedish_and_no_english_sentence_in_another_language(language: str) -> None:
    leaks = {
        where: found.group()
        for where, text in said(language)
        if (found := TELLING.search(ASIDE.sub(" ", text)))
    }
    assert leaks == {}


@pytest.mark.parametrize("language", OTHERS)
def test_no_message_is_the_swedish_or_the_english_one(language: str) -> None:
    same = [
        key
        for key, text in catalogue(language).items()
        if len(text.split()) > 2 and text in (catalogue("sv").get(key), catalogue("en").get(key))
    ]
    assert same == []


@pytest.mark.parametrize("language", sorted(OTHER_SCRIPTS & set(OTHERS)))
def test_in_other_scripts_latin_letters_are_single_words(language: str) -> None:
    """A name, an abbreviation, a law's number; never a sentence."""
    run = re.compile(r"[A-Za-zÅÄÖåäöé]{2,}(?:[ \u00a0]+[A-Za-zÅÄÖåäöé]{2,}){3,}")
    assert {
        where: found.group() for where, text in said(language) if (found := run.search(ASIDE.sub(" ", text)))
    } == {}
