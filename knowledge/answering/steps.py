"""The steps of the answer path. Each takes the context and fills in what it knows; none knows the step before it by name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from knowledge.answering.claims import states_claim
from knowledge.answering.decision import Candidate, Decision, choices_of, confidences, outcome_of
from knowledge.answering.rendering import links, render
from knowledge.answering.retrieval import retrieve
from knowledge.clock import Clock, swedish_date
from knowledge.encoder import Encoder, Vectors
from knowledge.index.snapshot import Snapshot
from knowledge.language import ROMANISED, LanguageIdentifier
from knowledge.types import ArticleLink, CrisisFinding, Hit, Kind, Outcome, Question, RenderedArticle

MAX_HITS = 5
_SPACES = re.compile(r"\s+")


class CrisisCheck(Protocol):
    def check(self, text: str, vector: Vectors | None = None) -> CrisisFinding | None: ...


@dataclass(frozen=True, slots=True)
class Tools:
    """What the steps work with."""

    encoder: Encoder
    languages: LanguageIdentifier
    crisis: CrisisCheck
    decision: Decision
    clock: Clock
    default_language: str
    text_max_characters: int


@dataclass(slots=True)
class Context:
    """One question on its way to an answer."""

    question: Question
    snapshot: Snapshot
    text: str = ""
    language: str = ""
    detected: str | None = None
    day: date = date.min
    vector: Vectors | None = None
    crisis: CrisisFinding | None = None
    candidates: list[Candidate] = field(default_factory=list)
    outside: float = 0.0
    hits: list[Hit] = field(default_factory=list)
    outcome: Outcome = Outcome.UNANSWERED
    article: RenderedArticle | None = None
    choices: tuple[ArticleLink, ...] = ()


def normalise(context: Context, tools: Tools) -> None:
    """NFKC, no control characters, one space between words, a length limit (counted after, so that it is honest)."""
    text = unicodedata.normalize("NFKC", context.question.text)
    text = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp", "Zs") else c for c in text)
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cs", "Co"))
    context.text = _SPACES.sub(" ", text).strip()[: tools.text_max_characters]
    context.day = swedish_date(context.question.at or tools.clock())


def detect_language(context: Context, tools: Tools) -> None:
    """The chosen one, else the text's own (for Arabic or Persian in Latin letters: Arabic or Persian), else the page's."""
    question = context.question
    priors = [p for p in (question.page_language, question.language) if p]
    found = tools.languages.identify(context.text, priors)
    context.detected = ROMANISED.get(found, found) if found else None
    context.language = (
        question.language or context.detected or question.page_language or tools.default_language
    )


def check_crisis(context: Context, tools: Tools) -> None:
    """Danger comes before everything that could fail or be slow; it adds help and never silences the answer."""
    if context.text:
        context.vector = tools.encoder.encode_queries([context.text])[0]
        context.crisis = tools.crisis.check(context.text, context.vector)


def find(context: Context, tools: Tools) -> None:
    if context.vector is None:
        return
    reading = tuple(dict.fromkeys(filter(None, (context.detected, context.language))))
    context.candidates, context.outside = retrieve(
        context.snapshot,
        context.text,
        context.vector,
        reading,
        context.question.audience,
        context.day,
        tools.decision,
    )


def decide(context: Context, tools: Tools) -> None:
    context.hits = confidences(context.candidates, context.outside, tools.decision, MAX_HITS)
    best = max((c.fused for c in context.candidates), default=0.0)
    context.outcome = outcome_of(context.hits, context.outside >= best, tools.decision)
    if context.crisis and context.outcome in (Outcome.UNANSWERED, Outcome.OUT_OF_SCOPE):
        context.outcome = Outcome.CRISIS


def show(context: Context, tools: Tools) -> None:
    """Fills in the article or the choices."""
    articles, audience = context.snapshot.articles, context.question.audience
    if context.outcome is Outcome.ANSWERED:
        best = context.hits[0]
        article = articles[best.slug]
        rumour = article.kind is Kind.MYTH and states_claim(context.text, best.matched_kind)
        context.article = render(
            articles, best.slug, audience, context.language, context.day, with_verdict=rumour
        )
    elif context.outcome is Outcome.CLARIFY:
        slugs = tuple(h.slug for h in choices_of(context.hits, tools.decision))
        context.choices = links(articles, slugs, audience, context.language, context.day)


STEPS = (normalise, detect_language, check_crisis, find, decide, show)
