"""Which language, and whether for a child: chosen in words or with a button, and kept for the conversation."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.menus import menu, offer_to_go_on
from actions.reply import Reply, reply
from actions.sayings import name_of, say_to, words
from actions.services import Services
from actions.turn import Turn
from actions.words import holds, known, language_named, words_of
from knowledge import catalogue
from knowledge.presentation import article_options, choices_message
from knowledge.types import Audience, Outcome

ADULT_AGE = 18


def choose_language(turn: Turn, services: Services) -> Reply:
    """ "Engelska tack"; "jag förstår inte svenska" names one as well, but it is not the one that is wanted."""
    code = None if holds(turn.text, "negations") else language_named(turn.text)
    return set_language(turn, services, code) if code else _ask_language(turn, services)


def set_language(turn: Turn, services: Services, code: str) -> Reply:
    if code not in _offered(services):
        sorry = words(turn, "bot.language.missing", name=name_of(code, turn.language))
        return _ask_language(turn, services).adding_first(sorry)
    turn = replace(turn, language=code)
    said = reply(
        turn,
        Outcome.SMALL_TALK,
        words(turn, "bot.language.now"),
        language=code,
        widget_language=turn.widget_language,
    )
    links = services.answers.links((turn.last_slug,), turn.audience, code) if turn.last_slug else ()
    if links and turn.form is None:
        said = said.adding(choices_message(say_to(turn, "bot.language.again"), article_options(links)))
    return said.adding(*offer_to_go_on(turn))


def choose_audience(turn: Turn, services: Services) -> Reply:
    audience = audience_named(turn.text)
    if audience:
        return set_audience(turn, services, audience)
    options = [
        ("audience:child", say_to(turn, "bot.audience.option_child")),
        ("audience:parent", say_to(turn, "bot.audience.option_adult")),
    ]
    return reply(turn, Outcome.SMALL_TALK, choices_message(say_to(turn, "bot.audience.prompt"), options))


def set_audience(turn: Turn, services: Services, audience: Audience) -> Reply:
    """The last article is forgotten with the change: it may have no text for the other audience."""
    turn = replace(turn, audience=audience, last_slug=None)
    key = "bot.audience.now_child" if audience is Audience.CHILD else "bot.audience.now_adult"
    said = reply(turn, Outcome.SMALL_TALK, words(turn, key), audience=audience.value, last_slug=None)
    return said.adding(*(offer_to_go_on(turn) or [menu(turn, services)]))


def audience_named(text: str) -> Audience | None:
    """ "Jag är 12 år", "I am a mother", "jag är inget barn"; None when it cannot be told."""
    text = _without_counted_children(text)
    age = re.search(r"\d+", text)
    if age:
        years = int(age.group()) - holds(text, "below")  # "under 18"
        return Audience.CHILD if years < ADULT_AGE else Audience.PARENT
    child, adult = holds(text, "child"), holds(text, "adult")
    if child == adult:
        return None
    if holds(text, "negations"):
        child = not child
    return Audience.CHILD if child else Audience.PARENT


def _without_counted_children(text: str) -> str:
    """ "Mamma till 3 barn" gives no age, and speaks of no child who writes."""
    return re.sub(r"\d+ (\w+)", lambda m: "" if m[1] in known("child") else m[0], " ".join(words_of(text)))


def _offered(services: Services) -> list[str]:
    """Languages that we speak, or have a text in."""
    return sorted({*catalogue.languages(), *services.answers.languages()})


def _ask_language(turn: Turn, services: Services) -> Reply:
    options = [(f"language:{code}", name_of(code, code)) for code in _offered(services)]
    return reply(turn, Outcome.SMALL_TALK, choices_message(say_to(turn, "bot.language.prompt"), options))
