"""The tables of the content: articles, their versions and sources, translations with their ways to ask, and every change."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from knowledge.content.metadata import metadata as shared_metadata
from knowledge.content.utc import UtcDateTime


class Base(DeclarativeBase):
    metadata = shared_metadata
    type_annotation_map: ClassVar = {dict[str, Any]: JSON, list[str]: JSON, datetime: UtcDateTime}


class ArticleRow(Base):
    """`seed_digest`: what the shipped file held at the last import; a row that differs from it was changed by staff."""

    __tablename__ = "articles"

    slug: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    audiences: Mapped[list[str]]
    verdict: Mapped[str | None]
    about: Mapped[str | None]
    help: Mapped[list[str]]
    related: Mapped[list[str]]
    needs_verification: Mapped[list[str]]
    seed_digest: Mapped[str | None]
    versions: Mapped[list[VersionRow]] = relationship(
        cascade="all, delete-orphan", order_by="VersionRow.position", lazy="selectin"
    )
    translations: Mapped[list[TranslationRow]] = relationship(
        cascade="all, delete-orphan", order_by="TranslationRow.id", lazy="selectin"
    )


class VersionRow(Base):
    __tablename__ = "versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(ForeignKey("articles.slug", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    as_of: Mapped[date]
    sources: Mapped[list[SourceRow]] = relationship(
        cascade="all, delete-orphan", order_by="SourceRow.position", lazy="selectin"
    )


class SourceRow(Base):
    __tablename__ = "sources"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[str]
    publisher: Mapped[str]
    url: Mapped[str | None]
    sections: Mapped[list[str]]


class TranslationRow(Base):
    """`swedish_facts`: digest of the numbers, contacts and sections of the Swedish text it was made from."""

    __tablename__ = "translations"
    __table_args__ = (UniqueConstraint("slug", "language", "audience", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(ForeignKey("articles.slug", ondelete="CASCADE"), index=True)
    language: Mapped[str]
    audience: Mapped[str]
    # `valid_from` of the version as text, empty for the first: NULL would escape the unique constraint.
    version: Mapped[str]
    title: Mapped[str]
    short: Mapped[str]
    what_is_true: Mapped[str | None]
    long: Mapped[str]
    status: Mapped[str]
    state: Mapped[str]
    seed_digest: Mapped[str | None]
    swedish_facts: Mapped[str | None]
    asks: Mapped[list[AskRow]] = relationship(
        cascade="all, delete-orphan", order_by="AskRow.position", lazy="selectin"
    )


class AskRow(Base):
    """A way to ask (`variant`) or to state the myth (`claim`)."""

    __tablename__ = "asks"

    id: Mapped[int] = mapped_column(primary_key=True)
    translation_id: Mapped[int] = mapped_column(ForeignKey("translations.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[str]
    text: Mapped[str]


class RevisionRow(Base):
    """One change of one part of an article, kept for good: who, when, what before and after."""

    __tablename__ = "revisions"
    __table_args__ = (Index("ix_revisions_slug_at", "slug", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    author: Mapped[str]
    slug: Mapped[str]
    part: Mapped[str]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]


class SettingRow(Base):
    """A setting that staff change at run time, such as the kill switch."""

    __tablename__ = "settings"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]


class TurnRow(Base):
    """How one turn ended. No text, no conversation id, and the hour instead of the second: nobody can be found by it."""

    __tablename__ = "turns"

    id: Mapped[int] = mapped_column(primary_key=True)
    hour: Mapped[datetime] = mapped_column(index=True)
    audience: Mapped[str]
    language: Mapped[str]
    outcome: Mapped[str] = mapped_column(index=True)
    crisis: Mapped[str | None]
    slug: Mapped[str | None]
    hits: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    milliseconds: Mapped[float]
