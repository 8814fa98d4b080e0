from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from knowledge.content.database import migrate, open_database


@pytest.fixture
def database(tmp_path: Path) -> Engine:
    engine = open_database(f"sqlite:///{tmp_path / 'test.db'}")
    migrate(engine)
    return engine
