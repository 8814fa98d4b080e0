"""Texts that tell of no danger, for the likeness to learn from: a few ways to ask of every article that ships, and texts on
other subjects."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.content.files import read_articles
from knowledge.crisis.detector import CrisisDetector
from knowledge.index.out_of_scope import out_of_scope_passages

# Of every text. With 2, half as many tuning questions again alarmed at the same threshold; with 12, a hundredth less danger
# was heard.
EACH = 4


def everyday_questions() -> Sequence[str]:
    """Some 1,800 texts. Those in which the phrases see danger are left out."""
    phrases = CrisisDetector()
    chosen = [passage.text for passage in out_of_scope_passages()]
    for article in read_articles():
        for text in article.translations:
            step = max(1, len(text.variants) // EACH)
            chosen += text.variants[::step][:EACH]
    return [text for text in dict.fromkeys(chosen) if phrases.check(text) is None]
