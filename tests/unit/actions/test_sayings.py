"""Our own words: every key that the actions name exists, and none is left over."""

from __future__ import annotations

import re

from actions.sayings import say_to
from actions.turn import Turn
from actions.worried import CHILD_STEPS, STEPS, WHO
from knowledge.catalogue import catalogue, say
from knowledge.settings import REPOSITORY
from knowledge.types import Audience

# Keys that are put together from parts.
BUILT = {
    *(
        f"bot.worried.{step}.{r}"
        for steps in (STEPS, CHILD_STEPS)
        for step, replies in steps.items()
        for r in replies
    ),
    *(f"bot.worried.{step}" for step in STEPS),
    *(f"bot.worried.do.{who}" for who in WHO),
    *(f"bot.worried.source.{kind}" for kind in ("report", "parent", "parent_2027")),
    *(f"bot.pick.{key}" for key in ("yes", "no", "unsure", "nothing")),
}


def named() -> set[str]:
    found: set[str] = set()
    for path in (REPOSITORY / "actions").glob("*.py"):
        found |= set(re.findall(r"\"(bot\.[a-z0-9_.]+)\"", path.read_text(encoding="utf-8")))
    return found | BUILT


def test_every_key_that_is_named_exists() -> None:
    assert named() - set(catalogue("sv")) == set()


def test_no_key_is_left_over() -> None:
    ours = {key.removesuffix(".child") for key in catalogue("sv") if key.startswith("bot.")}
    assert ours - named() == set()


def test_a_child_gets_its_own_words_where_there_are_some() -> None:
    child = Turn(audience=Audience.CHILD)
    assert say_to(child, "bot.greet") == say("bot.greet.child", "sv")
    assert say_to(child, "bot.pick.yes") == say("bot.pick.yes", "sv")
    assert say_to(Turn(), "bot.greet") == say("bot.greet", "sv")
