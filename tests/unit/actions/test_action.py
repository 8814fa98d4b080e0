"""What holds for every action: errors, crises, logs, and how replies look to the gateway and to clients of others."""

from __future__ import annotations

import logging

import pytest

from actions.wiring import ACTIONS
from tests.support.dialogue import Talk, texts
from web_widget.gateway import envelope

SECRET = "hemligheten om Kalle"


@pytest.mark.parametrize("audience", ["parent", "child"])
def test_an_error_gives_the_emergency_numbers_and_no_words_of_the_visitor(
    audience: str, caplog: pytest.LogCaptureFixture
) -> None:
    talk = Talk(metadata={"audience": audience})
    talk.world.answers.failure = RuntimeError(f"could not encode {SECRET}")
    with caplog.at_level(logging.DEBUG):
        said = talk.says(SECRET)
    assert said["outcome"] == "error"
    assert "112" in texts(said)
    assert "Traceback" not in texts(said)
    assert SECRET not in texts(said)
    assert SECRET not in caplog.text
    assert "RuntimeError" in caplog.text


def test_a_tracker_that_makes_no_sense_is_an_error_too() -> None:
    talk = Talk(slots={"choices": {"options": [{"wrong": 1}]}})
    assert talk.says("hej", "greet", "action_small_talk")["outcome"] == "error"


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_has_a_reply_for_an_empty_message(action: str) -> None:
    said = Talk().says("", "nlu_fallback", action)
    assert said["outcome"] != "error"
    assert texts(said).strip()


def test_the_gateway_can_read_every_reply() -> None:
    talk = Talk()
    for text, intent, action in (
        ("hej", "greet", "action_small_talk"),
        ("oklart", "ask", "action_answer"),
        ("får jag advokat", "ask", "action_answer"),
        ("människa", "ask_person", "action_small_talk"),
        ("lund", "nlu_fallback", "action_municipality"),
    ):
        said = talk.says(text, intent, action)
        turn = envelope.read([{"custom": said}])
        assert [{k: v for k, v in m.items() if k != "id"} for m in turn.messages] == said["messages"]


def test_a_crisis_comes_first_where_nobody_checked_in_small_talk_and_forms_as_well() -> None:
    talk = Talk(metadata={"crisis_checked": False})
    for intent, action in (
        ("ask", "action_answer"),
        ("thanks", "action_small_talk"),
        ("ask", "action_worried"),
    ):
        said = talk.says("jag vill dö", intent, action)
        assert (said["messages"][0]["type"], said["messages"][0]["crisis"]) == ("help", "suicide")
    checked = Talk().says("jag vill dö")
    assert all(m["type"] != "help" for m in checked["messages"])


def test_clients_of_others_get_plain_text_with_verdict_sources_and_buttons() -> None:
    said = Talk().plainly("kidnappar de muslimska barn")
    text = said[0]["text"]
    for part in (
        "Det stämmer inte",
        "Kort svar.",
        "Källor:",
        "Socialtjänstlagen (2025:400)",
        "27 april 2026",
    ):
        assert part in text
    assert all(not m.get("custom") for m in said)
    assert said[-1]["buttons"][0] == {
        "title": "advokat (parent, sv)",
        "payload": '/choose{"id": "article:lvu-free-lawyer"}',
    }


def test_clients_of_others_get_choices_as_numbers_and_buttons() -> None:
    said = Talk().plainly("oklart")
    assert "1. utredning" in said[0]["text"]
    assert [b["payload"] for b in said[0]["buttons"]][-1] == '/choose{"id": "none_of_these"}'


def test_clients_of_others_get_help_in_a_crisis() -> None:
    first = Talk().plainly("jag vill dö")[0]["text"]
    assert "112" in first


def test_a_crisis_is_met_even_when_the_answer_fails() -> None:
    talk = Talk(metadata={"crisis_checked": False})
    talk.world.answers.failure = RuntimeError("no snapshot")
    said = talk.says("jag vill dö")
    assert said["outcome"] == "error"
    assert said["messages"][0]["crisis"] == "suicide"


def test_a_crisis_check_that_fails_costs_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    talk = Talk(metadata={"crisis_checked": False})
    monkeypatch.setattr(talk.world.crisis, "check", lambda text: 1 / 0)
    assert talk.says("får jag advokat")["outcome"] == "answered"
