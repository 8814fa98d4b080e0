from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.gateway import Site, running

ORIGIN = "https://www.kommunen.se"
API = "/api/v1/languages"


def policy(reply: object) -> dict[str, list[str]]:
    directives = reply.headers["Content-Security-Policy"].split(";")  # type: ignore[attr-defined]
    return {words[0]: words[1:] for d in directives if (words := d.split())}


@pytest.mark.parametrize(
    "path", [API, "/api/v1/nope", "/healthz", "/readyz", "/api/v1/openapi.json", "/nope"]
)
def test_every_response_has_the_headers(site: Site, path: str) -> None:
    headers = site.client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("path", [API, "/api/v1/nope", "/healthz", "/readyz", "/api/v1/openapi.json"])
def test_data_runs_nothing_is_framed_nowhere_and_is_not_stored(site: Site, path: str) -> None:
    reply = site.client.get(path)
    assert policy(reply)["default-src"] == ["'none'"]
    assert policy(reply)["frame-ancestors"] == ["'none'"]
    assert reply.headers["Cache-Control"] == "no-store"


def test_pages_run_our_own_files_only(site: Site) -> None:
    directives = policy(site.client.get("/nope"))
    assert directives["default-src"] == ["'none'"]
    assert directives["script-src"] == directives["style-src"] == directives["connect-src"] == ["'self'"]
    assert directives["base-uri"] == ["'none'"]
    assert directives["frame-ancestors"] == ["'self'"]
    assert not any("unsafe" in source for sources in directives.values() for source in sources)


def test_a_visit_leaves_no_cookie(site: Site) -> None:
    visitor = site.visitor()
    for reply in (visitor.send(text="hej"), visitor.post("erase", None)):
        assert "Set-Cookie" not in reply.headers


def test_without_the_setting_no_other_origin_may_read(site: Site) -> None:
    reply = site.client.get(API, headers={"Origin": ORIGIN})
    assert "Access-Control-Allow-Origin" not in reply.headers


def test_an_allowed_origin_may_ask_and_read_and_frame(tmp_path: Path) -> None:
    with running(tmp_path, allowed_origins=f"{ORIGIN} https://skolan.se") as site:
        reply = site.client.get(API, headers={"Origin": ORIGIN})
        assert reply.headers["Access-Control-Allow-Origin"] == ORIGIN
        assert "Origin" in reply.headers["Vary"]
        assert "Access-Control-Allow-Credentials" not in reply.headers
        assert policy(site.client.get("/nope"))["frame-ancestors"] == ["'self'", ORIGIN, "https://skolan.se"]
        other = site.client.get(API, headers={"Origin": "https://evil.example"})
        assert "Access-Control-Allow-Origin" not in other.headers


def test_an_allowed_origin_may_send_what_the_widget_sends(tmp_path: Path) -> None:
    with running(tmp_path, allowed_origins=ORIGIN) as site:
        asked = {
            "Origin": ORIGIN,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization, content-type, accept-language",
        }
        reply = site.client.options("/api/v1/conversations/x/messages", headers=asked)
        assert reply.status_code == 200
        assert reply.headers["Access-Control-Allow-Origin"] == ORIGIN
        allowed = reply.headers["Access-Control-Allow-Headers"].lower()
        assert all(h in allowed for h in ("authorization", "content-type", "accept-language"))
        assert "POST" in reply.headers["Access-Control-Allow-Methods"]


def test_refusals_too_can_be_read_by_an_allowed_origin(tmp_path: Path) -> None:
    with running(tmp_path, allowed_origins=ORIGIN, rate_conversations_per_hour=1) as site:
        begin = lambda: site.client.post(  # noqa: E731
            "/api/v1/conversations", json={"audience": "parent"}, headers={"Origin": ORIGIN}
        )
        begin()
        refused = begin()
        assert refused.status_code == 429
        assert refused.headers["Access-Control-Allow-Origin"] == ORIGIN
        assert "Retry-After" in refused.headers["Access-Control-Expose-Headers"]


def test_a_star_allows_everyone(tmp_path: Path) -> None:
    with running(tmp_path, allowed_origins="*") as site:
        reply = site.client.get(API, headers={"Origin": "https://anyone.example"})
        assert reply.headers["Access-Control-Allow-Origin"] == "*"
        assert policy(site.client.get("/nope"))["frame-ancestors"] == ["*"]


def test_the_widget_may_be_loaded_from_other_origins_and_pages_may_not(site: Site) -> None:
    assert site.client.get("/widget/anything.js").headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert site.client.get(API).headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert site.client.get("/nope").headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_over_tls_the_browser_is_told_to_stay_there(site: Site) -> None:
    assert "Strict-Transport-Security" not in site.client.get(API).headers
    assert "Strict-Transport-Security" in site.client.get(API, base_url="https://localhost").headers
