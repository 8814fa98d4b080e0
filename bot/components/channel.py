"""The input channel `tryggsvar`: the gateway's door, on loopback, behind a token. See docs/contract.md.

Like Rasa's REST channel it gathers the replies of a turn into one list. Unlike it, it asks for the token, can erase
a conversation, and never writes what was typed to a log.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import os
import re
from typing import Any, Awaitable, Callable, Dict, Optional, Text

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, Sanic, response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.components.action_replies import check_schema_once
from bot.components.commands import harmless
from bot.components.tracker_store import ForgettingTrackerStore, forgetting_store

logger = logging.getLogger(__name__)

TOKEN_VARIABLE = "TRYGGSVAR_RASA_TOKEN"
SENDER = re.compile(r"[\w:.-]{1,100}", re.ASCII)
MOST_CHARACTERS = 10_000
"""A bound of last resort; the gateway's own limit (TRYGGSVAR_TEXT_MAX_CHARACTERS) is far below."""
PURGE_SECONDS = 30

Handler = Callable[[UserMessage], Awaitable[Any]]


class TryggsvarInput(InputChannel):
    """Refuses to start without a token: an open door to conversations must not come about by a slip."""

    @classmethod
    def name(cls) -> Text:
        return "tryggsvar"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[Text, Any]]) -> InputChannel:
        token = os.environ.get(TOKEN_VARIABLE, "")
        if not token:
            raise RasaException(
                f"{TOKEN_VARIABLE} is empty; set it to the secret that the gateway sends as well."
            )
        check_schema_once()
        return cls(token)

    def __init__(self, token: Text) -> None:
        self._token = token.encode()

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        door = Blueprint("tryggsvar_channel", __name__)

        @door.middleware("request")
        async def authorise(request: Request) -> Optional[HTTPResponse]:
            given = request.headers.get("authorization", "")
            scheme, _, token = given.partition(" ")
            # Compared as bytes: compare_digest refuses text beyond ASCII.
            same = hmac.compare_digest(token.strip().encode("utf-8", "replace"), self._token)
            if scheme.lower() != "bearer" or not same:
                return response.json({"error": "unauthorized"}, 401, headers={"WWW-Authenticate": "Bearer"})
            return None

        @door.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            sender, body = _sender(request), _body(request)
            text = body.get("message")
            metadata = body.get("metadata") or {}
            if not sender or not isinstance(text, str) or not isinstance(metadata, dict):
                return response.json({"error": "needs sender, message (text) and metadata (object)"}, 400)
            text = harmless(text)
            if not text or len(text) > MOST_CHARACTERS:
                return response.json({"error": f"message must have 1 to {MOST_CHARACTERS} characters"}, 400)
            collector = CollectingOutputChannel()
            message = UserMessage(text, collector, sender, input_channel=self.name(), metadata=metadata)
            await _handle(on_new_message, message)
            return response.json(collector.messages)

        @door.post("/erase")
        async def erase(request: Request) -> HTTPResponse:
            sender = _sender(request)
            if not sender:
                return response.json({"error": "needs sender"}, 400)
            await erase_conversation(request.app, sender)
            return response.json({"erased": True})

        @door.get("/health")
        async def health(request: Request) -> HTTPResponse:
            ready = is_ready(request.app)
            return response.json({"ready": ready}, 200 if ready else 503)

        @door.listener("after_server_start")
        async def forget(app: Sanic, _: Any) -> None:
            app.add_task(_purge_for_ever(app))

        return door


def is_ready(app: Sanic) -> bool:
    """A model is loaded, and the tracker store is ours: Rasa falls back to one that never forgets, and only warns."""
    agent = getattr(app.ctx, "agent", None)
    return bool(agent and agent.is_ready() and _store(app))


async def erase_conversation(app: Sanic, sender: Text) -> None:
    """Waits for a turn under way, for its end would save the tracker again; then tracker and lock are gone.

    Messages that waited behind it lose their place with the lock: they would begin the conversation anew.
    """
    locks = app.ctx.agent.lock_store
    async with locks.lock(sender):
        store = _store(app)
        if store:
            store.erase(sender)
        _drop_fallback(app)
    locks.delete_lock(sender)


def _store(app: Sanic) -> Optional[ForgettingTrackerStore]:
    agent = getattr(app.ctx, "agent", None)
    return forgetting_store(agent.tracker_store) if agent else None


def _drop_fallback(app: Sanic) -> None:
    """When saving fails, Rasa's wrapper keeps the tracker in a store that never forgets, and never reads it again."""
    app.ctx.agent.tracker_store._fallback_tracker_store = None


def _body(request: Request) -> Dict[Text, Any]:
    """Empty for anything that is no JSON object."""
    try:
        body = request.json
    except SanicException:
        return {}
    return body if isinstance(body, dict) else {}


def _sender(request: Request) -> Optional[Text]:
    sender = _body(request).get("sender")
    return sender if isinstance(sender, str) and SENDER.fullmatch(sender) else None


async def _handle(on_new_message: Handler, message: UserMessage) -> None:
    """An error ends as an empty list, as in Rasa's own channel; the log has its kind and no more, for an error's
    text may quote what was typed."""
    try:
        await on_new_message(message)
    except asyncio.CancelledError:
        raise
    except Exception as error:  # the gateway must get an answer, whatever went wrong
        logger.error("A turn failed: %s", type(error).__name__)


async def _purge_for_ever(app: Sanic) -> None:
    while True:
        await asyncio.sleep(PURGE_SECONDS)
        store = _store(app)
        if store:
            store.purge()
            _drop_fallback(app)
