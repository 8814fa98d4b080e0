"""Rasa with its trained model: stories, rules, understanding of lines it has never seen, and our own components in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.components.small_talk import folded
from knowledge.content.files import read_articles
from knowledge.evaluation.gold import load_gold
from knowledge.settings import REPOSITORY
from tests.support import rasa

HOLDOUT = Path(__file__).with_name("holdout.yml")
CHECKS = (
    "check_action_replies",
    "check_tracker_store",
    "check_channel",
    "check_small_talk_guard",
    "check_rules",
)
TO_THE_ANSWER_PATH = {"ask", "nlu_fallback", "follow_up"}
SHORT = 6  # words
SMALL_TALK_RIGHT = 0.95

pytestmark = [pytest.mark.processes, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def holdout() -> dict[str, Any]:
    return dict(yaml.safe_load(HOLDOUT.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def seen(holdout: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What Rasa makes of every held-out line."""
    lines = [*questions(holdout), *(text for text, _, _ in holdout["small_talk"])]
    return dict(zip(lines, rasa.parse(lines), strict=True))


def questions(holdout: dict[str, Any]) -> list[str]:
    return [line for group in holdout["questions"].values() for line in group] + holdout["gibberish"]


def test_stories(tmp_path: Path) -> None:
    """`rasa test` over test_stories.yml: what is understood, and which action follows."""
    rasa.run(
        "-m", "rasa", "test", "core", "--e2e", "--model", str(rasa.model()), "--stories", str(HOLDOUT.parent),
        "--out", str(tmp_path), "--no-plot", "--fail-on-prediction-errors",
    )  # fmt: skip
    failed = (tmp_path / "failed_test_stories.yml").read_text()
    assert "None of the test stories failed" in failed, failed


def test_in_the_environment_of_rasa() -> None:
    """One process for all: importing Rasa takes longer than the checks themselves."""
    modules = [f"tests.rasa_env.{name}" for name in CHECKS]
    done = rasa.run("-W", "ignore", "-m", "unittest", *modules, TRYGGSVAR_TEST_MODEL=str(rasa.model()))
    assert done.stderr.rstrip().endswith("OK"), done.stderr[-3000:]


def test_no_real_question_is_swallowed_by_small_talk(holdout: dict[str, Any], seen: dict[str, Any]) -> None:
    intents = {line: seen[line]["intent"] for line in questions(holdout)}
    assert {line: intent for line, intent in intents.items() if intent not in TO_THE_ANSWER_PATH} == {}


def test_no_way_to_ask_for_an_article_is_swallowed() -> None:
    """Of the titles, variants and claims that ship the short ones, which look most like small talk, and every tenth of the
    others; and all gold texts."""
    asked = (
        (v, article.slug)
        for article in read_articles()
        for t in article.translations
        for v in (t.title, *t.variants, *t.claims)
    )
    lines = {v: slug for n, (v, slug) in enumerate(asked) if len(v.split()) <= SHORT or n % 10 == 0}
    lines |= {
        case.text: ""
        for name in ("questions", "offtopic", "danger", "lookalikes")
        for case in load_gold(name)
    }
    intents = {line: s["intent"] for line, s in zip(lines, rasa.parse(list(lines)), strict=True)}
    swallowed = {line: intent for line, intent in intents.items() if intent not in TO_THE_ANSWER_PATH}
    # "hitta rätt kommun" opens the form that finds it, which is the better answer.
    assert {i for line, i in swallowed.items() if lines[line] == "find-municipality"} <= {"find_municipality"}
    assert {line: i for line, i in swallowed.items() if lines[line] != "find-municipality"} == {}


def test_small_talk_is_understood_and_in_its_language(holdout: dict[str, Any], seen: dict[str, Any]) -> None:
    rows = holdout["small_talk"]
    wrong = {
        text: (seen[text]["intent"], seen[text]["spoken"])
        for text, intents, language in rows
        if seen[text]["intent"] not in intents or (language and seen[text]["spoken"] != language)
    }
    assert len(wrong) <= len(rows) * (1 - SMALL_TALK_RIGHT), wrong


def test_the_holdout_questions_are_not_among_the_examples(holdout: dict[str, Any]) -> None:
    learnt = {
        folded(line.removeprefix("- "))
        for file in (REPOSITORY / "bot" / "nlu").glob("*.yml")
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
        for line in block["examples"].splitlines()
    }
    assert {line for line in questions(holdout) if folded(line) and folded(line) in learnt} == set()
