"""The dense index: FAISS over unit vectors, inner product. `search_numpy` is the oracle that tests hold it against."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import Vectors
from knowledge.errors import SnapshotError

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]

# An index with fewer passages than this is searched whole: there is nothing to gain.
LARGE = 4000
SHORTLIST = 1500  # of 36,000 passages this holds the 100 nearest for every tuning question and .999 of the 400 nearest
_NUMBERS_PER_CODE = 2  # a code of four bits stands for two of a vector's numbers
_TAUGHT_WITH, _ROUNDS = 4096, 8  # vectors that the codes are learnt from, and rounds of k-means
_EXACT, _COARSE = "exact.faiss", "coarse.faiss"


class DenseIndex:
    """Cosines are exact, over numbers of sixteen bits (within .001 of thirty-two). A large index first draws up a shortlist
    with codes of four bits (product quantisation with FAISS's fast scan; André et al. 2015), a quarter of the time of a whole
    search; where the shortlist holds too little that the mask allows, the whole index is searched after all."""

    def __init__(self, vectors: Vectors) -> None:
        if vectors.ndim != 2:
            raise SnapshotError(f"vectors have shape {vectors.shape}; expected (passages, dimension)")
        vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        self._exact: faiss.Index = faiss.IndexScalarQuantizer(
            vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )
        self._exact.add(vectors)
        self._coarse: faiss.Index | None = _coarse(vectors) if _is_large(vectors) else None

    @classmethod
    def load(cls, folder: Path) -> DenseIndex:
        index = cls.__new__(cls)
        index._exact = _read(folder / _EXACT)
        index._coarse = _read(folder / _COARSE) if (folder / _COARSE).exists() else None
        return index

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        faiss.write_index(self._exact, str(folder / _EXACT))
        if self._coarse is not None:
            faiss.write_index(self._coarse, str(folder / _COARSE))

    def __len__(self) -> int:
        return int(self._exact.ntotal)

    @property
    def dimension(self) -> int:
        return int(self._exact.d)

    def vectors(self) -> Vectors:
        """All vectors, shape (passages, dimension)."""
        return np.asarray(self._exact.reconstruct_n(0, len(self)), dtype=np.float32).reshape(
            len(self), self.dimension
        )

    def search(self, query: Vectors, mask: Mask, k: int, shortlist: bool = True) -> tuple[Numbers, Vectors]:
        """The `k` best passages that `mask` (bool, one a passage) allows: their numbers and cosines, best first.

        `query` has shape (dimension,). Fewer than `k` come back when fewer are allowed. Without `shortlist`
        everything is searched."""
        if query.shape != (self.dimension,) or mask.shape != (len(self),):
            raise SnapshotError(
                f"query {query.shape} and mask {mask.shape} do not fit; expected ({self.dimension},) and ({len(self)},)"
            )
        row = query[None, :].astype(np.float32)
        looked_at = self._shortlist(row, mask, k) if shortlist else mask
        packed = np.packbits(looked_at, bitorder="little")
        selector = faiss.IDSelectorBitmap(packed)  # type: ignore[call-arg, arg-type]
        parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        scores, numbers = self._exact.search(row, min(k, len(self)), params=parameters)
        found = numbers[0] >= 0
        return numbers[0][found], scores[0][found]

    def _shortlist(self, row: Vectors, mask: Mask, k: int) -> Mask:
        """What of `mask` to look at."""
        if self._coarse is None or k > SHORTLIST:
            return mask
        near = self._coarse.search(row, SHORTLIST)[1][0]
        near = near[near >= 0]
        near = near[mask[near]]
        if len(near) < k:
            return mask
        short = np.zeros_like(mask)
        short[near] = True
        return short


def _is_large(vectors: Vectors) -> bool:
    return len(vectors) >= LARGE and vectors.shape[1] % _NUMBERS_PER_CODE == 0


def _coarse(vectors: Vectors) -> faiss.Index:
    size = vectors.shape[1]
    index = faiss.IndexPQFastScan(size, size // _NUMBERS_PER_CODE, 4, faiss.METRIC_INNER_PRODUCT)
    index.pq.cp.niter = _ROUNDS
    # Evenly from all of them: neighbours in the index are often texts of one article.
    index.train(vectors[np.linspace(0, len(vectors) - 1, _TAUGHT_WITH).astype(np.int64)])
    index.add(vectors)
    return index


def _read(path: Path) -> faiss.Index:
    try:
        return faiss.read_index(str(path))
    except RuntimeError as error:
        raise SnapshotError(f"{path.name} is no FAISS index: {error}") from error


def search_numpy(vectors: Vectors, query: Vectors, mask: Mask, k: int) -> tuple[Numbers, Vectors]:
    """The same by brute force."""
    scores = vectors @ query
    allowed = np.flatnonzero(mask)
    best = allowed[np.argsort(-scores[allowed], kind="stable")][:k]
    return best.astype(np.int64), scores[best].astype(np.float32)
