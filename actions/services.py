"""What the actions need of the library (docs/contract.md); `knowledge.services.Services` has it, and so have fakes."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from knowledge.clock import Clock
from knowledge.types import Answer, ArticleLink, Audience, CrisisFinding, Question, RenderedArticle


class Answers(Protocol):
    def answer(self, question: Question) -> Answer: ...

    def article(
        self, slug: str, audience: Audience, language: str, at: datetime | None = None
    ) -> RenderedArticle | None: ...

    def links(self, slugs: tuple[str, ...], audience: Audience, language: str) -> tuple[ArticleLink, ...]: ...

    def languages(self) -> dict[str, bool]: ...


class Crisis(Protocol):
    def check(self, text: str) -> CrisisFinding | None: ...


class Services(Protocol):
    @property
    def answers(self) -> Answers: ...

    @property
    def crisis(self) -> Crisis: ...

    @property
    def clock(self) -> Clock: ...
