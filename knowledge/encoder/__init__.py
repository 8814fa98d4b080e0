"""Texts -> vectors. `Encoder` is the protocol; `load_encoder` gives the one that the settings name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Vectors are float32 of shape (n, `dimension`) and of length one, so that a dot product is a cosine."""

    @property
    def model_id(self) -> str:
        """Name of the model; a snapshot made with another one is refused."""

    @property
    def revision(self) -> str:
        """Digest of the model's files and prefixes; changes when the vectors would."""

    @property
    def dimension(self) -> int: ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors: ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors: ...
