"""What `tryggsvar doctor` asks of the installation's data: encoder, database, snapshot, Rasa's model."""

from __future__ import annotations

import time
from functools import lru_cache
from pathlib import Path

from sqlalchemy.engine import make_url

from deploy import training
from deploy.doctor import Check, Finding
from knowledge.content.database import is_current, open_database
from knowledge.encoder.sentence_transformer import SentenceTransformerEncoder, load_encoder
from knowledge.errors import KnowledgeError
from knowledge.index.snapshot import current_name, load_snapshot
from knowledge.settings import Settings

_PREPARE = "run `tryggsvar prepare`"


@lru_cache(1)
def _loaded(settings: Settings) -> SentenceTransformerEncoder:
    return load_encoder(settings)


def _encoder(settings: Settings) -> Finding:
    began = time.monotonic()
    try:
        encoder = _loaded(settings)
    except KnowledgeError as error:
        return Finding("encoder", False, str(error), "set TRYGGSVAR_ENCODER to one that is there")
    took = time.monotonic() - began
    return Finding(
        "encoder", True, f"{encoder.model_id}, {encoder.dimension} dimensions, loaded in {took:.1f} s"
    )


def _database(settings: Settings) -> Finding:
    url = make_url(settings.database)
    shown = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return Finding("database", False, f"{shown} is not there", _PREPARE)
    engine = open_database(settings.database)
    try:
        current = is_current(engine)
    except Exception as error:  # each driver has its own kinds
        return Finding(
            "database", False, f"{shown} cannot be reached: {error}", "check TRYGGSVAR_DATABASE_URL"
        )
    finally:
        engine.dispose()
    detail = shown if current else f"{shown} is of another version"
    return Finding("database", current, detail, "" if current else _PREPARE)


def _snapshot(settings: Settings) -> Finding:
    name = current_name(settings.snapshots)
    if name is None:
        return Finding("snapshot", False, "there is none", _PREPARE)
    try:
        snapshot = load_snapshot(settings.snapshots, name, _loaded(settings))
    except KnowledgeError as error:
        return Finding("snapshot", False, str(error), "as said")
    return Finding(
        "snapshot", True, f"{name}, {len(snapshot.articles)} articles, {len(snapshot.passages)} passages"
    )


def _rasa_model(settings: Settings) -> Finding:
    if settings.rasa_url is not None:
        return Finding("Rasa's model", True, "not needed")
    model = training.model_path(settings)
    if model.exists():
        return Finding("Rasa's model", True, model.name)
    return Finding(
        "Rasa's model", True, "there is none for the dialogue as it stands", "`make run` trains it"
    )


CHECKS: tuple[Check, ...] = (_encoder, _database, _snapshot, _rasa_model)
