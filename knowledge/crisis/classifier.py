"""A linear text classifier over words, letter groups and the encoder's vector, trained in one step."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve
from scipy.sparse import csr_matrix

# Of small grids on tuning texts; neighbouring values differ little.
VECTOR_WEIGHT = 1.5  # beside words and letter groups, each of length one
BUCKETS = 4096
PENALTY = 3.0
BALANCE = 0.5  # a label with n texts weighs n ** (1 - BALANCE): labels with few texts must not drown

Floats = NDArray[np.float32]
Words = Counter[str]


@dataclass(frozen=True, slots=True)
class Terms:
    """One kind of token: its numbers, how rare each is, and the bucket and sign it is hashed to (shapes (terms,)).

    Signed hashing after "Feature Hashing for Large Scale Multitask Learning" (Weinberger et al. 2009)."""

    vocabulary: dict[str, int]
    rarity: Floats
    buckets: NDArray[np.int64] = field(init=False)
    signs: Floats = field(init=False)

    def __post_init__(self) -> None:
        hashes = np.array([zlib.crc32(token.encode()) for token in self.vocabulary], dtype=np.int64)
        object.__setattr__(self, "buckets", hashes % BUCKETS)
        object.__setattr__(self, "signs", np.where(hashes >> 31 & 1, 1, -1).astype(np.float32))

    @classmethod
    def learn(cls, documents: Sequence[Words], least: int) -> Terms:
        """Tokens of at least `least` documents."""
        frequency = Counter(token for document in documents for token in document)
        kept = sorted(token for token, count in frequency.items() if count >= least)
        rarity = [np.log((1 + len(documents)) / (1 + frequency[token])) + 1 for token in kept]
        return cls({token: number for number, token in enumerate(kept)}, np.array(rarity, dtype=np.float32))

    def row(self, document: Words) -> tuple[NDArray[np.int64], Floats]:
        """Buckets and weights of length one: (1 + log count) times rarity, as TfidfVectorizer with sublinear_tf."""
        known = [
            (self.vocabulary[token], count) for token, count in document.items() if token in self.vocabulary
        ]
        if not known:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        numbers = np.array([number for number, _ in known], dtype=np.int64)
        weights = (1 + np.log([count for _, count in known])) * self.rarity[numbers]
        signed = self.signs[numbers] * weights / np.linalg.norm(weights)
        return self.buckets[numbers], np.asarray(signed, dtype=np.float32)

    def matrix(self, documents: Sequence[Words]) -> csr_matrix:
        rows = [self.row(document) for document in documents]
        starts = np.cumsum([0] + [len(numbers) for numbers, _ in rows])
        numbers = np.concatenate([numbers for numbers, _ in rows])
        weights = np.concatenate([weights for _, weights in rows])
        return csr_matrix((weights, numbers, starts), shape=(len(documents), BUCKETS))


class TextClassifier:
    """`scores(...)` -> one value a label, shape (labels,); near 1 means this label, near -1 another."""

    def __init__(self, labels: Sequence[str], words: Terms, groups: Terms, weights: Floats) -> None:
        """`weights`: shape (BUCKETS + dimension + 1, labels); the last row is the bias."""
        self.labels, self.words, self._groups, self._weights = tuple(labels), words, groups, weights

    @classmethod
    def train(
        cls, labels: Sequence[str], words: Sequence[Words], groups: Sequence[Words], vectors: Floats
    ) -> TextClassifier:
        """Ridge regression on +1 / -1 in closed form: no rounds, the same every time. One label, bag of words, bag of
        letter groups and vector (shape (texts, dimension)) a text."""
        names = sorted(set(labels))
        # A letter group seen once tells of one text only, and there are very many of them.
        word_terms, group_terms = Terms.learn(words, least=1), Terms.learn(groups, least=2)
        hashed = (word_terms.matrix(words) + group_terms.matrix(groups)).tocsr()
        dense = np.hstack([vectors * VECTOR_WEIGHT, np.ones((len(labels), 1), np.float32)])
        number = {name: n for n, name in enumerate(names)}
        own = np.array([number[label] for label in labels])
        weight = np.bincount(own)[own].astype(np.float64) ** -BALANCE
        weight = (weight / weight.mean()).astype(np.float32)
        target = np.where(own[:, None] == np.arange(len(names)), 1, -1) * weight[:, None]
        return cls(names, word_terms, group_terms, _ridge(hashed, dense, weight, target.astype(np.float32)))

    @classmethod
    def load(cls, folder: Path) -> TextClassifier:
        """Raises OSError, ValueError or KeyError when the folder does not hold what `save` wrote."""
        names = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
        try:
            with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
                words, groups = (
                    Terms({term: number for number, term in enumerate(names[kind])}, arrays[f"{kind}_rarity"])
                    for kind in ("words", "groups")
                )
                return cls(names["labels"], words, groups, arrays["weights"])
        except BadZipFile as error:
            raise ValueError(f"weights.npz is damaged: {error}") from error

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        names = {
            "labels": self.labels,
            "words": list(self.words.vocabulary),
            "groups": list(self._groups.vocabulary),
        }
        (folder / "terms.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
        np.savez(
            folder / "weights.npz",
            weights=self._weights,
            words_rarity=self.words.rarity,
            groups_rarity=self._groups.rarity,
        )

    def scores(self, words: Words, groups: Words, vector: Floats) -> Floats:
        word_buckets, word_weights = self.words.row(words)
        group_buckets, group_weights = self._groups.row(groups)
        result = (
            self._weights[-1]
            + (vector * VECTOR_WEIGHT) @ self._weights[BUCKETS:-1]
            + word_weights @ self._weights[word_buckets]
            + group_weights @ self._weights[group_buckets]
        )
        return np.asarray(result, dtype=np.float32)


def _ridge(hashed: csr_matrix, dense: Floats, weight: Floats, target: Floats) -> Floats:
    """Solves (X'WX + penalty) w = X'Wy for X = [hashed, dense]; `target` is W y. Shape (columns of X, labels)."""
    left = hashed.multiply(weight[:, None]).tocsr().T
    across = left @ dense
    gram = np.block([[(left @ hashed).toarray(), across], [across.T, (dense * weight[:, None]).T @ dense]])
    gram[np.diag_indices_from(gram)] += PENALTY
    right = np.vstack([hashed.T @ target, dense.T @ target])
    return np.asarray(solve(gram, right, assume_a="pos", overwrite_a=True), dtype=np.float32)
