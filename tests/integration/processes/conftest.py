from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.processes import Stack, running_stack


@pytest.fixture(scope="module")
def stack(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole product, once for the tests of a module; each leaves it as ready as it found it."""
    with running_stack(tmp_path_factory.mktemp("stack") / "data", like=prepared) as running:
        yield running
