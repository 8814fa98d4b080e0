"""The topic model: a linear classifier over stemmed words and vectors, trained on the passages themselves at each sync.

Nearest neighbours see one way to ask at a time; the classifier learns from all of them which words tell a topic. On the
tuning questions it puts the right article first far more often in Swedish, which the first encoder does not know.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.svm import LinearSVC

from knowledge.encoder import Vectors
from knowledge.errors import SnapshotError
from knowledge.index import tokens
from knowledge.types import Passage

# Weight of the vector beside the words (both of length one) and the penalty; best of a small grid on the tuning questions.
VECTOR_WEIGHT = 1.5
PENALTY = 0.3
_SEED = 7


class TopicModel:
    """`scores(text, vector)` -> one decision value a topic, shape (topics,); above zero means "more likely than not"."""

    def __init__(
        self,
        topics: Sequence[str],
        vocabulary: dict[str, int],
        rarity: NDArray[np.float32],
        weights: NDArray[np.float32],
        bias: NDArray[np.float32],
    ) -> None:
        """`rarity`: shape (words,). `weights`: shape (topics, words + dimension)."""
        self.topics, self._vocabulary, self._rarity = tuple(topics), vocabulary, rarity
        self._weights, self._bias = weights, bias

    @classmethod
    def train(cls, passages: Iterable[Passage], vectors: Vectors) -> TopicModel:
        passages = list(passages)
        labels = [p.slug for p in passages]
        topics = sorted(set(labels))
        documents = [Counter(tokens.words(p.text, p.language)) for p in passages]
        frequency = Counter(word for d in documents for word in d)
        vocabulary = {word: number for number, word in enumerate(sorted(frequency))}
        rarity = np.array(
            [np.log((1 + len(documents)) / (1 + frequency[w])) + 1 for w in sorted(frequency)],
            dtype=np.float32,
        )
        matrix = hstack([_counts(documents, vocabulary, rarity), csr_matrix(vectors * VECTOR_WEIGHT)]).tocsr()
        if len(topics) == 1:
            return cls(
                topics, vocabulary, rarity, np.zeros((1, matrix.shape[1]), np.float32), np.ones(1, np.float32)
            )
        classifier = LinearSVC(C=PENALTY, random_state=_SEED).fit(
            matrix, [topics.index(label) for label in labels]
        )
        weights, bias = classifier.coef_, classifier.intercept_
        if len(topics) == 2:  # scikit-learn keeps one row for two classes
            weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
        return cls(topics, vocabulary, rarity, weights.astype(np.float32), bias.astype(np.float32))

    @classmethod
    def load(cls, folder: Path) -> TopicModel:
        try:
            words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
            with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
                vocabulary = {word: number for number, word in enumerate(words["vocabulary"])}
                return cls(words["topics"], vocabulary, arrays["rarity"], arrays["weights"], arrays["bias"])
        except (OSError, ValueError, KeyError) as error:
            raise SnapshotError(f"the topic model cannot be read: {error}") from error

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        words = {"topics": self.topics, "vocabulary": list(self._vocabulary)}
        (folder / "words.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        np.savez(folder / "weights.npz", weights=self._weights, bias=self._bias, rarity=self._rarity)

    def scores(self, text: str, languages: Iterable[str], vector: Vectors) -> NDArray[np.float32]:
        """The question is stemmed as each of `languages`; the reading that knows most words counts."""
        readings = [Counter(tokens.words(text, language)) for language in languages]
        best = max(readings, key=lambda r: sum(w in self._vocabulary for w in r), default=Counter())
        size = len(self._vocabulary)
        known = [(self._vocabulary[w], n) for w, n in best.items() if w in self._vocabulary]
        result = self._bias + self._weights[:, size:] @ (vector * VECTOR_WEIGHT)
        if known:
            columns = np.array([c for c, _ in known])
            values = (1 + np.log([n for _, n in known])) * self._rarity[columns]
            result = result + self._weights[:, columns] @ (values / np.linalg.norm(values))
        return np.asarray(result, dtype=np.float32)


def _counts(
    documents: list[Counter[str]], vocabulary: dict[str, int], rarity: NDArray[np.float32]
) -> csr_matrix:
    """Rows of length one: (1 + log count) times rarity, as scikit-learn's TfidfVectorizer with sublinear_tf does."""
    rows, columns, values = [], [], []
    for row, document in enumerate(documents):
        numbers = np.array([vocabulary[w] for w in document], dtype=int)
        weight = (1 + np.log(np.array(list(document.values()), dtype=float))) * rarity[numbers]
        length = np.linalg.norm(weight)
        rows += [row] * len(numbers)
        columns += numbers.tolist()
        values += (weight / length if length else weight).tolist()
    return csr_matrix((values, (rows, columns)), shape=(len(documents), len(vocabulary)), dtype=np.float32)
