from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Timer
from typing import Any

import pytest

from knowledge.types import Audience
from tests.support.fakes import Services
from web_widget.gateway.conversations import Conversation, ConversationOver, Conversations
from web_widget.gateway.replies import Claim, Replies, StillWorking

REPLY = {"outcome": "answered", "messages": [{"id": "x", "text": "سلام å"}]}


@pytest.fixture
def conversations(services: Services) -> Conversations:
    return Conversations(services.database, services.clock, timedelta(minutes=30))


@pytest.fixture
def conversation(conversations: Conversations) -> Conversation:
    return conversations.begin(Audience.PARENT, "sv", None)[0]


@pytest.fixture
def replies(services: Services, conversations: Conversations) -> Replies:
    return Replies(services.database, services.clock, conversations, turn_seconds=0.3)


@pytest.fixture
def patient(services: Services, conversations: Conversations) -> Replies:
    """Waits longer than a busy machine can make it."""
    return Replies(services.database, services.clock, conversations, turn_seconds=20)


def claimed(replies: Replies, conversation: Conversation, message: str = "message-1") -> Claim:
    claim = replies.claim(conversation.id, message)
    assert isinstance(claim, Claim)
    return claim


def test_a_repeated_message_gets_the_reply_kept(replies: Replies, conversation: Conversation) -> None:
    assert replies.finish(claimed(replies, conversation), REPLY) == REPLY
    assert replies.claim(conversation.id, "message-1") == REPLY


def test_another_message_is_another_claim(replies: Replies, conversation: Conversation) -> None:
    assert claimed(replies, conversation).id != claimed(replies, conversation, "message-2").id


def test_the_same_id_in_another_conversation_is_another_message(
    replies: Replies, conversations: Conversations, conversation: Conversation
) -> None:
    replies.finish(claimed(replies, conversation), REPLY)
    other, _ = conversations.begin(Audience.PARENT, "sv", None)
    assert isinstance(replies.claim(other.id, "message-1"), Claim)


def test_of_many_at_once_one_works_and_all_get_its_reply(
    patient: Replies, conversation: Conversation
) -> None:
    ready = Barrier(8)
    worked: list[str] = []

    def ask(n: int) -> dict[str, Any]:
        ready.wait()
        claim = patient.claim(conversation.id, "message-1")
        if not isinstance(claim, Claim):
            return claim
        worked.append(claim.id)
        return patient.finish(claim, {"n": n})

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))
    assert len(worked) == 1
    assert all(a == answers[0] for a in answers)


def test_a_duplicate_waits_for_the_first(patient: Replies, conversation: Conversation) -> None:
    claim = claimed(patient, conversation)
    Timer(0.1, patient.finish, (claim, REPLY)).start()
    assert patient.claim(conversation.id, "message-1") == REPLY


def test_a_duplicate_that_waited_long_enough_is_told_so(replies: Replies, conversation: Conversation) -> None:
    claimed(replies, conversation)
    with pytest.raises(StillWorking):
        replies.claim(conversation.id, "message-1")


def test_a_released_message_can_be_claimed_again(replies: Replies, conversation: Conversation) -> None:
    first = claimed(replies, conversation)
    replies.release(first)
    assert claimed(replies, conversation).id != first.id


def test_a_claim_left_by_a_crash_is_taken_over(
    replies: Replies, conversation: Conversation, services: Services
) -> None:
    dead = claimed(replies, conversation)
    services.clock.forward(seconds=0.3)
    heir = claimed(replies, conversation)
    assert heir.id != dead.id
    replies.release(dead)  # had it only been slow, it must not take the heir's claim away
    assert replies.finish(heir, REPLY) == REPLY
    assert replies.finish(dead, {"late": True}) == REPLY
    assert replies.claim(conversation.id, "message-1") == REPLY


def test_a_slow_one_may_still_be_first(
    replies: Replies, conversation: Conversation, services: Services
) -> None:
    slow = claimed(replies, conversation)
    services.clock.forward(seconds=0.3)
    heir = claimed(replies, conversation)
    assert replies.finish(slow, REPLY) == REPLY
    assert replies.finish(heir, {"late": True}) == REPLY


def test_nothing_is_kept_for_a_conversation_erased_meanwhile(
    replies: Replies, conversations: Conversations, conversation: Conversation
) -> None:
    claim = claimed(replies, conversation)
    conversations.erase(conversation.id)
    with pytest.raises(ConversationOver):
        replies.finish(claim, REPLY)
    with pytest.raises(ConversationOver):
        replies.claim(conversation.id, "message-1")


def test_a_kept_reply_cannot_be_released(replies: Replies, conversation: Conversation) -> None:
    claim = claimed(replies, conversation)
    replies.finish(claim, REPLY)
    replies.release(claim)
    assert replies.claim(conversation.id, "message-1") == REPLY
