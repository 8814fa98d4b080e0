"""Content rules beyond the schema: word limits, counts, versions, contacts and links between articles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from knowledge.contacts import all_contacts
from knowledge.content.marked_yaml import MarkedYaml
from knowledge.content.schema import FULL_LANGUAGES, ArticleFile
from knowledge.errors import Fault
from knowledge.types import Article, Audience, Kind, Translation, TranslationStatus, Version

SHORT_WORDS, TRUE_WORDS, LONG_WORDS = 60, 60, 180
MIN_VARIANTS = {"sv": 8}
MIN_VARIANTS_OTHERS = 6
MIN_CLAIMS = {"sv": 3}
MIN_CLAIMS_OTHERS = 2

_MARKUP = re.compile(r"\]\(|\*\*|__|<[a-zA-Z/]|^#|https?://|`", re.MULTILINE)
# Anything that a reader could take for a phone number: digits with the separators Swedes use, at least three digits in a
# helpline's shape. Years, amounts and section numbers are left alone by asking for a separator or a known short number.
_PHONE = re.compile(
    r"(?<![\d:./-])(?:0\d{1,3}[-–]\d{2,3}(?: ?\d{2,3}){1,3}|11[26](?: \d{3})?|114 ?14|90101|1177)(?![\d/]|:\d)"
)


def words(text: str) -> int:
    return len(text.split())


def file_name(slug: str, language: str, audience: Audience, valid_from: date | None) -> str:
    """Where a text stands below the content folder."""
    child = ".child" if audience is Audience.CHILD else ""
    return f"{slug}/{language}{child}{f'.{valid_from}' if valid_from else ''}.md"


def version_faults(slug: str, versions: tuple[Version, ...], marked: MarkedYaml) -> list[Fault]:
    """Versions follow one another without gaps or overlaps; the first is open at its start, the last at its end."""
    name, faults = f"{slug}/article.yml", []
    for number, version in enumerate(versions):
        line = marked.line(("versions", number))
        before = versions[number - 1] if number else None
        if before is None and version.valid_from is not None:
            faults.append(
                Fault(name, line, "valid_from", str(version.valid_from), "the first version has none")
            )
        if before is not None:
            expected = before.valid_until + timedelta(days=1) if before.valid_until else None
            if expected is None or version.valid_from != expected:
                allowed = (
                    f"{expected}, the day after the version before"
                    if expected
                    else "a version before it that has valid_until"
                )
                faults.append(Fault(name, line, "valid_from", str(version.valid_from), allowed))
    if versions[-1].valid_until is not None:
        line = marked.line(("versions", len(versions) - 1, "valid_until"))
        faults.append(
            Fault(name, line, "valid_until", str(versions[-1].valid_until), "the last version is open")
        )
    return faults


def article_faults(article: Article, marked: MarkedYaml) -> list[Fault]:
    name, faults = f"{article.slug}/article.yml", []
    myth = article.kind is Kind.MYTH
    if myth != (article.verdict is not None):
        allowed = (
            "false, misleading, partly_true or true (in quotes)"
            if myth
            else "none: only myths have a verdict"
        )
        faults.append(Fault(name, marked.line(("verdict",)), "verdict", str(article.verdict), allowed))
    for number, contact in enumerate(article.help):
        if contact not in all_contacts():
            faults.append(
                Fault(
                    name,
                    marked.line(("help", number)),
                    "help",
                    contact,
                    f"one of {', '.join(all_contacts())}",
                )
            )
    present = {(t.language, t.audience, t.valid_from) for t in article.translations}
    for audience in article.audiences:
        for version in article.versions:
            if ("sv", audience, version.valid_from) not in present:
                file = file_name(article.slug, "sv", audience, version.valid_from)
                faults.append(
                    Fault(file, None, "file", "no such file", "Swedish is the original of every text")
                )
    return faults


def text_faults(
    name: str, text: Translation, file: ArticleFile, marked: MarkedYaml, body_line: int
) -> list[Fault]:
    faults = []
    myth = file.kind is Kind.MYTH
    limits = (
        ("short", text.short, SHORT_WORDS),
        ("what-is-true", text.what_is_true or "", TRUE_WORDS),
        ("long", text.long, LONG_WORDS),
    )
    for section, value, limit in limits:
        if not value and _wanted(section, text.language, myth):
            faults.append(Fault(name, body_line, section, "nothing", f"1 to {limit} words"))
        if words(value) > limit:
            faults.append(Fault(name, body_line, section, f"{words(value)} words", f"at most {limit}"))
        if found := _MARKUP.search(value):
            faults.append(
                Fault(
                    name,
                    body_line,
                    section,
                    repr(found.group()),
                    "plain text: paragraphs and lines beginning '- '",
                )
            )
        faults += [
            Fault(name, body_line, section, n, "a phone number of contacts.yml")
            for n in unknown_numbers(value)
        ]
    if text.what_is_true and not myth:
        faults.append(Fault(name, body_line, "what-is-true", "text", "myths only"))
    if text.status is TranslationStatus.STALE:
        faults.append(
            Fault(name, marked.line(("status",)), "status", "stale", "reviewed, unreviewed or machine")
        )
    if text.valid_from is not None:
        for field, asks in (("variants", text.variants), ("claims", text.claims)):
            if asks:
                faults.append(
                    Fault(
                        name,
                        marked.line((field,)),
                        field,
                        str(len(asks)),
                        "none: they belong to the first version's file",
                    )
                )
        return faults
    faults += _ask_faults(
        name, "variants", text.variants, MIN_VARIANTS.get(text.language, MIN_VARIANTS_OTHERS), marked
    )
    claims_wanted = MIN_CLAIMS.get(text.language, MIN_CLAIMS_OTHERS) if myth else 0
    faults += _ask_faults(name, "claims", text.claims, claims_wanted, marked)
    if text.claims and not myth:
        faults.append(Fault(name, marked.line(("claims",)), "claims", str(len(text.claims)), "myths only"))
    return faults


def _wanted(section: str, language: str, myth: bool) -> bool:
    """The long answer may be missing where only the essentials stand; what is true belongs to myths."""
    return {"what-is-true": myth, "long": language in FULL_LANGUAGES}.get(section, True)


def _ask_faults(name: str, field: str, asks: tuple[str, ...], least: int, marked: MarkedYaml) -> list[Fault]:
    faults = []
    if len(asks) < least:
        faults.append(Fault(name, marked.line((field,)), field, str(len(asks)), f"at least {least}"))
    seen: set[str] = set()
    for number, ask in enumerate(asks):
        if ask.casefold() in seen:
            faults.append(Fault(name, marked.line((field, number)), field, ask, "each way to ask once"))
        seen.add(ask.casefold())
    return faults


def unknown_numbers(text: str) -> list[str]:
    """Phone numbers in `text` that are not in contacts.yml, as written."""
    known = {_digits(c.phone) for c in all_contacts().values() if c.phone}
    return [n for n in _PHONE.findall(text) if _digits(n) not in known]


def _digits(phone: str) -> str:
    """As dialled in Sweden."""
    return re.sub(r"\D", "", phone.replace("+46", "0"))


def across(articles: Iterable[Article], faulty: bool) -> list[Fault]:
    """Links between articles lead somewhere. Where articles could not be read at all, a missing one is no new fault."""
    articles = list(articles)
    slugs = {a.slug for a in articles}
    if faulty:
        return []
    return [
        Fault(f"{a.slug}/article.yml", None, "related", slug, "the slug of another article")
        for a in articles
        for slug in a.related
        if slug not in slugs or slug == a.slug
    ]
