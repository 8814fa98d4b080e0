"""Questions: the answer path, follow-ups that lean on the last article, and articles picked from a list.

A text *leans* on the last article when Rasa calls it a follow-up ("hur lång tid tar det då?": all its words are
general), or when it is short and begins with a connective ("och barnen?") or points at something ("får de det?").
The path is asked with the text alone. (With the last title before it, it finds the last article at .93 or more,
whatever the text; so that tells nothing.) Then:

1. what is found with certainty is shown, as for any question;
2. what is found with less, and is the last article or one that it names as related, is shown:
   after "what is a report of concern", "how long does it take" is about the investigation;
3. else the last article is shown again, and said so; or, where the text leans by its words only and is about
   something else altogether, the path's own answer stands.
"""

from __future__ import annotations

from dataclasses import replace

from actions.menus import offer_to_go_on
from actions.reply import Reply, reply
from actions.sayings import say_to, words
from actions.services import Services
from actions.turn import Turn
from actions.words import begins_with, holds, words_of
from knowledge.municipalities import mentioned
from knowledge.presentation import answer_message, choices_message, messages_of
from knowledge.types import Answer, Outcome, Question

LEANING_MOST_WORDS = 8
LEANING_SURELY_WORDS = 4
"""A text as short as this with a pointing word has no subject of its own."""

CERTAIN = 0.8
"""Alone, "hur lång tid tar det då?" finds the investigation at .60, after any article; "kan jag överklaga det?" the
appeal at .99. (20 follow-ups in three languages after each of 8 articles.)"""

RELATED = 0.4
"""Of related articles the right one was found above this ("how long does that take?" .43), the wrong ones below .3."""

FIND_MUNICIPALITY = "find-municipality"


def respond(turn: Turn, services: Services) -> Reply:
    return finished(turn, find(turn, services), services)


def find(turn: Turn, services: Services) -> Answer:
    question = Question(turn.text, turn.audience, turn.chosen_language, turn.prior_language)
    return services.answers.answer(question)


def finished(turn: Turn, found: Answer, services: Services) -> Reply:
    """The reply to what the path found, with what belongs around it in this conversation."""
    turn = replace(turn, language=found.language)  # our own words are in the language of the answer
    said = _leaning(turn, found, services) if turn.last_slug and _leans(turn, found) else None
    if said is None:
        slug = found.article.slug if found.article else None
        said = Reply(found.outcome, found.language, tuple(messages_of(found)), slug)
    if said.slug == FIND_MUNICIPALITY:
        said = _with_municipality(turn, said)
    if said.outcome is Outcome.CLARIFY:
        return said  # one question at a time: the form is offered after the reply to this one
    closed = {"form": None, "form_step": None} if turn.form_step == "found" else {}
    return said.adding(*offer_to_go_on(turn), **closed)


def _leans(turn: Turn, found: Answer) -> bool:
    if found.outcome is Outcome.CRISIS:
        return False
    if turn.intent == "follow_up":
        return True
    count = len(words_of(turn.text))
    if not (begins_with(turn.text, "connectives") or holds(turn.text, "pointing")):
        return False
    return count <= LEANING_SURELY_WORDS or (
        count <= LEANING_MOST_WORDS and found.outcome is not Outcome.OUT_OF_SCOPE
    )


def _leaning(turn: Turn, found: Answer, services: Services) -> Reply | None:
    """The reply to a text that leans on the last article; None when the path's own answer stands."""
    last = services.answers.article(turn.last_slug or "", turn.audience, turn.language)
    best = found.hits[0] if found.hits else None
    if last is None or (found.outcome is Outcome.ANSWERED and best and best.score >= CERTAIN):
        return None
    near = {last.slug, *(link.slug for link in last.related)}
    if best and best.slug in near and best.score >= RELATED:
        article = services.answers.article(best.slug, turn.audience, turn.language)
        if article and article.slug != last.slug:
            return Reply(Outcome.ANSWERED, turn.language, (answer_message(article),), article.slug)
    elif turn.intent != "follow_up" and found.outcome in (Outcome.ANSWERED, Outcome.CLARIFY):
        return None
    again = (words(turn, "bot.follow_up.same"), answer_message(last))
    return Reply(Outcome.ANSWERED, turn.language, again, last.slug)


def show_article(turn: Turn, slug: str, services: Services) -> Reply:
    """An article that was picked."""
    article = services.answers.article(slug, turn.audience, turn.language)
    if article is None:
        return reply(turn, Outcome.UNANSWERED, words(turn, "bot.gone"))
    said = Reply(Outcome.ANSWERED, turn.language, (answer_message(article),), slug=slug)
    if slug == FIND_MUNICIPALITY:
        said = _with_municipality(turn, said)
    return said.adding(*offer_to_go_on(turn))


def _with_municipality(turn: Turn, said: Reply) -> Reply:
    """Who asks for social services and names the municipality need not name it again."""
    named = mentioned(turn.text)
    if named:
        option = (f"municipality:{named.code}", say_to(turn, "bot.municipality.reach", name=named.name))
    else:
        option = ("form:municipality", say_to(turn, "bot.menu.municipality"))
    return said.adding(choices_message(say_to(turn, "bot.municipality.offer"), [option]))
