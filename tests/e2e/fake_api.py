"""A double of the API (docs/contract.md) behind the real pages and the real widget, so that the browser can be tested alone.

The articles are the real ones; who gets which is scripted by a few words. Everything that arrives is kept for the test to see.
"""

from __future__ import annotations

import logging
import re
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml
from flask import Flask, Response, request
from werkzeug.serving import make_server

from knowledge import contacts
from knowledge.catalogue import say
from knowledge.glossary import explained
from knowledge.presentation import choices_message, help_message, text_message
from knowledge.settings import REPOSITORY, Settings
from knowledge.types import Audience
from web_widget import pages
from web_widget.gateway import security

ARTICLES = REPOSITORY / "knowledge" / "articles"
Message = dict[str, Any]

# Words of a question -> the article, for parents and for children.
TOPICS = (
    (r"muslim|مسلم", "myth-kidnap-muslim", "myth-kidnap-muslim"),
    (r"orosanm|report of concern|بلاغ", "report-what", "report-what"),
    (r"soc\?|السوسيال\؟", "soc-what", "soc-what"),
    (r"slår mig|hits me|يضربني", "violence-home", "child-hit"),
)
CRISIS = r"slår mig|hits me|يضربني"
CRISIS_WORDS = {
    "sv": "Det låter tungt. Det är inte ditt fel. Här är några som kan hjälpa dig nu.",
    "en": "That sounds hard. It is not your fault. Here are some who can help you now.",
    "ar": "هذا يبدو صعباً. ليس هذا ذنبك. هؤلاء يستطيعون مساعدتك الآن.",
}
QUESTION = {
    "sv": "Är barnet i fara just nu?",
    "en": "Is the child in danger right now?",
    "ar": "هل الطفل في خطر الآن؟",
}
YES_NO = {"sv": ("Ja, nu", "Nej"), "en": ("Yes, now", "No"), "ar": ("نعم، الآن", "لا")}
AGAIN = {
    "sv": "Vi börjar om. Vad undrar du?",
    "en": "We start over. What is your question?",
    "ar": "نبدأ من جديد. ما سؤالك؟",
}


