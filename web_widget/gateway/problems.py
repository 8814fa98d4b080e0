"""Every error as problem details (RFC 9457) in the reader's language, and never a stack trace."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import apiflask
from flask import Flask, Response, current_app, g, json, render_template_string, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge
from werkzeug.routing import RequestRedirect

from knowledge import catalogue
from web_widget.gateway import languages
from web_widget.gateway.conversations import ConversationOver, WrongToken
from web_widget.gateway.feedback import UnknownMessage
from web_widget.gateway.replies import StillWorking
from web_widget.gateway.schemas import ONE_OF_BOTH

log = logging.getLogger(__name__)

# HTTP status -> the catalogue's key after `gateway.problem.`, which is the problem's type as well.
BY_STATUS = {
    400: "bad_json",
    404: "not_found",
    405: "method",
    413: "too_large",
    415: "media_type",
    422: "invalid",
    429: "too_many",
    500: "internal",
}

PAGE = """<!doctype html>
<html lang="{{ language }}" dir="{{ direction }}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{ detail }}</title></head>
<body><main><h1>{{ detail }}</h1><p><a href="/">{{ home }}</a></p></main></body>
</html>
"""


class Problem(Exception):
    """`name` is the catalogue's key after `gateway.problem.`; `values` fill its text."""

    def __init__(
        self, status: int, name: str, headers: dict[str, str] | None = None, **values: object
    ) -> None:
        self.status = status
        self.name = name
        self.headers = headers or {}
        self.values = values
        super().__init__(name)


def reader_language() -> str:
    """Accept-Language, else the conversation's language (which the routes leave in `g`), else the default."""
    known = catalogue.languages()
    default = current_app.extensions["settings"].default_language
    return languages.preferred(request.accept_languages, known) or g.get("language") or default


def response(status: int, name: str, errors: Sequence[dict[str, str]] = (), **values: object) -> Response:
    language = reader_language()
    detail = catalogue.say(f"gateway.problem.{name}", language, **values)
    if not request.path.startswith("/api/") and request.accept_mimetypes.accept_html and _wants_html():
        page = render_template_string(
            PAGE,
            language=language,
            direction=languages.direction(language),
            detail=detail,
            home=catalogue.say("gateway.problem.home", language),
        )
        return Response(page, status, mimetype="text/html")
    body: dict[str, Any] = {
        "type": f"urn:tryggsvar:problem:{name.replace('_', '-')}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if errors:
        body["errors"] = list(errors)
    reply = Response(json.dumps(body), status, mimetype="application/problem+json")
    reply.headers["Content-Language"] = language
    return reply


def _wants_html() -> bool:
    best = request.accept_mimetypes.best_match(["application/problem+json", "application/json", "text/html"])
    return best == "text/html"


def register(app: Flask) -> None:
    app.register_error_handler(Problem, _problem)
    app.register_error_handler(apiflask.HTTPError, _invalid)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)
    app.register_error_handler(ConversationOver, lambda _: response(404, "conversation_over"))
    app.register_error_handler(UnknownMessage, lambda _: response(404, "no_message"))
    app.register_error_handler(StillWorking, lambda _: _still_working())
    app.register_error_handler(WrongToken, lambda _: _unauthorized())


def _still_working() -> Response:
    return _with_headers(response(409, "still_working"), {"Retry-After": "2"})


def _unauthorized() -> Response:
    return _with_headers(response(401, "unauthorized"), {"WWW-Authenticate": "Bearer"})


def _problem(problem: Problem) -> Response:
    return _with_headers(response(problem.status, problem.name, (), **problem.values), problem.headers)


def _invalid(error: apiflask.HTTPError) -> Response:
    """A body or a query of the wrong shape. `errors` name the fields; they never quote what was sent."""
    fields: dict[str, list[str]] = next(iter(error.detail.values()), {}) if error.detail else {}
    errors = [{"field": name, "problem": text} for name, texts in fields.items() for text in texts]
    name = "text_or_choice" if any(e["problem"] == ONE_OF_BOTH for e in errors) else "invalid"
    return response(error.status_code, name, errors)


def _http(error: HTTPException) -> Response | HTTPException:
    if isinstance(error, RequestRedirect) or error.code is None or error.code < 400:
        return error
    headers = {}
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        headers["Allow"] = ", ".join(sorted(error.valid_methods))
    if isinstance(error, RequestEntityTooLarge):
        headers["Connection"] = "close"  # the rest of the body is not read
    name = BY_STATUS.get(error.code, "other")
    return _with_headers(response(error.code, name), headers)


def _unexpected(error: Exception) -> Response:
    # Where it happened, and the exception's class. Its message may quote what was typed, and the path holds an id.
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s in %s\n%s", type(error).__name__, request.endpoint, where)
    return response(500, "internal")


def _with_headers(reply: Response, headers: dict[str, str]) -> Response:
    reply.headers.update(headers)
    return reply
