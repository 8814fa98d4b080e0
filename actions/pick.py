"""Typed replies to what was shown: yes, no, the second one, or an option in its own words."""

from __future__ import annotations

from rapidfuzz import fuzz

from actions import answer, choose
from actions.menus import menu, waiting
from actions.reply import Reply, reply
from actions.sayings import say_to, words
from actions.services import Services
from actions.turn import Turn
from knowledge.municipalities import fold
from knowledge.presentation import choices_message
from knowledge.types import Outcome

SAME_LABEL = 95
"""Of 100: clients of others send a button's words instead of its payload, with at most a mark or a space apart."""

NONE = ("none_of_these", "municipality:none", "form:stop")
ENDINGS = {
    "affirm": (":yes", "form:continue"),
    "deny": (":no", *NONE),
    "unsure": (":unsure",),
    "cancel": ("form:stop",),
}
PLACES = {"pick_first": 0, "pick_second": 1, "pick_third": 2}


def respond(turn: Turn, services: Services) -> Reply:
    picked = meant(turn)
    if picked:
        return choose.follow(turn, services, picked)
    if waiting(turn) and (not turn.shown.asked or _asked_by_form(turn)):
        return choose.follow(turn, services, "form:continue")
    if turn.intent == "affirm" and turn.shown.asked:
        again = choices_message(say_to(turn, "bot.pick.which"), turn.shown.options)
        return reply(turn, Outcome.CLARIFY, again)
    key = {"affirm": "yes", "deny": "no", "unsure": "unsure", "cancel": "no"}.get(turn.intent, "nothing")
    said = reply(turn, Outcome.SMALL_TALK, words(turn, f"bot.pick.{key}"))
    return said if key == "yes" else said.adding(menu(turn, services))


def respond_to_text(turn: Turn, services: Services) -> Reply:
    """A typed text that is no small talk: an option's own words, else a question."""
    picked = option_named(turn)
    return choose.follow(turn, services, picked) if picked else answer.respond(turn, services)


def meant(turn: Turn) -> str | None:
    """The id of the option that is meant; None when none can be."""
    ids = [option for option, _ in turn.shown.options]
    if turn.intent == "cancel" and turn.form:
        return "form:stop"
    if turn.intent in PLACES:
        place = PLACES[turn.intent]
        return ids[place] if place < len(ids) else None
    real = [i for i in ids if i not in NONE]
    if turn.intent == "pick_last":
        return real[-1] if real else None
    if not turn.shown.asked:
        return None
    fitting = next((i for i in ids if i.endswith(ENDINGS.get(turn.intent, ()))), None)
    if fitting is None and turn.intent == "affirm" and len(real) == 1:
        return real[0]
    return fitting


def _asked_by_form(turn: Turn) -> bool:
    return any(option.startswith(("worried:", "municipality:", "form:")) for option, _ in turn.shown.options)


def option_named(turn: Turn) -> str | None:
    typed = fold(turn.text).strip()
    scored = [(fuzz.ratio(typed, fold(label)), option) for option, label in turn.shown.options]
    best = max(scored, default=(0.0, ""))
    return best[1] if best[0] >= SAME_LABEL else None
