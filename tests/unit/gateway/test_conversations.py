from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from knowledge.content.conversation_tables import conversations, replies
from knowledge.types import Audience
from tests.support.fakes import Services
from web_widget.gateway.conversations import ConversationOver, Conversations, WrongToken, token_hash
from web_widget.gateway.replies import Claim, Replies


@pytest.fixture
def store(services: Services) -> Conversations:
    return Conversations(services.database, services.clock, timedelta(minutes=30))


def test_ids_and_tokens_are_long_and_never_the_same(store: Conversations) -> None:
    begun = [store.begin(Audience.PARENT, "sv", None) for _ in range(20)]
    assert all(re.fullmatch("[0-9a-f]{32}", conversation.id) for conversation, _ in begun)
    assert all(len(token) >= 43 for _, token in begun)
    assert len({c.id for c, _ in begun}) == len({t for _, t in begun}) == 20


def test_the_token_is_kept_as_its_digest_only(store: Conversations, services: Services) -> None:
    _, token = store.begin(Audience.PARENT, "sv", None)
    with services.database.connect() as connection:
        row = connection.execute(select(conversations)).one()
    assert row.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(row)


def test_the_token_opens_the_conversation(store: Conversations) -> None:
    conversation, token = store.begin(Audience.CHILD, "ar", "sv")
    assert store.open(conversation.id, token) == conversation
    assert (conversation.audience, conversation.language, conversation.page_language) == (
        Audience.CHILD,
        "ar",
        "sv",
    )


def test_no_other_token_opens_it(store: Conversations) -> None:
    conversation, _ = store.begin(Audience.PARENT, "sv", None)
    _, other = store.begin(Audience.PARENT, "sv", None)
    for wrong in (other, "", "\ud800"):
        with pytest.raises(WrongToken):
            store.open(conversation.id, wrong)


def test_an_unknown_conversation_is_over(store: Conversations) -> None:
    with pytest.raises(ConversationOver):
        store.open("0" * 32, "token")


def test_it_is_over_after_the_idle_time_and_its_row_gone(store: Conversations, services: Services) -> None:
    conversation, token = store.begin(Audience.PARENT, "sv", None)
    services.clock.forward(minutes=30)
    assert store.open(conversation.id, token)
    services.clock.forward(seconds=1)
    with pytest.raises(ConversationOver):
        store.open(conversation.id, token)
    assert not store.alive(conversation.id)


def test_a_message_begins_the_idle_time_anew(store: Conversations, services: Services) -> None:
    conversation, token = store.begin(Audience.PARENT, "sv", None)
    services.clock.forward(minutes=29)
    store.touch(conversation)
    services.clock.forward(minutes=29)
    assert store.open(conversation.id, token)


def test_purging_takes_the_idle_ones_with_their_replies_and_no_others(
    store: Conversations, services: Services
) -> None:
    old, _ = store.begin(Audience.PARENT, "sv", None)
    kept = Replies(services.database, services.clock, store, 1)
    claim = kept.claim(old.id, "message-1")
    assert isinstance(claim, Claim)
    kept.finish(claim, {"outcome": "answered"})
    services.clock.forward(minutes=31)
    young, _ = store.begin(Audience.PARENT, "sv", None)
    assert store.purge() == 1
    assert (store.alive(old.id), store.alive(young.id)) == (False, True)
    with services.database.connect() as connection:
        assert connection.execute(select(replies)).all() == []


def test_what_was_erased_is_in_none_of_the_database_files(
    store: Conversations, services: Services, tmp_path: Path
) -> None:
    conversation, _ = store.begin(Audience.PARENT, "sv", None)
    kept = Replies(services.database, services.clock, store, 1)
    claim = kept.claim(conversation.id, "message-1")
    assert isinstance(claim, Claim)
    kept.finish(claim, {"text": "kvinnofrid-" * 50})
    files = lambda: b"".join(f.read_bytes() for f in tmp_path.iterdir() if f.is_file())  # noqa: E731
    assert b"kvinnofrid-" in files()
    store.erase(conversation.id)
    store.scrub()
    assert b"kvinnofrid-" not in files()
    assert conversation.id.encode() not in files()


@given(st.text())
def test_any_text_has_a_digest(text: str) -> None:
    assert re.fullmatch("[0-9a-f]{64}", token_hash(text))
