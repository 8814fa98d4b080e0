"""Texts -> tokens for the lexical index: stemmed words, and letter groups that forgive typos and compounds."""

from __future__ import annotations

import re
import threading
import unicodedata

import Stemmer

# Languages with a Snowball stemmer; the others go unstemmed, and their letter groups do the work.
_SNOWBALL = {
    "sv": "swedish", "en": "english", "ar": "arabic", "fa": "persian", "tr": "turkish",
    "ru": "russian", "pl": "polish", "es": "spanish", "fi": "finnish",
}  # fmt: skip
_WORD = re.compile(r"\w+", re.UNICODE)
_ARABIC = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ة": "ه",
        "ۀ": "ه",
        "ھ": "ه",
        "ک": "ك",
        "ـ": None,
    }
)
GRAM = 4
_threads = threading.local()


def fold(text: str) -> str:
    """Lower case without accents; Arabic letters that people mix up become one. `socialtjänsten` = `socialtjansten`."""
    # Unicode's own recipe for caseless matching: case folding can bring up characters to decompose, and the other way round.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.casefold()).casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return bare.translate(_ARABIC)


def words(text: str, language: str) -> list[str]:
    """Stemmed words of `text`."""
    found = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    stemmer = _stemmer(language)
    stems = stemmer.stemWords(found) if stemmer else found
    return [fold(stem) for stem in stems if stem]


def grams(text: str) -> list[str]:
    """Groups of `GRAM` letters of each folded word with its borders marked; short words stand whole."""
    groups: list[str] = []
    for word in _WORD.findall(fold(text)):
        marked = f"<{word}>"
        groups += [marked[i : i + GRAM] for i in range(max(1, len(marked) - GRAM + 1))]
    return groups


def letter_groups(text: str, shortest: int = 2, longest: int = 5) -> list[str]:
    """All groups of two to five letters within each folded word, its borders marked, as scikit-learn's `char_wb`."""
    groups: list[str] = []
    for word in _WORD.findall(fold(text)):
        marked = f" {word} "
        for size in range(shortest, longest + 1):
            groups += [marked[i : i + size] for i in range(max(1, len(marked) - size + 1))]
    return groups


def _stemmer(language: str) -> Stemmer.Stemmer | None:
    """Stemmers are not safe between threads: each thread keeps its own."""
    own: dict[str, Stemmer.Stemmer | None] = _threads.__dict__.setdefault("stemmers", {})
    if language not in own:
        name = _SNOWBALL.get(language)
        own[language] = Stemmer.Stemmer(name) if name in Stemmer.algorithms() else None
    return own[language]
