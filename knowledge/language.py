"""Which language is this text? Script and letters first, then lingua; short texts lean on what the page speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from lingua import Language, LanguageDetectorBuilder

_LINGUA = {
    Language.SWEDISH: "sv", Language.ENGLISH: "en", Language.SOMALI: "so", Language.TURKISH: "tr",
    Language.POLISH: "pl", Language.SPANISH: "es", Language.FINNISH: "fi", Language.BOSNIAN: "bs",
}  # fmt: skip
# How much more likely the prior's language is beforehand. Eight times made longer English texts on a Swedish page Swedish.
PRIOR_SHORT, PRIOR_LONG, SHORT_WORDS = 4.0, 2.0, 4

# Words so frequent that one of them tells more about a short text than letter statistics do.
_FREQUENT = {
    "sv": (
        "hej ja nej tack och är det inte jag du vi dom de min mitt mina kan får hur vad va varför vem var när om "
        "soc socialen på för med en ett hjälp"
    ),
    "en": (
        "hello yes no thanks thank hi and is the not i you we they my can may how what why who where when if about on "
        "for with a an get do help"
    ),
    "so": "iyo waa ma miyay waxaan carruurta ilmaha ilmahayga sidee maxay waan salaan",
    "tr": "merhaba ve bir bu çocuk çocuğum nasıl ne için mi değil ben",
    "pl": "cześć i nie jest czy jak co dziecko dzieci moje dla się",
    "es": "hola y es no que cómo qué los las niños mi hijo puedo para",
    "fi": "hei ja on ei minä onko miten mitä lapsi lapset minun",
    "bs": "zdravo i je ne da li kako što šta djeca dijete moje za",
}
_FREQUENT_SETS = {language: frozenset(words.split()) for language, words in _FREQUENT.items()}
FREQUENT_BOOST = 6.0
_WORD = re.compile(r"\w+")

_SORANI = re.compile("[ێۆڕڵڤە]")
_PERSIAN = re.compile("[پچژگکی]")
_PERSIAN_WORDS = re.compile(
    r"\b(را|است|می|این|که|آیا|ایا|چه|برای|هم|بچه|من هم|کنم|کند|شود|نیست|هست|چی|کی|مه|استم)\b"
)
_ARABIC_WORDS = re.compile(r"\b(في|هل|على|شو|هذا|هاد|الى|إلى|عن|اللي|ليش|كيف|متى|يا)\b|\bال\w{3,}|ة\b")
_UKRAINIAN = re.compile(
    r"[іїєґ]|\b(чи|що|як|це|вони|можуть|можна|дитин\w*|мене|якщо|буде|немає)\b", re.IGNORECASE
)
_RUSSIAN = re.compile(
    r"[ыэъё]|\b(что|это|ли|они|могут|можно|реб[её]н\w*|меня|если|будет|нет)\b", re.IGNORECASE
)
_KURMANJI = re.compile(
    r"\b(ez|hûn|zarok\w*|çi|li|ji bo|dikin|dike|nînin|heye|wan|hene)\b|[êîû]", re.IGNORECASE
)
_SWEDISH_LETTERS = re.compile("[åäöÅÄÖ]")


class LanguageIdentifier(Protocol):
    def identify(self, text: str, priors: Sequence[str] = ()) -> str | None:
        """BCP 47 code of `text`, or None when nothing can be said. `priors`: languages of the page and conversation."""


class ScriptAndLingua:
    """lingua in its small mode (some 15 MB) knows the Latin scripts; letters tell the others apart."""

    def __init__(self) -> None:
        self._detector = (
            LanguageDetectorBuilder.from_languages(*_LINGUA)
            .with_low_accuracy_mode()
            .with_preloaded_language_models()
            .build()
        )

    def identify(self, text: str, priors: Sequence[str] = ()) -> str | None:
        counts = _scripts(text)
        script = max(counts, key=lambda s: counts[s])
        if not counts[script]:
            return None
        match script:
            case "ethiopic":
                return "ti"
            case "arabic":
                return _arabic_script(text, priors)
            case "cyrillic":
                return _cyrillic(text, priors)
        return self._latin(text, priors)

    def _latin(self, text: str, priors: Sequence[str]) -> str | None:
        if len(_KURMANJI.findall(text)) >= 2 and not _SWEDISH_LETTERS.search(text):
            return "kmr"
        # A word or two say little: mix in "any language", so that the prior and frequent words can decide.
        unsure = max(0.05, 0.5 / len(text.split()))
        values = self._detector.compute_language_confidence_values(text)
        scores = {_LINGUA[v.language]: (1 - unsure) * v.value + unsure / len(_LINGUA) for v in values}
        boost = PRIOR_SHORT if len(text.split()) <= SHORT_WORDS else PRIOR_LONG
        for prior in set(priors):
            if prior in scores:
                scores[prior] *= boost
        words = _WORD.findall(text.casefold())
        seen = {language: sum(w in _FREQUENT_SETS[language] for w in words) for language in scores}
        best = max(scores, key=lambda language: scores[language] * FREQUENT_BOOST ** seen[language])
        if len(words) <= 2 and not seen[best] and priors:
            return priors[0]  # letters alone would make "hej" Polish and "hello" Finnish
        return best


def _scripts(text: str) -> dict[str, int]:
    counts = {"latin": 0, "arabic": 0, "cyrillic": 0, "ethiopic": 0}
    for character in text:
        point = ord(character)
        if character.isalpha():
            if point < 0x250 or 0x1E00 <= point < 0x1F00:
                counts["latin"] += 1
            elif 0x600 <= point < 0x780 or 0xFB50 <= point < 0xFF00:
                counts["arabic"] += 1
            elif 0x400 <= point < 0x530:
                counts["cyrillic"] += 1
            elif 0x1200 <= point < 0x13A0:
                counts["ethiopic"] += 1
    return counts


def _arabic_script(text: str, priors: Sequence[str]) -> str:
    if len(_SORANI.findall(text)) >= 2:
        return "ckb"
    persian = len(_PERSIAN.findall(text)) + 2 * len(_PERSIAN_WORDS.findall(text)) + ("fa" in priors)
    arabic = 2 * len(_ARABIC_WORDS.findall(text)) + ("ar" in priors)
    if persian == arabic:
        return next((p for p in priors if p in ("ar", "fa", "ckb")), "ar")
    return "fa" if persian > arabic else "ar"


def _cyrillic(text: str, priors: Sequence[str]) -> str:
    ukrainian, russian = len(_UKRAINIAN.findall(text)), len(_RUSSIAN.findall(text))
    if ukrainian == russian:
        return next((p for p in priors if p in ("ru", "uk")), "ru")
    return "uk" if ukrainian > russian else "ru"
