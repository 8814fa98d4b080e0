"""The seam between Rasa and the action server, held by calls that were recorded from real processes.

Each file under `actions/` is one call of Rasa's and the reply it got (recorded by record_rasa.py). The actions must
still give a reply of that shape to that call: the same messages, choices and slots; the wording may change.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.turn import read
from actions.wiring import ACTIONS, executor_of
from tests.contract.record_rasa import CONVERSATIONS, SENDER
from tests.support.dialogue import World

FOLDER = Path(__file__).with_name("actions")
FILES = sorted(FOLDER.glob("*.json"))
# Compared to the letter; of everything else only the kind of value counts.
EXACT = {
    "event",
    "name",
    "type",
    "outcome",
    "language",
    "slug",
    "id",
    "crisis",
    "phone",
    "verdict",
    "kind",
    "as_of",
    "asked",
}


def recorded(file: Path) -> dict[str, Any]:
    return dict(json.loads(file.read_text(encoding="utf-8")))


def shape(value: Any, exact: bool = False) -> Any:
    if isinstance(value, dict):
        return {k: shape(v, k in EXACT) for k, v in value.items() if k != "timestamp"}
    if isinstance(value, list):
        return [shape(v) for v in value]
    return value if exact or value is None else type(value).__name__


def test_every_conversation_is_recorded() -> None:
    assert {f.stem for f in FILES} == set(CONVERSATIONS)
    assert {f.stem for f in (FOLDER.parent / "rasa").glob("recorded-*.json")} == {
        f"recorded-{n}" for n in CONVERSATIONS
    }


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_a_recorded_call_gets_the_recorded_reply(file: Path) -> None:
    call = recorded(file)
    assert call["status"] == 200
    result = asyncio.run(executor_of(World()).run({"domain": {}, **call["request"]}))
    assert result is not None
    assert shape(result.model_dump()) == shape(call["response"])


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_a_recorded_call_tells_all_that_an_action_has_to_know(file: Path) -> None:
    request = recorded(file)["request"]
    assert (request["sender_id"], request["version"]) == (SENDER, "3.6.21")
    assert request["next_action"] in ACTIONS
    turn = read(Tracker.from_dict(request["tracker"]))
    assert turn.for_gateway
    assert turn.crisis_checked
    assert turn.prior_language == (request["tracker"]["slots"]["last_language"] or "sv")
    assert bool(turn.text) is (turn.choice is None)
    assert turn.choice or turn.intent


def test_the_language_of_small_talk_comes_through() -> None:
    assert read(Tracker.from_dict(recorded(FOLDER / "arabic.json")["request"]["tracker"])).language == "ar"
