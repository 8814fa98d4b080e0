"""One turn: crisis check, Rasa, else the answer path, else an honest error; and the same reply for the same message."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from knowledge.types import Audience, CrisisKind, Outcome
from web_widget.gateway import emergency, envelope
from web_widget.gateway.conversations import Conversation, ConversationOver
from web_widget.gateway.envelope import Message, Turn
from web_widget.gateway.fallback import answer_without_rasa
from web_widget.gateway.parts import Gateway
from web_widget.gateway.rasa import RasaFailed
from web_widget.gateway.replies import Claim, Reply
from web_widget.gateway.timing import timed

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Said:
    """What the visitor sent: a cleaned `text` or a `choice`; `language` when chosen."""

    text: str | None
    choice: str | None
    language: str | None


def reply_to(gateway: Gateway, conversation: Conversation, client_message_id: str, said: Said) -> Reply:
    """The reply; the one kept when the message was answered before. Raises `StillWorking`, `ConversationOver`."""
    claim = gateway.replies.claim(conversation.id, client_message_id)
    if not isinstance(claim, Claim):
        return claim
    try:
        conversation = _with_choice(conversation, said)
        gateway.conversations.touch(conversation)
        turn, crisis = take_turn(gateway, conversation, said)
        language = turn.language or said.language or conversation.language
        reply: Reply = {
            "outcome": turn.outcome.value,
            "crisis": crisis.value if crisis else None,
            "language": language,
            "messages": with_ids(claim.id, turn.messages),
        }
        if turn.outcome is not Outcome.ERROR:
            reply = gateway.replies.finish(claim, reply)
        elif not gateway.conversations.alive(conversation.id):
            raise ConversationOver
    except ConversationOver:
        # It was erased while Rasa worked, which may have begun a new tracker since.
        gateway.erasures.later(conversation.id)
        raise
    except BaseException:
        gateway.replies.release(claim)
        raise
    if turn.outcome is Outcome.ERROR:
        gateway.replies.release(claim)  # an error is not worth repeating: a retry must be able to succeed
    elif language != conversation.language:
        gateway.conversations.touch(replace(conversation, language=language))
    return reply


def with_ids(reply_id: str, messages: Iterable[Message]) -> list[Message]:
    return [{"id": f"{reply_id}-{n}", **message} for n, message in enumerate(messages, 1)]


def take_turn(gateway: Gateway, conversation: Conversation, said: Said) -> tuple[Turn, CrisisKind | None]:
    """The turn, with the help of a crisis before everything else, and that crisis."""
    with timed("crisis"):
        finding = emergency.find_crisis(gateway.services, said.text)
    with timed("rasa"):
        turn = _from_rasa(gateway, conversation, said)
    if turn is None:
        with timed("without_rasa"):
            turn = answer_without_rasa(gateway.services, conversation, said)
    language = said.language or (turn.language if turn else None) or conversation.language
    if turn is None:
        gateway.counts.add("errors")
        words = emergency.error_messages(conversation.audience, language, with_help=finding is None)
        turn = Turn(Outcome.ERROR, language, tuple(words))
    if finding is None:
        return turn, _crisis_in(turn.messages)
    gateway.counts.add("crises")
    help_first = emergency.crisis_message(finding.kind, conversation.audience, language)
    # Whoever answered may have shown the same cards.
    others = (m for m in turn.messages if not m.get("crisis"))
    return replace(turn, messages=(help_first, *others)), finding.kind


def _from_rasa(gateway: Gateway, conversation: Conversation, said: Said) -> Turn | None:
    message = said.text or "/choose" + json.dumps({"id": said.choice})
    metadata: dict[str, Any] = {
        "client": "gateway",
        "audience": conversation.audience.value,
        "language": said.language,
        "page_language": conversation.page_language,
        "crisis_checked": True,
    }
    try:
        return envelope.read(gateway.rasa.send(conversation.id, message, metadata))
    except RasaFailed as failure:
        count = gateway.counts.add("turns_without_rasa")
        gateway.counts.add(f"rasa_{failure.reason}")
        log.warning("no answer from Rasa (%s); turns without it since the start: %d", failure.reason, count)
        return None


def _with_choice(conversation: Conversation, said: Said) -> Conversation:
    """The conversation in the audience and the language that the visitor has just chosen."""
    if said.choice in ("audience:parent", "audience:child"):
        conversation = replace(conversation, audience=Audience(said.choice.removeprefix("audience:")))
    return replace(conversation, language=said.language) if said.language else conversation


def _crisis_in(messages: tuple[Message, ...]) -> CrisisKind | None:
    """A form may find danger that no single text shows; its help message says so."""
    kinds = (m["crisis"] for m in messages if m["type"] == "help" and m["crisis"])
    return next((CrisisKind(kind) for kind in kinds), None)
