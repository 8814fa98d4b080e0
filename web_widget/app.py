"""The web application: gateway and pages. Here, and nowhere else in `web_widget`, concrete parts are built."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apiflask import APIFlask
from flask import request
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import RequestEntityTooLarge

from knowledge.settings import Settings
from web_widget import pages
from web_widget.gateway import health, limits, parts, problems, routes, security, spec, timing

if TYPE_CHECKING:
    from knowledge.services import Services

BODY_BYTES = 16 * 1024


class Json(DefaultJSONProvider):
    """Compact, in the order written, and with input that only a parser under attack sees refused as bad JSON."""

    ensure_ascii = False
    sort_keys = False
    compact = True

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        try:
            return super().loads(s, parse_constant=_refuse, **kwargs)
        except RecursionError:
            raise ValueError("nested too deeply") from None


def create_app(settings: Settings, services: Services | None = None) -> APIFlask:
    """The application. `services`: built from `settings` when None.

    `app.extensions["gateway"].close()` ends its thread.
    """
    if services is None:
        from knowledge.services import build  # loads models; whoever brings services need not wait for it

        services = build(settings)
    app = APIFlask(
        __name__,
        title="Tryggsvar",
        version="1",
        spec_path="/api/v1/openapi.json",
        docs_path=None,
        json_errors=False,
    )
    app.config.update(spec.CONFIG, MAX_CONTENT_LENGTH=BODY_BYTES)
    app.json = Json(app)
    app.before_request(_refuse_large)
    app.extensions["settings"] = settings
    app.extensions["gateway"] = gateway = parts.build(services)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(routes.blueprint)
    pages.register(app)
    problems.register(app)
    security.register(app, settings)
    limits.register(app, settings)
    timing.register(app)
    spec.register(app, settings)
    gateway.upkeep.start()
    return app


def _refuse_large() -> None:
    """Also for calls that would never read their body, and for bodies that do not say how long they are."""
    limit = request.max_content_length or BODY_BYTES
    length = request.content_length
    if length is None and "Transfer-Encoding" in request.headers:
        length = len(request.get_data()) + 1  # Werkzeug silently stops reading at the limit
    if (length or 0) > limit:
        raise RequestEntityTooLarge


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
