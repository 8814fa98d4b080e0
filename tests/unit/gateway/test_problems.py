from __future__ import annotations

import logging
import re
from io import BytesIO
from pathlib import Path

import html5lib
import pytest

from knowledge.catalogue import catalogue
from tests.support.gateway import Site, running

JSON = {"Content-Type": "application/json"}


def problem(reply: object, status: int, name: str) -> dict[str, object]:
    assert reply.status_code == status, reply.text  # type: ignore[attr-defined]
    assert reply.mimetype == "application/problem+json"  # type: ignore[attr-defined]
    body: dict[str, object] = reply.json  # type: ignore[attr-defined]
    assert body["type"] == f"urn:tryggsvar:problem:{name}"
    assert body["status"] == status
    assert body["title"]
    return body


def test_an_unknown_route(site: Site) -> None:
    problem(site.client.get("/api/v1/nope"), 404, "not-found")


def test_a_wrong_method_says_which_are_right(site: Site) -> None:
    reply = site.client.get("/api/v1/conversations")
    problem(reply, 405, "method")
    assert "POST" in reply.headers["Allow"]


@pytest.mark.parametrize("body", ["{", "", "NaN", '{"audience": Infinity}', "[" * 16000, "\x00", b"\xff\xfe"])
def test_what_is_not_json(site: Site, body: str | bytes) -> None:
    problem(site.client.post("/api/v1/conversations", data=body, headers=JSON), 400, "bad-json")


@pytest.mark.parametrize(
    "body", ["null", "[]", '"parent"', "{}", '{"audience": "staff"}', '{"audience": "parent", "language": 1}']
)
def test_json_of_the_wrong_shape(site: Site, body: str) -> None:
    problem(site.client.post("/api/v1/conversations", data=body, headers=JSON), 422, "invalid")


def test_errors_name_the_field_and_quote_nothing(site: Site) -> None:
    reply = site.client.post("/api/v1/conversations", json={"audience": "hemligt-ord"})
    body = problem(reply, 422, "invalid")
    assert body["errors"] == [{"field": "audience", "problem": "Input should be 'parent' or 'child'"}]
    assert "hemligt-ord" not in reply.text


def test_json_that_does_not_say_so(site: Site) -> None:
    reply = site.client.post(
        "/api/v1/conversations", data='{"audience": "parent"}', content_type="text/plain"
    )
    problem(reply, 415, "media-type")


@pytest.mark.parametrize(
    "path", ["/api/v1/conversations", "/api/v1/conversations/x/erase", "/api/v1/languages"]
)
def test_too_large(site: Site, path: str) -> None:
    problem(site.client.post(path, data=b"x" * (16 * 1024 + 1), headers=JSON), 413, "too-large")


def test_too_large_without_saying_how_large(site: Site) -> None:
    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    reply = site.client.post(
        "/api/v1/conversations",
        input_stream=BytesIO(b'{"a": "' + b"x" * 20000 + b'"}'),
        headers=JSON,
        environ_overrides=chunked,
    )
    problem(reply, 413, "too-large")


def test_sixteen_kilobytes_are_not_too_large(site: Site) -> None:
    body = '{"audience": "parent"' + " " * (16 * 1024 - 22) + "}"
    assert len(body) == 16 * 1024
    assert site.client.post("/api/v1/conversations", data=body, headers=JSON).status_code == 201


def test_accept_language_decides_then_the_conversation_then_the_default(site: Site) -> None:
    def detail(visitor_language: str, header: str | None) -> str:
        headers = {"Accept-Language": header} if header else {}
        visitor = site.visitor(language=visitor_language)
        path = f"/api/v1/conversations/{visitor.id}/messages"
        body = {"text": "", "client_message_id": "message-1"}
        return str(site.client.post(path, json=body, headers={**visitor.headers, **headers}).json["detail"])

    empty = {code: catalogue(code)["gateway.problem.text_empty"] for code in ("sv", "en", "ar")}
    assert detail("sv", "ar-SY, en;q=0.5") == empty["ar"]
    assert detail("ar", None) == empty["ar"]
    assert detail("en", "tlh") == empty["en"]
    assert site.client.get("/api/v1/x").json["detail"] == catalogue("sv")["gateway.problem.not_found"]


def test_the_language_is_named(site: Site) -> None:
    reply = site.client.get("/api/v1/nope", headers={"Accept-Language": "ar"})
    assert reply.headers["Content-Language"] == "ar"


def test_an_unexpected_fault_tells_the_visitor_and_the_log_no_secret(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    visitor, name = site.visitor(), "Hemlig"  # the traceback shows lines of code: they must not hold the name

    def fail(*_: object) -> None:
        raise RuntimeError(f"jag heter {name}")

    monkeypatch.setattr(site.gateway.replies, "claim", fail)
    with caplog.at_level(logging.DEBUG):
        reply = visitor.send(text=f"jag heter {name}")
    body = problem(reply, 500, "internal")
    assert "112" in str(body["detail"])
    for secret in (name, visitor.id, visitor.token):
        assert secret not in reply.text
        assert secret not in caplog.text
    assert "RuntimeError in gateway.send" in caplog.text


def test_a_person_who_is_lost_gets_a_page(site: Site) -> None:
    reply = site.client.get("/nowhere", headers={"Accept": "text/html,*/*;q=0.8", "Accept-Language": "ar"})
    assert (reply.status_code, reply.mimetype) == (404, "text/html")
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(reply.text)
    assert page.get("dir") == "rtl"
    assert page.find(".//h1").text == catalogue("ar")["gateway.problem.not_found"]
    assert page.find(".//a").get("href") == "/"


@pytest.mark.parametrize("language", ["sv", "en", "ar"])
def test_every_language_has_every_text_with_the_same_gaps(language: str) -> None:
    ours = {k: v for k, v in catalogue("sv").items() if k.startswith("gateway.")}
    theirs = catalogue(language)
    assert len(ours) > 25
    for key, text in ours.items():
        assert sorted(re.findall(r"{\w+}", theirs[key])) == sorted(re.findall(r"{\w+}", text)), key
        if language != "sv":
            assert theirs[key] != text


def test_problems_are_never_stored_by_caches(tmp_path: Path) -> None:
    with running(tmp_path) as site:
        assert site.client.get("/api/v1/nope").headers["Cache-Control"] == "no-store"
