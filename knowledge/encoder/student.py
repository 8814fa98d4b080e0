"""The student: two bags of word pieces, two small dense layers, 512 numbers. NumPy; a question takes a fraction of a ms.

After "Making Monolingual Sentence Embeddings Multilingual using Knowledge Distillation" (Reimers & Gurevych 2020):
the vector of a text lies where the teacher puts its English translation.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from knowledge.encoder import Vectors
from knowledge.encoder.folding import coarse, fine

MAX_CHARACTERS = 2000
WEIGHTS = "student.npz"
_UNKNOWN = 0

Numbers = NDArray[np.int64]


class Pieces:
    """Texts -> piece numbers. Coarse pieces are numbered after the fine ones, so that one table holds both."""

    def __init__(self, folder: Path) -> None:
        self._fine = Tokenizer.from_file(str(folder / "fine.json"))
        self._coarse = Tokenizer.from_file(str(folder / "coarse.json"))
        self.fine_size = self._fine.get_vocab_size()
        self.size = self.fine_size + self._coarse.get_vocab_size()

    def split(self, texts: Sequence[str]) -> list[tuple[Numbers, Numbers]]:
        """(fine, coarse) piece numbers of each text; pieces that training never saw are left out."""
        folded = [fine(text[:MAX_CHARACTERS]) for text in texts]
        left = _tokenized(self._fine, folded)
        right = _tokenized(self._coarse, [coarse(text) for text in folded])
        return [(_known(a.ids), _known(b.ids, self.fine_size)) for a, b in zip(left, right, strict=True)]


def _tokenized(tokenizer: Tokenizer, texts: list[str]) -> list[Encoding]:
    """A batch goes through threads, which cost a single question more than its pieces do."""
    if len(texts) == 1:
        return [tokenizer.encode(texts[0], add_special_tokens=False)]
    found: list[Encoding] = tokenizer.encode_batch_fast(texts, add_special_tokens=False)
    return found


def _known(ids: Sequence[int], offset: int = 0) -> Numbers:
    numbers = np.array(ids, dtype=np.int64)
    return np.asarray(numbers[numbers != _UNKNOWN] + offset, dtype=np.int64)


class Student:
    """Weights: `table` int8 (pieces, 256) with `scale` (pieces,) a row; `hidden`, `out`, `skip` float16 with biases."""

    def __init__(self, folder: Path) -> None:
        self.pieces = Pieces(folder)
        with np.load(folder / WEIGHTS, allow_pickle=False) as weights:
            self._table, self._scale = weights["table"], weights["scale"].astype(np.float32)
            self._hidden, self._out, self._skip = (
                np.ascontiguousarray(weights[name].astype(np.float32).T) for name in ("hidden", "out", "skip")
            )
            self._hidden_bias, self._out_bias = (
                weights[name].astype(np.float32) for name in ("hidden_bias", "out_bias")
            )

    def bags(self, split: Sequence[tuple[Numbers, Numbers]]) -> Vectors:
        """Sum of the two mean piece vectors of each text, shape (texts, 256)."""
        bags = np.zeros((len(split), self._table.shape[1]), dtype=np.float32)
        for row, kinds in enumerate(split):
            for numbers in kinds:
                if len(numbers):
                    # One text at a time, so that its neighbours in a batch cannot change its vector.
                    bags[row] += (self._scale[numbers] / len(numbers)) @ self._table[numbers].astype(
                        np.float32
                    )
        return bags

    def raw(self, split: Sequence[tuple[Numbers, Numbers]]) -> Vectors:
        """Vectors of any length, shape (texts, 512); the longer, the surer."""
        bags = self.bags(split)
        hidden = np.tanh(bags @ self._hidden + self._hidden_bias)
        return np.asarray(bags @ self._skip + hidden @ self._out + self._out_bias, dtype=np.float32)
