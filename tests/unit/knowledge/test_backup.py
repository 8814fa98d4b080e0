from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, insert, select

from knowledge.backup import backup, restore
from knowledge.content.conversation_tables import conversations
from knowledge.content.database import migrate, open_database
from knowledge.content.importing import import_articles
from knowledge.content.store import ArticleStore
from knowledge.errors import StoreError
from tests.support.articles import article, myth_of_two_versions


def test_restore_gives_everything_back(database: Engine, tmp_path: Path) -> None:
    shipped = (article("a-one"), myth_of_two_versions("myth-two"))
    import_articles(database, shipped)
    store = ArticleStore(database)
    store.save_text("a-one", replace(shipped[0].translations[0], short="Personalens."), "editor")
    before = store.articles()
    count = backup(database, tmp_path / "b.json")
    store.save_text("a-one", replace(shipped[0].translations[0], short="Senare."), "editor")
    assert restore(database, tmp_path / "b.json") == count
    assert store.articles() == before
    assert store.revisions("a-one")[0].author == "editor"
    store.save_text("a-one", replace(shipped[0].translations[0], short="Efteråt."), "editor")  # ids go on
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}")
    migrate(other)
    restore(other, tmp_path / "b.json")
    assert ArticleStore(other).articles() == before


def test_conversations_are_never_in_it(database: Engine, tmp_path: Path) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    with database.begin() as connection:
        connection.execute(
            insert(conversations).values(
                id="c" * 32,
                token_hash="h" * 64,
                audience="parent",
                language="sv",
                created_at=now,
                last_seen_at=now,
            )
        )
    backup(database, tmp_path / "b.json")
    assert "cccc" not in (tmp_path / "b.json").read_text()
    assert (tmp_path / "b.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "nonsense",
        json.dumps({"format": "other"}),
        json.dumps({"format": "tryggsvar-backup-1", "tables": {"articles": [{"slug": "x"}]}}),
    ],
)
def test_what_is_no_backup_changes_nothing(database: Engine, tmp_path: Path, content: str) -> None:
    import_articles(database, [article("a-one")])
    (tmp_path / "b.json").write_text(content)
    with pytest.raises(StoreError, match=r"b\.json"):
        restore(database, tmp_path / "b.json")
    assert [a.slug for a in ArticleStore(database).articles()] == ["a-one"]


def test_a_newer_database_is_refused(database: Engine) -> None:
    with database.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="9999"):
        migrate(database)


def test_models_and_migrations_agree(database: Engine) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from knowledge.content import tables  # noqa: F401
    from knowledge.content.metadata import metadata

    with database.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert connection.execute(select(func.count()).select_from(conversations)).scalar() == 0
