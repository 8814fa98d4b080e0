"""Articles -> passages: every way to ask, every claim, every title and every piece of the answer is a text of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from knowledge.types import Article, Passage, PassageKind, Translation


def passages_of(article: Article) -> Iterator[Passage]:
    """Passages in a fixed order; `position` counts within the article. Ways to ask hold on every day (they stand in the
    first version's file), titles and answers only while their version does."""
    position = 0
    for text in article.translations:
        version = next((v for v in article.versions if v.valid_from == text.valid_from), None)
        if version is None:
            continue
        for kind, piece in _pieces(text):
            timeless = kind in (PassageKind.VARIANT, PassageKind.CLAIM)
            yield Passage(
                slug=article.slug,
                kind=kind,
                language=text.language,
                audience=text.audience,
                text=piece,
                position=position,
                valid_from=None if timeless else version.valid_from,
                valid_until=None if timeless else version.valid_until,
            )
            position += 1


def all_passages(articles: Iterable[Article]) -> tuple[Passage, ...]:
    return tuple(p for article in articles for p in passages_of(article))


def _pieces(text: Translation) -> Iterator[tuple[PassageKind, str]]:
    yield PassageKind.TITLE, text.title
    for variant in text.variants:
        yield PassageKind.VARIANT, variant
    for claim in text.claims:
        yield PassageKind.CLAIM, claim
    for piece in split_answer(text):
        yield PassageKind.ANSWER, piece


def split_answer(text: Translation) -> list[str]:
    """The answer's paragraphs; joined by a blank line they give the text back."""
    whole = "\n\n".join(filter(None, [text.short, text.what_is_true, text.long]))
    return [p for p in whole.split("\n\n") if p]
