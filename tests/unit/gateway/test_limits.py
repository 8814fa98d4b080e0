from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.gateway import running
from web_widget.gateway import limits


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_callers_are_told_apart_by_address_and_ipv6_by_network(
    tmp_path: Path, address: str, key: str
) -> None:
    with (
        running(tmp_path) as site,
        site.client.application.test_request_context(environ_base={"REMOTE_ADDR": address}),
    ):
        assert limits.caller() == key


def begin(site: object, **more: object) -> int:
    body = {"audience": "parent"}
    return site.client.post("/api/v1/conversations", json=body, **more).status_code  # type: ignore[attr-defined]


def test_conversations_are_limited_by_address(tmp_path: Path) -> None:
    with running(tmp_path, rate_conversations_per_hour=2) as site:
        assert [begin(site) for _ in range(3)] == [201, 201, 429]
        assert begin(site, environ_base={"REMOTE_ADDR": "192.0.2.9"}) == 201


def test_messages_are_limited_and_the_refusal_says_how_long_and_where_to_call(tmp_path: Path) -> None:
    with running(tmp_path, rate_messages_per_minute=1) as site:
        visitor = site.visitor(language="ar")
        assert visitor.send(text="hej").status_code == 200
        refused = visitor.send(text="hej")
        assert refused.status_code == 429
        assert refused.mimetype == "application/problem+json"
        assert 1 <= int(refused.headers["Retry-After"]) <= 61
        assert refused.headers["Retry-After"] in refused.json["detail"]
        assert "112" in refused.json["detail"]
        assert refused.json["type"] == "urn:tryggsvar:problem:too-many"


def test_a_forged_header_moves_nobody_unless_the_proxy_is_trusted(tmp_path: Path) -> None:
    forged = lambda n: {"headers": {"X-Forwarded-For": f"192.0.2.{n}"}}  # noqa: E731
    with running(tmp_path / "a", rate_conversations_per_hour=1) as site:
        assert [begin(site, **forged(n)) for n in range(2)] == [201, 429]
    with running(tmp_path / "b", rate_conversations_per_hour=1, trusted_proxies=1) as site:
        assert [begin(site, **forged(n)) for n in range(2)] == [201, 201]


def test_probes_are_never_limited(tmp_path: Path) -> None:
    with running(tmp_path) as site:
        assert {site.client.get("/healthz").status_code for _ in range(310)} == {200}
        assert site.client.get("/api/v1/languages").status_code == 200


def test_other_calls_are_limited_too(tmp_path: Path) -> None:
    with running(tmp_path) as site:
        statuses = [site.client.get("/api/v1/languages").status_code for _ in range(301)]
    assert statuses == [200] * 300 + [429]
