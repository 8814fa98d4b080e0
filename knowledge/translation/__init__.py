"""Machine translation of the authority's own published texts: drafts for staff. Never of a question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Translator(Protocol):
    def languages(self) -> frozenset[str]:
        """BCP 47 codes that can be translated into from Swedish. Raises `TranslationError` when nobody answers."""

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """One translation a text, in order. Raises `TranslationError` saying what failed."""
