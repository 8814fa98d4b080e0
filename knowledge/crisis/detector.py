"""The detector: phrases first, then, where an encoder is at hand, likeness to examples."""

from __future__ import annotations

from knowledge.crisis.files import load_rules
from knowledge.crisis.likeness import Likeness
from knowledge.crisis.matcher import Matcher
from knowledge.crisis.normalise import capped
from knowledge.crisis.schema import Rules
from knowledge.encoder import Encoder, Vectors
from knowledge.types import CrisisFinding, CrisisKind

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
    """Built once; `check` keeps nothing of what it reads. Without an encoder and likeness the phrases alone decide."""

    def __init__(
        self, encoder: Encoder | None = None, likeness: Likeness | None = None, rules: Rules | None = None
    ) -> None:
        rules = rules or load_rules()
        self._encoder, self._likeness = encoder, likeness
        self._shortest_words = rules.similarity.shortest_words
        self._matcher = Matcher(rules.languages)

    def check(self, text: str, vector: Vectors | None = None) -> CrisisFinding | None:
        """The most urgent danger in `text`, or None. `vector`: of `text` as a query, shape (dimension,)."""
        verdict = self._matcher.read(text)
        if verdict.matches:
            match = min(verdict.matches, key=lambda m: URGENCY.index(m.kind))
            return CrisisFinding(match.kind, match.name)
        if self._likeness is None or verdict.words < self._shortest_words:
            return None
        if vector is None:
            if self._encoder is None:
                return None
            vector = self._encoder.encode_queries([capped(text)])[0]
        return self._likeness.find(text, vector, verdict.harmless)
