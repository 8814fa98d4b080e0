"""The store of running conversations: who may speak in which, and when it is gone. Never what was typed."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Engine, delete, exists, insert, select, update

from knowledge.clock import Clock
from knowledge.content.conversation_tables import conversations
from knowledge.types import Audience

ID = re.compile("[0-9a-f]{32}")


class ConversationOver(Exception):
    """There is no such conversation: never was, was erased, or lay idle too long. The three look alike on purpose."""


class WrongToken(Exception):
    """The conversation lives, but the caller does not hold its token."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """`language`: the one last used; `page_language`: that of the page, a prior only."""

    id: str
    audience: Audience
    language: str
    page_language: str | None


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class Conversations:
    """Conversations idle for `idle` are over, whether or not `purge` has been there."""

    def __init__(self, engine: Engine, clock: Clock, idle: timedelta) -> None:
        self._engine = engine
        self._clock = clock
        self._idle = idle

    def begin(self, audience: Audience, language: str, page_language: str | None) -> tuple[Conversation, str]:
        """A new conversation and its token, which is not kept: only its digest is."""
        conversation = Conversation(secrets.token_hex(16), audience, language, page_language)
        token = secrets.token_urlsafe(32)
        now = self._clock()
        with self._engine.begin() as connection:
            connection.execute(
                insert(conversations).values(
                    id=conversation.id,
                    token_hash=token_hash(token),
                    audience=audience.value,
                    language=language,
                    page_language=page_language,
                    created_at=now,
                    last_seen_at=now,
                )
            )
        return conversation, token

    def open(self, conversation_id: str, token: str) -> Conversation:
        """The conversation. Raises `ConversationOver` and `WrongToken`."""
        if not ID.fullmatch(conversation_id):  # a database may refuse what it cannot hold, such as NUL
            raise ConversationOver
        with self._engine.connect() as connection:
            row = connection.execute(
                select(conversations).where(conversations.c.id == conversation_id)
            ).first()
        if row is None:
            raise ConversationOver
        if row.last_seen_at < self._clock() - self._idle:
            self.erase(conversation_id)
            raise ConversationOver
        if not hmac.compare_digest(row.token_hash, token_hash(token)):
            raise WrongToken
        return Conversation(row.id, Audience(row.audience), row.language, row.page_language)

    def alive(self, conversation_id: str) -> bool:
        with self._engine.connect() as connection:
            return bool(connection.scalar(select(exists().where(conversations.c.id == conversation_id))))

    def touch(self, conversation: Conversation) -> None:
        """Begins the idle time anew, and keeps the audience and language that the conversation has now."""
        with self._engine.begin() as connection:
            connection.execute(
                update(conversations)
                .where(conversations.c.id == conversation.id)
                .values(
                    audience=conversation.audience.value,
                    language=conversation.language,
                    last_seen_at=self._clock(),
                )
            )

    def erase(self, conversation_id: str) -> None:
        """Its replies go with it (the foreign key cascades)."""
        with self._engine.begin() as connection:
            connection.execute(delete(conversations).where(conversations.c.id == conversation_id))

    def purge(self) -> int:
        """Erases what lay idle too long; how many conversations that were."""
        with self._engine.begin() as connection:
            return connection.execute(
                delete(conversations).where(conversations.c.last_seen_at < self._clock() - self._idle)
            ).rowcount

    def scrub(self) -> None:
        """Empties SQLite's write-ahead log, which still holds pages as they were before an erasure."""
        if self._engine.dialect.name == "sqlite":
            with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
