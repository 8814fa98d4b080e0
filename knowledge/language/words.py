"""A text as the model sees it: its words in one spelling, and only those of the script that most of them are in."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

MAX_CHARACTERS = 400  # more letters change no verdict, and cost time

# Swedish words of this field, names of authorities and of the largest towns, which people use inside every language:
# beside other words they tell nothing.
_LOANS = (
    "soc socen socialen socialtjänsten socialtjansten socialtjänst socialtjanst socialnämnden socialnamnden "
    "socialsekreterare lvu lss bup bris bvc vab ivo csn sfi orosanmälan orosanmalan familjehem "
    "försäkringskassan forsakringskassan skatteverket migrationsverket kommun kommunen sverige svt "
    "stockholm göteborg goteborg malmö malmo uppsala västerås vasteras örebro orebro linköping linkoping helsingborg "
    "jönköping jonkoping norrköping norrkoping södertälje sodertalje borås boras umeå umea gävle gavle eskilstuna"
)
LOAN_WORDS = frozenset(_LOANS.split())


class Script(StrEnum):
    LATIN = "latin"
    ARABIC = "arabic"
    CYRILLIC = "cyrillic"
    ETHIOPIC = "ethiopic"
    THAI = "thai"


_SCRIPTS = {
    Script.LATIN: "[a-z\u00df-\u024f\u0250-\u02af\u1e00-\u1eff]",
    Script.ARABIC: "[\u0620-\u06d3\u06d5\u06ee-\u06ef\u06fa-\u077f\ufb50-\ufdff]",
    Script.CYRILLIC: "[\u0400-\u052f]",
    Script.ETHIOPIC: "[\u1200-\u139f\u2d80-\u2ddf]",
    Script.THAI: "[\u0e01-\u0e4e]",
}
_LETTER = {script: re.compile(letters) for script, letters in _SCRIPTS.items()}
_WORD = re.compile(r"[^\W_]+")
_SKIPPED = re.compile(r"https?://\S+|www\.\S+|\S+@\S+")
# Left out inside a word: vowel signs and the lengthening dash of Arabic, marks that no letter here is composed with
# (one is what lower-casing the Turkish İ leaves), characters without width. Persian's zero-width non-joiner divides words.
_LEFT_OUT = re.compile("[\u064b-\u065f\u0670\u0640\u0610-\u061a\u0300-\u036f\u200b\u200d-\u200f\ufe0f]")


def words_of(text: str) -> tuple[Script | None, list[str]]:
    """(the script that most words are in, those words in lower case); (None, []) when there is no letter that we know.

    Composed and decomposed letters come out the same. A tie goes to the script that is not Latin: who writes Arabic
    or Cyrillic mixes in Swedish words, hardly the other way round. Digits stay inside words: "3andi", "7aram"."""
    text = unicodedata.normalize("NFKC", text[: 4 * MAX_CHARACTERS])[:MAX_CHARACTERS].lower()
    text = _LEFT_OUT.sub("", unicodedata.normalize("NFC", text))
    found: dict[Script, list[str]] = {}
    for word in _WORD.findall(_SKIPPED.sub(" ", text)):
        script = _script(word)
        if script:
            found.setdefault(script, []).append(word)
    if not found:
        return None, []
    script = max(found, key=lambda s: (_telling(found[s]), s is not Script.LATIN, len(found[s])))
    return script, found[script]


def telling(words: list[str]) -> list[str]:
    """`words` without those that belong to no language in particular; empty when all are such."""
    return [word for word in words if word not in LOAN_WORDS]


def _telling(words: list[str]) -> int:
    return sum(word not in LOAN_WORDS for word in words)


def _script(word: str) -> Script | None:
    """That of the first letter we know; a word that is digits alone has none."""
    return next((s for c in word for s, letter in _LETTER.items() if letter.match(c)), None)
