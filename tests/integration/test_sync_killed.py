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
from tests.integration.conftest import prepare


def start_sync(data: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "TRYGGSVAR_DATA": str(data)}
    command = [sys.executable, "-m", "knowledge.cli", "sync", "--fresh"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.timeout(300)
def test_killed_anywhere_the_last_good_snapshot_answers(tmp_path: Path) -> None:
    prepare(tmp_path)
    encoder = load_encoder(load_settings())
    root = tmp_path / "snapshots"
    good = snapshots.current_name(root)
    assert good
    begun = time.monotonic()
    whole = start_sync(tmp_path)
    assert whole.wait(120) == 0
    seconds = time.monotonic() - begun
    # The moments lie in the second half, where embedding, writing and switching happen; the first half is imports.
    for share in (0.7, 0.95):
        process = start_sync(tmp_path)
        try:
            process.wait(seconds * share)
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        name = snapshots.current_name(root)
        assert name
        assert snapshots.load_snapshot(root, name, encoder).articles
    assert start_sync(tmp_path).wait(120) == 0
    name = snapshots.current_name(root)
    assert name
    assert len(snapshots.load_snapshot(root, name, encoder).articles) >= 18
    assert not [p for p in root.iterdir() if p.name.startswith(".draft")], (
        "the next sync clears what the crash left"
    )
