"""Stand-ins for `knowledge.services.Services`, for tests of what stands around the library."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from knowledge.content import conversation_tables
from knowledge.content.database import open_database
from knowledge.content.metadata import metadata
from knowledge.settings import Settings
from knowledge.types import (
    Answer,
    ArticleLink,
    Audience,
    CrisisFinding,
    CrisisKind,
    HelpCard,
    Kind,
    Outcome,
    Question,
    RenderedArticle,
    Source,
    TranslationStatus,
    Verdict,
)

# A text with one of these words is danger to the fake detector.
DANGER = {"slår": CrisisKind.VIOLENCE, "dö": CrisisKind.SUICIDE}


class Clock:
    """Stands still until moved."""

    def __init__(self, at: datetime = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **delta: float) -> None:
        self.at += timedelta(**delta)


def rendered(slug: str, audience: Audience = Audience.PARENT, language: str = "sv") -> RenderedArticle:
    myth = slug.startswith("myth-")
    return RenderedArticle(
        slug=slug,
        kind=Kind.MYTH if myth else Kind.FACT,
        title=f"{slug} {audience.value} {language}",
        verdict=Verdict.FALSE if myth else None,
        short="Kort svar.",
        what_is_true=None,
        long="Långt svar.\n\n- en\n- två",
        as_of=date(2026, 4, 27),
        sources=(Source("LVU", "Riksdagen", "https://www.riksdagen.se", ("2 §", "3 §")),),
        language=language,
        status=TranslationStatus.UNREVIEWED,
        help=(HelpCard("112 – akut fara", "Ring.", "sv", "112", "https://www.sosalarm.se"),),
        related=(ArticleLink("soc-what", "Vad är soc?"),),
    )


@dataclass
class Answers:
    """Knows `slugs`, answers every text with the first of them, and remembers what it was asked."""

    slugs: tuple[str, ...] = (
        "myth-kidnap-muslim",
        "myth-asking-help",
        "report-what",
        "child-hit",
        "child-alone",
    )
    failure: Exception | None = None
    outcome: Outcome = Outcome.ANSWERED
    asked: list[Question] = field(default_factory=list)

    def answer(self, question: Question) -> Answer:
        self.asked.append(question)
        if self.failure:
            raise self.failure
        language = question.language or question.page_language or "sv"
        article = (
            rendered(self.slugs[0], question.audience, language) if self.outcome is Outcome.ANSWERED else None
        )
        return Answer(self.outcome, language, article=article)

    def article(self, slug: str, audience: Audience, language: str, at: datetime) -> RenderedArticle | None:
        if self.failure:
            raise self.failure
        return rendered(slug, audience, language) if slug in self.slugs else None

    def links(self, slugs: tuple[str, ...], audience: Audience, language: str) -> tuple[ArticleLink, ...]:
        if self.failure:
            raise self.failure
        return tuple(ArticleLink(s, rendered(s, audience, language).title) for s in slugs if s in self.slugs)

    def languages(self) -> dict[str, bool]:
        if self.failure:
            raise self.failure
        return {"en": True, "sv": True, "ar": False}


class Crisis:
    failure: Exception | None = None

    def check(self, text: str) -> CrisisFinding | None:
        if self.failure:
            raise self.failure
        return next((CrisisFinding(kind, word) for word, kind in DANGER.items() if word in text), None)


class Snapshots:
    loaded: object | None = "snapshot"

    def get(self) -> object | None:
        return self.loaded


@dataclass
class Services:
    settings: Settings
    database: Engine
    clock: Clock = field(default_factory=Clock)
    answers: Answers = field(default_factory=Answers)
    crisis: Crisis = field(default_factory=Crisis)
    snapshots: Snapshots = field(default_factory=Snapshots)


def fake_services(folder: Path, **settings: Any) -> Services:
    """Services over an SQLite file in `folder` that holds the gateway's tables. Rasa is nowhere unless told."""
    chosen = Settings(
        **{"data": folder, "rasa_url": "http://127.0.0.1:9", "rasa_timeout_seconds": 10.0, **settings}
    )
    engine = open_database(chosen.database)
    gateway_tables = [
        conversation_tables.conversations,
        conversation_tables.replies,
        conversation_tables.feedback,
    ]
    metadata.create_all(engine, tables=gateway_tables)
    return Services(chosen, engine)
