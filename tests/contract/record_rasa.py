"""Records what Rasa and the action server really say to each other and to the gateway, from real processes.

`python -m tests.contract.record_rasa` writes `rasa/recorded-*.json` (the channel: request and reply) and
`actions/*.json` (the webhook: Rasa's call and the action server's reply). Do so again after an upgrade of either,
and read the difference. Times, ids and versions that change with every run are made constant.
"""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

from tests.support.rasa import Dialogue, running_actions, running_rasa

FOLDER = Path(__file__).parent
SENDER = "00000000000000000000000000000000"
# name -> the messages of a conversation; the last one is recorded.
CONVERSATIONS: dict[str, tuple[str, ...]] = {
    "small-talk": ("hej",),
    "answered": ("hur lång tid får en utredning ta?",),
    "clarify": ("oklart",),
    "second-one": ("oklart", "den andra"),
    "follow-up": ("får jag advokat?", "och vad kostar det?"),
    "unanswered": ("blaha blaha",),
    "form-worried": ('/choose{"id": "form:worried"}',),
    "form-danger": ('/choose{"id": "form:worried"}', "ja"),
    "form-municipality": ("hitta min kommun", "malmo"),
    "person": ("jag vill prata med en människa",),
    "arabic": ("شكرا",),
}
CHANGING = {
    "timestamp",
    "latest_event_time",
    "message_id",
    "model_id",
    "assistant_id",
    "intent_ranking",
    "confidence",
    "session_started_metadata",
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, exchange, calls in record(Path(folder)):
            _write(FOLDER / "rasa" / f"recorded-{name}.json", exchange)
            _write(FOLDER / "actions" / f"{name}.json", calls[-1])


def record(folder: Path) -> Iterator[tuple[str, dict[str, Any], list[dict[str, Any]]]]:
    """(name, the channel's request and reply, the webhook's calls and replies) of every conversation."""
    with (
        running_actions(folder) as actions,
        _listening(actions.url) as (port, calls),
        running_rasa(folder, port) as rasa,
    ):
        dialogue = Dialogue(rasa, actions)
        for name, messages in CONVERSATIONS.items():
            calls.clear()
            for message in messages:
                said = dialogue.says(SENDER, message)
            request = {"sender": SENDER, "message": messages[-1]}
            yield name, {"request": request, "response": said}, [steady(c) for c in calls]
            dialogue.post("erase", {"sender": SENDER})


def steady(value: Any) -> Any:
    """The same, with what changes from run to run made constant."""
    if isinstance(value, dict):
        return {k: None if k in CHANGING else steady(v) for k, v in value.items()}
    return [steady(v) for v in value] if isinstance(value, list) else value


@contextmanager
def _listening(target: str) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """A server between Rasa and the action server that passes everything on and keeps it."""
    calls: list[dict[str, Any]] = []

    class Between(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            reply = httpx.post(
                target + self.path,
                content=body,
                headers={"content-type": "application/json"},
                trust_env=False,
            )
            calls.append({"request": json.loads(body), "status": reply.status_code, "response": reply.json()})
            self.send_response(reply.status_code)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(reply.content)))
            self.end_headers()
            self.wfile.write(reply.content)

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Between)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1], calls
    finally:
        server.shutdown()
        server.server_close()


def _write(path: Path, value: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
