"""rasa-sdk's executor behind two doors: `POST /webhook` for Rasa, `GET /health` for whoever supervises.

The SDK's own server answers an error with the request in it, and Rasa writes such an answer to its log: what was
typed must not get there. It also insists on the domain in every call, which none of our actions reads.
"""

from __future__ import annotations

import logging

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionNotFoundException
from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json

log = logging.getLogger(__name__)

MOST_BYTES = 5_000_000
"""A call holds the conversation's last turns: some 30 kB."""


def make_app(executor: ActionExecutor) -> Sanic:
    app: Sanic = Sanic("tryggsvar_actions", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = MOST_BYTES

    @app.get("/health")
    async def health(request: Request) -> HTTPResponse:
        return json({"status": "ok"})

    @app.post("/webhook")
    async def webhook(request: Request) -> HTTPResponse:
        call = request.json
        if not isinstance(call, dict):
            return json({"error": "needs an action call"}, status=400)
        try:
            result = await executor.run({"domain": {}, **call})
        except ActionNotFoundException as error:
            return json({"error": "no such action", "action_name": error.action_name}, status=404)
        return json(result.model_dump() if result else None)

    @app.exception(Exception)
    async def failed(request: Request, error: Exception) -> HTTPResponse:
        if isinstance(error, SanicException):
            return json({"error": type(error).__name__}, status=error.status_code)
        log.error("%s failed: %s", request.path, type(error).__name__)
        return json({"error": "failed"}, status=500)

    return app
