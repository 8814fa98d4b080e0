"""The values that the parts of the library hand to each other. All are frozen; none knows a database or a wire."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Audience(StrEnum):
    """Whom a text is written for. A child is shown child texts only."""

    PARENT = "parent"
    CHILD = "child"


class Kind(StrEnum):
    """What an article is; only a `MYTH` has claims and a verdict."""

    MYTH = "myth"
    FACT = "fact"
    PROCESS = "process"
    RIGHT = "right"
    HELP = "help"
    CONTACT = "contact"
    LAW = "law"


class Verdict(StrEnum):
    FALSE = "false"
    MISLEADING = "misleading"
    PARTLY_TRUE = "partly_true"
    TRUE = "true"


class TranslationStatus(StrEnum):
    """Who has read the text. `STALE`: the Swedish text changed after it in a number, contact or law section."""

    REVIEWED = "reviewed"
    UNREVIEWED = "unreviewed"
    MACHINE = "machine"
    STALE = "stale"


class WorkflowState(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """How a turn ended. Staff filter on it; `CRISIS` only when nothing else answers."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    SMALL_TALK = "small_talk"
    FORM = "form"
    OUT_OF_SCOPE = "out_of_scope"
    UNANSWERED = "unanswered"
    ERROR = "error"
    CLOSED = "closed"
    CRISIS = "crisis"


class CrisisKind(StrEnum):
    SUICIDE = "suicide"
    SELF_HARM = "self_harm"
    VIOLENCE = "violence"
    SEXUAL_ABUSE = "sexual_abuse"
    THREAT_TO_LIFE = "threat_to_life"
    FORCED_MARRIAGE_OR_ABROAD = "forced_marriage_or_abroad"
    CHILD_ALONE = "child_alone"
    FEAR_OF_HARMING_CHILD = "fear_of_harming_child"


class PassageKind(StrEnum):
    """What an embedded text is: a way to ask, a way to state the myth, the title, or a piece of the answer."""

    VARIANT = "variant"
    CLAIM = "claim"
    TITLE = "title"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Source:
    title: str
    publisher: str
    url: str | None = None
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """One state of the facts, valid on Swedish calendar dates `valid_from`..`valid_until` (inclusive, None = open)."""

    as_of: date
    sources: tuple[Source, ...]
    valid_from: date | None = None
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True, slots=True)
class Translation:
    """The text of one version in one language for one audience. `valid_from` names the version."""

    language: str
    audience: Audience
    title: str
    short: str
    long: str
    what_is_true: str | None = None
    status: TranslationStatus = TranslationStatus.UNREVIEWED
    state: WorkflowState = WorkflowState.PUBLISHED
    valid_from: date | None = None
    variants: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    slug: str
    kind: Kind
    audiences: tuple[Audience, ...]
    versions: tuple[Version, ...]
    translations: tuple[Translation, ...]
    verdict: Verdict | None = None
    help: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    needs_verification: tuple[str, ...] = ()
    about: str | None = None

    def version_on(self, day: date) -> Version | None:
        return next((v for v in self.versions if v.holds_on(day)), None)


@dataclass(frozen=True, slots=True)
class Passage:
    """One text in the index. `position` counts within its article, so that passages rejoin to their source."""

    slug: str
    kind: PassageKind
    language: str
    audience: Audience
    text: str
    position: int
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found, best first; `score` is the confidence in 0..1, the rest says why."""

    slug: str
    score: float
    dense: float
    lexical: float
    matched: str = ""
    matched_kind: PassageKind | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """`language`: what the reader chose; `page_language`: a prior only. `at`: None means now."""

    text: str
    audience: Audience = Audience.PARENT
    language: str | None = None
    page_language: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CrisisFinding:
    """`evidence` names the rule or example that fired; it is never the typed text."""

    kind: CrisisKind
    evidence: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class HelpCard:
    name: str
    note: str
    language: str
    phone: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleLink:
    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class ExplainedWord:
    term: str
    explanation: str


@dataclass(frozen=True, slots=True)
class RenderedArticle:
    """What the reader sees of one article, in `language`, on one day.

    `verdict` is set only when a claim was made, or the myth itself was asked for."""

    slug: str
    kind: Kind
    title: str
    verdict: Verdict | None
    short: str
    what_is_true: str | None
    long: str
    as_of: date
    sources: tuple[Source, ...]
    language: str
    status: TranslationStatus
    help: tuple[HelpCard, ...]
    related: tuple[ArticleLink, ...]
    words: tuple[ExplainedWord, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of the answer path. `choices` is set for `CLARIFY` (two or three), and for suggestions otherwise."""

    outcome: Outcome
    language: str
    crisis: CrisisFinding | None = None
    article: RenderedArticle | None = None
    choices: tuple[ArticleLink, ...] = ()
    hits: tuple[Hit, ...] = ()
    milliseconds: dict[str, float] = field(default_factory=dict)
