"""Help that comes first: in a crisis, and when nothing else can be said."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from knowledge.catalogue import say
from knowledge.contacts import card
from knowledge.crisis import crisis_cards
from knowledge.presentation import Message, help_message, text_message
from knowledge.types import Audience, CrisisFinding, CrisisKind, HelpCard
from web_widget.gateway.opening import variant

if TYPE_CHECKING:
    from knowledge.services import Services

log = logging.getLogger(__name__)

ALWAYS = ("tel-112", "socialjour")
FOR_CHILDREN = ("tel-112", "tel-bris", "socialjour")


def find_crisis(services: Services, text: str | None) -> CrisisFinding | None:
    """Is someone in danger? A detector that fails costs the check, never the answer."""
    if text is None:
        return None
    try:
        return services.crisis.check(text)
    except Exception as error:
        log.error("the crisis check failed: %s", type(error).__name__)
        return None


def crisis_message(kind: CrisisKind, audience: Audience, language: str) -> Message:
    try:
        words, cards = crisis_cards(kind, audience, language)
    except Exception as error:  # the emergency number must come, whatever is wrong with the list of cards
        log.error("the crisis cards failed: %s", type(error).__name__)
        words, cards = _always(audience, language)
    return help_message(words, cards, kind.value)


def error_messages(audience: Audience, language: str, with_help: bool) -> list[Message]:
    """What stands in the place of an answer that could not be had."""
    words = text_message(say(variant("gateway.error", audience), language))
    if not with_help:
        return [words]
    return [words, help_message(*_always(audience, language))]


def _always(audience: Audience, language: str) -> tuple[str, list[HelpCard]]:
    contacts = FOR_CHILDREN if audience is Audience.CHILD else ALWAYS
    return say("gateway.error.help", language), [card(c, language) for c in contacts]
