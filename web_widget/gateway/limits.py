"""How much one address may ask for. Counts are held in memory only, so that no address is ever written down."""

from __future__ import annotations

import math
import time
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from flask import Flask, Response, request
from flask_limiter import Limiter, RateLimitExceeded
from werkzeug.middleware.proxy_fix import ProxyFix

from knowledge.settings import Settings
from web_widget.gateway import problems

# Articles, languages, feedback, erasing: cheap, and nobody's erasure should wait.
OTHER_CALLS = "300 per minute"
IPV6_PREFIX = 64  # one subscriber has at least this many bits of addresses


def register(app: Flask, settings: Settings) -> None:
    """Call it when all routes stand. `trusted_proxies` decides how many X-Forwarded-For entries are believed."""
    if settings.trusted_proxies:
        proxies = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]
    limiter = Limiter(
        key_func=caller,
        app=app,
        storage_uri="memory://",
        strategy="moving-window",
        default_limits=[OTHER_CALLS],
    )
    by_endpoint = {
        "gateway.begin": f"{settings.rate_conversations_per_hour} per hour",
        "gateway.send": f"{settings.rate_messages_per_minute} per minute",
    }
    for endpoint, limit in by_endpoint.items():
        limited: Any = limiter.limit(limit)(app.view_functions[endpoint])
        app.view_functions[endpoint] = limited
    # Probes, pages and files are not calls.
    limiter.request_filter(lambda: not request.path.startswith("/api/"))

    @app.errorhandler(RateLimitExceeded)
    def too_many(error: RateLimitExceeded) -> Response:
        limit = limiter.current_limit
        seconds = max(1, math.ceil(limit.reset_at - time.time())) if limit else 60
        reply = problems.response(429, "too_many", seconds=seconds)
        reply.headers["Retry-After"] = str(seconds)
        return reply


def caller() -> str:
    """The caller's address; of IPv6 the network, which one subscriber holds whole."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(ip_network((address, IPV6_PREFIX), strict=False))
    return str(address)
