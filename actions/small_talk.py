"""Greetings and their like. A form that waits for a reply is taken up again after them."""

from __future__ import annotations

from actions.menus import menu, offer_to_go_on
from actions.reply import Reply, help_of, reply
from actions.sayings import say_to, words
from actions.services import Services
from actions.turn import Turn
from knowledge.types import Audience, Outcome

PEOPLE = {
    Audience.PARENT: ("find-municipality", "socialjour", "tel-112"),
    Audience.CHILD: ("tel-bris", "find-municipality", "tel-112"),
}


def respond(turn: Turn, services: Services) -> Reply:
    match turn.intent:
        case "thanks":
            said = reply(turn, Outcome.SMALL_TALK, words(turn, "bot.thanks"))
        case "goodbye":
            return reply(turn, Outcome.SMALL_TALK, words(turn, "bot.goodbye"))
        case "help":
            said = help_(turn, services)
        case "ask_person":
            said = person(turn)
        case _:
            said = reply(turn, Outcome.SMALL_TALK, words(turn, "bot.greet"))
            if turn.form is None:
                said = said.adding(menu(turn, services))
    return said.adding(*offer_to_go_on(turn))


def help_(turn: Turn, services: Services) -> Reply:
    said = reply(turn, Outcome.SMALL_TALK, words(turn, "bot.help"))
    return said if turn.form else said.adding(menu(turn, services))


def person(turn: Turn) -> Reply:
    cards = help_of(turn, say_to(turn, "bot.person.title"), PEOPLE[turn.audience])
    return reply(turn, Outcome.SMALL_TALK, words(turn, "bot.person"), cards)


def start_over(turn: Turn, services: Services) -> Reply:
    """Language and audience stay: they are about the reader, not about what was said."""
    return reply(
        turn,
        Outcome.SMALL_TALK,
        words(turn, "bot.start_over"),
        menu(turn, services),
        form=None,
        form_step=None,
        last_slug=None,
    )
