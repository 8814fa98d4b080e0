"""What a visitor types -> text that Rasa can be given."""

from __future__ import annotations

import unicodedata

KEPT_CONTROLS = "\n\t"
# Rasa takes a message that begins with a slash as a command; the look-alikes become one under NFKC.
SLASHES = "/／"
# Control characters, and lone surrogates, which JSON can carry but UTF-8 cannot.
UNWANTED = ("Cc", "Cs")


def cleaned(text: str) -> str:
    """`text` without control characters, without outer whitespace and without leading slashes; maybe empty.

    Joiners and direction marks inside the text stay: Persian and Arabic are written with them.
    """
    kept = "".join(c for c in text if c in KEPT_CONTROLS or unicodedata.category(c) not in UNWANTED)
    start = 0
    while start < len(kept) and (kept[start] in SLASHES or _invisible(kept[start])):
        start += 1
    rest = kept[start:].rstrip()
    return "" if all(_invisible(c) for c in rest) else rest


def _invisible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in ("Cf", *UNWANTED)
