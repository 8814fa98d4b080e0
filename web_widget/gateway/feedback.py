"""Was this answer of help? Kept by day, article, language and audience; never by conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, insert, select, update

from knowledge.clock import Clock, swedish_date
from knowledge.content.conversation_tables import feedback, replies
from web_widget.gateway.conversations import Conversation


class UnknownMessage(Exception):
    """The conversation has no message with this id that feedback can be given on."""


@dataclass(frozen=True, slots=True)
class Opinion:
    message_id: str
    helpful: bool
    reason: str | None


def keep(engine: Engine, clock: Clock, conversation: Conversation, opinion: Opinion) -> None:
    """Counts the visitor's opinion once: a later one on the same message replaces it. Raises `UnknownMessage`."""
    message_id = opinion.message_id
    with engine.begin() as connection:
        # The row is locked first (a write on SQLite, FOR UPDATE elsewhere), so that two clicks at once count once.
        mine = (replies.c.id == message_id.split("-")[0]) & (replies.c.conversation_id == conversation.id)
        connection.execute(update(replies).where(mine).values(id=replies.c.id))
        row = connection.execute(select(replies).where(mine)).first()
        message = _message(row.reply, message_id) if row is not None and row.reply is not None else None
        if row is None or message is None:
            raise UnknownMessage
        given: dict[str, int] = row.feedback or {}
        values = {"helpful": opinion.helpful, "reason": opinion.reason}
        if message_id in given:
            connection.execute(update(feedback).where(feedback.c.id == given[message_id]).values(**values))
            return
        key = connection.execute(
            insert(feedback).values(
                day=swedish_date(clock()),
                slug=message.get("slug"),
                language=row.reply["language"],
                audience=conversation.audience.value,
                **values,
            )
        ).inserted_primary_key
        connection.execute(
            update(replies).where(mine).values(feedback={**given, message_id: key[0] if key else None})
        )


def _message(reply: dict[str, Any], message_id: str) -> dict[str, Any] | None:
    return next((m for m in reply["messages"] if m["id"] == message_id), None)