@dataclass
class FakeApi:
    """`fail`: statuses for the next messages. `say`: replaces every reply. `delay`: seconds before a reply."""

    origins: tuple[str, ...] = ()
    delay: float = 0.0
    fail: list[int] = field(default_factory=list)
    say: list[Message] | None = None
    outcome: str = "answered"
    erase_fails: bool = False
    conversations: dict[str, dict[str, Any]] = field(default_factory=dict)
    received: list[dict[str, Any]] = field(default_factory=list)
    feedback: list[dict[str, Any]] = field(default_factory=list)
    erased: list[tuple[str, str]] = field(default_factory=list)
    url: str = ""

    @property
    def turns(self) -> list[dict[str, Any]]:
        """What was answered, each message once."""
        return [turn for conversation in self.conversations.values() for turn in conversation["turns"]]

    def forget(self) -> None:
        """As if every conversation had lain idle too long."""
        self.conversations.clear()

    def app(self) -> Flask:
        app = Flask("web_widget.app")
        settings = Settings(allowed_origins=self.origins, exit_url=f"{self.url}/elsewhere")
        app.extensions["settings"] = settings
        pages.register(app)
        security.register(app, settings)
        app.add_url_rule(
            "/elsewhere", view_func=lambda: "<!doctype html><title>Weather</title><h1>Weather</h1>"
        )
        app.add_url_rule("/api/v1/conversations", "begin", self._begin, methods=["POST"])
        base = "/api/v1/conversations/<key>"
        app.add_url_rule(f"{base}/messages", "send", self._send, methods=["POST"])
        app.add_url_rule(f"{base}/erase", "erase", self._erase, methods=["POST"])
        app.add_url_rule(f"{base}/feedback", "feedback", self._feedback, methods=["POST"])
        return app

    def _begin(self) -> tuple[Any, int]:
        body, key, token = request.get_json(), secrets.token_hex(16), secrets.token_urlsafe(32)
        language = body.get("language") or "sv"
        self.conversations[key] = {
            "token": token,
            "audience": body["audience"],
            "language": language,
            "turns": [],
            "replies": {},
        }
        return {"conversation_id": key, "token": token, "language": language, "messages": []}, 201

    def _send(self, key: str) -> Any:
        body = request.get_json()
        self.received.append(body)
        if self.fail:
            return _problem(self.fail.pop(0))
        conversation = self._opened(key)
        if conversation is None:
            return _problem(404)
        if body["client_message_id"] not in conversation["replies"]:
            time.sleep(self.delay)
            conversation["turns"].append(body)
            conversation["replies"][body["client_message_id"]] = self._reply(conversation, body)
        return conversation["replies"][body["client_message_id"]]

    def _reply(self, conversation: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        text, audience = body.get("text", ""), conversation["audience"]
        language = conversation["language"] = (
            body.get("language") or _detect(text) or conversation["language"]
        )
        crisis = "violence" if re.search(CRISIS, text, re.I) else None
        messages = (
            self.say if self.say is not None else _messages(text, body.get("choice", ""), audience, language)
        )
        if crisis:
            ids = (
                ["tel-112", "tel-bris"]
                if audience == "child"
                else ["tel-112", "tel-kvinnofrid", "socialjour"]
            )
            cards = [contacts.card(i, language) for i in ids]
            messages = [*messages, help_message(CRISIS_WORDS[language], cards, crisis)]
        start = secrets.token_hex(8)
        with_ids = [{"id": f"{start}-{n}", **message} for n, message in enumerate(messages)]
        return {"outcome": self.outcome, "crisis": crisis, "language": language, "messages": with_ids}

    def _erase(self, key: str) -> Any:
        if self.erase_fails:
            return _problem(503)
        beacon = request.mimetype == "text/plain"
        token = (
            request.get_data(as_text=True)
            if beacon
            else (request.authorization.token if request.authorization else "")
        )
        conversation = self.conversations.get(key)
        if conversation and conversation["token"] != token:
            return _problem(401)
        self.conversations.pop(key, None)
        self.erased.append((key, "beacon" if beacon else "call"))
        return {"erased": True}

    def _feedback(self, key: str) -> Any:
        if self._opened(key) is None:
            return _problem(404)
        self.feedback.append(request.get_json())
        return "", 204

    def _opened(self, key: str) -> dict[str, Any] | None:
        conversation = self.conversations.get(key)
        given = request.authorization.token if request.authorization else None
        return conversation if conversation and conversation["token"] == given else None


@contextmanager
def serving(app_of: Any) -> Iterator[str]:
    """Serves `app_of(url)` on a free port of loopback."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, Flask("placeholder"), threaded=True)
    url = f"http://127.0.0.1:{server.server_port}"
    server.app = app_of(url)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield url
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def fake_api(**options: Any) -> Iterator[FakeApi]:
    api = FakeApi(**options)

    def build(url: str) -> Flask:
        api.url = url
        return api.app()

    with serving(build):
        yield api


def article(slug: str, audience: str, language: str) -> Message:
    """The answer message of a shipped article; Swedish where the language is missing."""
    folder = ARTICLES / slug
    meta = yaml.safe_load((folder / "article.yml").read_text(encoding="utf-8"))
    ending = "child.md" if audience == "child" else "md"
    shown = language if (folder / f"{language}.{ending}").exists() else "sv"
    head, sections = _read(folder / f"{shown}.{ending}")
    version = meta["versions"][0]
    as_of = version["as_of"]
    return {
        "type": "answer",
        "slug": slug,
        "kind": meta["kind"],
        "title": head["title"],
        "verdict": meta.get("verdict"),
        "short": sections["short"],
        "what_is_true": sections.get("what-is-true"),
        "long": sections["long"],
        "as_of": as_of.isoformat() if isinstance(as_of, date) else as_of,
        "sources": [{"url": None, "sections": [], **s} for s in version["sources"]],
        "translation": {"language": shown, "status": head["status"]},
        "help": help_message("", [contacts.card(i, language) for i in meta.get("help", [])])["cards"],
        "related": [
            {"slug": s, "title": _read(file)[0]["title"]}
            for s in meta.get("related", [])
            if (file := ARTICLES / s / f"{shown}.{ending}").exists()
        ],
        "words": [
            {"term": w.term, "explanation": w.explanation}
            for w in explained(f"{sections['short']}\n{sections['long']}", shown, Audience(audience))
        ],
    }


def _read(path: Any) -> tuple[dict[str, Any], dict[str, str]]:
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    parts = re.split(r"^# (.+)$", body, flags=re.M)
    return yaml.safe_load(head), {
        name: text.strip() for name, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def _messages(text: str, choice: str, audience: str, language: str) -> list[Message]:
    if choice.startswith("article:"):
        return [article(choice.removeprefix("article:"), audience, language)]
    if choice == "start_over":
        return [text_message(AGAIN[language])]
    if choice:
        yes, no = YES_NO[language]
        return [choices_message(QUESTION[language], [("form:yes", yes), ("form:no", no)])]
    for pattern, parent, child in TOPICS:
        if re.search(pattern, text, re.I):
            return [article(child if audience == "child" else parent, audience, language)]
    if len(text) < 12:
        titles = [
            (f"article:{s}", article(s, audience, language)["title"]) for s in ("soc-what", "report-what")
        ]
        return [
            choices_message(
                say("clarify.prompt", language), [*titles, ("none_of_these", say("clarify.none", language))]
            )
        ]
    return [text_message(say("answer.unanswered", language))]


def _detect(text: str) -> str | None:
    if re.search(r"[\u0600-\u06ff]", text):
        return "ar"
    return "en" if re.search(r"\b(the|what|do|is)\b", text, re.I) else None


def _problem(status: int) -> Response:
    body = f'{{"type":"urn:test","title":"","status":{status},"detail":"Problem {status}."}}'
    return Response(body, status, mimetype="application/problem+json")
