"""Questions: the answer path, follow-ups that lean on the last article, and articles picked from a list.

A text *leans* on the last article when Rasa calls it a follow-up ("hur lång tid tar det då?": all its words are
general), or when it is short and begins with a connective ("och barnen?") or points ("får de det?"). Then:

- a follow-up is asked with the last article's title before it, for alone it would find anything;
- another leaning text is asked alone first, and with the title only when that finds no answer.

When this finds the last article again, it is shown again and said so. When it finds nothing, we say that too.
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
from knowledge.presentation import answer_message, choices_message, messages_of, text_message
from knowledge.types import Answer, Outcome, Question

LEANING_MOST_WORDS = 8
FIND_MUNICIPALITY = "find-municipality"


def respond(turn: Turn, services: Services) -> Reply:
    return finished(turn, find(turn, services), services)


def find(turn: Turn, services: Services) -> Answer:
    """The answer path's answer, with the last article for context where the text leans on it."""
    leaning = turn.last_slug is not None and leans(turn)
    if leaning and turn.intent == "follow_up":
        return _ask(turn, services, in_context=True)
    alone = _ask(turn, services)
    if not leaning or alone.outcome in (Outcome.ANSWERED, Outcome.CRISIS):
        return alone
    together = _ask(turn, services, in_context=True)
    return together if together.outcome is Outcome.ANSWERED else alone


def leans(turn: Turn) -> bool:
    if turn.intent == "follow_up":
        return True
    short = len(words_of(turn.text)) <= LEANING_MOST_WORDS
    return short and (begins_with(turn.text, "connectives") or holds(turn.text, "pointing"))


def finished(turn: Turn, answer: Answer, services: Services) -> Reply:
    """The reply to an answer, with what belongs around it in this conversation."""
    again = answer.article is not None and answer.article.slug == turn.last_slug and leans(turn)
    if turn.intent == "follow_up" and turn.last_slug and answer.outcome is not Outcome.ANSWERED:
        return _nothing_more(turn, answer, services)
    lead = [text_message(say_to(_in(turn, answer.language), "bot.follow_up.same"))] if again else []
    said = Reply(
        answer.outcome,
        answer.language,
        (*lead, *messages_of(answer)),
        slug=answer.article.slug if answer.article else None,
    )
    if said.slug == FIND_MUNICIPALITY:
        said = _with_municipality(turn, said)
    if answer.outcome is Outcome.CLARIFY:
        return said  # one question at a time: the form is offered after the reply to this one
    closed = {"form": None, "form_step": None} if turn.form_step == "found" else {}
    return said.adding(*offer_to_go_on(_in(turn, said.language)), **closed)


def show_article(turn: Turn, slug: str, services: Services) -> Reply:
    """An article that was picked."""
    article = services.answers.article(slug, turn.audience, turn.language)
    if article is None:
        return reply(turn, Outcome.UNANSWERED, words(turn, "bot.gone"))
    said = Reply(Outcome.ANSWERED, turn.language, (answer_message(article),), slug=slug)
    if slug == FIND_MUNICIPALITY:
        said = _with_municipality(turn, said)
    return said.adding(*offer_to_go_on(turn))


def _ask(turn: Turn, services: Services, in_context: bool = False) -> Answer:
    text = turn.text
    if in_context and turn.last_slug:
        article = services.answers.article(turn.last_slug, turn.audience, turn.language)
        text = f"{article.title} {text}" if article else text
    return services.answers.answer(Question(text, turn.audience, turn.chosen_language, turn.prior_language))


def _nothing_more(turn: Turn, answer: Answer, services: Services) -> Reply:
    """A follow-up without an answer of its own: say so, and offer the article that it followed."""
    turn = _in(turn, answer.language)
    links = services.answers.links((turn.last_slug or "",), turn.audience, turn.language)
    options = [(f"article:{link.slug}", link.title) for link in links]
    offers = [choices_message(say_to(turn, "bot.follow_up.last"), options)] if options else []
    said = reply(turn, Outcome.UNANSWERED, words(turn, "bot.follow_up.none"), *offers)
    return said.adding(*offer_to_go_on(turn))


def _with_municipality(turn: Turn, said: Reply) -> Reply:
    """Who asks for social services and names the municipality need not name it again."""
    turn = _in(turn, said.language)
    named = mentioned(turn.text)
    if named:
        option = (f"municipality:{named.code}", say_to(turn, "bot.municipality.reach", name=named.name))
    else:
        option = ("form:municipality", say_to(turn, "bot.menu.municipality"))
    return said.adding(choices_message(say_to(turn, "bot.municipality.offer"), [option]))


def _in(turn: Turn, language: str) -> Turn:
    """The turn with our own words in the language of the answer."""
    return replace(turn, language=language)
