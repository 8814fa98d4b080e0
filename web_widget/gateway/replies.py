"""Idempotency: a repeated `client_message_id` gets the reply that the first one got. Replies are kept, never questions.

The unique constraint decides who works on a message. Whoever inserts the row first holds the claim; the others wait for
the reply. A claim that is older than any turn can last was left by a crash, and is taken over.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Row, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from knowledge.clock import Clock
from knowledge.content.conversation_tables import replies
from web_widget.gateway.conversations import ConversationOver, Conversations

Reply = dict[str, Any]

POLL_SECONDS = 0.05


class StillWorking(Exception):
    """The first request with this `client_message_id` has no reply yet, and waiting longer would not be polite."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to answer one message. `id` becomes the beginning of the ids of the reply's messages."""

    conversation_id: str
    client_message_id: str
    id: str


class Replies:
    """`turn_seconds`: longer than any turn can last; so long waits a duplicate, and so old is a claim that died."""

    def __init__(
        self, engine: Engine, clock: Clock, conversations: Conversations, turn_seconds: float
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._conversations = conversations
        self._turn_seconds = turn_seconds

    def claim(self, conversation_id: str, client_message_id: str) -> Claim | Reply:
        """The claim, or the reply that there is already. Raises `StillWorking` and `ConversationOver`."""
        claim = Claim(conversation_id, client_message_id, secrets.token_hex(8))
        deadline = time.monotonic() + self._turn_seconds
        while True:
            if self._insert(claim):
                return claim
            row = self._row(claim)
            if row is None:
                # Either released a moment ago, then the next round inserts; or the whole conversation was erased.
                if not self._conversations.alive(conversation_id):
                    raise ConversationOver
            elif row.reply is not None:
                return dict(row.reply)
            elif self._is_dead(row.created_at) and self._take_over(row.id, claim):
                return claim
            if time.monotonic() >= deadline:
                raise StillWorking
            time.sleep(POLL_SECONDS)

    def finish(self, claim: Claim, reply: Reply) -> Reply:
        """Keeps `reply`; gives what the visitor is shown: another's reply when that one was first.

        Raises `ConversationOver` when the conversation was erased meanwhile; then nothing is kept.
        """
        with self._engine.begin() as connection:
            kept = connection.execute(
                update(replies)
                .where(_same(claim), replies.c.reply.is_(None))
                .values(id=claim.id, reply=reply)
            ).rowcount
        if kept:
            return reply
        row = self._row(claim)
        if row is not None and row.reply is not None:
            return dict(row.reply)
        if not self._conversations.alive(claim.conversation_id):
            raise ConversationOver
        return reply

    def release(self, claim: Claim) -> None:
        """Gives the claim up, so that a retry can succeed."""
        with self._engine.begin() as connection:
            connection.execute(delete(replies).where(replies.c.id == claim.id, replies.c.reply.is_(None)))

    def _insert(self, claim: Claim) -> bool:
        try:
            with self._engine.begin() as connection:
                connection.execute(
                    insert(replies).values(
                        id=claim.id,
                        conversation_id=claim.conversation_id,
                        client_message_id=claim.client_message_id,
                        created_at=self._clock(),
                    )
                )
        except IntegrityError:
            return False
        return True

    def _row(self, claim: Claim) -> Row[Any] | None:
        with self._engine.connect() as connection:
            return connection.execute(select(replies).where(_same(claim))).first()

    def _is_dead(self, claimed_at: datetime) -> bool:
        return self._clock() - claimed_at >= timedelta(seconds=self._turn_seconds)

    def _take_over(self, dead_id: str, claim: Claim) -> bool:
        with self._engine.begin() as connection:
            return bool(
                connection.execute(
                    update(replies)
                    .where(replies.c.id == dead_id, replies.c.reply.is_(None))
                    .values(id=claim.id, created_at=self._clock())
                ).rowcount
            )


def _same(claim: Claim) -> Any:
    return and_(
        replies.c.conversation_id == claim.conversation_id,
        replies.c.client_message_id == claim.client_message_id,
    )
