"""Alembic's environment: works on the connection that `knowledge.content.database.migrate` hands over."""

from typing import Literal

from alembic import context

from knowledge.content import conversation_tables, tables  # noqa: F401  (fill the metadata)
from knowledge.content.metadata import metadata
from knowledge.content.utc import UtcDateTime


def render_item(kind: str, item: object, _autogen: object) -> str | Literal[False]:
    """Migrations stand on their own: our column type is written as the plain one it is stored as."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render_item,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
