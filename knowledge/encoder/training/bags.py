"""Piece numbers of many texts in two flat arrays, from which batches are cut without a loop."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Bag = tuple[torch.Tensor, torch.Tensor, torch.Tensor]
MAX_PIECES = 128


class Bags:
    """One kind of pieces. A bag is (piece numbers, start of each text, weight 1/n of each piece), as EmbeddingBag
    with mode "sum" takes it."""

    def __init__(self, numbers: Sequence[NDArray[np.int64]], size: int) -> None:
        self.size = size
        self._starts = np.cumsum([0] + [len(n) for n in numbers])
        self._flat = np.concatenate([*numbers, np.zeros(0, dtype=np.int64)]).astype(np.int32)

    def pieces(
        self, rows: Rows, drop: float = 0.0, chance: np.random.Generator | None = None
    ) -> tuple[Rows, Rows]:
        """(piece numbers, which of `rows` each belongs to); a share `drop` of the pieces is left out by chance."""
        start = self._starts[rows]
        count = np.minimum(self._starts[rows + 1] - start, MAX_PIECES)
        owner = np.repeat(np.arange(len(rows)), count)
        position = (
            np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(start, count)
        )
        numbers = self._flat[position].astype(np.int64)
        if drop and chance is not None:
            kept = chance.random(len(numbers)) >= drop
            numbers, owner = numbers[kept], owner[kept]
        return numbers, owner

    def bag(self, rows: Rows, drop: float = 0.0, chance: np.random.Generator | None = None) -> Bag:
        numbers, owner = self.pieces(rows, drop, chance)
        count = np.bincount(owner, minlength=len(rows))
        weights = (1 / np.maximum(count, 1)).astype(np.float32)[owner]
        return (
            torch.from_numpy(numbers),
            torch.from_numpy(np.cumsum(count) - count),
            torch.from_numpy(weights),
        )
