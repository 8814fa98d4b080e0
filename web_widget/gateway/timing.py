"""Where a turn's time went, told in the header `Server-Timing` (W3C). Durations only; nothing of what was said."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response, g, has_app_context


@contextmanager
def timed(part: str) -> Iterator[None]:
    """Counts the block's milliseconds as `part` of the request being served."""
    begun = time.perf_counter()
    try:
        yield
    finally:
        if has_app_context():
            parts: dict[str, float] = g.setdefault("timing", {})
            parts[part] = parts.get(part, 0.0) + (time.perf_counter() - begun) * 1000


def register(app: Flask) -> None:
    @app.after_request
    def add_timing(response: Response) -> Response:
        parts: dict[str, float] = g.get("timing", {})
        if parts:
            response.headers["Server-Timing"] = ", ".join(f"{p};dur={ms:.1f}" for p, ms in parts.items())
        return response
