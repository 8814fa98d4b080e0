"""A button: its id says what to do. Ids are opaque to the gateway and the widget; all of them are known here."""

from __future__ import annotations

from actions import answer, municipality, preferences, small_talk, worried
from actions.menus import menu, offer_to_go_on
from actions.reply import Reply, reply
from actions.sayings import words
from actions.services import Services
from actions.turn import Turn
from knowledge.types import Audience, Outcome


def respond(turn: Turn, services: Services) -> Reply:
    return follow(turn, services, turn.choice or "")


def follow(turn: Turn, services: Services, choice: str) -> Reply:
    kind, _, rest = choice.partition(":")
    match kind, rest:
        case "article", slug:
            return answer.show_article(turn, slug, services)
        case "none_of_these", "":
            said = reply(turn, Outcome.UNANSWERED, words(turn, "bot.none"))
            return said.adding(*(offer_to_go_on(turn) or [menu(turn, services)]))
        case "start_over", "":
            return small_talk.start_over(turn, services)
        case "language", code:
            return preferences.set_language(turn, services, code)
        case "audience", ("parent" | "child") as audience:
            return preferences.set_audience(turn, services, Audience(audience))
        case "form", step:
            return _form(turn, services, step)
        case "worried", picked:
            return worried.choose(turn, services, picked)
        case "municipality", code:
            return municipality.choose(turn, code)
    return reply(turn, Outcome.UNANSWERED, words(turn, "bot.unknown_choice"), menu(turn, services))


def _form(turn: Turn, services: Services, step: str) -> Reply:
    match step, turn.form:
        case "worried", _:
            return worried.start(turn)
        case "municipality", _:
            return municipality.question(turn)
        case "continue", "worried":
            return worried.question(turn)
        case "continue", "municipality":
            return municipality.question(turn)
    said = reply(turn, Outcome.SMALL_TALK, words(turn, "bot.cancelled"), form=None, form_step=None)
    return said.adding(menu(turn, services))
