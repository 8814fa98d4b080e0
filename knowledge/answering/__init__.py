"""The answer path: one list of small steps over one context, the same for chat, test bench, command line and evaluation."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from knowledge.answering.rendering import links, render
from knowledge.answering.steps import STEPS, Context, Tools
from knowledge.clock import swedish_date
from knowledge.index.snapshot import Snapshot
from knowledge.types import Answer, ArticleLink, Audience, Question, RenderedArticle

Recorder = Callable[[Question, Answer], None]


class AnswerPath:
    """Thread-safe: the snapshot is read once a question, and nothing else is shared that changes."""

    def __init__(
        self, tools: Tools, snapshot: Callable[[], Snapshot], record: Recorder | None = None
    ) -> None:
        self._tools, self._snapshot, self._record = tools, snapshot, record

    def answer(self, question: Question) -> Answer:
        context = Context(question, self._snapshot())
        milliseconds: dict[str, float] = {}
        for step in STEPS:
            begun = time.perf_counter()
            step(context, self._tools)
            milliseconds[step.__name__] = (time.perf_counter() - begun) * 1000
        answer = Answer(
            outcome=context.outcome,
            language=context.language,
            crisis=context.crisis,
            article=context.article,
            choices=context.choices,
            hits=tuple(context.hits),
            milliseconds=milliseconds,
        )
        if self._record:
            self._record(question, answer)
        return answer

    def article(
        self, slug: str, audience: Audience, language: str, at: datetime | None = None
    ) -> RenderedArticle | None:
        """The article itself, with its verdict; None when there is none for this audience on this day."""
        day = swedish_date(at or self._tools.clock())
        return render(self._snapshot().articles, slug, audience, language, day, with_verdict=True)

    def links(self, slugs: tuple[str, ...], audience: Audience, language: str) -> tuple[ArticleLink, ...]:
        """Titles of those `slugs` that exist for the audience today."""
        day = swedish_date(self._tools.clock())
        return links(self._snapshot().articles, slugs, audience, language, day)

    def languages(self) -> dict[str, bool]:
        """Languages with at least one text today -> whether every article has one in it (for each of its audiences)."""
        day = swedish_date(self._tools.clock())
        needed, held = 0, dict.fromkeys(self._snapshot().languages, 0)
        for article in self._snapshot().articles.values():
            version = article.version_on(day)
            needed += len(article.audiences) if version else 0
            for text in article.translations:
                if version and text.valid_from == version.valid_from:
                    held[text.language] += 1
        return {language: count == needed for language, count in held.items() if count}
