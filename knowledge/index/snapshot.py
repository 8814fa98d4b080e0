"""A snapshot: everything that answering needs, in one folder that never changes once it is there.

```
snapshots/<name>/   manifest.json articles.json passages.json dense/ lexical/
snapshots/current   a text file that holds the name; replaced in one step, so a crash leaves the old or the new state
```
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from knowledge.encoder import Encoder
from knowledge.errors import SnapshotError
from knowledge.index.dense import DenseIndex
from knowledge.index.lexical import LexicalIndex
from knowledge.types import Article, Passage

FORMAT = 5
METRIC = "inner_product"
CURRENT = "current"
KEPT = 3

_ARTICLES = TypeAdapter(tuple[Article, ...])
_PASSAGES = TypeAdapter(tuple[Passage, ...])


@dataclass(frozen=True, eq=False)  # two snapshots are the same only when they are one
class Snapshot:
    """Articles, their passages, and both indexes; the n-th passage is the n-th row of each index."""

    name: str
    manifest: dict[str, Any]
    articles: dict[str, Article]
    passages: tuple[Passage, ...]
    dense: DenseIndex
    lexical: LexicalIndex

    @cached_property
    def languages(self) -> tuple[str, ...]:
        return tuple(sorted({t.language for a in self.articles.values() for t in a.translations}))


def content_digest(articles: tuple[Article, ...], passages: tuple[Passage, ...]) -> str:
    return hashlib.sha256(_ARTICLES.dump_json(articles) + _PASSAGES.dump_json(passages)).hexdigest()


def write_snapshot(
    root: Path,
    articles: tuple[Article, ...],
    passages: tuple[Passage, ...],
    dense: DenseIndex,
    lexical: LexicalIndex,
    encoder: Encoder,
    now: datetime,
) -> str:
    """Writes a new folder and gives its name; `switch` makes it the current one. Leftovers of a crash are cleared."""
    root.mkdir(parents=True, exist_ok=True)
    digest = content_digest(articles, passages)
    name = f"{now:%Y%m%dT%H%M%S%f}-{digest[:8]}"
    draft = root / f".draft-{os.getpid()}-{name}"
    draft.mkdir()
    (draft / "articles.json").write_bytes(_ARTICLES.dump_json(articles))
    (draft / "passages.json").write_bytes(_PASSAGES.dump_json(passages))
    dense.save(draft / "dense")
    lexical.save(draft / "lexical")
    manifest = {
        "format": FORMAT,
        "created_at": now.isoformat(),
        "encoder": {
            "model_id": encoder.model_id,
            "revision": encoder.revision,
            "dimension": encoder.dimension,
        },
        "metric": METRIC,
        "content_digest": digest,
        "counts": {"articles": len(articles), "passages": len(passages)},
        "files": {
            p.relative_to(draft).as_posix(): _file_digest(p) for p in sorted(draft.rglob("*")) if p.is_file()
        },
    }
    (draft / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    for path in [p for p in draft.rglob("*") if p.is_file()]:
        _flush(path)
    draft.rename(root / name)
    _flush(root)
    return name


def switch(root: Path, name: str) -> None:
    """Makes `name` the current snapshot in one step."""
    draft = root / f".current-{os.getpid()}"
    draft.write_text(name, encoding="utf-8")
    _flush(draft)
    draft.replace(root / CURRENT)
    _flush(root)


def current_name(root: Path) -> str | None:
    try:
        return (root / CURRENT).read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def load_manifest(root: Path, name: str) -> dict[str, Any]:
    """Raises `SnapshotError` when it is missing, damaged or of another format."""
    try:
        manifest: dict[str, Any] = json.loads((root / name / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SnapshotError(f"the snapshot {name} cannot be read ({error}); run `tryggsvar sync`") from error
    if manifest.get("format") != FORMAT:
        raise SnapshotError(
            f"the snapshot {name} is of format {manifest.get('format')}, not {FORMAT}; run `tryggsvar sync`"
        )
    return manifest


def sound_manifest(root: Path, name: str, encoder: Encoder) -> dict[str, Any]:
    """The manifest of a snapshot that this encoder can search. Raises `SnapshotError` when the snapshot is damaged or was made
    with another encoder."""
    manifest, folder = load_manifest(root, name), root / name
    made_with = manifest["encoder"]
    here = {"model_id": encoder.model_id, "revision": encoder.revision, "dimension": encoder.dimension}
    if made_with != here:
        raise SnapshotError(
            f"the snapshot {name} was made with the encoder {made_with['model_id']} ({made_with['revision']}), but this "
            f"program has {here['model_id']} ({here['revision']}); run `tryggsvar sync` to embed everything anew"
        )
    for file, digest in manifest["files"].items():
        path = folder / file
        if not path.is_file() or _file_digest(path) != digest:
            raise SnapshotError(f"the snapshot {name} is damaged at {file}; run `tryggsvar sync --fresh`")
    return manifest


def load_snapshot(root: Path, name: str, encoder: Encoder) -> Snapshot:
    """Raises `SnapshotError` as `sound_manifest` does, and when its parts do not fit together."""
    manifest, folder = sound_manifest(root, name, encoder), root / name
    articles = _ARTICLES.validate_json((folder / "articles.json").read_bytes())
    snapshot = Snapshot(
        name=name,
        manifest=manifest,
        articles={a.slug: a for a in articles},
        passages=_PASSAGES.validate_json((folder / "passages.json").read_bytes()),
        dense=DenseIndex.load(folder / "dense"),
        lexical=LexicalIndex.load(folder / "lexical"),
    )
    if not len(snapshot.passages) == len(snapshot.dense) == len(snapshot.lexical):
        raise SnapshotError(f"the snapshot {name} does not fit together; run `tryggsvar sync --fresh`")
    return snapshot


def clean_up(root: Path) -> None:
    """Removes drafts that a crash left and all but the newest `KEPT` snapshots, the current one aside."""
    current = current_name(root)
    folders = sorted(p for p in root.iterdir() if p.is_dir())
    for draft in (p for p in folders if p.name.startswith(".draft-") and not _alive(p.name.split("-")[1])):
        shutil.rmtree(draft, ignore_errors=True)
    finished = [p for p in folders if not p.name.startswith(".")]
    for old in finished[:-KEPT]:
        if old.name != current:
            shutil.rmtree(old, ignore_errors=True)


def _alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return int(pid) != os.getpid()


def _file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
