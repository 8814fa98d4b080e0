"""What someone in danger is shown: calm first words and at most four cards, other words for a child."""

from __future__ import annotations

from knowledge.catalogue import catalogue, say
from knowledge.contacts import card
from knowledge.crisis.files import TRUSTED_ADULT, load_cards
from knowledge.types import Audience, CrisisKind, HelpCard


def crisis_cards(kind: CrisisKind, audience: Audience, language: str) -> tuple[str, list[HelpCard]]:
    """The first words and the cards, most urgent first; Swedish where `language` is missing."""
    ids = load_cards().cards[kind][audience]
    first_words = say(f"crisis.{kind.value}.{audience.value}", language)
    return first_words, [_trusted_adult(language) if i == TRUSTED_ADULT else card(i, language) for i in ids]


def _trusted_adult(language: str) -> HelpCard:
    shown = language if "crisis.adult.note" in catalogue(language) else "sv"
    return HelpCard(
        name=say("crisis.adult.name", shown), note=say("crisis.adult.note", shown), language=shown
    )
