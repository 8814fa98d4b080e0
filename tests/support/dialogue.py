"""A small world for the dialogue: an answer path that finds articles by a word, and a conversation without Rasa.

`python -m tests.support.dialogue PORT` serves the real actions over it, for tests of Rasa itself.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.action import TurnAction
from actions.wiring import ACTIONS
from knowledge.types import (
    Answer,
    ArticleLink,
    Audience,
    CrisisFinding,
    CrisisKind,
    HelpCard,
    Hit,
    Kind,
    Outcome,
    Question,
    RenderedArticle,
    Source,
    TranslationStatus,
    Verdict,
)

# slug -> words that find it, in any language
ARTICLES = {
    "myth-kidnap-muslim": ("muslim", "kidnap", "مسلم"),
    "inv-4-months": (
        "utredning",
        "investigation",
        "تحقيق",
        "hur lång tid tar det",
        "how long does that take",
    ),
    "lvu-free-lawyer": ("advokat", "lawyer", "محام"),
    "report-what": ("orosanmälan", "report of concern", "بلاغ"),
    "find-municipality": ("numret", "number", "رقم"),
    "child-alone": ("ensam", "alone", "وحد"),
    "child-hit": ("slå", "hits", "يضرب"),
    "myth-asking-help": ("be om hjälp",),
}
# A word that is found, but not with certainty: "hur lång tid tar det" finds the investigation.
VAGUE = ("hur lång tid tar det", "how long does that take")
UNCLEAR = ("oklart", "unclear", "غير واضح")
OFF_TOPIC = ("väder", "weather", "طقس")
DANGER = {"dö": CrisisKind.SUICIDE, "slår ihjäl": CrisisKind.THREAT_TO_LIFE}
RELATED = {
    "myth-kidnap-muslim": ("lvu-free-lawyer", "report-what"),
    "report-what": ("inv-4-months", "lvu-free-lawyer"),
    "lvu-free-lawyer": ("inv-4-months", "report-what"),
    "inv-4-months": ("report-what",),
}


@dataclass
class Answers:
    asked: list[Question] = field(default_factory=list)
    failure: Exception | None = None

    def answer(self, question: Question) -> Answer:
        self.asked.append(question)
        if self.failure:
            raise self.failure
        text = question.text.casefold()
        language = question.language or _language(text) or question.page_language or "sv"
        crisis = next((CrisisFinding(kind, w) for w, kind in DANGER.items() if w in text.split()), None)
        if any(w in text for w in UNCLEAR):
            choices = self.links(("inv-4-months", "lvu-free-lawyer"), question.audience, language)
            hits = tuple(Hit(c.slug, 0.45, 0.5, 0.5) for c in choices)
            return Answer(Outcome.CLARIFY, language, crisis, choices=choices, hits=hits)
        slug = next((s for s, found_by in ARTICLES.items() if any(w in text for w in found_by)), None)
        if slug is None:
            off = any(w in text for w in OFF_TOPIC)
            return Answer(Outcome.OUT_OF_SCOPE if off else Outcome.UNANSWERED, language, crisis)
        score = 0.6 if any(w in text for w in VAGUE) else 0.95
        article = self.article(slug, question.audience, language)
        return Answer(Outcome.ANSWERED, language, crisis, article, hits=(Hit(slug, score, 0.5, 0.5),))

    def article(
        self, slug: str, audience: Audience, language: str, at: datetime | None = None
    ) -> RenderedArticle | None:
        if slug not in ARTICLES:
            return None
        myth = slug.startswith("myth-")
        return RenderedArticle(
            slug=slug,
            kind=Kind.MYTH if myth else Kind.FACT,
            title=f"{ARTICLES[slug][0]} ({audience.value}, {language})",
            verdict=Verdict.FALSE if myth else None,
            short="Kort svar.",
            what_is_true=None,
            long="Långt svar.\n\n- ett\n- två",
            as_of=date(2026, 4, 27),
            sources=(Source("Socialtjänstlagen (2025:400)", "Sveriges riksdag", None, ("20 kap. 3 §",)),),
            language=language,
            status=TranslationStatus.UNREVIEWED,
            help=(HelpCard("112 – akut fara", "Ring.", "sv", "112", "https://www.sosalarm.se"),),
            related=self.links(RELATED.get(slug, ()), audience, language),
        )

    def links(self, slugs: tuple[str, ...], audience: Audience, language: str) -> tuple[ArticleLink, ...]:
        return tuple(
            ArticleLink(s, f"{ARTICLES[s][0]} ({audience.value}, {language})") for s in slugs if s in ARTICLES
        )

    def languages(self) -> dict[str, bool]:
        return {"sv": True, "en": True, "ar": True}


@dataclass
class Crisis:
    def check(self, text: str) -> CrisisFinding | None:
        words = text.casefold().split()
        return next((CrisisFinding(kind, word) for word, kind in DANGER.items() if word in words), None)


@dataclass
class World:
    answers: Answers = field(default_factory=Answers)
    crisis: Crisis = field(default_factory=Crisis)
    now: datetime = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    def clock(self) -> datetime:
        return self.now


@dataclass
class Talk:
    """A conversation with the actions alone: says which action Rasa would run, and keeps the slots as Rasa would."""

    world: World = field(default_factory=World)
    slots: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        gateway = {"client": "gateway", "audience": "parent", "language": None, "page_language": "sv"}
        self.metadata = {**gateway, "crisis_checked": True, **self.metadata}

    def says(
        self,
        text: str,
        intent: str = "nlu_fallback",
        action: str = "action_answer",
        spoken: str | None = None,
    ) -> dict[str, Any]:
        """The envelope of the reply to a typed text that Rasa takes for `intent`."""
        message = {
            "text": text,
            "intent": {"name": intent},
            "entities": [],
            "metadata": self.metadata,
            "spoken": spoken,
        }
        return self._run(action, message)[0]["custom"]

    def picks(self, choice: str) -> dict[str, Any]:
        message = {
            "text": f'/choose{{"id": "{choice}"}}',
            "intent": {"name": "choose"},
            "entities": [{"entity": "id", "value": choice}],
            "metadata": self.metadata,
        }
        return self._run("action_choose", message)[0]["custom"]

    def plainly(
        self, text: str, intent: str = "nlu_fallback", action: str = "action_answer"
    ) -> list[dict[str, Any]]:
        """What a client of others gets."""
        message = {"text": text, "intent": {"name": intent}, "entities": [], "metadata": {}}
        return self._run(action, message)

    def _run(self, action: str, message: dict[str, Any]) -> list[dict[str, Any]]:
        dispatcher = CollectingDispatcher()
        tracker = Tracker("visitor", dict(self.slots), message, [], False, None, {}, None)
        run = TurnAction(action, ACTIONS[action], self.world).run(dispatcher, tracker, {})
        for event in asyncio.run(run):
            self.slots[event["name"]] = event["value"]
        return dispatcher.messages


def texts(envelope: dict[str, Any]) -> str:
    """All that a reader sees of an envelope, in one string."""
    seen: list[str] = []
    for message in envelope["messages"]:
        seen += [message.get(k) or "" for k in ("text", "prompt", "title", "short", "long")]
        seen += [o["label"] for o in message.get("options", ())]
        seen += [f"{c['name']} {c['note']}" for c in message.get("cards", ())]
    return "\n".join(filter(None, seen))


def options(envelope: dict[str, Any]) -> list[str]:
    return [o["id"] for m in envelope["messages"] if m["type"] == "choices" for o in m["options"]]


def _language(text: str) -> str | None:
    if any("\u0600" <= c <= "\u06ff" for c in text):
        return "ar"
    return "en" if any(w in text.split() for w in ("the", "is", "how", "what", "can")) else None


if __name__ == "__main__":
    from actions.__main__ import serve

    serve(World(), int(sys.argv[1]))
