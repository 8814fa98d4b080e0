"""The topic model: a linear classifier over words, letter groups and vectors, trained on the passages themselves at each sync.

Nearest neighbours see one way to ask at a time; the classifier learns from all of them which words tell a topic. What it
brings is measured in docs/adr/0004-topic-model.md.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.svm import LinearSVC

from knowledge.encoder import Vectors
from knowledge.errors import SnapshotError
from knowledge.index import tokens
from knowledge.types import Passage

# Weight of the vector beside words and letter groups (each of length one), and the penalty; of a small grid on the tuning
# questions, where 1 to 2 and .1 to 1 differ by a question or two.
VECTOR_WEIGHT = 1.5
PENALTY = 0.3
_SEED = 7

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Terms:
    """One kind of token: its numbers, and how rare each is (shape (terms,))."""

    vocabulary: dict[str, int]
    rarity: Floats

    @classmethod
    def learn(cls, documents: Sequence[Counter[str]], least: int) -> Terms:
        """Tokens of at least `least` documents."""
        frequency = Counter(token for document in documents for token in document)
        kept = sorted(token for token, count in frequency.items() if count >= least)
        rarity = [np.log((1 + len(documents)) / (1 + frequency[token])) + 1 for token in kept]
        return cls({token: number for number, token in enumerate(kept)}, np.array(rarity, dtype=np.float32))

    def row(self, document: Counter[str]) -> tuple[NDArray[np.int64], Floats]:
        """Term numbers and weights of length one: (1 + log count) times rarity, as TfidfVectorizer with sublinear_tf."""
        known = [
            (self.vocabulary[token], count) for token, count in document.items() if token in self.vocabulary
        ]
        if not known:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        numbers = np.array([number for number, _ in known], dtype=np.int64)
        weights = (1 + np.log([count for _, count in known])) * self.rarity[numbers]
        return numbers, np.asarray(weights / np.linalg.norm(weights), dtype=np.float32)

    def matrix(self, documents: Sequence[Counter[str]]) -> csr_matrix:
        rows = [self.row(document) for document in documents]
        starts = np.cumsum([0] + [len(numbers) for numbers, _ in rows])
        numbers = np.concatenate([numbers for numbers, _ in rows])
        weights = np.concatenate([weights for _, weights in rows])
        return csr_matrix((weights, numbers, starts), shape=(len(documents), len(self.vocabulary)))


class TopicModel:
    """`scores(text, vector)` -> one decision value a topic, shape (topics,); above zero means "more likely than not"."""

    def __init__(
        self, topics: Sequence[str], words: Terms, groups: Terms, weights: Floats, bias: Floats
    ) -> None:
        """`weights`: shape (topics, words + groups + dimension)."""
        self.topics, self._words, self._groups = tuple(topics), words, groups
        self._weights, self._bias = weights, bias

    @classmethod
    def train(cls, passages: Iterable[Passage], vectors: Vectors) -> TopicModel:
        passages = list(passages)
        topics = sorted({p.slug for p in passages})
        word_counts = [Counter(tokens.words(p.text, p.language)) for p in passages]
        group_counts = [Counter(tokens.letter_groups(p.text)) for p in passages]
        # A letter group seen once tells of one text only, and there are very many of them.
        words, groups = Terms.learn(word_counts, least=1), Terms.learn(group_counts, least=2)
        matrix = hstack(
            [words.matrix(word_counts), groups.matrix(group_counts), csr_matrix(vectors * VECTOR_WEIGHT)]
        ).tocsr()
        if len(topics) == 1:
            return cls(
                topics, words, groups, np.zeros((1, matrix.shape[1]), np.float32), np.ones(1, np.float32)
            )
        labels = [topics.index(p.slug) for p in passages]
        classifier = LinearSVC(C=PENALTY, random_state=_SEED).fit(matrix, labels)
        weights, bias = classifier.coef_, classifier.intercept_
        if len(topics) == 2:  # scikit-learn keeps one row for two classes
            weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
        return cls(topics, words, groups, weights.astype(np.float32), bias.astype(np.float32))

    @classmethod
    def load(cls, folder: Path) -> TopicModel:
        try:
            names = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
            with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
                words, groups = (
                    Terms({term: number for number, term in enumerate(names[kind])}, arrays[f"{kind}_rarity"])
                    for kind in ("words", "groups")
                )
                return cls(names["topics"], words, groups, arrays["weights"], arrays["bias"])
        except (OSError, ValueError, KeyError) as error:
            raise SnapshotError(f"the topic model cannot be read: {error}") from error

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        names = {
            "topics": self.topics,
            "words": list(self._words.vocabulary),
            "groups": list(self._groups.vocabulary),
        }
        (folder / "terms.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
        np.savez(
            folder / "weights.npz",
            weights=self._weights,
            bias=self._bias,
            words_rarity=self._words.rarity,
            groups_rarity=self._groups.rarity,
        )

    def scores(self, text: str, languages: Iterable[str], vector: Vectors) -> Floats:
        """The question is stemmed as each of `languages`; the reading that knows most words counts."""
        readings = [Counter(tokens.words(text, language)) for language in languages]
        best = max(readings, key=lambda r: sum(w in self._words.vocabulary for w in r), default=Counter())
        word_numbers, word_weights = self._words.row(best)
        group_numbers, group_weights = self._groups.row(Counter(tokens.letter_groups(text)))
        start = len(self._words.vocabulary)
        result = (
            self._bias
            + self._weights[:, start + len(self._groups.vocabulary) :] @ (vector * VECTOR_WEIGHT)
            + self._weights[:, word_numbers] @ word_weights
            + self._weights[:, start + group_numbers] @ group_weights
        )
        return np.asarray(result, dtype=np.float32)
