"""The dense index: FAISS over unit vectors, inner product. `search_numpy` is the oracle that tests hold it against."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import Vectors
from knowledge.errors import SnapshotError

Mask = NDArray[np.bool_]


class DenseIndex:
    """Exhaustive search over numbers of sixteen bits: at some thirty thousand passages it takes two milliseconds and cannot miss;
    with thirty-two bits it takes twice the memory and nearly twice the time, and the cosines differ by less than .001."""

    def __init__(self, vectors: Vectors) -> None:
        if vectors.ndim != 2:
            raise SnapshotError(f"vectors have shape {vectors.shape}; expected (passages, dimension)")
        self._index = faiss.IndexScalarQuantizer(
            vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )
        self._index.add(np.ascontiguousarray(vectors, dtype=np.float32))

    @classmethod
    def load(cls, path: Path) -> DenseIndex:
        index = cls.__new__(cls)
        try:
            index._index = faiss.read_index(str(path))  # type: ignore[assignment]
        except RuntimeError as error:
            raise SnapshotError(f"{path.name} is no FAISS index: {error}") from error
        return index

    def save(self, path: Path) -> None:
        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def vectors(self) -> Vectors:
        """All vectors, shape (passages, dimension)."""
        return np.asarray(self._index.reconstruct_n(0, len(self)), dtype=np.float32).reshape(
            len(self), self.dimension
        )

    def search(self, query: Vectors, mask: Mask, k: int) -> tuple[NDArray[np.int64], Vectors]:
        """The `k` best passages that `mask` (bool, one a passage) allows: their numbers and cosines, best first.

        `query` has shape (dimension,). Fewer than `k` come back when fewer are allowed."""
        if query.shape != (self.dimension,) or mask.shape != (len(self),):
            raise SnapshotError(
                f"query {query.shape} and mask {mask.shape} do not fit; expected ({self.dimension},) and ({len(self)},)"
            )
        packed = np.packbits(mask, bitorder="little")
        selector = faiss.IDSelectorBitmap(packed)  # type: ignore[call-arg, arg-type]
        parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        scores, numbers = self._index.search(
            query[None, :].astype(np.float32), min(k, len(self)), params=parameters
        )
        found = numbers[0] >= 0
        return numbers[0][found], scores[0][found]


def search_numpy(vectors: Vectors, query: Vectors, mask: Mask, k: int) -> tuple[NDArray[np.int64], Vectors]:
    """The same by brute force."""
    scores = vectors @ query
    allowed = np.flatnonzero(mask)
    best = allowed[np.argsort(-scores[allowed], kind="stable")][:k]
    return best.astype(np.int64), scores[best].astype(np.float32)
