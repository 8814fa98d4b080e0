"""The snapshot that a running server answers from; a new one is noticed and swapped in between two questions."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from knowledge.encoder import Encoder
from knowledge.errors import SnapshotError
from knowledge.index import snapshot as snapshots
from knowledge.index.snapshot import Snapshot

log = logging.getLogger(__name__)
POLL_SECONDS = 0.2


class LiveSnapshot:
    """`get()` is one attribute read; a thread looks at the `current` file five times a second and loads beside."""

    def __init__(self, root: Path, encoder: Encoder) -> None:
        """Raises `SnapshotError` when there is no snapshot to begin with."""
        self._root, self._encoder = root, encoder
        name = snapshots.current_name(root)
        if name is None:
            raise SnapshotError(f"there is no snapshot in {root.name}/; run `tryggsvar sync`")
        self._snapshot = snapshots.load_snapshot(root, name, encoder)
        self._refused: str | None = None
        self._stop = threading.Event()

    def get(self) -> Snapshot:
        return self._snapshot

    def refresh(self) -> bool:
        """Loads the current snapshot if it is another one; a bad one is refused once and the good one kept."""
        name = snapshots.current_name(self._root)
        if name is None or name in (self._snapshot.name, self._refused):
            return False
        try:
            self._snapshot = snapshots.load_snapshot(self._root, name, self._encoder)
        except SnapshotError as error:
            self._refused = name
            log.error("keeping snapshot %s: %s", self._snapshot.name, error)
            return False
        log.info("answering from snapshot %s", name)
        return True

    def watch(self) -> None:
        """Starts the thread; it ends with the process or with `close`."""
        threading.Thread(target=self._watch, name="snapshot", daemon=True).start()

    def close(self) -> None:
        self._stop.set()

    def _watch(self) -> None:
        while not self._stop.wait(POLL_SECONDS):
            try:
                self.refresh()
            except Exception:  # the watcher must outlive anything, or edits would silently stay unseen
                log.exception("looking for a new snapshot failed")
