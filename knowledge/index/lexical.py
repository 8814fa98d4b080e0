"""The lexical index: BM25 (bm25s, Lucene's variant) over stemmed words and over letter groups."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from knowledge.errors import SnapshotError
from knowledge.index import tokens
from knowledge.types import Passage

# The library logs each index it builds at DEBUG through a handler of its own.
logging.getLogger("bm25s").setLevel(logging.WARNING)

Scores = NDArray[np.float32]
WORD_SHARE = 0.6  # of the score; letter groups give the rest. Best of .4 to .8 on the tuning questions.


class LexicalIndex:
    """Scores are in 0..1: the part of the question's weight (rare words weigh more) that a passage covers."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        passages = list(passages)
        self._words = _Field.build([tokens.words(p.text, p.language) for p in passages])
        self._grams = _Field.build([tokens.grams(p.text) for p in passages])

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        index = cls.__new__(cls)
        index._words, index._grams = _Field.load(folder / "words"), _Field.load(folder / "grams")
        return index

    def save(self, folder: Path) -> None:
        self._words.save(folder / "words")
        self._grams.save(folder / "grams")

    def __len__(self) -> int:
        return self._words.size

    def scores(self, text: str, languages: Iterable[str]) -> Scores:
        """One score a passage, shape (passages,). The question is stemmed as each of `languages`; the best counts."""
        word_scores = np.max([self._words.scores(tokens.words(text, lang)) for lang in languages], axis=0)
        both = WORD_SHARE * word_scores + (1 - WORD_SHARE) * self._grams.scores(tokens.grams(text))
        return np.asarray(both, dtype=np.float32)


class _Field:
    """One BM25 index with the inverse document frequencies beside it, to normalise scores by."""

    def __init__(self, bm25: bm25s.BM25, weights: dict[str, float], size: int) -> None:
        self._bm25, self._weights, self.size = bm25, weights, size
        self._unknown = max(weights.values(), default=1.0)

    @classmethod
    def build(cls, documents: list[list[str]]) -> _Field:
        bm25 = bm25s.BM25(method="lucene", k1=0.9, b=0.4)  # short texts: repetition and length say little
        bm25.index([d or ["\x00"] for d in documents], show_progress=False)
        frequency = Counter(token for d in documents for token in set(d))
        n = len(documents)
        weights = {t: float(np.log(1 + (n - f + 0.5) / (f + 0.5))) for t, f in frequency.items()}
        return cls(bm25, weights, n)

    @classmethod
    def load(cls, folder: Path) -> _Field:
        try:
            bm25 = bm25s.BM25.load(str(folder), load_corpus=False)
            extra = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError) as error:
            raise SnapshotError(f"the lexical index {folder.name} cannot be read: {error}") from error
        return cls(bm25, extra["weights"], extra["size"])

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._bm25.save(str(folder), show_progress=False)
        extra = {"weights": self._weights, "size": self.size}
        (folder / "weights.json").write_text(json.dumps(extra, ensure_ascii=False), encoding="utf-8")

    def scores(self, question: list[str]) -> Scores:
        known = [t for t in question if t in self._weights]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        whole = sum(self._weights.get(t, self._unknown) for t in question)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)[: self.size] / whole
