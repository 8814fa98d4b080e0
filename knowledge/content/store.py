"""Reading and changing articles in the database. Every change is kept as a revision in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge.clock import Clock, system_clock
from knowledge.content import mapping
from knowledge.content.tables import ArticleRow, RevisionRow, TranslationRow
from knowledge.errors import StoreError
from knowledge.types import Article, Audience, Translation, TranslationStatus, WorkflowState


class ArticleStore:
    def __init__(self, engine: Engine, clock: Clock = system_clock) -> None:
        self._engine, self._clock = engine, clock

    def articles(self) -> tuple[Article, ...]:
        """Every article with every translation, in any state, by slug."""
        with Session(self._engine) as session:
            return tuple(
                mapping.read_article(row)
                for row in session.scalars(select(ArticleRow).order_by(ArticleRow.slug))
            )

    def published(self) -> tuple[Article, ...]:
        """What readers may see: published translations only, `STALE` where the Swedish facts moved on after them."""
        with Session(self._engine) as session:
            rows = session.scalars(select(ArticleRow).order_by(ArticleRow.slug))
            return tuple(a for a in map(_published, rows) if a.translations)

    def revisions(self, slug: str) -> list[RevisionRow]:
        """Changes of `slug`, newest first."""
        with Session(self._engine, expire_on_commit=False) as session:
            query = (
                select(RevisionRow)
                .where(RevisionRow.slug == slug)
                .order_by(RevisionRow.at.desc(), RevisionRow.id.desc())
            )
            return list(session.scalars(query))

    def save_text(self, slug: str, text: Translation, author: str) -> None:
        """Replaces (or adds) one translation. A new Swedish text keeps its translations; those whose facts it left
        behind come out of `published` as stale. Raises `StoreError` for an unknown slug."""
        with Session(self._engine) as session, session.begin():
            article = session.get(ArticleRow, slug)
            if article is None:
                raise StoreError(
                    f"there is no article {slug!r}; right would be one of the slugs in `tryggsvar import --list`"
                )
            row = find_text(article, text.language, text.audience, text.valid_from)
            before = mapping.text_values(mapping.read_text(row)) if row else None
            if row is None:
                row = TranslationRow(seed_digest=None)
                article.translations.append(row)
            mapping.write_text(row, text)
            row.swedish_facts = current_facts(article, text)
            self.keep_revision(
                session, author, slug, mapping.part_of(text), before, mapping.text_values(text)
            )

    def keep_revision(
        self,
        session: Session,
        author: str,
        slug: str,
        part: str,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
    ) -> None:
        session.add(
            RevisionRow(at=self._clock(), author=author, slug=slug, part=part, before=before, after=after)
        )


def find_text(
    article: ArticleRow, language: str, audience: Audience, valid_from: date | None
) -> TranslationRow | None:
    wanted = (language, audience.value, mapping.version_key(valid_from))
    return next((t for t in article.translations if (t.language, t.audience, t.version) == wanted), None)


def current_facts(article: ArticleRow, text: Translation) -> str | None:
    """Facts of the Swedish text that `text` renders, as they stand now; None for Swedish itself."""
    if text.language == "sv":
        return None
    swedish = find_text(article, "sv", text.audience, text.valid_from)
    return (
        mapping.facts_digest(mapping.read_text(swedish), mapping.read_article(article)) if swedish else None
    )


def _published(row: ArticleRow) -> Article:
    article = mapping.read_article(row)
    texts = []
    for text, text_row in zip(article.translations, row.translations, strict=True):
        if text.state is not WorkflowState.PUBLISHED:
            continue
        if text_row.swedish_facts is not None and text_row.swedish_facts != current_facts(row, text):
            text = replace(text, status=TranslationStatus.STALE)
        texts.append(text)
    return replace(article, translations=tuple(texts))
