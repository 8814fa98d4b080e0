from __future__ import annotations

import re
from pathlib import Path

from tests.support.gateway import running

PART = re.compile(r"(\w+);dur=(\d+\.\d)")


def test_a_turn_says_where_its_time_went_and_nothing_else(tmp_path: Path) -> None:
    with running(tmp_path) as site:
        header = site.visitor().send(text="får de ta mina barn").headers["Server-Timing"]
    parts = {name: float(value) for name, value in PART.findall(header)}
    assert {"crisis", "rasa", "turn"} <= parts.keys()
    assert parts["turn"] >= parts["crisis"] + parts["rasa"] - 0.2  # each is rounded
    assert re.fullmatch(r"(\w+;dur=\d+\.\d)(, \w+;dur=\d+\.\d)*", header)


def test_a_call_without_timed_parts_has_no_such_header(tmp_path: Path) -> None:
    with running(tmp_path) as site:
        assert "Server-Timing" not in site.client.get("/healthz").headers
