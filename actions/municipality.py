"""The form that finds a municipality's social services by name. It has no numbers: none has a read source."""

from __future__ import annotations

from actions import answer
from actions.reply import Reply, help_of, reply
from actions.sayings import say_to, words
from actions.services import Services
from actions.turn import Turn
from actions.words import words_of
from knowledge.municipalities import Match, Municipality, by_code, certain, find, mentioned
from knowledge.presentation import choices_message
from knowledge.types import Audience, Outcome

NAME_MOST_WORDS = 4
"""In a longer text a name counts only where it is placed ("i Malmö"): several names are common words."""

CARDS = {
    Audience.PARENT: ("find-municipality", "socialjour", "tel-112"),
    Audience.CHILD: ("find-municipality", "tel-bris", "tel-112"),
}


def respond(turn: Turn, services: Services) -> Reply:
    """A typed message: the start, a name, or a question of its own."""
    if turn.intent == "find_municipality":
        named = mentioned(turn.text)
        return found(turn, named) if named else question(turn)
    matches = _matches(turn.text)
    one = certain(matches)
    if one and (turn.form_step == "name" or matches[0].score == 1.0):
        return found(turn, one)
    if matches and turn.form_step == "name":
        return _which(turn, matches)
    return _no_name(turn, services)


def question(turn: Turn) -> Reply:
    ask = words(turn, "bot.municipality.ask")
    return reply(turn, Outcome.FORM, ask, form="municipality", form_step="name")


def choose(turn: Turn, code: str) -> Reply:
    if code == "none":
        return _unknown(turn)
    try:
        return found(turn, by_code(code))
    except KeyError:
        return question(turn)


def found(turn: Turn, municipality: Municipality) -> Reply:
    """How to reach it. The form stays open for another name, without asking for one."""
    text = words(turn, "bot.municipality.found", name=municipality.name, county=municipality.county)
    cards = help_of(turn, say_to(turn, "bot.municipality.turn_to"), CARDS[turn.audience])
    another = choices_message(
        say_to(turn, "bot.municipality.more"),
        [("form:municipality", say_to(turn, "bot.municipality.another"))],
    )
    return reply(turn, Outcome.FORM, text, cards, another, form="municipality", form_step="found")


def _which(turn: Turn, matches: list[Match]) -> Reply:
    options = [
        (f"municipality:{m.municipality.code}", f"{m.municipality.name} ({m.municipality.county})")
        for m in matches[:4]
    ]
    options.append(("municipality:none", say_to(turn, "bot.municipality.none")))
    ask = choices_message(say_to(turn, "bot.municipality.which"), options)
    return reply(turn, Outcome.FORM, ask, form="municipality", form_step="name")


def _no_name(turn: Turn, services: Services) -> Reply:
    """A question, when the answer path knows an answer; else a name that nobody has."""
    answered = answer.find(turn, services)
    if turn.form_step == "name" and answered.outcome in (Outcome.UNANSWERED, Outcome.OUT_OF_SCOPE):
        return _unknown(turn)
    return answer.finished(turn, answered, services)


def _unknown(turn: Turn) -> Reply:
    stop = choices_message(
        say_to(turn, "bot.municipality.again"), [("form:stop", say_to(turn, "bot.form.stop"))]
    )
    return reply(
        turn,
        Outcome.FORM,
        words(turn, "bot.municipality.unknown"),
        stop,
        form="municipality",
        form_step="name",
    )


def _matches(text: str) -> list[Match]:
    if len(words_of(text)) <= NAME_MOST_WORDS:
        return find(text)
    named = mentioned(text)
    return [Match(named, 1.0)] if named else []
