"""A real HTTP server on loopback that speaks Rasa's side of the channel `tryggsvar`, well or badly."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from knowledge.presentation import answer_message
from knowledge.types import Audience
from tests.support.fakes import rendered

Sent = dict[str, Any]


def envelope(
    *messages: dict[str, Any], outcome: str = "answered", language: str = "sv"
) -> list[dict[str, Any]]:
    custom = {"outcome": outcome, "language": language, "slug": None, "messages": list(messages)}
    return [{"recipient_id": "x", "custom": custom}]


def answer_well(sent: Sent) -> object:
    """An answer in the language that was chosen, for the audience that was named."""
    language = sent["metadata"]["language"] or "sv"
    article = rendered("myth-kidnap-muslim", Audience(sent["metadata"]["audience"]), language)
    return envelope(answer_message(article), language=language)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """The gateway did not wait, or `stop` broke the connection: both are meant."""


class FakeRasa:
    """`say` makes the reply's JSON; `status`, `body` and `delay_seconds` spoil it."""

    def __init__(self) -> None:
        self.say: Callable[[Sent], object] = answer_well
        self.status = 200
        self.body: bytes | None = None
        self.delay_seconds = 0.0
        self.token = ""
        self.heard: list[Sent] = []
        self.erased: list[str] = []
        self.erase_status = 200
        self.ready = True
        self._server: ThreadingHTTPServer | None = None
        self._connections: list[socket.socket] = []
        self._address = ("127.0.0.1", 0)
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._address[1]}"

    def start(self) -> None:
        """Starts listening; after `stop`, on the same port again."""
        rasa = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # one packet a reply: two would wait for each other for 40 ms

            def setup(self) -> None:
                super().setup()
                rasa._connections.append(self.connection)

            def do_GET(self) -> None:
                self._reply(200 if rasa.ready else 503, json.dumps({"ready": rasa.ready}).encode())

            def do_POST(self) -> None:
                sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if rasa.token and self.headers["Authorization"] != f"Bearer {rasa.token}":
                    self._reply(401, b"{}")
                elif self.path == "/webhooks/tryggsvar/erase":
                    if rasa.erase_status == 200:
                        rasa.erased.append(sent["sender"])
                    self._reply(rasa.erase_status, b'{"erased": true}')
                elif self.path == "/webhooks/tryggsvar/webhook":
                    rasa.heard.append(sent)
                    time.sleep(rasa.delay_seconds)
                    body = rasa.body if rasa.body is not None else json.dumps(rasa.say(sent)).encode()
                    self._reply(rasa.status, body)
                else:
                    self._reply(404, b"")

            def _reply(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = Server(self._address, Handler)
        self._address = self._server.server_address[:2]
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()

    def stop(self) -> None:
        """As a killed process: connections that are open break."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        for connection in self._connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # closed already
        self._connections.clear()
