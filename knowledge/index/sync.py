"""Published articles -> a new current snapshot. Only texts that the last snapshot does not hold are embedded."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.clock import Clock, system_clock
from knowledge.encoder import Encoder, Vectors
from knowledge.errors import SnapshotError
from knowledge.index import snapshot as snapshots
from knowledge.index.dense import DenseIndex
from knowledge.index.lexical import LexicalIndex
from knowledge.index.out_of_scope import out_of_scope_passages
from knowledge.index.passages import all_passages
from knowledge.types import Article

Progress = Callable[[int, int], None]
_BATCH = 256


@dataclass(frozen=True, slots=True)
class SyncReport:
    """`embedded_slugs`: the articles of which at least one text was new."""

    name: str
    articles: int
    passages: int
    embedded: int
    embedded_slugs: tuple[str, ...]
    switched: bool

    def __str__(self) -> str:
        if not self.switched:
            return f"nothing changed: {self.articles} articles, {self.passages} passages ({self.name})"
        of = f" of {', '.join(self.embedded_slugs)}" if 0 < len(self.embedded_slugs) <= 5 else ""
        return f"{self.articles} articles, {self.passages} passages, {self.embedded} embedded{of}; now live: {self.name}"


def sync(
    root: Path,
    articles: tuple[Article, ...],
    encoder: Encoder,
    clock: Clock = system_clock,
    fresh: bool = False,
    progress: Progress = lambda done, all_: None,
) -> SyncReport:
    """Builds and switches. `fresh` embeds everything anew. Raises `SnapshotError` when there is nothing to publish."""
    if not articles:
        raise SnapshotError("there are no published articles; run `tryggsvar import` first")
    with _one_at_a_time(root):
        passages = all_passages(articles) + out_of_scope_passages()
        current = None if fresh else snapshots.current_name(root)
        if current and _holds(root, current, encoder, snapshots.content_digest(articles, passages)):
            return SyncReport(current, len(articles), len(passages), 0, (), switched=False)
        known = _known_vectors(_last(root, current, encoder))
        new = list(dict.fromkeys(p.text for p in passages if p.text not in known))
        for start in range(0, len(new), _BATCH):
            batch = new[start : start + _BATCH]
            known.update(zip(batch, encoder.encode_passages(batch), strict=True))
            progress(min(start + _BATCH, len(new)), len(new))
        vectors = np.stack([known[p.text] for p in passages])
        name = snapshots.write_snapshot(
            root,
            articles,
            passages,
            DenseIndex(vectors),
            LexicalIndex(passages),
            encoder,
            clock(),
        )
        snapshots.switch(root, name)
        snapshots.clean_up(root)
        fresh_texts = set(new)
        slugs = tuple(sorted({p.slug for p in passages if p.text in fresh_texts}))
        return SyncReport(name, len(articles), len(passages), len(new), slugs, switched=True)


def _holds(root: Path, name: str, encoder: Encoder, content_digest: str) -> bool:
    """Whether the snapshot is sound and holds this content. It is not loaded for that: most starts change nothing."""
    try:
        return bool(snapshots.sound_manifest(root, name, encoder)["content_digest"] == content_digest)
    except SnapshotError:
        return False


def _last(root: Path, name: str | None, encoder: Encoder) -> snapshots.Snapshot | None:
    """The snapshot `name`, or None when there is none that this encoder can build upon."""
    if name is None:
        return None
    try:
        return snapshots.load_snapshot(root, name, encoder)
    except SnapshotError:
        return None


def _known_vectors(last: snapshots.Snapshot | None) -> dict[str, Vectors]:
    if last is None:
        return {}
    return {p.text: v for p, v in zip(last.passages, last.dense.vectors(), strict=True)}


@contextmanager
def _one_at_a_time(root: Path) -> Iterator[None]:
    """Two syncs at once would each be right, but the older one could switch last. The lock dies with its process."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
