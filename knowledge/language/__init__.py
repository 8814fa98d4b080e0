"""Which language is this text? The script decides where it can, else letter groups; short texts lean on what the page speaks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from knowledge.language.model import PACKAGED, load_model
from knowledge.language.words import Script, telling, words_of

# Arabic and Persian in Latin letters, and the language to answer in.
ROMANISED = {"ar-Latn": "ar", "fa-Latn": "fa"}
LANGUAGES = (
    "sv", "en", "ar", "so", "fa", "ti", "uk", "ru", "tr", "ckb", "kmr", "pl", "es", "fi", "bs", "sq", "de", "fr", "th",
    *ROMANISED,
)  # fmt: skip

_BY_SCRIPT = {Script.ETHIOPIC: "ti", Script.THAI: "th"}
_WRITTEN = {Script.ARABIC: ("ar", "fa", "ckb"), Script.CYRILLIC: ("uk", "ru")}
# Before the text is read, the language of the page and that of the conversation are six times as likely as others, Swedish (which
# names, places and loan words are in on every page) three times, and the languages that the product has no texts in a third.
# Chosen on held-out pieces of one to five words with the page in Swedish, in English, and in the text's own language: at twelve,
# one short German or French text in ten was taken for Swedish on a Swedish page.
PRIOR = math.log(6)
COMMON = {"sv": math.log(3), "en": math.log(1.5), **dict.fromkeys(("sq", "de", "fr"), -math.log(3))}


class LanguageIdentifier(Protocol):
    def identify(self, text: str, priors: Sequence[str] = ()) -> str | None:
        """BCP 47 code of `text`, or None when nothing can be said. `priors`: languages of the page and conversation."""


class LetterGroups:
    """The packaged model (see README.md beside it). Thread-safe: nothing changes after it is read."""

    def __init__(self, path: Path = PACKAGED) -> None:
        self._model = load_model(path)
        self._script = [_script_of(name) for name in self._model.classes]

    def identify(self, text: str, priors: Sequence[str] = ()) -> str | None:
        """One of `LANGUAGES` (of `priors`, where only words stand that every language here uses), or None."""
        script, words = words_of(text)
        if script is None:
            return None
        if script in _BY_SCRIPT:
            return _BY_SCRIPT[script]
        own = telling(words)
        if not own:
            return priors[0] if priors else "sv"
        scores = self._model.scores(own)
        weight = _prior_weight(len(own))
        best = max(
            (n for n, written in enumerate(self._script) if written is script),
            key=lambda n: scores[n] + weight * _prior(self._model.classes[n], priors),
            default=None,
        )
        return None if best is None else self._model.classes[best]


def _script_of(language: str) -> Script:
    return next((script for script, names in _WRITTEN.items() if language in names), Script.LATIN)


def _prior(language: str, priors: Sequence[str]) -> float:
    """Log of how likely `language` is before the text is read, but for a constant."""
    return COMMON.get(language, 0.0) + (PRIOR if language in priors else 0.0)


def _prior_weight(words: int) -> float:
    """1 for one word, 2/3 for two, then ever less. The text's own score grows with the square root of its length
    alone, so the prior must give way as well: so pieces of two to five words on a Swedish page were right more often."""
    return 2 / (1 + words)
