"""The shipped articles, imported and embedded once a test run; every test that needs them takes a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

from knowledge.content.database import migrate, open_database
from knowledge.content.files import read_articles
from knowledge.content.importing import import_articles
from knowledge.content.store import ArticleStore
from knowledge.crisis import load_rules
from knowledge.encoder.sentence_transformer import load_encoder
from knowledge.index.sync import sync
from knowledge.services import load_likeness
from knowledge.settings import load_settings


def prepare(data: Path) -> None:
    """What `tryggsvar prepare` does, in this process."""
    settings = load_settings(data=data)
    database = open_database(settings.database)
    migrate(database)
    import_articles(database, read_articles())
    encoder = load_encoder(settings)
    sync(settings.snapshots, ArticleStore(database).published(), encoder)
    load_likeness(settings, encoder, load_rules().similarity)
    database.dispose()  # the last connection writes SQLite's journal back, so that a copy of the files is whole


def copy_of(prepared: Path, data: Path) -> Path:
    """A data folder of its own; `data` must not exist."""
    shutil.copytree(prepared, data)
    return data
