from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from web_widget.gateway.text import cleaned

# Any code point at all, lone surrogates among them, thick with what could be taken for a command.
ANYTHING = st.text(st.one_of(st.sampled_from("/／ \t\n\u200b\u200f\x00a{"), st.characters()), max_size=60)


@given(ANYTHING)
@example("/choose{}")
@example(" /\u200b/ /restart")
@example("\x00/restart")
@example("\ud800/restart")
@example("／restart")
def test_no_text_can_be_a_command_for_rasa(text: str) -> None:
    result = cleaned(text)
    assert not result.startswith("/")
    assert not unicodedata.normalize("NFKC", result).strip().startswith("/")


@given(ANYTHING)
def test_every_result_can_be_sent_and_holds_no_control_character(text: str) -> None:
    result = cleaned(text)
    result.encode("utf-8")
    assert not any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in result)


@given(ANYTHING)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)


@given(st.text(st.characters(categories=("L", "N", "P")), min_size=1).filter(lambda t: t[0] not in "/／"))
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert cleaned(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  hej  ", "hej"),
        ("och/eller", "och/eller"),
        ("rad ett\nrad två", "rad ett\nrad två"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # Persian needs its joiner
        ("a\x07b", "ab"),
        ("///", ""),
        ("\u200b\u200f \n", ""),
        ("\ud800", ""),
        ("", ""),
    ],
)
def test_examples(text: str, expected: str) -> None:
    assert cleaned(text) == expected
