"""The OpenAPI document: what APIFlask generates from the routes and schemas, with our errors written in."""

from __future__ import annotations

import json
from typing import Any

from apiflask import APIFlask

from knowledge.settings import Settings
from web_widget.gateway.schemas import Erased, ProblemDetails, Readiness

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
# Nobody but a program reads the document, and a page for people would load scripts from elsewhere.
CONFIG = {
    "OPENAPI_VERSION": "3.1.0",
    "SPEC_FORMAT": "json",
    "AUTO_SERVERS": False,
    "AUTO_404_RESPONSE": False,
    "AUTO_AUTH_ERROR_RESPONSE": False,
    "VALIDATION_ERROR_STATUS_CODE": 422,
    "SECURITY_SCHEMES": {"token": {"type": "http", "scheme": "bearer"}},
}
WHY = {
    "400": "The body is not JSON",
    "401": "The token is missing or wrong",
    "404": "There is no such thing, or the conversation is over",
    "409": "The first request with this id is still worked on",
    "413": "The body is larger than 16 kB",
    "415": "The body is not declared as JSON",
    "422": "A field is missing or wrong",
    "429": "Too many calls; see Retry-After",
}


def register(app: APIFlask, settings: Settings) -> None:
    @app.spec_processor
    def complete(generated: dict[str, Any] | str) -> dict[str, Any] | str:
        spec = _plain_names(generated)
        schemas = spec["components"]["schemas"]
        for unused in ("HTTPError", "ValidationError"):
            schemas.pop(unused, None)
        problem = ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(problem.pop("$defs"))
        schemas["ProblemDetails"] = problem
        _limit_text(schemas["NewMessage"], settings.text_max_characters)
        for path, operations in spec["paths"].items():
            for operation in operations.values():
                _describe_errors(operation)
                operation.get("requestBody", {})["required"] = True
                _bound_path_parameters(operation)
            if path == "/readyz":
                ready = {"schema": {"$ref": f"#/components/schemas/{Readiness.__name__}"}}
                operations["get"]["responses"]["503"]["content"] = {"application/json": ready}
            if path.endswith("/erase"):
                _describe_erase(operations["post"])
        return spec


def _plain_names(generated: dict[str, Any] | str) -> dict[str, Any]:
    """APIFlask names a nested shape after each that holds it (`ReplyOut.Card`); one name for one shape is enough."""
    text = generated if isinstance(generated, str) else json.dumps(generated)
    nested = [name for name in json.loads(text)["components"]["schemas"] if "." in name]
    for name in nested:
        text = text.replace(f'"#/components/schemas/{name}"', f'"#/components/schemas/{name.split(".")[-1]}"')
    plain: dict[str, Any] = json.loads(text)
    schemas = plain["components"]["schemas"]
    for name in nested:
        schemas.setdefault(name.split(".")[-1], schemas[name])
        del schemas[name]
    return plain


def _limit_text(message: dict[str, Any], characters: int) -> None:
    """Exactly one of text and choice, and a text no longer than the setting allows."""
    message["properties"]["text"]["anyOf"][0]["maxLength"] = characters
    message["oneOf"] = [
        {"required": [one], "properties": {one: {"type": "string"}, other: {"type": "null"}}}
        for one, other in (("text", "choice"), ("choice", "text"))
    ]


def _describe_errors(operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        if status.startswith("4"):
            response["content"] = PROBLEM
            response["description"] = WHY[status]
    if "429" in operation["responses"]:
        operation["responses"]["429"]["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}


def _bound_path_parameters(operation: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path":
            parameter["required"] = True
            pattern = "^[0-9a-f]{32}$" if parameter["name"] == "conversation_id" else "^[a-z0-9-]{1,100}$"
            parameter["schema"] = {"type": "string", "pattern": pattern}


def _describe_erase(operation: dict[str, Any]) -> None:
    operation["requestBody"] = {
        "required": False,
        "content": {"text/plain": {"schema": {"type": "string", "description": "The token"}}},
    }
    operation["security"] = [{"token": []}, {}]
    operation["responses"]["202"] = {
        "description": "Gone here; Rasa is asked again until it confirms",
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{Erased.__name__}"}}},
    }
