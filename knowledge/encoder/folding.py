"""Texts as the student sees them: one spelling for what people write in several ways.

`fine` keeps every letter that tells words apart; `coarse` also drops marks and writes Cyrillic in Latin letters,
so that "går"/"gar", "дитина"/"ditina" and Bosnian, Ukrainian and Russian cognates share pieces.
"""

from __future__ import annotations

import re
import unicodedata

# Arabic-script letters that keyboards mix up, Kurdish and Persian spacing marks, and typographic quotation marks.
_FINE = str.maketrans(
    {
        "ي": "ی", "ى": "ی", "ك": "ک", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ـ": None,
        "\u200c": " ", "\u200b": None, "\u200d": None, "\u200e": None, "\u200f": None,
        "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"',
    }
)  # fmt: skip
_ARABIC_MARKS = re.compile("[\u064b-\u065f\u0670\u0610-\u061a\u06d6-\u06ed]")
_MARKS = re.compile("[\u0300-\u036f]")
_COARSE = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "jo", "є": "je", "ж": "ž",
        "з": "z", "и": "i", "і": "i", "ї": "ji", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
        "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "č", "ш": "š",
        "щ": "šč", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "ju", "я": "ja",
        "ı": "i", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe",
    }
)  # fmt: skip


def fine(text: str) -> str:
    """NFKC, lower case, one form of each Arabic letter. Texts in NFC and NFD come out the same."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower().translate(_FINE))
    return _ARABIC_MARKS.sub("", folded)


def coarse(folded: str) -> str:
    """`fine` text without marks and in Latin letters where it was Cyrillic."""
    return _MARKS.sub("", unicodedata.normalize("NFD", folded.translate(_COARSE)))
