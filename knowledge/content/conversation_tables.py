"""The gateway's tables: running conversations, the replies kept for retries, and feedback.

They stand here so that one chain of migrations holds all tables; only `web_widget.gateway` reads and writes them.
No column holds what a visitor typed.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Integer, String, Table, UniqueConstraint

from knowledge.content.metadata import metadata
from knowledge.content.utc import UtcDateTime

# `language` is the one last used; `page_language` that of the page the conversation began on.
conversations = Table(
    "conversations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("token_hash", String(64), nullable=False),
    Column("audience", String(10), nullable=False),
    Column("language", String(35), nullable=False),
    Column("page_language", String(35), nullable=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("last_seen_at", UtcDateTime, nullable=False, index=True),
)

# A row without `reply` is a turn being worked on; its `id` says by whom. Message ids are `<id>-<n>`.
# `feedback` (message id -> feedback row) lets a second opinion replace the first while the conversation lives.
replies = Table(
    "replies",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("client_message_id", String(64), nullable=False),
    Column("reply", JSON(none_as_null=True), nullable=True),
    Column("feedback", JSON(none_as_null=True), nullable=True),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("conversation_id", "client_message_id"),
)

# `day` is a Swedish calendar day, and there is no conversation: nobody can be found by a row.
feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("day", Date, nullable=False, index=True),
    Column("slug", String(100), nullable=True),
    Column("language", String(35), nullable=False),
    Column("audience", String(10), nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("reason", String(30), nullable=True),
)
