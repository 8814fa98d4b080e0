"""Which examples meet in a batch: texts of like meaning, so that the student learns to tell them apart.

In a batch of strangers nearly every other sentence is an easy "no". Here each batch is made of blocks of examples whose English
lies in the same corner of the teacher's space; the corners are cut anew in every epoch (random hyperplanes, after Charikar 2002).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import Vectors
from knowledge.encoder.training.bags import Rows

_DIRECTIONS = 32  # main directions of the targets; the others are mostly noise
_PLANES = 8  # cut the space into 256 corners


class Corners:
    """`targets`: the teacher's unit vectors of all texts, shape (texts, 512); those of `rows` say where the corners lie."""

    def __init__(self, targets: Vectors, rows: Rows) -> None:
        own = targets[rows]
        middle = own.mean(axis=0)
        sample = own[:: max(1, len(own) // 15_000)] - middle
        directions = np.linalg.eigh(sample.T @ sample)[1][:, ::-1][:, :_DIRECTIONS].astype(np.float32)
        self._low = np.zeros((len(targets), _DIRECTIONS), dtype=np.float32)
        self._low[rows] = (own - middle) @ directions

    def together(
        self, drawn: Rows, english: Rows, block: int, chance: np.random.Generator
    ) -> NDArray[np.int64]:
        """The examples `drawn` in a new order: blocks of `block` from one corner each, the blocks in random order.

        `english`: the row of each example's English text. What does not fill a block comes last."""
        planes = chance.standard_normal((_DIRECTIONS, _PLANES)).astype(np.float32)
        corner = (self._low[english[drawn]] @ planes > 0) @ (1 << np.arange(_PLANES))
        order = drawn[np.lexsort((chance.random(len(drawn)), corner))]
        blocks = len(order) // block
        whole = order[: blocks * block].reshape(blocks, block)[chance.permutation(blocks)]
        return np.concatenate([whole.reshape(-1), order[blocks * block :]])
