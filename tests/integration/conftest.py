"""The real encoder over the shipped articles: built once, some seconds."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.content.database import migrate, open_database
from knowledge.content.files import read_articles
from knowledge.content.importing import import_articles
from knowledge.content.store import ArticleStore
from knowledge.encoder.sentence_transformer import load_encoder
from knowledge.index.sync import sync
from knowledge.services import Services, build
from knowledge.settings import load_settings


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    settings = load_settings(data=tmp_path_factory.mktemp("data"))
    prepare(settings.data)
    return build(settings)


def prepare(data: Path) -> None:
    """What `tryggsvar prepare` does, in this process."""
    settings = load_settings(data=data)
    database = open_database(settings.database)
    migrate(database)
    import_articles(database, read_articles())
    sync(settings.snapshots, ArticleStore(database).published(), load_encoder(settings))
