"""Answers -> the typed messages of the API (docs/contract.md), and plain text for channels that know nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from babel.dates import format_date

from knowledge.catalogue import say
from knowledge.types import Answer, ArticleLink, HelpCard, Outcome, RenderedArticle, TranslationStatus

Message = dict[str, Any]


def text_message(text: str) -> Message:
    return {"type": "text", "text": text}


def choices_message(prompt: str, options: Iterable[tuple[str, str]]) -> Message:
    return {
        "type": "choices",
        "prompt": prompt,
        "options": [{"id": i, "label": label} for i, label in options],
    }


def help_message(title: str, cards: Sequence[HelpCard], crisis: str | None = None) -> Message:
    return {"type": "help", "title": title, "crisis": crisis, "cards": [_card(c) for c in cards]}


def article_options(links: Iterable[ArticleLink]) -> list[tuple[str, str]]:
    return [(f"article:{link.slug}", link.title) for link in links]


def answer_message(article: RenderedArticle) -> Message:
    return {
        "type": "answer",
        "slug": article.slug,
        "kind": article.kind.value,
        "title": article.title,
        "verdict": article.verdict.value if article.verdict else None,
        "short": article.short,
        "what_is_true": article.what_is_true,
        "long": article.long,
        "as_of": article.as_of.isoformat(),
        "sources": [
            {"title": s.title, "publisher": s.publisher, "url": s.url, "sections": list(s.sections)}
            for s in article.sources
        ],
        "translation": {"language": article.language, "status": article.status.value},
        "help": [_card(c) for c in article.help],
        "related": [{"slug": r.slug, "title": r.title} for r in article.related],
        "words": [{"term": w.term, "explanation": w.explanation} for w in article.words],
    }


def messages_of(answer: Answer) -> list[Message]:
    """What the reader is shown for `answer`, the crisis cards apart."""
    language = answer.language
    match answer.outcome:
        case Outcome.ANSWERED if answer.article:
            return [answer_message(answer.article)]
        case Outcome.CLARIFY:
            options = [*article_options(answer.choices), ("none_of_these", say("clarify.none", language))]
            return [choices_message(say("clarify.prompt", language), options)]
        case Outcome.OUT_OF_SCOPE:
            lines = [text_message(say("answer.out_of_scope", language))]
        case Outcome.CRISIS:
            lines = [text_message(say("answer.crisis", language))]
        case _:
            lines = [text_message(say("answer.unanswered", language))]
    if answer.choices:
        lines.append(choices_message(say("answer.perhaps", language), article_options(answer.choices)))
    return lines


def plain_text(message: Message, language: str) -> str:
    """One typed message as text that reads well in any chat client: verdict, answer, date, sources, numbers."""
    match message["type"]:
        case "text":
            return str(message["text"])
        case "choices":
            return "\n".join(
                [message["prompt"], *(f"{n}. {o['label']}" for n, o in enumerate(message["options"], 1))]
            )
        case "help":
            return "\n".join([message["title"], *(f"• {c['name']} – {c['note']}" for c in message["cards"])])
        case "answer":
            return _plain_answer(message, language)
    raise ValueError(f"unknown message type {message['type']!r}; known: text, choices, help, answer")


def _plain_answer(message: Message, language: str) -> str:
    from datetime import date

    status = message["translation"]["status"]
    parts = [message["title"]]
    if message["verdict"]:
        parts.append(say(f"verdict.{message['verdict']}", language))
    parts += [message["short"]]
    if message["what_is_true"]:
        parts.append(f"{say('answer.what_is_true', language)} {message['what_is_true']}")
    parts.append(message["long"])
    sources = [
        " ".join(
            filter(None, [f"• {s['title']},", ", ".join(s["sections"]), f"({s['publisher']})", s["url"]])
        )
        for s in message["sources"]
    ]
    parts.append("\n".join([say("answer.sources", language), *sources]))
    as_of = format_date(date.fromisoformat(message["as_of"]), "long", locale=_locale(language))
    parts.append(say("answer.as_of", language, date=as_of))
    if status != TranslationStatus.REVIEWED:
        parts.append(say(f"translation.{status}", language))
    if message["help"]:
        parts.append("\n".join([say("answer.help", language), *(f"• {c['name']}" for c in message["help"])]))
    return "\n\n".join(parts)


def _locale(language: str) -> str:
    return {"kmr": "ku"}.get(language, language)


def _card(card: HelpCard) -> dict[str, str | None]:
    return {
        "name": card.name,
        "note": card.note,
        "phone": card.phone,
        "url": card.url,
        "language": card.language,
    }
