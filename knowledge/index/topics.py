"""The topic model: a linear classifier trained on the passages themselves at each sync.

Nearest neighbours see one way to ask at a time; the classifier learns from all of them which words tell a topic. What it
brings is measured in docs/adr/0004-topic-model.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from knowledge.classifier import Floats, TextClassifier
from knowledge.encoder import Vectors
from knowledge.errors import SnapshotError
from knowledge.index import tokens
from knowledge.types import Passage


class TopicModel:
    """`scores(text, languages, vector)` -> one value a topic, shape (topics,); near 1 means this topic, near -1 another."""

    def __init__(self, classifier: TextClassifier) -> None:
        self._classifier = classifier

    @property
    def topics(self) -> tuple[str, ...]:
        return self._classifier.labels

    @classmethod
    def train(cls, passages: Iterable[Passage], vectors: Vectors) -> TopicModel:
        passages = list(passages)
        return cls(
            TextClassifier.train(
                [p.slug for p in passages],
                [Counter(tokens.words(p.text, p.language)) for p in passages],
                [Counter(tokens.letter_groups(p.text)) for p in passages],
                vectors,
            )
        )

    @classmethod
    def load(cls, folder: Path) -> TopicModel:
        try:
            return cls(TextClassifier.load(folder))
        except (OSError, ValueError, KeyError) as error:
            raise SnapshotError(f"the topic model cannot be read: {error}") from error

    def save(self, folder: Path) -> None:
        self._classifier.save(folder)

    def scores(self, text: str, languages: Iterable[str], vector: Vectors) -> Floats:
        """The question is stemmed as each of `languages`; the reading that knows most words counts."""
        known = self._classifier.words.vocabulary
        readings = [Counter(tokens.words(text, language)) for language in languages]
        best = max(readings, key=lambda reading: sum(word in known for word in reading), default=Counter())
        return self._classifier.scores(best, Counter(tokens.letter_groups(text)), vector)
