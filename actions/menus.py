"""Choices that several actions show: what one can do here, and going on with a form."""

from __future__ import annotations

from actions.sayings import say_to
from actions.services import Services
from actions.turn import Turn
from knowledge.presentation import Message, article_options, choices_message
from knowledge.types import Audience

CHILD_ARTICLES = ("child-alone", "child-hit", "tel-bris")
FORMS = (("form:worried", "bot.menu.worried"), ("form:municipality", "bot.menu.municipality"))


def menu(turn: Turn, services: Services) -> Message:
    """Children get texts first, for tapping is easier than wording a question."""
    options = [(choice, say_to(turn, key)) for choice, key in FORMS]
    if turn.audience is Audience.CHILD:
        links = services.answers.links(CHILD_ARTICLES, turn.audience, turn.language)
        options = [*article_options(links), *options]
    return choices_message(say_to(turn, "bot.menu.prompt"), options)


def offer_to_go_on(turn: Turn) -> list[Message]:
    """After something else was answered in the middle of a form. Empty when no form waits for a reply."""
    if not waiting(turn):
        return []
    options = [
        ("form:continue", say_to(turn, "bot.form.continue")),
        ("form:stop", say_to(turn, "bot.form.stop")),
    ]
    return [choices_message(say_to(turn, "bot.form.prompt"), options)]


def waiting(turn: Turn) -> bool:
    """A form is open and has asked something that has no reply yet."""
    return turn.form is not None and turn.form_step not in (None, "found")
