"""Encoders for tests: small, quick, and honest about what they encode."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from knowledge.encoder import Vectors
from knowledge.index.tokens import grams


class GramEncoder:
    """Counts letter groups into `dimension` buckets: texts that share letters are near. Remembers what it encoded."""

    def __init__(self, model_id: str = "grams", revision: str = "1", dimension: int = 64) -> None:
        self.model_id, self.revision, self.dimension = model_id, revision, dimension
        self.encoded: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.encoded += texts
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for group in grams(text) or [""]:
                vectors[row, crc32(group.encode()) % self.dimension] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
