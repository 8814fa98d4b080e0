"""The detector: phrases and, where an encoder is at hand, likeness to examples."""

from __future__ import annotations

from knowledge.crisis.files import load_rules
from knowledge.crisis.likeness import Likeness
from knowledge.crisis.matcher import Matcher
from knowledge.encoder import Vectors
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
    """Built once; `check` keeps nothing of what it reads. Without likeness the phrases alone decide."""

    def __init__(self, phrases: Matcher | None = None, likeness: Likeness | None = None) -> None:
        self._phrases, self._likeness = phrases or Matcher(load_rules().languages), likeness

    def check(self, text: str, vector: Vectors | None = None) -> CrisisFinding | None:
        """The most urgent danger in `text`, or None. `vector`: of `text` as a query, shape (dimension,)."""
        verdict, likeness = self._phrases.read(text), self._likeness
        if verdict.matches:
            if likeness and verdict.words >= likeness.long_words and not likeness.believes(text, vector):
                return None
            match = min(verdict.matches, key=lambda m: URGENCY.index(m.kind))
            return CrisisFinding(match.kind, match.name)
        if likeness is None or verdict.words < likeness.shortest_words:
            return None
        return likeness.find(text, vector, doubted=verdict.harmless)
