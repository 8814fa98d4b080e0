"""Rows <-> values, and the digests that tell whether a part changed."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from typing import Any

from knowledge.content.tables import ArticleRow, AskRow, SourceRow, TranslationRow, VersionRow
from knowledge.types import (
    Article,
    Audience,
    Kind,
    Source,
    Translation,
    TranslationStatus,
    Verdict,
    Version,
    WorkflowState,
)


def version_key(day: date | None) -> str:
    return day.isoformat() if day else ""


def head_values(article: Article) -> dict[str, Any]:
    """What `article.yml` holds, as plain JSON values."""
    return {
        "kind": article.kind.value,
        "audiences": [a.value for a in article.audiences],
        "verdict": article.verdict.value if article.verdict else None,
        "about": article.about,
        "help": list(article.help),
        "related": list(article.related),
        "needs_verification": list(article.needs_verification),
        "versions": [
            {
                "valid_from": version_key(v.valid_from),
                "valid_until": version_key(v.valid_until),
                "as_of": v.as_of.isoformat(),
                "sources": [
                    {"title": s.title, "publisher": s.publisher, "url": s.url, "sections": list(s.sections)}
                    for s in v.sources
                ],
            }
            for v in article.versions
        ],
    }


def text_values(text: Translation) -> dict[str, Any]:
    """What `<lang>.md` holds, as plain JSON values."""
    return {
        "title": text.title,
        "short": text.short,
        "what_is_true": text.what_is_true,
        "long": text.long,
        "status": text.status.value,
        "state": text.state.value,
        "variants": list(text.variants),
        "claims": list(text.claims),
    }


def part_of(text: Translation) -> str:
    """Name of a translation within its article, e.g. `sv`, `ar.child`, `en.2027-01-01`."""
    child = ".child" if text.audience is Audience.CHILD else ""
    day = f".{text.valid_from}" if text.valid_from else ""
    return f"{text.language}{child}{day}"


def digest(values: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def facts_digest(swedish: Translation, article: Article) -> str:
    """Digest of what must not differ between a text and its translations: numbers, contacts, sources and sections."""
    version = next((v for v in article.versions if v.valid_from == swedish.valid_from), None)
    sources = [[s.title, s.url, list(s.sections)] for s in version.sources] if version else []
    numbers = sorted(re.findall(r"\d+", f"{swedish.short} {swedish.what_is_true or ''} {swedish.long}"))
    return digest({"numbers": numbers, "help": list(article.help), "sources": sources})


def write_head(row: ArticleRow, article: Article) -> None:
    values = head_values(article)
    for field in ("kind", "audiences", "verdict", "about", "help", "related", "needs_verification"):
        setattr(row, field, values[field])
    row.versions = [
        VersionRow(
            position=position,
            valid_from=version.valid_from,
            valid_until=version.valid_until,
            as_of=version.as_of,
            sources=[
                SourceRow(
                    position=n, title=s.title, publisher=s.publisher, url=s.url, sections=list(s.sections)
                )
                for n, s in enumerate(version.sources)
            ],
        )
        for position, version in enumerate(article.versions)
    ]


def write_text(row: TranslationRow, text: Translation) -> None:
    row.language, row.audience, row.version = text.language, text.audience.value, version_key(text.valid_from)
    row.title, row.short, row.what_is_true, row.long = text.title, text.short, text.what_is_true, text.long
    row.status, row.state = text.status.value, text.state.value
    asks = [("variant", t) for t in text.variants] + [("claim", t) for t in text.claims]
    row.asks = [AskRow(position=n, kind=kind, text=ask) for n, (kind, ask) in enumerate(asks)]


def read_text(row: TranslationRow) -> Translation:
    return Translation(
        language=row.language,
        audience=Audience(row.audience),
        title=row.title,
        short=row.short,
        long=row.long,
        what_is_true=row.what_is_true,
        status=TranslationStatus(row.status),
        state=WorkflowState(row.state),
        valid_from=date.fromisoformat(row.version) if row.version else None,
        variants=tuple(a.text for a in row.asks if a.kind == "variant"),
        claims=tuple(a.text for a in row.asks if a.kind == "claim"),
    )


def read_article(row: ArticleRow) -> Article:
    return Article(
        slug=row.slug,
        kind=Kind(row.kind),
        audiences=tuple(Audience(a) for a in row.audiences),
        versions=tuple(
            Version(
                as_of=v.as_of,
                sources=tuple(Source(s.title, s.publisher, s.url, tuple(s.sections)) for s in v.sources),
                valid_from=v.valid_from,
                valid_until=v.valid_until,
            )
            for v in row.versions
        ),
        translations=tuple(read_text(t) for t in row.translations),
        verdict=Verdict(row.verdict) if row.verdict else None,
        help=tuple(row.help),
        related=tuple(row.related),
        needs_verification=tuple(row.needs_verification),
        about=row.about,
    )
