"""Questions that tell of no danger, for the likeness to learn from: a few ways to ask of every article that ships."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from knowledge.content.files import SHIPPED, read_articles
from knowledge.crisis.detector import CrisisDetector

# Of every text. With 2, half as many tuning questions again alarmed at the same threshold, and no more danger was heard.
EACH = 4


def everyday_questions() -> Sequence[str]:
    """Some 1,400 texts. Those in which the phrases see danger are left out."""
    phrases = CrisisDetector()
    chosen: list[str] = []
    for article in read_articles():
        for text in article.translations:
            step = max(1, len(text.variants) // EACH)
            chosen += [v for v in text.variants[::step][:EACH] if phrases.check(v) is None]
    return chosen


def basis() -> str:
    """Names the state of the shipped articles."""
    digest = hashlib.sha256()
    for path in sorted(p for p in SHIPPED.rglob("*") if p.is_file()):
        digest.update(path.relative_to(SHIPPED).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()
