"""The weights on disk and in memory: one int8 row a bucket, one scale and one bias a class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import KnowledgeError
from knowledge.language.grams import BUCKETS, grams

PACKAGED = Path(__file__).with_name("model.npz")


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """`weights`, int8, shape (BUCKETS, classes); `scales` and `biases`, float32, shape (classes,)."""

    classes: tuple[str, ...]
    weights: NDArray[np.int8]
    scales: NDArray[np.float32]
    biases: NDArray[np.float32]

    def scores(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Log-odds of each class but for a common constant, shape (classes,). They grow with the text's length."""
        buckets, _ = grams([words])
        if not len(buckets):
            return self.biases
        sums = self.weights[buckets].sum(axis=0, dtype=np.int32)
        return np.asarray(sums * self.scales / np.sqrt(len(buckets)) + self.biases, dtype=np.float32)


def load_model(path: Path = PACKAGED) -> LanguageModel:
    """Raises `KnowledgeError` when the file is missing or was made for other buckets."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            model = LanguageModel(
                tuple(str(name) for name in stored["classes"]),
                stored["weights"],
                stored["scales"],
                stored["biases"],
            )
    except (OSError, KeyError, ValueError) as error:
        raise KnowledgeError(
            f"{path} is no language model ({error}); right would be one that `tryggsvar train-language` wrote"
        ) from None
    if model.weights.shape != (BUCKETS, len(model.classes)):
        raise KnowledgeError(
            f"{path} holds weights of shape {model.weights.shape}; right would be {(BUCKETS, len(model.classes))}"
        )
    return model


def save_model(
    path: Path, classes: Sequence[str], weights: NDArray[np.float32], biases: NDArray[np.float32]
) -> None:
    """Rounds float weights of shape (BUCKETS, classes) to int8, one scale a class."""
    scales = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
    rounded = np.rint(weights / scales).astype(np.int8)
    np.savez_compressed(
        path,
        classes=np.array(classes),
        weights=rounded,
        scales=scales.astype(np.float32),
        biases=biases.astype(np.float32),
    )
