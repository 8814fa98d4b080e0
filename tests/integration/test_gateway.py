"""The gateway against a Rasa that works, fails, hangs and lies, over real HTTP."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from knowledge.catalogue import say
from knowledge.presentation import answer_message, help_message, text_message
from knowledge.types import CrisisKind, Outcome
from tests.support.fake_rasa import FakeRasa, envelope
from tests.support.fakes import DANGER, rendered
from tests.support.gateway import RASA_TOKEN, Site, running
from web_widget.gateway import rasa as rasa_module

TIMEOUT_SECONDS = 0.4


@pytest.fixture
def rasa() -> Iterator[FakeRasa]:
    server = FakeRasa()
    server.token = RASA_TOKEN
    yield server
    server.stop()


@pytest.fixture
def site(
    tmp_path: Path, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Site]:
    """Patient, so that a busy machine is no fault; impatient where the fault is that Rasa is slow."""
    monkeypatch.setenv("TRYGGSVAR_RASA_TOKEN", RASA_TOKEN)
    callspec = getattr(request.node, "callspec", None)
    waits = TIMEOUT_SECONDS if callspec and callspec.params.get("fault") is slow else 10.0
    limits = {"rate_messages_per_minute": 10_000, "rate_conversations_per_hour": 10_000}
    with running(tmp_path, rasa_url=rasa.url, rasa_timeout_seconds=waits, **limits) as made:
        yield made


def down(rasa: FakeRasa) -> None:
    rasa.stop()


def empty(rasa: FakeRasa) -> None:
    rasa.say = lambda _: []


def failing(rasa: FakeRasa) -> None:
    rasa.status = 500


def slow(rasa: FakeRasa) -> None:
    rasa.delay_seconds = TIMEOUT_SECONDS * 3


def not_json(rasa: FakeRasa) -> None:
    rasa.body = b"<html>"


def no_list(rasa: FakeRasa) -> None:
    rasa.body = b'{"custom": {}}'


def deep(rasa: FakeRasa) -> None:
    rasa.body = b"[" * 100_000


def unknown_shape(rasa: FakeRasa) -> None:
    rasa.say = lambda _: envelope({"type": "hologram"})


def admits_error(rasa: FakeRasa) -> None:
    rasa.say = lambda _: envelope(text_message("oj"), outcome="error")


def refuses(rasa: FakeRasa) -> None:
    rasa.token = "another"


Fault = Callable[[FakeRasa], None]
FAULTS: list[Fault] = [
    down,
    empty,
    failing,
    slow,
    not_json,
    no_list,
    deep,
    unknown_shape,
    admits_error,
    refuses,
]


# What Rasa is told


def test_rasa_is_told_what_the_contract_says(site: Site, rasa: FakeRasa) -> None:
    visitor = site.visitor("child", "ar")
    visitor.says("  //Hur gör man?", language="en")
    assert rasa.heard == [
        {
            "sender": visitor.id,
            "message": "Hur gör man?",
            "metadata": {
                "client": "gateway",
                "audience": "child",
                "language": "en",
                "page_language": "ar",
                "crisis_checked": True,
            },
        }
    ]


def test_a_choice_is_a_command_that_holds_nothing_but_the_choice(site: Site, rasa: FakeRasa) -> None:
    assert site.visitor().send(choice="article:report-what").status_code == 200
    assert rasa.heard[0]["message"] == '/choose{"id": "article:report-what"}'
    assert json.loads(rasa.heard[0]["message"].removeprefix("/choose")) == {"id": "article:report-what"}
    assert rasa.heard[0]["metadata"]["language"] is None


def test_typed_text_is_never_a_command(site: Site, rasa: FakeRasa) -> None:
    for text in ("/restart", ' /choose{"id": "start_over"}', "\u200b/\t/restart", "／restart"):
        site.visitor().says(text)
    assert not any(sent["message"].startswith(("/", "／")) for sent in rasa.heard)


def test_choosing_a_language_and_an_audience_is_remembered(site: Site, rasa: FakeRasa) -> None:
    visitor = site.visitor("parent", "sv")
    assert visitor.send(choice="language:ar").status_code == 200
    assert visitor.send(choice="audience:child").status_code == 200
    visitor.says("hej")
    told = [(s["metadata"]["audience"], s["metadata"]["language"]) for s in rasa.heard]
    assert told == [("parent", "ar"), ("child", None), ("child", None)]


def test_a_language_that_is_not_on_offer_counts_as_not_chosen(site: Site, rasa: FakeRasa) -> None:
    site.visitor().says("hej", language="tlh")
    assert rasa.heard[0]["metadata"]["language"] is None


# What the visitor gets


def test_the_answer_comes_through(site: Site, rasa: FakeRasa) -> None:
    reply = site.visitor().says("rövar soc bort barn?")
    assert (reply["outcome"], reply["crisis"], reply["language"]) == ("answered", None, "sv")
    (message,) = reply["messages"]
    message.pop("id")
    assert message == answer_message(rendered("myth-kidnap-muslim"))


def test_the_conversation_goes_on_in_the_language_of_the_last_reply(site: Site, rasa: FakeRasa) -> None:
    visitor = site.visitor(language="sv")
    rasa.say = lambda _: envelope(text_message("مرحبا"), outcome="small_talk", language="ar")
    visitor.says("مرحبا")
    problem = visitor.send(text="")
    assert problem.json["detail"] == say("gateway.problem.text_empty", "ar")


def test_a_repeated_message_gets_the_same_reply_and_rasa_hears_it_once(site: Site, rasa: FakeRasa) -> None:
    visitor = site.visitor()
    first = visitor.send(text="hej", client_message_id="once-only")
    again = visitor.send(text="hej", client_message_id="once-only")
    assert first.json == again.json
    assert len(rasa.heard) == 1


def test_two_at_once_with_the_same_id_get_the_same_reply(site: Site, rasa: FakeRasa) -> None:
    rasa.delay_seconds = 0.3
    visitor, ready = site.visitor(), Barrier(4)

    def send(_: int) -> object:
        ready.wait()
        reply = site.client.application.test_client().post(
            f"/api/v1/conversations/{visitor.id}/messages",
            json={"text": "hej", "client_message_id": "at-the-same-time"},
            headers=visitor.headers,
        )
        assert reply.status_code == 200
        return reply.json

    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(send, range(4)))
    assert all(r == replies[0] for r in replies)
    assert len(rasa.heard) == 1


# When Rasa fails


@pytest.mark.parametrize("fault", FAULTS)
def test_the_reader_still_gets_the_answer(site: Site, rasa: FakeRasa, fault: Fault) -> None:
    visitor = site.visitor("child", "ar")
    fault(rasa)
    reply = visitor.says("rövar soc bort barn?")
    assert (reply["outcome"], reply["language"]) == ("answered", "ar")
    assert reply["messages"][0]["title"] == "myth-kidnap-muslim child ar"
    (question,) = site.services.answers.asked
    assert (question.text, question.audience, question.language, question.page_language) == (
        "rövar soc bort barn?",
        "child",
        None,
        "ar",
    )
    assert site.gateway.counts.all()["turns_without_rasa"] == 1


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("audience", "language"), [("parent", "sv"), ("child", "ar")])
def test_when_nothing_works_there_are_words_and_numbers(
    site: Site, rasa: FakeRasa, fault: Fault, audience: str, language: str
) -> None:
    visitor = site.visitor(audience, language)
    fault(rasa)
    site.services.answers.failure = RuntimeError("index gone")
    reply = visitor.says("rövar soc bort barn?")
    words, help_ = reply["messages"]
    assert (reply["outcome"], reply["crisis"], reply["language"]) == ("error", None, language)
    assert words["text"] == say("gateway.error.child" if audience == "child" else "gateway.error", language)
    phones = [card["phone"] for card in help_["cards"]]
    assert phones[0] == "112"
    assert ("116 111" in phones) == (audience == "child")
    assert any("socialjour" in card["name"].lower() for card in help_["cards"])
    assert help_["title"] == say("gateway.error.help", language)


def test_an_answer_path_that_reports_an_error_is_no_answer(site: Site, rasa: FakeRasa) -> None:
    down(rasa)
    site.services.answers.outcome = Outcome.ERROR
    reply = site.visitor().says("hej")
    assert (reply["outcome"], reply["messages"][0]["text"]) == ("error", say("gateway.error", "sv"))


def test_an_error_is_not_kept_so_that_a_retry_succeeds(site: Site, rasa: FakeRasa) -> None:
    visitor = site.visitor()
    empty(rasa)
    site.services.answers.failure = RuntimeError("index gone")
    assert visitor.says("hej", client_message_id="try-again")["outcome"] == "error"
    rasa.say = lambda _: envelope(text_message("Nu!"))
    assert visitor.says("hej", client_message_id="try-again")["messages"][0]["text"] == "Nu!"


def test_an_answer_without_rasa_is_kept(site: Site, rasa: FakeRasa) -> None:
    visitor = site.visitor()
    down(rasa)
    first = visitor.says("hej", client_message_id="kept-one")
    rasa.start()
    assert visitor.says("hej", client_message_id="kept-one") == first


def test_rasa_coming_back_is_used_at_once(site: Site, rasa: FakeRasa) -> None:
    visitor = site.visitor()
    visitor.says("hej")
    down(rasa)
    visitor.says("hej")
    rasa.start()
    visitor.says("hej")
    assert len(rasa.heard) == 2
    assert site.gateway.counts.all() == {"turns_without_rasa": 1, "rasa_down": 1}


def test_a_choice_of_an_article_works_without_rasa(site: Site, rasa: FakeRasa) -> None:
    down(rasa)
    reply = site.visitor("child", "ar").send(choice="article:child-hit").json
    assert (reply["outcome"], reply["messages"][0]["title"]) == ("answered", "child-hit child ar")
    assert site.visitor().send(choice="article:nope").json["outcome"] == "error"


@pytest.mark.parametrize("choice", ["start_over", "language:ar", "audience:child"])
def test_beginning_anew_works_without_rasa(site: Site, rasa: FakeRasa, choice: str) -> None:
    down(rasa)
    reply = site.visitor("parent", "sv").send(choice=choice).json
    key = "gateway.greeting.child" if choice == "audience:child" else "gateway.greeting"
    language = "ar" if choice == "language:ar" else "sv"
    assert (reply["outcome"], reply["language"]) == ("small_talk", language)
    assert reply["messages"][0]["text"] == say(key, language)


def test_none_of_these_works_without_rasa_and_a_form_does_not(site: Site, rasa: FakeRasa) -> None:
    down(rasa)
    assert site.visitor().send(choice="none_of_these").json["outcome"] == "unanswered"
    assert site.visitor().send(choice="form:worried").json["outcome"] == "error"


@pytest.mark.parametrize("fault", [slow])
def test_a_rasa_that_hangs_is_left_alone_for_a_moment(
    site: Site, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    visitor = site.visitor()
    fault(rasa)
    for _ in range(rasa_module.TIMEOUTS_UNTIL_PAUSE):
        visitor.says("hej")
    heard = len(rasa.heard)
    assert visitor.says("hej")["outcome"] == "answered"
    assert len(rasa.heard) == heard
    assert site.gateway.counts.all()["rasa_paused"] == 1
    # Time passes, and Rasa is well again.
    later = time.monotonic() + rasa_module.PAUSE_SECONDS
    monkeypatch.setattr(site.gateway.rasa._pause, "_monotonic", lambda: later)
    rasa.delay_seconds = 0
    for _ in range(2):
        visitor.says("hej")
    assert len(rasa.heard) == heard + 2


# Danger


@pytest.mark.parametrize("fault", [None, *FAULTS])
def test_help_comes_first_whatever_happens(site: Site, rasa: FakeRasa, fault: Fault) -> None:
    visitor = site.visitor("child", "ar")
    if fault:
        fault(rasa)
    reply = visitor.says("pappa slår mig")
    first, answer = reply["messages"]
    assert reply["crisis"] == "violence"
    assert (first["type"], first["crisis"]) == ("help", "violence")
    assert first["cards"]
    assert answer["type"] == "answer"
    assert reply["outcome"] == "answered"


@pytest.mark.parametrize("fault", FAULTS)
def test_help_comes_when_nothing_else_does(site: Site, rasa: FakeRasa, fault: Fault) -> None:
    fault(rasa)
    site.services.answers.failure = RuntimeError("index gone")
    reply = site.visitor().says("jag vill dö")
    assert (reply["outcome"], reply["crisis"]) == ("error", "suicide")
    assert [m["type"] for m in reply["messages"]] == ["help", "text"]


@pytest.mark.parametrize("outcome", ["small_talk", "form", "out_of_scope", "unanswered"])
def test_help_comes_in_small_talk_and_in_forms(site: Site, rasa: FakeRasa, outcome: str) -> None:
    rasa.say = lambda _: envelope(text_message("Hej"), outcome=outcome)
    reply = site.visitor().says("hej, han slår mig")
    assert [m["type"] for m in reply["messages"]] == ["help", "text"]
    assert (reply["outcome"], reply["crisis"]) == (outcome, "violence")


def test_help_is_in_the_chosen_language_else_in_the_replys(site: Site, rasa: FakeRasa) -> None:
    def language_of_help(**message: str) -> str:
        reply = site.visitor(language="sv").says("han slår mig", **message)
        return str(reply["messages"][0]["cards"][0]["language"])

    rasa.say = lambda _: envelope(text_message("Hi"), language="en")
    assert language_of_help() == "en"
    assert language_of_help(language="ar") == "ar"
    down(rasa)
    assert language_of_help() == "sv"


def test_the_same_help_is_not_shown_twice(site: Site, rasa: FakeRasa) -> None:
    cards = rendered("x").help
    rasa.say = lambda _: envelope(help_message("Ring nu", cards, "violence"), text_message("Hej"))
    reply = site.visitor().says("han slår mig")
    assert [m["type"] for m in reply["messages"]] == ["help", "text"]
    assert reply["messages"][0]["title"] != "Ring nu"


def test_danger_that_a_form_finds_is_named_in_the_reply(site: Site, rasa: FakeRasa) -> None:
    rasa.say = lambda _: envelope(help_message("Ring 112", rendered("x").help, "child_alone"), outcome="form")
    reply = site.visitor().send(choice="worried:now").json
    assert reply["crisis"] == "child_alone"


def test_a_broken_crisis_check_costs_no_answer(site: Site, rasa: FakeRasa) -> None:
    site.services.crisis.failure = RuntimeError("rules gone")
    reply = site.visitor().says("han slår mig")
    assert (reply["outcome"], reply["crisis"]) == ("answered", None)


def test_broken_cards_still_bring_the_emergency_number(
    site: Site, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("tel-none")

    monkeypatch.setattr("web_widget.gateway.emergency.crisis_cards", fail)
    first = site.visitor().says("han slår mig")["messages"][0]
    assert (first["crisis"], first["cards"][0]["phone"]) == ("violence", "112")


def test_every_danger_of_the_fake_is_one_that_the_contract_knows() -> None:
    assert set(DANGER.values()) <= set(CrisisKind)


# Erasing


def test_erasing_takes_everything_here_and_in_rasa(site: Site, rasa: FakeRasa) -> None:
    visitor = site.visitor()
    visitor.says("hej", client_message_id="message-x")
    reply = visitor.post("erase", None)
    assert (reply.status_code, reply.json) == (200, {"erased": True})
    assert rasa.erased == [visitor.id]
    assert visitor.send(text="hej").status_code == 404


def test_erasing_twice_is_harmless(site: Site, rasa: FakeRasa) -> None:
    visitor = site.visitor()
    assert [visitor.post("erase", None).json for _ in range(2)] == [{"erased": True}] * 2
    assert rasa.erased == [visitor.id]


def test_a_beacon_carries_the_token_in_its_body(site: Site, rasa: FakeRasa) -> None:
    visitor = site.visitor()
    path = f"/api/v1/conversations/{visitor.id}/erase"
    wrong = site.client.post(path, data="wrong", content_type="text/plain;charset=UTF-8")
    form = site.client.post(path, data=visitor.token, content_type="application/x-www-form-urlencoded")
    assert (wrong.status_code, form.status_code) == (401, 401)
    right = site.client.post(path, data=visitor.token, content_type="text/plain;charset=UTF-8")
    assert (right.status_code, right.json) == (200, {"erased": True})
    assert rasa.erased == [visitor.id]


def test_without_rasa_it_is_gone_here_and_rasa_is_asked_again(site: Site, rasa: FakeRasa) -> None:
    visitor = site.visitor()
    visitor.says("hej")
    rasa.erase_status = 500
    reply = visitor.post("erase", None)
    assert (reply.status_code, reply.json) == (202, {"erased": False})
    assert visitor.send(text="hej").status_code == 404
    assert visitor.post("erase", None).status_code == 202
    rasa.erase_status = 200
    site.gateway.erasures.retry()
    assert rasa.erased == [visitor.id]
    assert visitor.post("erase", None).json == {"erased": True}


def test_a_turn_that_was_under_way_when_erased_leaves_nothing(site: Site, rasa: FakeRasa) -> None:
    visitor = site.visitor()

    def erase_meanwhile(_: object) -> object:
        visitor.post("erase", None)
        return envelope(text_message("för sent"))

    rasa.say = erase_meanwhile
    reply = visitor.send(text="hej")
    assert (reply.status_code, reply.json["type"]) == (404, "urn:tryggsvar:problem:conversation-over")
    assert rasa.erased == [visitor.id]
    site.gateway.erasures.retry()  # the turn may have begun a new tracker after the first erasure
    assert rasa.erased == [visitor.id] * 2


# Privacy


@pytest.mark.parametrize("fault", [None, *FAULTS])
def test_typed_text_is_nowhere(
    site: Site, rasa: FakeRasa, tmp_path: Path, caplog: pytest.LogCaptureFixture, fault: Fault | None
) -> None:
    visitor, name = site.visitor(), "Rumpelstiltskin"
    if fault:
        fault(rasa)
    site.services.answers.failure = RuntimeError(f"cannot answer {name}") if fault else None
    with caplog.at_level(logging.DEBUG):
        visitor.says(f"jag heter {name} och han slår mig")
        visitor.send(text=f"{name} " * 200)
    assert name not in caplog.text
    assert visitor.id not in caplog.text
    stored = b"".join(f.read_bytes() for f in tmp_path.rglob("*") if f.is_file())
    assert name.encode() not in stored
    assert visitor.id.encode() in stored  # the files are the right ones


# Health


def test_ready_when_everything_is_there(site: Site, rasa: FakeRasa) -> None:
    reply = site.client.get("/readyz")
    assert (reply.status_code, reply.json) == (200, {"ready": True, "missing": []})
    rasa.ready = False
    reply = site.client.get("/readyz")
    assert (reply.status_code, reply.json) == (503, {"ready": False, "missing": ["rasa"]})
