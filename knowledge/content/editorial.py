"""Editorial rules for what ships: readability, enough ways to ask, the change of law, and whom a child can turn to.

Staff's own texts are not held to them at the door: a text in an emergency may be harder to read than we would like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from knowledge.content.readability import readings
from knowledge.content.rules import file_name
from knowledge.errors import Fault
from knowledge.glossary import terms, terms_in
from knowledge.types import Article, Audience, Kind, Translation

VARIANTS, CLAIMS = {"sv": 10, "en": 8}, {"sv": 5, "en": 5}
REPEALED = {"1990:52": date(2027, 1, 1)}  # LVU; lag (2026:1600) takes over

# Somebody to turn to, as a child's text names them in its last paragraph.
_TURN_TO = {
    "sv": re.compile(
        r"\b(112|116 ?111|bris|socialjour\w*|polis\w*|lärare\w*|kurator\w*|skolsköterska\w*|vuxe?n\w*|handläggare\w*|"
        r"biträde\w*)\b"
    ),
    "en": re.compile(
        r"\b(112|116 ?111|bris|social (worker|emergency)\w*|police|teachers?|counsellors?|nurse|adults?|grown-ups?|lawyer|"
        r"counsel)\b"
    ),
}


def editorial_faults(articles: Iterable[Article]) -> list[Fault]:
    articles = list(articles)
    faults = [
        Fault(f"{r.slug}/sv", None, f"{r.section} ({r.audience})", f"LIX {r.lix}", f"LIX {r.limit} at most")
        for r in readings(articles)
        if r.lix > r.limit
    ]
    for article in articles:
        faults += _law_faults(article)
        for text in article.translations:
            faults += _text_faults(article, text)
    return faults


def _law_faults(article: Article) -> list[Fault]:
    """No version cites a statute that is repealed by then, and today's text says that its law is about to change."""
    faults = []
    for version in article.versions:
        for source in version.sources:
            for number, day in REPEALED.items():
                cited = number in f"{source.title} {source.url}"
                if cited and (version.valid_until is None or version.valid_until >= day):
                    faults.append(
                        Fault(
                            f"{article.slug}/article.yml",
                            None,
                            "sources",
                            number,
                            f"until {day} only: repealed then",
                        )
                    )
    following = [v.valid_from for v in article.versions if v.valid_from]
    for text in article.translations:
        said = f"{text.short} {text.what_is_true or ''} {text.long}"
        # Where only the essentials stand there is no room for it.
        if following and text.long and text.valid_from is None and str(following[0].year) not in said:
            faults.append(
                Fault(
                    _name(article, text),
                    None,
                    "text",
                    "no word of the change",
                    f"a sentence on {following[0]}",
                )
            )
    return faults


def _text_faults(article: Article, text: Translation) -> list[Fault]:
    faults = []
    if text.valid_from is None:
        asked = [("variants", len(text.variants), VARIANTS.get(text.language, 0))]
        if article.kind is Kind.MYTH:
            asked.append(("claims", len(text.claims), CLAIMS.get(text.language, 0)))
        faults += [
            Fault(_name(article, text), None, field, str(found), f"at least {least}")
            for field, found, least in asked
            if found < least
        ]
    faults += _glossary_faults(article, text)
    names = _TURN_TO.get(text.language)
    if text.audience is Audience.CHILD and names and text.long:
        last = text.long.strip().rsplit("\n\n", 1)[-1].casefold()
        if not names.search(last):
            faults.append(
                Fault(_name(article, text), None, "long", last[:60], "an end with somebody to turn to")
            )
    return faults


def _glossary_faults(article: Article, text: Translation) -> list[Fault]:
    """The agreed renderings, and for children an explanation of every word of the authorities."""
    said = "\n".join((text.title, text.short, text.what_is_true or "", text.long))
    faults = [
        Fault(_name(article, text), None, "text", other, wording.term)
        for term in terms()
        if (wording := term.wording(text.language))
        for other in wording.avoid
        if re.search(rf"(?<!\w){re.escape(other)}(?!\w)", said, re.IGNORECASE)
    ]
    if text.audience is Audience.CHILD:
        for term in terms_in(said, text.language):
            wording = term.wording(text.language)
            if term.officialese and wording and not wording.child:
                allowed = f"a word that a child knows, or one for a child in glossary.yml ({term.id})"
                faults.append(Fault(_name(article, text), None, "text", wording.term, allowed))
    return faults


def _name(article: Article, text: Translation) -> str:
    return file_name(article.slug, text.language, text.audience, text.valid_from)
