"""Backup and restore: one file with the articles, revisions and settings. Conversations are never in it."""

from __future__ import annotations

import json
import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Date, Engine, Table, delete, func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from knowledge.clock import Clock, system_clock
from knowledge.content.tables import (
    ArticleRow,
    AskRow,
    RevisionRow,
    SettingRow,
    SourceRow,
    TranslationRow,
    TurnRow,
    VersionRow,
)
from knowledge.content.utc import UtcDateTime
from knowledge.errors import StoreError

FORMAT = "tryggsvar-backup-1"
# Parents before children, so that references hold while rows go in.
_TABLES: tuple[Table, ...] = tuple(
    row.__table__  # type: ignore[misc]
    for row in (ArticleRow, VersionRow, SourceRow, TranslationRow, AskRow, RevisionRow, SettingRow, TurnRow)
)


def backup(engine: Engine, path: Path, clock: Clock = system_clock) -> int:
    """Writes every row to `path` (JSON, made in one step); gives the number of rows."""
    with engine.connect() as connection, connection.begin():
        rows = {t.name: [dict(r) for r in connection.execute(select(t)).mappings()] for t in _TABLES}
    document = {"format": FORMAT, "made_at": clock().isoformat(), "tables": rows}
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(json.dumps(document, ensure_ascii=False, default=_plain), encoding="utf-8")
    draft.chmod(0o600)
    draft.replace(path)
    return sum(map(len, rows.values()))


def restore(engine: Engine, path: Path) -> int:
    """Replaces everything by what `path` holds, all or nothing. Raises `StoreError` when the file is no backup."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(f"{path.name} cannot be read as a backup: {error}") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise StoreError(
            f"{path.name} is no backup of this program; right would be a file made by `tryggsvar backup`"
        )
    count = 0
    try:
        with engine.begin() as connection:
            for table in reversed(_TABLES):
                connection.execute(delete(table))
            for table in _TABLES:
                rows = [_typed(table, row) for row in document["tables"].get(table.name, [])]
                if rows:
                    connection.execute(insert(table), rows)
                count += len(rows)
                _continue_numbering(connection, table)
    except (SQLAlchemyError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise StoreError(
            f"{path.name} does not fit this program ({type(error).__name__}); nothing was changed"
        ) from error
    return count


def _continue_numbering(connection: Connection, table: Table) -> None:
    """PostgreSQL numbers rows by a counter of its own, which rows put in with their number do not move."""
    if connection.dialect.name == "postgresql" and "id" in table.columns:
        highest = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
        connection.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), highest, False)))


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"cannot store {type(value).__name__}")


def _typed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """Dates and times back from text."""
    result = {}
    for column in table.columns:
        value = row[column.name]
        if isinstance(value, str) and isinstance(column.type, UtcDateTime):
            value = datetime.fromisoformat(value)
        elif isinstance(value, str) and isinstance(column.type, Date):
            value = date.fromisoformat(value)
        result[column.name] = value
    return result
