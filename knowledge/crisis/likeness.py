"""Likeness to examples: hears danger in words that no phrase covers, in every language of the encoder, and doubts a phrase in a
text that is otherwise harmless. knowledge/crisis/learning.py says how it is learnt."""

from __future__ import annotations

from collections import Counter

import numpy as np

from knowledge.crisis.classifier import TextClassifier, Words
from knowledge.crisis.examples import HARMLESS
from knowledge.crisis.normalise import capped, tokens
from knowledge.crisis.schema import Similarity
from knowledge.encoder import Encoder, Vectors
from knowledge.index.tokens import letter_groups
from knowledge.types import CrisisFinding, CrisisKind


class Likeness:
    """`find(text, vector)`: the danger that a text is most like, when it leads the harmless by the threshold."""

    def __init__(self, classifier: TextClassifier, similarity: Similarity, encoder: Encoder) -> None:
        self._classifier, self._similarity, self._encoder = classifier, similarity, encoder
        self.shortest_words, self.long_words = similarity.shortest_words, similarity.long_words
        self._harmless = classifier.labels.index(HARMLESS)

    def find(self, text: str, vector: Vectors | None = None, doubted: bool = False) -> CrisisFinding | None:
        """`vector`: of `text` as a query, shape (dimension,). `doubted`: a phrase calls the text harmless. The score is
        the lead over the harmless, at most 1."""
        kind, lead = self.lead(text, vector)
        if lead < (self._similarity.threshold_doubted if doubted else self._similarity.threshold):
            return None
        return CrisisFinding(kind, f"likeness/{kind.value}", round(min(lead, 1.0), 4))

    def believes(self, text: str, vector: Vectors | None = None) -> bool:
        """Whether a phrase that fires in `text`, a long one, counts."""
        return self.lead(text, vector)[1] >= self._similarity.threshold_believed

    def lead(self, text: str, vector: Vectors | None = None) -> tuple[CrisisKind, float]:
        """The danger that `text` is most like, and by how much it leads the harmless."""
        if vector is None:
            vector = self._encoder.encode_queries([capped(text)])[0]
        leads = self._classifier.scores(*bags(text), vector)
        leads = leads - leads[self._harmless]
        leads[self._harmless] = -np.inf
        best = int(leads.argmax())
        return CrisisKind(self._classifier.labels[best]), float(leads[best])


def bags(text: str) -> tuple[Words, Words]:
    """Words and letter groups, counted."""
    own = [token.text for token in tokens(capped(text))]
    return Counter(own), Counter(letter_groups(" ".join(own)))
