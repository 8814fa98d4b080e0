"""A visitor in the chat, over the real API."""

from __future__ import annotations

from typing import Any

import httpx


class Visitor:
    def __init__(self, url: str, audience: str = "parent", language: str = "sv") -> None:
        self.client = httpx.Client(base_url=f"{url}/api/v1", timeout=30, trust_env=False)
        opened = self.client.post("/conversations", json={"audience": audience, "language": language})
        assert opened.status_code == 201, opened.text
        self.path = f"/conversations/{opened.json()['conversation_id']}"
        self.headers = {"Authorization": f"Bearer {opened.json()['token']}"}
        self.sent = 0

    def say(self, text: str) -> dict[str, Any]:
        return self._send({"text": text})

    def choose(self, choice: str) -> dict[str, Any]:
        return self._send({"choice": choice})

    def _send(self, what: dict[str, str]) -> dict[str, Any]:
        self.sent += 1
        body = {**what, "client_message_id": f"message-{self.sent:04d}"}
        reply = self.client.post(f"{self.path}/messages", json=body, headers=self.headers)
        assert reply.status_code == 200, reply.text
        return dict(reply.json())


def answer_in(reply: dict[str, Any]) -> dict[str, Any]:
    """The answer card of a reply."""
    return next(m for m in reply["messages"] if m["type"] == "answer")
