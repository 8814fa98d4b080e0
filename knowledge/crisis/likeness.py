"""Likeness to examples: a classifier that hears danger in words that no phrase covers, in every language of the encoder.

Trained on the examples of rules/similarity.yml and on everyday questions. Training embeds a few thousand texts, so what
it learnt is kept in the data folder, under a name made of everything it rests on.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from knowledge.crisis.classifier import TextClassifier, Words
from knowledge.crisis.normalise import capped, tokens
from knowledge.crisis.schema import Similarity
from knowledge.encoder import Encoder, Vectors
from knowledge.index.tokens import letter_groups
from knowledge.types import CrisisFinding, CrisisKind

HARMLESS = "harmless"
FORMAT = "1"  # of what is kept; another number trains anew
_log = logging.getLogger(__name__)


class Likeness:
    """`find(text, vector)`: the danger that a text is most like, when it leads the harmless by the threshold."""

    def __init__(self, classifier: TextClassifier, similarity: Similarity, encoder: Encoder) -> None:
        self._classifier, self._encoder = classifier, encoder
        self.shortest_words = similarity.shortest_words
        self._threshold, self._threshold_doubted = similarity.threshold, similarity.threshold_doubted
        self._harmless = classifier.labels.index(HARMLESS)

    @classmethod
    def train(cls, encoder: Encoder, similarity: Similarity, everyday: Sequence[str]) -> Likeness:
        """`everyday`: questions that tell of no danger; without them every worried question would sound like one."""
        labelled = [(text, kind.value) for kind, texts in similarity.examples.items() for text in texts]
        labelled += [(text, HARMLESS) for text in (*similarity.harmless, *everyday)]
        texts, labels = [text for text, _ in labelled], [label for _, label in labelled]
        bags = [_bags(text) for text in texts]
        return cls(
            TextClassifier.train(
                labels,
                [own for own, _ in bags],
                [groups for _, groups in bags],
                encoder.encode_queries(texts),
            ),
            similarity,
            encoder,
        )

    @classmethod
    def kept(
        cls, folder: Path, encoder: Encoder, similarity: Similarity, everyday: Callable[[], Sequence[str]], basis: str
    ) -> Likeness:  # fmt: skip
        """What was trained before on the same, else trained now and kept in `folder`. `basis` names what `everyday` gives."""
        digest = hashlib.sha256(
            "\x00".join((FORMAT, encoder.revision, similarity.model_dump_json(), basis)).encode()
        ).hexdigest()[:16]
        place = folder / digest
        try:
            return cls(TextClassifier.load(place), similarity, encoder)
        except (OSError, ValueError, KeyError):
            shutil.rmtree(place, ignore_errors=True)
        trained = cls.train(encoder, similarity, everyday())
        try:
            trained._keep(place)
        except OSError as error:
            # Another process may have been quicker; and a full disk must not silence the check.
            _log.warning("what was learnt about likeness to danger is not kept: %s", error)
        return trained

    def _keep(self, place: Path) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".draft-", dir=place.parent) as draft:
            self._classifier.save(Path(draft) / place.name)
            (Path(draft) / place.name).rename(place)
        for other in place.parent.iterdir():
            if other != place and not other.name.startswith("."):
                shutil.rmtree(other, ignore_errors=True)

    def find(self, text: str, vector: Vectors | None = None, doubted: bool = False) -> CrisisFinding | None:
        """`vector`: of `text` as a query, shape (dimension,). `doubted`: a phrase calls the text harmless. The score is
        the lead over the harmless, at most 1."""
        if vector is None:
            vector = self._encoder.encode_queries([capped(text)])[0]
        kind, lead = self.lead(text, vector)
        if lead < (self._threshold_doubted if doubted else self._threshold):
            return None
        return CrisisFinding(kind, f"likeness/{kind.value}", round(min(lead, 1.0), 4))

    def lead(self, text: str, vector: Vectors) -> tuple[CrisisKind, float]:
        """The danger that `text` is most like, and by how much it leads the harmless."""
        leads = self._classifier.scores(*_bags(text), vector)
        leads = leads - leads[self._harmless]
        leads[self._harmless] = -np.inf
        best = int(leads.argmax())
        return CrisisKind(self._classifier.labels[best]), float(leads[best])


def _bags(text: str) -> tuple[Words, Words]:
    own = [token.text for token in tokens(capped(text))]
    return Counter(own), Counter(letter_groups(" ".join(own)))
