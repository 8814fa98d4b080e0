"""Shipped files -> database. Twice changes nothing; what staff changed is left alone and listed as a conflict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge.clock import Clock, system_clock
from knowledge.content import mapping
from knowledge.content.store import ArticleStore, current_facts, find_text
from knowledge.content.tables import ArticleRow, TranslationRow
from knowledge.types import Article, Translation

AUTHOR = "import"


@dataclass(slots=True)
class ImportReport:
    """Parts are named `<slug>/<part>`, e.g. `inv-4-months/sv`. `gone`: in the database, no longer shipped, left as it is."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    unchanged: int = 0

    def __str__(self) -> str:
        counts = f"{len(self.added)} added, {len(self.changed)} changed, {self.unchanged} unchanged"
        lines = [f"{counts}, {len(self.conflicts)} left as staff have them"]
        lines += [
            f"  conflict: {part} was changed both by staff and in the shipped files; the staff's text stands"
            for part in self.conflicts
        ]
        lines += [f"  no longer shipped: {part} stays as it is" for part in self.gone]
        return "\n".join(lines)


def import_articles(engine: Engine, articles: Iterable[Article], clock: Clock = system_clock) -> ImportReport:
    """All or nothing, in one transaction."""
    report, store = ImportReport(), ArticleStore(engine, clock)
    with Session(engine) as session, session.begin():
        shipped = {a.slug: a for a in articles}
        for article in shipped.values():
            row = _import_head(session, store, article, report)
            for text in sorted(
                article.translations, key=lambda t: t.language != "sv"
            ):  # Swedish first: facts lean on it
                _import_text(session, store, row, text, report)
        for row in session.scalars(select(ArticleRow)):
            seed = shipped.get(row.slug)
            parts = {mapping.part_of(t) for t in seed.translations} if seed else set()
            gone = [
                t
                for t in row.translations
                if t.seed_digest and mapping.part_of(mapping.read_text(t)) not in parts
            ]
            report.gone += [f"{row.slug}/{mapping.part_of(mapping.read_text(t))}" for t in gone]
    return report


def _import_head(session: Session, store: ArticleStore, article: Article, report: ImportReport) -> ArticleRow:
    new = mapping.head_values(article)
    row = session.get(ArticleRow, article.slug)
    name = f"{article.slug}/article"
    if row is None:
        row = ArticleRow(slug=article.slug, seed_digest=mapping.digest(new))
        mapping.write_head(row, article)
        session.add(row)
        store.keep_revision(session, AUTHOR, article.slug, "article", None, new)
        report.added.append(name)
        return row
    old = mapping.head_values(mapping.read_article(row))
    match _decide(mapping.digest(old), row.seed_digest, mapping.digest(new)):
        case "take":
            mapping.write_head(row, article)
            store.keep_revision(session, AUTHOR, article.slug, "article", old, new)
            report.changed.append(name)
        case "conflict":
            report.conflicts.append(name)
            return row
        case _:
            report.unchanged += 1
    row.seed_digest = mapping.digest(new)
    return row


def _import_text(
    session: Session, store: ArticleStore, article: ArticleRow, text: Translation, report: ImportReport
) -> None:
    new, part = mapping.text_values(text), mapping.part_of(text)
    name = f"{article.slug}/{part}"
    row = find_text(article, text.language, text.audience, text.valid_from)
    if row is None:
        row = TranslationRow()
        article.translations.append(row)
        old, action = None, "add"
        report.added.append(name)
    else:
        old = mapping.text_values(mapping.read_text(row))
        action = _decide(mapping.digest(old), row.seed_digest, mapping.digest(new))
    if action == "conflict":
        report.conflicts.append(name)
        return
    if action == "same":
        report.unchanged += 1
    else:
        if action == "take":
            report.changed.append(name)
        mapping.write_text(row, text)
        store.keep_revision(session, AUTHOR, article.slug, part, old, new)
    # A shipped translation was made from the shipped Swedish text; when staff keep another Swedish one, it goes stale.
    if row.seed_digest != mapping.digest(new) or action != "same":
        row.swedish_facts = current_facts(article, text)
    row.seed_digest = mapping.digest(new)


def _decide(current: str, seed: str | None, new: str) -> str:
    """`same`: nothing to do. `take`: the shipped text replaces one that staff never touched. `conflict`: both changed."""
    if current == new or seed == new:
        return "same"
    return "take" if current == seed else "conflict"
