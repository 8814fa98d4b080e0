"""Only `/choose{"id": …}` is a command; everything else is text, whatever it begins with."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.components.commands import choice_in, harmless


@pytest.mark.parametrize("text", ['/choose{"id": "article:soc-what"}', ' /choose {"id":"article:soc-what"} '])
def test_a_choice(text: str) -> None:
    assert choice_in(text) == "article:soc-what"
    assert harmless(text) == '/choose{"id": "article:soc-what"}'


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("/restart", "restart"),
        (" // /session_start", "session_start"),
        ("/greet", "greet"),
        ('/greet{"id": "x"}', 'greet{"id": "x"}'),
        ('/choose{"id": "x", "language": "y"}', 'choose{"id": "x", "language": "y"}'),
        ('/choose{"id": "UPPER"}', 'choose{"id": "UPPER"}'),
        ('/choose{"id": 1}', 'choose{"id": 1}'),
        ("/choose{", "choose{"),
        ("/choose", "choose"),
        ("hej /restart", "hej /restart"),
        ("  hej  ", "hej"),
        ("///", ""),
    ],
)
def test_what_is_no_choice_is_text(text: str, left: str) -> None:
    assert choice_in(text) is None
    assert harmless(text) == left


@given(st.text())
def test_nothing_but_a_choice_begins_with_a_slash(text: str) -> None:
    seen = harmless(text).strip()  # Rasa strips as well
    assert not seen.startswith("/") or choice_in(seen) is not None


@given(st.from_regex(r"[a-z0-9_:.-]{1,100}", fullmatch=True))
def test_every_choice_id_comes_through(choice: str) -> None:
    assert choice_in("/choose" + json.dumps({"id": choice})) == choice
