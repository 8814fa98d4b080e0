"""How hard a Swedish text is to read: LIX, after "Läsbarhet" (C.-H. Björnsson 1968).

LIX = words per sentence + share of words of more than six letters, in per cent. Below 30 reads like a children's book,
40 like a newspaper. A sentence ends at . ! ? : or where a line ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.types import Article, Audience

ADULT_SHORT, CHILD = 40, 30
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_END = re.compile(r"[.!?:]+(?:\s|$)|\n+")
_LONG = 6


@dataclass(frozen=True, slots=True)
class Reading:
    """One section of a Swedish text: its LIX and the limit for it."""

    slug: str
    audience: Audience
    section: str
    lix: float
    limit: int


def lix(text: str) -> float:
    """0 for a text without words."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = sum(bool(_WORD.search(part)) for part in _END.split(text))
    return len(words) / sentences + 100 * sum(len(word) > _LONG for word in words) / len(words)


def readings(articles: Iterable[Article]) -> list[Reading]:
    """Adults' short answers, and every section for children; the hardest first, measured against their limits."""
    found = []
    for article in articles:
        for text in article.translations:
            if text.language != "sv":
                continue
            child = text.audience is Audience.CHILD
            sections = {"short": text.short}
            if child:
                sections |= {"what-is-true": text.what_is_true or "", "long": text.long}
            found += [
                Reading(
                    article.slug, text.audience, name, round(lix(own), 1), CHILD if child else ADULT_SHORT
                )
                for name, own in sections.items()
                if own
            ]
    return sorted(found, key=lambda r: r.limit - r.lix)
