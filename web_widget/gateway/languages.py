"""Which languages there are, what they call themselves, and which one a reader wants."""

from __future__ import annotations

import logging
from collections.abc import Container
from typing import TYPE_CHECKING

from werkzeug.datastructures import LanguageAccept

from knowledge import catalogue

if TYPE_CHECKING:
    from knowledge.answering import AnswerPath

log = logging.getLogger(__name__)

# Own names as speakers write them; the order is the one of the language menu.
OWN_NAMES = {
    "sv": "Svenska",
    "en": "English",
    "ar": "العربية",
    "so": "Soomaali",
    "fa": "فارسی",
    "ti": "ትግርኛ",
    "uk": "Українська",
    "ru": "Русский",
    "tr": "Türkçe",
    "ckb": "کوردیی ناوەندی",
    "kmr": "Kurmancî",
    "pl": "Polski",
    "es": "Español",
    "fi": "Suomi",
    "bs": "Bosanski / Hrvatski / Srpski",
}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "ckb"})
# Tags that browsers send for languages which we call by a narrower code.
ALIASES = {"ku": "kmr", "prs": "fa", "hr": "bs", "sr": "bs", "sh": "bs"}


def offered(answers: AnswerPath) -> dict[str, bool]:
    """The languages that a reader finds texts in, each with whether every article stands in it."""
    try:
        complete = answers.languages()
    except Exception as error:  # a conversation must begin, whatever is wrong with the articles
        log.error("which languages there are is unknown: %s", type(error).__name__)
        complete = dict.fromkeys(catalogue.languages(), False)
    return {code: complete[code] for code in OWN_NAMES if code in complete}


def direction(code: str) -> str:
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"


def normalised(tag: str | None, codes: Container[str] = OWN_NAMES) -> str | None:
    """One of `codes`, by default any language we know, for a tag such as `ar-EG`, `sv_SE` or `ku`; else None."""
    primary = (tag or "").replace("_", "-").split("-")[0].strip().lower()
    code = ALIASES.get(primary, primary)
    return code if code in codes else None


def preferred(header: LanguageAccept, codes: Container[str]) -> str | None:
    """The best of `codes` for an Accept-Language header; None when it names none of them."""
    for tag, quality in header:  # best first
        if quality > 0 and (code := normalised(tag, codes)):
            return code
    return None
