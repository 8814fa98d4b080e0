"""The application over fakes, and a visitor who talks to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.fakes import Services, fake_services
from web_widget.app import create_app
from web_widget.gateway.parts import Gateway

RASA_TOKEN = "rasa-token-of-the-tests"


@contextmanager
def running(folder: Path, **settings: Any) -> Iterator[Site]:
    services = fake_services(folder, **settings)
    app = create_app(services.settings, services)  # type: ignore[arg-type]
    gateway: Gateway = app.extensions["gateway"]
    try:
        yield Site(app.test_client(), services, gateway)
    finally:
        gateway.close()
        services.database.dispose()


class Site:
    def __init__(self, client: FlaskClient, services: Services, gateway: Gateway) -> None:
        self.client, self.services, self.gateway = client, services, gateway

    def visitor(self, audience: str = "parent", language: str | None = "sv") -> Visitor:
        reply = self.client.post("/api/v1/conversations", json={"audience": audience, "language": language})
        assert reply.status_code == 201, reply.text
        return Visitor(self.client, reply.json)


class Visitor:
    """One conversation. `n` numbers its messages, so that ids differ unless given."""

    def __init__(self, client: FlaskClient, opened: dict[str, Any]) -> None:
        self.client, self.opened = client, opened
        self.id, self.token = opened["conversation_id"], opened["token"]
        self.n = 0

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def post(self, path: str, body: object, **more: Any) -> TestResponse:
        return self.client.post(
            f"/api/v1/conversations/{self.id}/{path}",
            data=json.dumps(body),  # in ASCII, as only so can half a surrogate pair be sent
            content_type="application/json",
            headers=self.headers,
            **more,
        )

    def send(self, **message: Any) -> TestResponse:
        self.n += 1
        return self.post("messages", {"client_message_id": f"message-{self.n}", **message})

    def says(self, text: str, **message: Any) -> dict[str, Any]:
        reply = self.send(text=text, **message)
        assert reply.status_code == 200, reply.text
        return reply.json
