"""`python -m actions`: a setting that is wrong is told in one line, and nothing is started."""

from __future__ import annotations

import logging

import pytest

from actions import __main__ as start
from knowledge.errors import EncoderError


def test_a_wrong_setting_is_told(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv("TRYGGSVAR_ACTIONS_PORT", "far too high")
    with caplog.at_level(logging.ERROR):
        assert start.main() == 1
    assert "TRYGGSVAR_ACTIONS_PORT" in caplog.text


def test_what_the_library_lacks_is_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def lacking(settings: object) -> None:
        raise EncoderError("no model in the folder; `tryggsvar prepare` makes one")

    monkeypatch.setattr(start, "build_services", lacking)
    assert start.main() == 1
    assert "tryggsvar prepare" in caplog.text


def test_it_listens_on_loopback_only() -> None:
    assert start.LOOPBACK == "127.0.0.1"
