"""A linear text classifier over words, letter groups and the encoder's vector."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

# Of small grids on tuning texts; neighbouring values differ little. Hashing the terms into some thousand buckets, which was
# tried, costs a tenth of what is heard.
VECTOR_WEIGHT = 1.5  # beside words and letter groups, each of length one
PENALTY = 3.0
BALANCE = 0.5  # a label with n texts weighs n ** (1 - BALANCE): labels with few texts must not drown
_TOLERANCE = 0.01  # finer changes no decision and takes half as long again

Floats = NDArray[np.float32]
Words = Counter[str]


@dataclass(frozen=True, slots=True)
class Terms:
    """One kind of token: its numbers, and how rare each is (shape (terms,))."""

    vocabulary: dict[str, int]
    rarity: Floats

    @classmethod
    def learn(cls, documents: Sequence[Words], least: int) -> Terms:
        """Tokens of at least `least` documents."""
        frequency = Counter(token for document in documents for token in document)
        kept = sorted(token for token, count in frequency.items() if count >= least)
        rarity = [np.log((1 + len(documents)) / (1 + frequency[token])) + 1 for token in kept]
        return cls({token: number for number, token in enumerate(kept)}, np.array(rarity, dtype=np.float32))

    def row(self, document: Words) -> tuple[NDArray[np.int64], Floats]:
        """Numbers and weights of length one: (1 + log count) times rarity, as TfidfVectorizer with sublinear_tf."""
        known = [
            (self.vocabulary[token], count) for token, count in document.items() if token in self.vocabulary
        ]
        if not known:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        numbers = np.array([number for number, _ in known], dtype=np.int64)
        weights = (1 + np.log([count for _, count in known])) * self.rarity[numbers]
        return numbers, np.asarray(weights / np.linalg.norm(weights), dtype=np.float32)

    def matrix(self, documents: Sequence[Words]) -> csr_matrix:
        rows = [self.row(document) for document in documents]
        starts = np.cumsum([0] + [len(numbers) for numbers, _ in rows])
        numbers = np.concatenate([numbers for numbers, _ in rows])
        weights = np.concatenate([weights for _, weights in rows])
        return csr_matrix((weights, numbers, starts), shape=(len(documents), len(self.vocabulary)))


class TextClassifier:
    """`scores(...)` -> one value a label, shape (labels,); near 1 means this label, near -1 another."""

    def __init__(
        self, labels: Sequence[str], words: Terms, groups: Terms, weights: NDArray[np.float16]
    ) -> None:
        """`weights`: shape (words + groups + dimension + 1, labels); the last row is the bias."""
        self.labels, self.words, self.groups = tuple(labels), words, groups
        split = np.cumsum([len(words.vocabulary), len(groups.vocabulary)])
        self._weights = weights
        self._words, self._groups, rest = np.split(weights, split)
        self._vector, self._bias = rest[:-1].astype(np.float32) * VECTOR_WEIGHT, rest[-1].astype(np.float32)

    @classmethod
    def train(
        cls, labels: Sequence[str], words: Sequence[Words], groups: Sequence[Words], vectors: Floats
    ) -> TextClassifier:
        """Ridge regression on +1 / -1. One label, bag of words, bag of letter groups and vector (shape (texts, dimension))
        a text."""
        from sklearn.linear_model import Ridge  # only where something is learnt: it takes a second to load

        names = sorted(set(labels))
        word_terms, group_terms = Terms.learn(words, least=2), Terms.learn(groups, least=3)
        rows = hstack(
            [
                word_terms.matrix(words),
                group_terms.matrix(groups),
                csr_matrix(vectors * VECTOR_WEIGHT),
                csr_matrix(np.ones((len(labels), 1), np.float32)),
            ]
        ).tocsr()
        number = {name: n for n, name in enumerate(names)}
        own = np.array([number[label] for label in labels])
        weight = np.bincount(own)[own].astype(np.float64) ** -BALANCE
        target = np.where(own[:, None] == np.arange(len(names)), 1.0, -1.0).astype(np.float32)
        ridge = Ridge(alpha=PENALTY, solver="sparse_cg", fit_intercept=False, tol=_TOLERANCE)
        ridge.fit(rows, target, sample_weight=weight / weight.mean())
        return cls(names, word_terms, group_terms, np.asarray(ridge.coef_.T, dtype=np.float16))

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
            "groups": list(self.groups.vocabulary),
        }
        (folder / "terms.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
        np.savez_compressed(
            folder / "weights.npz",
            weights=self._weights,
            words_rarity=self.words.rarity,
            groups_rarity=self.groups.rarity,
        )

    def scores(self, words: Words, groups: Words, vector: Floats) -> Floats:
        result = self._bias + vector @ self._vector
        for terms, weights, document in (
            (self.words, self._words, words),
            (self.groups, self._groups, groups),
        ):
            numbers, shares = terms.row(document)
            result = result + shares @ weights[numbers].astype(np.float32)
        return np.asarray(result, dtype=np.float32)
