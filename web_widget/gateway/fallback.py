"""Answers without Rasa, from the same answer path that Rasa's actions use (docs/adr/0002-answers-without-rasa.md)."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from knowledge.presentation import answer_message, messages_of
from knowledge.types import Answer, Outcome, Question
from web_widget.gateway.conversations import Conversation
from web_widget.gateway.envelope import Turn
from web_widget.gateway.opening import opening_messages

if TYPE_CHECKING:
    from knowledge.services import Services
    from web_widget.gateway.turn import Said

# Choices that begin the conversation anew in other words, for which the opening is a fair reply.
OPENING_CHOICES = ("start_over", "language:", "audience:")

log = logging.getLogger(__name__)


def answer_without_rasa(services: Services, conversation: Conversation, said: Said) -> Turn | None:
    """The turn, or None for what only Rasa can do (the forms), and when the answer path fails as well."""
    try:
        turn = (
            _by_choice(services, conversation, said)
            if said.choice
            else _by_text(services, conversation, said)
        )
    except Exception as error:
        # Only its class: the message of an exception may quote what was typed.
        log.error("the answer path failed without Rasa: %s", type(error).__name__)
        return None
    return None if turn is None or turn.outcome is Outcome.ERROR else turn


def _by_text(services: Services, conversation: Conversation, said: Said) -> Turn:
    question = Question(
        text=said.text or "",
        audience=conversation.audience,
        language=said.language,
        page_language=conversation.language,
    )
    answer = services.answers.answer(question)
    return Turn(answer.outcome, answer.language, tuple(messages_of(answer)))


def _by_choice(services: Services, conversation: Conversation, said: Said) -> Turn | None:
    choice, language = said.choice or "", said.language or conversation.language
    if choice.startswith("article:"):
        slug = choice.removeprefix("article:")
        article = services.answers.article(slug, conversation.audience, language, services.clock())
        return Turn(Outcome.ANSWERED, language, (answer_message(article),)) if article else None
    if choice.startswith(OPENING_CHOICES):
        messages = opening_messages(services, conversation.audience, language)
        return Turn(Outcome.SMALL_TALK, language, tuple(messages))
    if choice == "none_of_these":
        return Turn(Outcome.UNANSWERED, language, tuple(messages_of(Answer(Outcome.UNANSWERED, language))))
    return None
