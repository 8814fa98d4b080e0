"""Typed text -> comparable words. Phrases and typed texts go through the same functions, so that they meet.

Frightened people type without å ä ö, without hamza, with "hjäääälp", with invisible characters from copying.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

MAX_CHARACTERS = 2000
_HEAD, _TAIL = 1200, 800  # what hurts most often stands first or last; time must not grow with the text
NUMBER = "#"  # in a phrase: any number
SENTENCE_GAP = 3  # a sentence end counts as so many words, so that short gaps do not reach across it

_TABLE: dict[int, str | None] = {}
for _from, _to in (
    # Arabic and Persian: one letter for each family of spellings
    *((c, "ا") for c in "أإآٱ"),
    ("ى", "ي"),
    ("ی", "ي"),
    ("ې", "ي"),
    ("ئ", "ي"),
    ("ؤ", "و"),
    ("ة", "ه"),
    ("ۀ", "ه"),
    ("ہ", "ه"),
    ("ک", "ك"),
    ("ڤ", "ف"),
    ("ظ", "ض"),
    ("ء", None),
    ("ـ", None),
    # Tigrinya: letters that sound alike
    *zip("ሐሑሒሓሔሕሖ", "ሀሁሂሃሄህሆ", strict=True),
    *zip("ኀኁኂኃኄኅኆ", "ሀሁሂሃሄህሆ", strict=True),
    *zip("ሠሡሢሣሤሥሦ", "ሰሱሲሳሴስሶ", strict=True),
    *zip("ዐዑዒዓዔዕዖ", "አኡኢኣኤእኦ", strict=True),
    *zip("ፀፁፂፃፄፅፆ", "ጸጹጺጻጼጽጾ", strict=True),
    *zip("ቐቑቒቓቔቕቖ", "ቀቁቂቃቄቅቆ", strict=True),
    *zip("ኸኹኺኻኼኽኾ", "ከኩኪካኬክኮ", strict=True),
    ("ኣ", "አ"),
    ("ዓ", "አ"),
    ("ሓ", "ሀ"),
    ("ሃ", "ሀ"),
    ("ኃ", "ሀ"),
    # Cyrillic
    ("ё", "е"),
    ("ґ", "г"),
    # apostrophes inside words fall away: "don't" = "dont", "б'є" = "бє"
    *((c, None) for c in "'’‘ʼ`´ʻ"),
    # digits
    *((chr(base + d), str(d)) for base in (0x660, 0x6F0) for d in range(10)),
):
    _TABLE[ord(_from)] = _to

_FOLD = str.maketrans({"ı": "i", "ø": "o", "æ": "a", "ß": "s", "ł": "l", "đ": "d"})
_KEPT_MARKS = {"\u0306", "\u0308"}  # й and ї are letters of their own
_WORD_OR_END = re.compile(r"[^\W_]+|\.{2,}|…|[.!?؟۔።፧;\n]+")
_RUN = re.compile(r"(.)\1+")
_LONG_RUN = re.compile(r"(.)\1{2,}")
_JOIN_NEXT = {"مي", "نمي"}  # Persian verbs are written with and without a space after these


@dataclass(frozen=True, slots=True)
class Token:
    """One word; `position` counts words, with a step at each sentence end; `sentence` counts sentences."""

    text: str
    position: int
    sentence: int


def capped(text: str) -> str:
    if len(text) <= MAX_CHARACTERS:
        return text
    return f"{text[:_HEAD]}\n{text[-_TAIL:]}"


def normalised(text: str) -> str:
    """Lower case, composed, without invisible characters, marks and look-alike letters; å ä ö stay."""
    text = unicodedata.normalize("NFKC", text).casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.replace("i\u0307", "i"))
        text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Mn", "Me"))
    return text.translate(_TABLE)


def tokens(text: str) -> list[Token]:
    """The words of `text`, cut to `MAX_CHARACTERS`."""
    found: list[Token] = []
    position = sentence = 0
    join = ""
    for piece in _WORD_OR_END.findall(normalised(capped(text))):
        if not (piece[0].isalnum()):
            if (len(piece) > 1 and set(piece) <= {"."}) or piece == "…":
                continue  # three dots are a pause, not an end
            position, sentence, join = position + SENTENCE_GAP, sentence + 1, ""
            continue
        if piece in _JOIN_NEXT and not join:
            join = piece
            continue
        found.append(Token(join + piece, position, sentence))
        position, join = position + 1, ""
    if join:
        found.append(Token(join, position, sentence))
    return found


@cache
def words(phrase: str) -> tuple[str, ...]:
    """The words of one entry of a rules file; the star of a stem stays at its end."""
    result: list[str] = []
    for part in phrase.split():
        if part == NUMBER:
            result.append(NUMBER)
            continue
        stem = part.endswith("*")
        pieces = [t.text for t in tokens(part.removesuffix("*"))]
        if stem and pieces:
            pieces[-1] += "*"
        result += pieces
    return tuple(_joined(result))


def _joined(pieces: list[str]) -> list[str]:
    joined: list[str] = []
    for piece in pieces:
        if joined and joined[-1] in _JOIN_NEXT:
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def folded(word: str) -> str:
    """Without the marks of Latin letters: "slår" -> "slar", "dövüyor" -> "dovuyor". Cyrillic й stays."""
    if word.isascii():
        return word
    bare = "".join(
        c
        for c in unicodedata.normalize("NFD", word.translate(_FOLD))
        if not "\u0300" <= c <= "\u036f" or c in _KEPT_MARKS
    )
    kept = unicodedata.normalize("NFC", bare)
    return "".join(c if ord(c) > 0x24F else unicodedata.normalize("NFD", c)[0] for c in kept)


def squeezed(word: str) -> str:
    """Every repeated letter once: "hjäääälp", "hjälpp" and "hjälp" become the same."""
    return _RUN.sub(r"\1", word)


def has_runs(word: str) -> bool:
    return _RUN.search(word) is not None
