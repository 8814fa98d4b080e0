"""deep-translator's client against a local server that speaks LibreTranslate's API, its faults included."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from knowledge.errors import TranslationError
from knowledge.settings import load_settings
from knowledge.translation.libretranslate import LibreTranslateTranslator, translator_from


class _Server(ThreadingHTTPServer):
    fault: str | None = None
    paths: list[str]
    bodies: list[dict[str, str]]


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        pairs = [{"code": "sv", "targets": ["ar", "en", "so"]}, {"code": "en", "targets": ["sv"]}]
        self._send(200, json.dumps(pairs))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.paths.append(self.path)
        self.server.bodies.append(body)
        match self.server.fault:
            case "slow":
                time.sleep(1)
                self._send(200, "{}")
            case "nonsense":
                self._send(200, "<html>busy</html>")
            case "empty":
                self._send(200, json.dumps({"translatedText": ""}))
            case None:
                self._send(200, json.dumps({"translatedText": f"{body['target']}:{body['q']}"}))
            case status:
                self._send(int(status), json.dumps({"error": "no"}))

    def _send(self, status: int, body: str) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[_Server]:
    server = _Server(("127.0.0.1", 0), _Handler)
    server.paths, server.bodies = [], []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def translator(server: _Server, timeout_seconds: float = 5) -> LibreTranslateTranslator:
    return LibreTranslateTranslator(f"http://127.0.0.1:{server.server_port}", timeout_seconds=timeout_seconds)


def test_pairs_that_the_library_itself_refuses_work(server: _Server) -> None:
    assert translator(server).translate(["Hej", "Ring 112"], "sv", "ar") == ["ar:Hej", "ar:Ring 112"]
    assert translator(server).translate(["Hej"], "sv", "so") == ["so:Hej"]
    assert translator(server).languages() == {"ar", "en", "so"}


def test_the_text_is_in_the_body_and_not_in_the_address(server: _Server) -> None:
    translator(server).translate(["Hemligt"], "sv", "en")
    assert server.paths == ["/translate"]
    assert server.bodies[0]["q"] == "Hemligt"


def test_an_unsupported_pair_says_what_there_is(server: _Server) -> None:
    with pytest.raises(TranslationError, match=r"sv→ti.*ar, en, so"):
        translator(server).translate(["Hej"], "sv", "ti")


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("403", "KEY"),
        ("429", "failed"),
        ("500", "failed"),
        ("nonsense", "expected form"),
        ("empty", "without a text"),
    ],
)
def test_every_fault_is_one_clear_error_without_the_text(server: _Server, fault: str, message: str) -> None:
    server.fault = fault
    with pytest.raises(TranslationError, match=message) as error:
        translator(server).translate(["Hemligt"], "sv", "en")
    assert "Hemligt" not in str(error.value)


def test_a_slow_server_is_given_up(server: _Server) -> None:
    server.fault = "slow"
    with pytest.raises(TranslationError, match="in time"):
        translator(server, timeout_seconds=0.2).translate(["Hej"], "sv", "en")


def test_no_server_says_which_setting(server: _Server) -> None:
    with pytest.raises(TranslationError, match="TRYGGSVAR_LIBRETRANSLATE_URL"):
        LibreTranslateTranslator("http://127.0.0.1:9", timeout_seconds=1).translate(["Hej"], "sv", "en")


def test_nothing_is_translated_by_default() -> None:
    assert translator_from(load_settings()) is None
    assert translator_from(load_settings(libretranslate_url="http://127.0.0.1:1")) is not None
