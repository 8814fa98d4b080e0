"""The calls of `/api/v1`. Each is thin: it reads, asks, and replies."""

from __future__ import annotations

import secrets
from typing import Any

from apiflask import APIBlueprint
from flask import g, request

from knowledge.presentation import answer_message
from knowledge.types import Audience
from web_widget.gateway import conversations, feedback, languages
from web_widget.gateway.conversations import Conversation, ConversationOver, WrongToken
from web_widget.gateway.feedback import Opinion
from web_widget.gateway.opening import opening_messages
from web_widget.gateway.parts import gateway
from web_widget.gateway.problems import Problem
from web_widget.gateway.schemas import (
    AnswerMessage,
    ArticleQuery,
    Erased,
    LanguagesOut,
    NewConversation,
    NewFeedback,
    NewMessage,
    OpenedConversation,
    ReplyOut,
)
from web_widget.gateway.text import cleaned
from web_widget.gateway.timing import timed
from web_widget.gateway.turn import Said, reply_to, with_ids

blueprint = APIBlueprint("gateway", __name__, url_prefix="/api/v1", tag="Conversations")
TOKEN = "token"


@blueprint.before_request
def only_json() -> None:
    """A JSON body must say so; otherwise any page could post one without the browser asking us first."""
    if request.method == "POST" and request.endpoint != "gateway.erase" and not request.is_json:
        raise Problem(415, "media_type")


@blueprint.post("/conversations")
@blueprint.input(NewConversation)
@blueprint.output(OpenedConversation, 201)
@blueprint.doc(responses=[400, 413, 415, 429])
def begin(json_data: NewConversation) -> dict[str, Any]:
    """Begin a conversation"""
    parts, audience, codes = gateway(), Audience(json_data.audience), _codes()
    page_language = languages.normalised(json_data.language, codes)
    language = page_language or languages.preferred(request.accept_languages, codes) or _default()
    g.language = language
    conversation, token = parts.conversations.begin(audience, language, page_language)
    messages = with_ids(secrets.token_hex(8), opening_messages(parts.services, audience, language))
    return {"conversation_id": conversation.id, "token": token, "language": language, "messages": messages}


@blueprint.post("/conversations/<conversation_id>/messages")
@blueprint.input(NewMessage)
@blueprint.output(ReplyOut)
@blueprint.doc(security=TOKEN, responses=[400, 401, 404, 409, 413, 415, 429])
def send(conversation_id: str, json_data: NewMessage) -> dict[str, Any]:
    """Say something, and get the reply

    A repeated `client_message_id` gets the same reply, whatever else is in the body. A reply with the outcome
    `error` is not kept: send the message again, under the same id, to try again.
    """
    conversation = _open(conversation_id, _bearer())
    said = _said(json_data)
    with timed("turn"):
        return reply_to(gateway(), conversation, json_data.client_message_id, said)


@blueprint.post("/conversations/<conversation_id>/erase")
@blueprint.output(Erased)
@blueprint.doc(security=TOKEN, responses=[401, 404, 413, 429])
def erase(conversation_id: str) -> tuple[dict[str, bool], int]:
    """Erase the conversation, now

    The token stands in the header, or, for beacons, alone in a `text/plain` body. 202 with `erased: false`: everything
    kept here is gone, but Rasa could not confirm; it is asked again until it does. Repeating the call is harmless.
    """
    parts = gateway()
    if not conversations.ID.fullmatch(conversation_id):
        raise ConversationOver  # there can never have been one
    token = _bearer_or_none()
    if token is None and request.mimetype == "text/plain":
        token = request.get_data(as_text=True).strip()
    if not token:
        raise WrongToken
    try:
        conversation = parts.conversations.open(conversation_id, token)
    except ConversationOver:
        gone = not parts.erasures.is_pending(conversation_id)
    else:
        parts.conversations.erase(conversation.id)
        gone = parts.erasures.now(conversation.id)
    return {"erased": gone}, 200 if gone else 202


@blueprint.post("/conversations/<conversation_id>/feedback")
@blueprint.input(NewFeedback)
@blueprint.doc(security=TOKEN, responses={204: "Kept", 400: "", 401: "", 404: "", 413: "", 415: "", 429: ""})
def give_feedback(conversation_id: str, json_data: NewFeedback) -> tuple[str, int]:
    """Say whether an answer was of help; a later opinion on the same message replaces the first"""
    conversation = _open(conversation_id, _bearer())
    opinion = Opinion(json_data.message_id, json_data.helpful, json_data.reason)
    feedback.keep(gateway().services.database, gateway().services.clock, conversation, opinion)
    return "", 204


@blueprint.get("/articles/<slug>")
@blueprint.input(ArticleQuery, location="query")
@blueprint.output(AnswerMessage)
@blueprint.doc(tags=["Articles"], responses=[404, 429])
def article(slug: str, query_data: ArticleQuery) -> dict[str, Any]:
    """One article as an answer message"""
    services = gateway().services
    language = (
        languages.normalised(query_data.language)
        or languages.preferred(request.accept_languages, _codes())
        or _default()
    )
    rendered = services.answers.article(slug, Audience(query_data.audience), language, services.clock())
    if rendered is None:
        raise Problem(404, "no_article")
    return {"id": slug, **answer_message(rendered)}


@blueprint.get("/languages")
@blueprint.output(LanguagesOut)
@blueprint.doc(tags=["Articles"], responses=[429])
def list_languages() -> dict[str, Any]:
    """The languages on offer"""
    offered = languages.offered(gateway().services.answers)
    return {
        "languages": [
            {"code": c, "name": name, "direction": languages.direction(c), "complete": offered[c]}
            for c, name in languages.OWN_NAMES.items()
            if c in offered
        ]
    }


def _codes() -> tuple[str, ...]:
    return tuple(languages.offered(gateway().services.answers))


def _default() -> str:
    return gateway().services.settings.default_language


def _bearer_or_none() -> str | None:
    authorization = request.authorization
    return authorization.token if authorization and authorization.type == "bearer" else None


def _bearer() -> str:
    token = _bearer_or_none()
    if not token:
        raise WrongToken
    return token


def _open(conversation_id: str, token: str) -> Conversation:
    conversation = gateway().conversations.open(conversation_id, token)
    g.language = conversation.language  # problems from here on are told in it
    return conversation


def _said(message: NewMessage) -> Said:
    """Checks what only the settings know, and takes a choice of language as the language chosen."""
    language = languages.normalised(message.language)
    if message.choice is not None:
        kind, _, code = message.choice.partition(":")
        return Said(None, message.choice, languages.normalised(code) if kind == "language" else language)
    assert message.text is not None
    limit = gateway().services.settings.text_max_characters
    if len(message.text) > limit:
        raise Problem(422, "text_too_long", limit=limit)
    text = cleaned(message.text)
    if not text:
        raise Problem(422, "text_empty")
    return Said(text, None, language)
