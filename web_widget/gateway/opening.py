"""The first words of a conversation, and what one might ask. Made without Rasa, so that they always come."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from knowledge.catalogue import say
from knowledge.presentation import Message, article_options, choices_message, text_message
from knowledge.types import Audience

if TYPE_CHECKING:
    from knowledge.services import Services

log = logging.getLogger(__name__)

PARENT_ARTICLES = ("myth-kidnap-muslim", "myth-asking-help", "report-what")
CHILD_ARTICLES = ("child-alone", "child-hit", "violence-home", "tel-bris", "child-soc")
PARENT_FORMS = (
    ("form:worried", "gateway.choice.worried"),
    ("form:municipality", "gateway.choice.municipality"),
)


def variant(key: str, audience: Audience) -> str:
    """The catalogue's key for `audience`: children have their own, simpler words."""
    return f"{key}.child" if audience is Audience.CHILD else key


def opening_messages(services: Services, audience: Audience, language: str) -> list[Message]:
    greeting = text_message(say(variant("gateway.greeting", audience), language))
    options = _suggestions(services, audience, language)
    if not options:
        return [greeting]
    return [greeting, choices_message(say(variant("gateway.suggestions", audience), language), options)]


def _suggestions(services: Services, audience: Audience, language: str) -> list[tuple[str, str]]:
    """Those articles that exist, and for parents the forms."""
    child = audience is Audience.CHILD
    forms = [] if child else [(choice, say(key, language)) for choice, key in PARENT_FORMS]
    try:
        links = services.answers.links(CHILD_ARTICLES if child else PARENT_ARTICLES, audience, language)
    except Exception as error:  # the greeting comes all the same
        log.error("no suggestions: %s", type(error).__name__)
        return forms
    return article_options(links) + forms
