from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge.types import Audience
from tests.support.fakes import Services
from tests.support.gateway import running
from web_widget.gateway import upkeep
from web_widget.gateway.conversations import Conversations
from web_widget.gateway.upkeep import Erasures, Upkeep


class Rasa:
    """Forgets when it is up."""

    def __init__(self, up: bool) -> None:
        self.up, self.asked = up, 0

    def erase(self, _: str) -> bool:
        self.asked += 1
        return self.up


def test_what_rasa_confirms_is_done() -> None:
    erasures = Erasures(Rasa(up=True).erase, timedelta(minutes=30))
    assert erasures.now("a") is True
    assert not erasures.is_pending("a")


def test_what_rasa_misses_is_asked_for_again_until_it_confirms() -> None:
    rasa = Rasa(up=False)
    erasures = Erasures(rasa.erase, timedelta(minutes=30))
    assert erasures.now("a") is False
    erasures.retry()
    assert erasures.is_pending("a")
    rasa.up = True
    erasures.retry()
    assert not erasures.is_pending("a")
    asked = rasa.asked
    erasures.retry()
    assert rasa.asked == asked


def test_all_that_wait_are_erased_in_one_round() -> None:
    rasa = Rasa(up=False)
    erasures = Erasures(rasa.erase, timedelta(minutes=30))
    for conversation_id in "abc":
        erasures.now(conversation_id)
    rasa.up = True
    erasures.retry()
    assert not any(erasures.is_pending(c) for c in "abc")


def test_it_gives_up_when_the_tracker_has_died_by_itself() -> None:
    erasures = Erasures(Rasa(up=False).erase, timedelta(0))
    erasures.now("a")
    erasures.retry()
    assert not erasures.is_pending("a")


def test_the_thread_purges_and_survives_a_fault(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "RETRY_SECONDS", 0.01)
    monkeypatch.setattr(upkeep, "PURGE_SECONDS", 0.0)
    store = Conversations(services.database, services.clock, timedelta(minutes=30))
    conversation, _ = store.begin(Audience.PARENT, "sv", None)
    services.clock.forward(minutes=31)
    faults = iter([RuntimeError("first round")])

    def retry() -> None:
        for fault in faults:
            raise fault

    erasures = Erasures(Rasa(up=True).erase, timedelta(minutes=30))
    monkeypatch.setattr(erasures, "retry", retry)
    thread = Upkeep(store, erasures)
    thread.start()
    deadline = time.monotonic() + 5
    while store.alive(conversation.id) and time.monotonic() < deadline:
        time.sleep(0.01)
    thread.stop()
    assert not store.alive(conversation.id)


def test_the_application_starts_the_thread(tmp_path: Path) -> None:
    with running(tmp_path) as site:
        assert site.gateway.upkeep._thread.is_alive()
    assert not site.gateway.upkeep._thread.is_alive()
