"""The real encoder over the shipped articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.services import Services, build
from knowledge.settings import load_settings
from tests.support.prepared import copy_of


@pytest.fixture(scope="session")
def services(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Services:
    return build(load_settings(data=copy_of(prepared, tmp_path_factory.mktemp("services") / "data")))
