"""The OpenAPI document is valid, says what docs/contract.md says, and the application keeps to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import validate
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    positive_data_acceptance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.support.fake_rasa import FakeRasa
from tests.support.gateway import Site, running

CONTRACT = Path(__file__).parents[2] / "docs" / "contract.md"
LIMITS = {"rate_messages_per_minute": 10**6, "rate_conversations_per_hour": 10**6}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    rasa = FakeRasa()
    with running(tmp_path_factory.mktemp("api"), rasa_url=rasa.url, **LIMITS) as made:
        for limiter in made.client.application.extensions["limiter"]:
            limiter.enabled = False  # thousands of calls come from one address here
        yield made
    rasa.stop()


@pytest.fixture(scope="module")
def document(site: Site) -> dict[str, Any]:
    reply = site.client.get("/api/v1/openapi.json")
    assert reply.status_code == 200
    return dict(reply.json)


@pytest.fixture(scope="module")
def api(site: Site) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", site.client.application)


def test_the_document_is_valid(document: dict[str, Any]) -> None:
    validate(document)


def test_every_call_of_the_contract_is_in_it_and_no_other(document: dict[str, Any]) -> None:
    table = re.findall(r"^\| `(GET|POST) (/[^`?]*)[^`]*`", CONTRACT.read_text(encoding="utf-8"), re.MULTILINE)
    root = {"/healthz"}
    told = {(method.lower(), path if path in root else f"/api/v1{path}") for method, path in table} | {
        ("get", "/readyz")
    }
    written = {
        (method, path.replace("{conversation_id}", "{id}"))
        for path, operations in document["paths"].items()
        for method in operations
    }
    assert written == told


def test_every_message_of_the_contract_is_in_it(document: dict[str, Any]) -> None:
    items = document["components"]["schemas"]["ReplyOut"]["properties"]["messages"]["items"]
    names = {ref["$ref"].rsplit("/", 1)[1] for ref in items["oneOf"]}
    assert names == {"TextMessage", "AnswerMessage", "ChoicesMessage", "HelpMessage"}
    for kind, fields in re.findall(
        r"^- `(\w+) \{(.*)\}`", CONTRACT.read_text(encoding="utf-8"), re.MULTILINE
    ):
        told = set(re.findall(r"\w+", re.sub(r"(\[\{.*?\}\]|\{.*?\}|\[.*?\])", "", fields)))
        shape = document["components"]["schemas"][f"{kind.title()}Message"]
        assert set(shape["properties"]) == told | {"id", "type"}, kind
        assert set(shape["required"]) == set(shape["properties"]), kind


def test_every_refusal_is_described_as_problem_details(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for status, response in operation["responses"].items():
                if status.startswith("4"):
                    assert list(response["content"]) == ["application/problem+json"], (path, method, status)
                    assert response["description"]


def test_the_token_is_asked_for_where_it_must_be(document: dict[str, Any]) -> None:
    assert document["components"]["securitySchemes"]["token"] == {"type": "http", "scheme": "bearer"}
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert ({"token": []} in operation.get("security", [])) == ("{conversation_id}" in path), path


# A text of nothing but spaces is a string to the document and empty to us.
EXCLUDED = [positive_data_acceptance]
DESCRIBED = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def operations(api: schemathesis.BaseSchema) -> list[schemathesis.APIOperation]:
    return [found.ok() for found in api.get_all_operations()]


def takes_json(operation: schemathesis.APIOperation) -> bool:
    return any(body.media_type == "application/json" for body in operation.body)


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_strangers_are_answered_as_described(api: schemathesis.BaseSchema, mode: GenerationMode) -> None:
    for operation in operations(api):
        if mode is GenerationMode.NEGATIVE and not (takes_json(operation) or operation.query):
            continue  # nothing that could be wrong: as plain text every body is a text

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
        def fuzz(case: schemathesis.Case) -> None:
            case.call_and_validate(excluded_checks=EXCLUDED)

        fuzz()


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_visitors_are_answered_as_described(
    api: schemathesis.BaseSchema, site: Site, mode: GenerationMode
) -> None:
    seen = set()
    for operation in operations(api):
        if "{conversation_id}" not in operation.path or (
            mode is GenerationMode.NEGATIVE and not takes_json(operation)
        ):
            continue

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
        def fuzz(case: schemathesis.Case) -> None:
            visitor = site.visitor()
            case.path_parameters = {"conversation_id": visitor.id}
            reply = case.call(headers=visitor.headers)
            case.validate_response(reply, checks=DESCRIBED)
            seen.add(reply.status_code)

        fuzz()
    assert (200 if mode is GenerationMode.POSITIVE else 422) in seen
    assert mode is GenerationMode.NEGATIVE or 401 not in seen
