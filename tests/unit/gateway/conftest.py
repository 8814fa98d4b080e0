from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.fakes import Services, fake_services
from tests.support.gateway import Site, running


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    made = fake_services(tmp_path)
    yield made
    made.database.dispose()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application without any Rasa."""
    with running(tmp_path) as made:
        yield made
