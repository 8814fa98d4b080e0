"""The form for who is worried about a child, step by step to the right door. Facts: docs and articles on reports.

danger now? -> 112 (and on, when that is done) -> who are you? -> what to do, and what happens then -> where to turn.
It asks for no names and keeps nothing but the step.
"""

from __future__ import annotations

from datetime import date

from actions import answer
from actions.menus import waiting
from actions.preferences import audience_named
from actions.reply import Reply, help_of, reply
from actions.sayings import date_to, say_to, words
from actions.services import Services
from actions.turn import Turn
from actions.words import begins_with, kind_of_person, words_of
from knowledge.catalogue import say
from knowledge.clock import swedish_date
from knowledge.presentation import Message, article_options, choices_message, text_message
from knowledge.types import Audience, CrisisKind, Outcome

AS_OF = date(2026, 7, 9)
"""When socialtjänstlagen, on which these texts rest, was last read."""

LVU_ENDS = date(2027, 1, 1)
"""From this day lag (2026:1600) stands in its place."""

TYPED_MOST_WORDS = 6
"""A longer text is told, not replied: it is answered as a question."""

STEPS = {"danger": ("yes", "no", "unsure"), "who": ("professional", "private", "parent", "self")}
CHILD_STEPS = {**STEPS, "who": ("self", "other")}
WHO = ("professional", "private", "parent", "self", "other")
CARDS = {
    "professional": ("find-municipality", "socialjour"),
    "private": ("find-municipality", "socialjour"),
    "parent": ("find-municipality", "tel-1177"),
    "self": ("tel-bris", "tel-112"),
    "other": ("tel-bris", "tel-112"),
}
READ_MORE = {
    Audience.PARENT: ("report-what", "myth-asking-help"),
    Audience.CHILD: ("child-alone", "child-hit"),
}


def respond(turn: Turn, services: Services) -> Reply:
    """A typed message: the start, a reply to the question, or a question of its own."""
    if turn.intent == "start_worried":
        return start(turn)
    typed = understood(turn)
    return choose(turn, services, typed) if typed else answer.respond(turn, services)


def start(turn: Turn) -> Reply:
    return _at(turn, "danger", words(turn, "bot.worried.intro"))


def question(turn: Turn) -> Reply:
    """The question that waits for a reply, again."""
    return _at(turn, turn.form_step if turn.form_step in STEPS else "danger")


def choose(turn: Turn, services: Services, picked: str) -> Reply:
    """`picked` is `<step>:<reply>`, the part of a choice id after `worried:`."""
    match picked.split(":"):
        case ["danger", "yes"]:
            return _danger_now(turn)
        case ["danger", "unsure"]:
            return _at(turn, "who", words(turn, "bot.worried.unsure"))
        case ["danger", "no"] | ["who"]:
            return _at(turn, "who")
        case ["who", who] if who in WHO:
            return _what_to_do(turn, services, who)
    return start(turn)


def understood(turn: Turn) -> str | None:
    """What a typed reply means at this step; None when it is something else."""
    if (
        not waiting(turn)
        or len(words_of(turn.text)) > TYPED_MOST_WORDS
        or "?" in turn.text
        or "؟" in turn.text
    ):
        return None
    if turn.form_step == "danger":
        if begins_with(turn.text, "yes"):
            return "danger:yes"
        return "danger:no" if begins_with(turn.text, "no") else None
    if turn.form_step == "who":
        kind = kind_of_person(turn.text)
        if kind is None and audience_named(turn.text) is Audience.CHILD:
            kind = "self"
        if turn.audience is Audience.CHILD and kind in ("private", "parent"):
            kind = "other"  # the friend or the parent is whom it is about
        return f"who:{kind}" if kind else None
    return None


def _at(turn: Turn, step: str, *before: Message) -> Reply:
    steps = CHILD_STEPS if turn.audience is Audience.CHILD else STEPS
    options = [(f"worried:{step}:{r}", say_to(turn, f"bot.worried.{step}.{r}")) for r in steps[step]]
    ask = choices_message(say_to(turn, f"bot.worried.{step}"), options)
    return reply(turn, Outcome.FORM, *before, ask, form="worried", form_step=step)


def _danger_now(turn: Turn) -> Reply:
    """112 first and alone; going on is offered, never pushed."""
    contacts = ("tel-112", "tel-bris") if turn.audience is Audience.CHILD else ("tel-112", "socialjour")
    cards = help_of(turn, say_to(turn, "bot.worried.call_now"), contacts, CrisisKind.THREAT_TO_LIFE)
    go_on = choices_message(
        say_to(turn, "bot.worried.afterwards"), [("worried:who", say_to(turn, "bot.worried.go_on"))]
    )
    return reply(turn, Outcome.FORM, cards, go_on, form="worried", form_step="who")


def _what_to_do(turn: Turn, services: Services, who: str) -> Reply:
    """The end of the form: what this reader can do, what happens then, on what it rests, and the doors."""
    now = [text_message(say_to(turn, f"bot.worried.do.{who}"))]
    if who != "parent":  # who asks for help for the own child makes no report
        now.append(words(turn, "bot.worried.then"))
    options = [("form:municipality", say_to(turn, "bot.menu.municipality"))]
    options += article_options(services.answers.links(READ_MORE[turn.audience], turn.audience, turn.language))
    return reply(
        turn,
        Outcome.FORM,
        *now,
        text_message(_sources(turn, who, swedish_date(services.clock()))),
        help_of(turn, say_to(turn, "bot.worried.turn_to"), CARDS[who]),
        choices_message(say_to(turn, "bot.worried.next"), options),
        form=None,
        form_step=None,
    )


def _sources(turn: Turn, who: str, today: date) -> str:
    kind = "report"
    if who == "parent":
        kind = "parent" if today < LVU_ENDS else "parent_2027"
    return " ".join(
        [
            say_to(turn, f"bot.worried.source.{kind}"),
            say("answer.as_of", turn.language, date=date_to(turn, AS_OF)),
            say("translation.unreviewed", turn.language),
        ]
    )
