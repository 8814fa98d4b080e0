"""kill -9 of `tryggsvar sync` at any moment leaves a snapshot that answers, and the next sync goes through."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from knowledge.encoder.sentence_transformer import load_encoder
from knowledge.index import snapshot as snapshots
from knowledge.settings import load_settings
from tests.support.prepared import copy_of

# A sync of some articles anew, that says when the imports are over: the moments to kill at lie after them.
SYNC = """
import sys
from knowledge.content.database import open_database
from knowledge.content.store import ArticleStore
from knowledge.encoder.sentence_transformer import load_encoder
from knowledge.index.sync import sync
from knowledge.settings import load_settings
settings = load_settings()
encoder = load_encoder(settings)
articles = ArticleStore(open_database(settings.database)).published()[:8]
print("begun", flush=True)
sync(settings.snapshots, articles, encoder, fresh=True)
"""


def start_sync(data: Path) -> subprocess.Popen[str]:
    """The process, at the moment when its sync begins."""
    environment = {**os.environ, "TRYGGSVAR_DATA": str(data)}
    process = subprocess.Popen(
        [sys.executable, "-c", SYNC], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "begun\n"
    return process


@pytest.mark.timeout(300)
def test_killed_anywhere_the_last_good_snapshot_answers(prepared: Path, tmp_path: Path) -> None:
    data = copy_of(prepared, tmp_path / "data")
    encoder = load_encoder(load_settings())
    root = data / "snapshots"
    whole, begun = start_sync(data), time.monotonic()
    assert whole.wait(200) == 0
    seconds = time.monotonic() - begun
    count = len(snapshots.load_snapshot(root, str(snapshots.current_name(root)), encoder).articles)
    assert count == 8
    for share in (0.3, 0.9):  # while embedding; while indexing, writing or switching
        process = start_sync(data)
        try:
            process.wait(seconds * share)
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        name = snapshots.current_name(root)
        assert name
        assert len(snapshots.load_snapshot(root, name, encoder).articles) == count
    assert start_sync(data).wait(200) == 0
    name = snapshots.current_name(root)
    assert name
    assert len(snapshots.load_snapshot(root, name, encoder).articles) == count
    assert not [p for p in root.iterdir() if p.name.startswith(".draft")], (
        "the next sync clears what the crash left"
    )
