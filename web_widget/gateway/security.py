"""The headers on every response, and which origins may embed the widget."""

from __future__ import annotations

from flask import Flask, Response, request
from flask_cors import CORS

from knowledge.settings import Settings

# An API response is data: a browser that is tricked into showing it must run, load and frame nothing.
API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

# No inline script and no inline style: the widget's style sheets are constructed or linked.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
    "frame-ancestors {ancestors}"
)

SENSORS = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "microphone",
    "payment",
    "usb",
)
PERMISSIONS = ", ".join(f"{sensor}=()" for sensor in SENSORS)

# What other origins load: the widget's modules and style sheets, and the API that they talk to.
SHARED = ("/widget/", "/api/")
# Not API by its path, but data all the same.
DATA = ("/api/", "/healthz", "/readyz")


def register(app: Flask, settings: Settings) -> None:
    origins = settings.allowed_origins
    everyone = "*" in origins
    ancestors = "*" if everyone else " ".join(("'self'", *origins))
    page_policy = PAGE_POLICY.format(ancestors=ancestors)
    if origins:
        CORS(
            app,
            resources={r"/api/.*": {}, r"/widget/.*": {}},
            origins="*" if everyone else list(origins),
            methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "Accept-Language"],
            expose_headers=["Retry-After"],
            supports_credentials=False,
            send_wildcard=everyone,
            max_age=3600,
        )

    @app.after_request
    def add_headers(response: Response) -> Response:
        data = request.path.startswith(DATA)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", API_POLICY if data else page_policy)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "no-referrer")
        headers.setdefault("Permissions-Policy", PERMISSIONS)
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        shared = "cross-origin" if request.path.startswith(SHARED) else "same-origin"
        headers.setdefault("Cross-Origin-Resource-Policy", shared)
        if data:
            headers["Cache-Control"] = "no-store"
        if request.is_secure:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response
