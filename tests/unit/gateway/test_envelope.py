from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.presentation import answer_message, choices_message, help_message, text_message
from knowledge.types import Outcome
from tests.support.fake_rasa import envelope
from tests.support.fakes import rendered
from web_widget.gateway import envelope as envelopes
from web_widget.gateway.envelope import Turn
from web_widget.gateway.rasa import RasaFailed

TEXT = text_message("Hej")


def test_every_kind_of_message_comes_through_unchanged() -> None:
    article = rendered("myth-kidnap-muslim")
    messages = [
        TEXT,
        answer_message(article),
        choices_message("Vilken?", [("article:report-what", "Vad?"), ("form:worried", "Orolig")]),
        help_message("Ring", article.help, "violence"),
    ]
    turn = envelopes.read(envelope(*messages, outcome="form", language="ar"))
    assert turn == Turn(Outcome.FORM, "ar", tuple(messages))


def test_envelopes_of_one_turn_are_joined_and_the_last_outcome_stands() -> None:
    items = envelope(TEXT, outcome="small_talk", language="sv") + envelope(
        TEXT, outcome="answered", language="en"
    )
    assert envelopes.read(items) == Turn(Outcome.ANSWERED, "en", (TEXT, TEXT))


def test_a_bare_text_is_small_talk() -> None:
    assert envelopes.read([{"recipient_id": "x", "text": "Hej"}]) == Turn(Outcome.SMALL_TALK, None, (TEXT,))


def test_unknown_keys_of_a_message_do_not_reach_the_browser() -> None:
    (message,) = envelopes.read(envelope({**TEXT, "html": "<script>"})).messages
    assert message == TEXT


@pytest.mark.parametrize(
    "items",
    [
        [{"custom": {}}],
        [{"custom": "answered"}],
        [{"recipient_id": "x", "image": "https://example.org/x.png"}],
        ["hej"],
        [None],
        envelope({"type": "video", "url": "x"}),
        envelope({"type": "text"}),
        envelope({"type": "text", "text": 3}),
        envelope({"type": "text", "text": "half a pair: \ud800"}),
        envelope(TEXT, outcome="delighted"),
        envelope(TEXT, language="<b>"),
        envelope({"type": "choices", "prompt": "?", "options": [{"id": "/restart", "label": "x"}]}),
        envelope({**answer_message(rendered("report-what")), "as_of": "in spring"}),
        envelope(),
        envelope(TEXT, outcome="error"),
    ],
)
def test_what_is_not_in_the_contract_is_a_failure(items: list[Any]) -> None:
    with pytest.raises(RasaFailed):
        envelopes.read(items)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["custom", "text", "outcome", "language", "messages", "type"]) | st.text(), inner
        )
    ),
    max_leaves=20,
)


@given(st.lists(JSON, max_size=4))
def test_no_garbage_causes_anything_else_than_a_failure(items: list[Any]) -> None:
    try:
        turn = envelopes.read(items)
    except RasaFailed:
        return
    assert turn.messages
