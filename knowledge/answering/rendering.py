"""An article in the reader's language, on one day: reviewed, else labelled; Swedish where a translation went stale."""

from __future__ import annotations

from datetime import date

from knowledge.catalogue import say
from knowledge.contacts import card
from knowledge.glossary import explained
from knowledge.types import (
    Article,
    ArticleLink,
    Audience,
    RenderedArticle,
    Translation,
    TranslationStatus,
    Verdict,
)

# Where there is no text in the reader's language: the nearest that many of its readers read. Swedish comes last.
NEAREST = {
    "ckb": ("ar", "en"), "kmr": ("tr", "ar", "en"), "fa": ("en",), "so": ("en", "ar"), "ti": ("en",), "uk": ("ru", "en"),
    "ru": ("en",), "tr": ("en",), "pl": ("en",), "es": ("en",), "fi": ("sv", "en"), "bs": ("en",), "ar": ("en",), "en": ("sv",),
}  # fmt: skip


def text_for(article: Article, audience: Audience, language: str, day: date) -> Translation | None:
    """The text to show, or None when the article has none for `audience` on `day`."""
    version = article.version_on(day)
    if version is None:
        return None
    texts = {
        t.language: t
        for t in article.translations
        if t.audience is audience and t.valid_from == version.valid_from
    }
    for wanted in (language, *NEAREST.get(language, ("en",)), "sv"):
        text = texts.get(wanted)
        if text and text.status is TranslationStatus.STALE and "sv" in texts:
            return texts["sv"]
        if text:
            return text
    return next(iter(texts.values()), None)


def render(
    articles: dict[str, Article], slug: str, audience: Audience, language: str, day: date, with_verdict: bool
) -> RenderedArticle | None:
    """What the reader sees; None when there is nothing for this audience on this day."""
    article = articles.get(slug)
    text = text_for(article, audience, language, day) if article else None
    version = article.version_on(day) if article else None
    if article is None or text is None or version is None:
        return None
    verdict: Verdict | None = article.verdict if with_verdict else None
    return RenderedArticle(
        slug=slug,
        kind=article.kind,
        title=text.title,
        verdict=verdict,
        short=text.short,
        what_is_true=text.what_is_true,
        long=text.long or _longer_elsewhere(text),
        as_of=version.as_of,
        sources=version.sources,
        language=text.language,
        status=text.status,
        help=tuple(card(contact, language) for contact in article.help),
        related=links(articles, article.related, audience, language, day),
        words=explained(f"{text.short}\n{text.what_is_true or ''}\n{text.long}", text.language, audience),
    )


def _longer_elsewhere(text: Translation) -> str:
    """In place of a long answer, where the language has the short one alone."""
    child = text.audience is Audience.CHILD
    return say("answer.short_only.child" if child else "answer.short_only", text.language)


def links(
    articles: dict[str, Article], slugs: tuple[str, ...], audience: Audience, language: str, day: date
) -> tuple[ArticleLink, ...]:
    """Titles in the reader's language of those `slugs` that the audience may see on this day."""
    found = ((slug, text_for(articles[slug], audience, language, day)) for slug in slugs if slug in articles)
    return tuple(ArticleLink(slug, text.title) for slug, text in found if text)
