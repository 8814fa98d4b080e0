"""The detector: phrases first, then, where an encoder is at hand, likeness to examples."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from knowledge.crisis.files import load_rules
from knowledge.crisis.matcher import Matcher
from knowledge.crisis.normalise import capped
from knowledge.crisis.schema import Rules
from knowledge.encoder import Encoder
from knowledge.types import CrisisFinding, CrisisKind

Vector = NDArray[np.float32]

# Of several dangers in one text the one that cannot wait is named.
URGENCY = (
    CrisisKind.FEAR_OF_HARMING_CHILD,
    CrisisKind.THREAT_TO_LIFE,
    CrisisKind.SUICIDE,
    CrisisKind.SEXUAL_ABUSE,
    CrisisKind.FORCED_MARRIAGE_OR_ABROAD,
    CrisisKind.CHILD_ALONE,
    CrisisKind.SELF_HARM,
    CrisisKind.VIOLENCE,
)


class CrisisDetector:
    """Built once; `check` keeps nothing of what it reads. Without an encoder the phrases alone decide."""

    def __init__(self, encoder: Encoder | None, rules: Rules | None = None) -> None:
        rules = rules or load_rules()
        self._encoder, self._similarity = encoder, rules.similarity
        self._matcher = Matcher(rules.languages)
        examples = [
            (kind, n, t) for kind, texts in self._similarity.examples.items() for n, t in enumerate(texts, 1)
        ]
        self._examples = [(kind, f"similarity/{kind.value}/{n}") for kind, n, _ in examples]
        if encoder is not None:
            self._danger = encoder.encode_queries([text for _, _, text in examples])
            self._harmless = encoder.encode_queries(self._similarity.harmless)

    def check(self, text: str, vector: Vector | None = None) -> CrisisFinding | None:
        """The most urgent danger in `text`, or None. `vector`: of `text` as a query, shape (dimension,)."""
        verdict = self._matcher.read(text)
        if verdict.matches:
            match = min(verdict.matches, key=lambda m: URGENCY.index(m.kind))
            return CrisisFinding(match.kind, match.name)
        if self._encoder is None or verdict.harmless or verdict.words < self._similarity.shortest_words:
            return None
        if vector is None:
            vector = self._encoder.encode_queries([capped(text)])[0]
        return self._alike(vector)

    def _alike(self, vector: Vector) -> CrisisFinding | None:
        danger = self._danger @ vector
        best = int(danger.argmax())
        score = float(danger[best])
        harmless = float((self._harmless @ vector).max(initial=-1.0))
        if score < self._similarity.threshold or score - harmless < self._similarity.margin:
            return None
        kind, name = self._examples[best]
        return CrisisFinding(kind, name, round(min(score, 1.0), 4))
