"""The seam to Rasa: payloads as its channel gives them, recorded or written by hand from docs/contract.md.

A file under `rasa/` holds the list that one turn gave, or an object with that list under `response`. When Rasa is
upgraded or replaced, record the files anew: what these tests hold is all that the gateway asks of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.fake_rasa import FakeRasa
from tests.support.gateway import Site, running
from web_widget.gateway import envelope
from web_widget.gateway.schemas import ReplyOut

FILES = sorted(Path(__file__).with_name("rasa").glob("**/*.json"))


def payload(file: Path) -> list[Any]:
    recorded = json.loads(file.read_text(encoding="utf-8"))
    return list(recorded["response"] if isinstance(recorded, dict) else recorded)


@pytest.fixture(scope="module")
def rasa() -> Iterator[FakeRasa]:
    server = FakeRasa()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, rasa: FakeRasa) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("seam"), rasa_url=rasa.url, rate_messages_per_minute=10_000) as made:
        yield made


def test_there_are_payloads_of_each_kind() -> None:
    outcomes = {envelope.read(payload(f)).outcome.value for f in FILES}
    kinds = {m["type"] for f in FILES for m in envelope.read(payload(f)).messages}
    assert {"answered", "clarify", "unanswered", "small_talk", "form"} <= outcomes
    assert kinds == {"text", "answer", "choices", "help"}


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_nothing_is_lost_or_changed_on_the_way_to_the_browser(site: Site, rasa: FakeRasa, file: Path) -> None:
    items = payload(file)
    rasa.say = lambda _: items
    reply = site.visitor().says("hej")
    ReplyOut.model_validate(reply)
    told = [
        m
        for i in items
        for m in (i["custom"]["messages"] if "custom" in i else [{"type": "text", "text": i["text"]}])
    ]
    assert [{k: v for k, v in m.items() if k != "id"} for m in reply["messages"]] == told
    customs = [i["custom"] for i in items if "custom" in i]
    if customs:
        assert (reply["outcome"], reply["language"]) == (customs[-1]["outcome"], customs[-1]["language"])
    assert site.gateway.counts.all() == {}
