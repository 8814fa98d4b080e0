"""The pages `/`, `/barn` and `/embed`, in every language that has their words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template, request
from markupsafe import Markup

from knowledge import catalogue, contacts
from knowledge.types import HelpCard
from web_widget.gateway import languages
from web_widget.pages.embedding import ATTRIBUTES, EVENTS, METHODS

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"

blueprint = Blueprint("pages", __name__, template_folder=str(TEMPLATES))


@blueprint.get("/")
def home() -> Response:
    return _page("pages/home.html")


@blueprint.get("/barn")
def child() -> Response:
    response = _page("pages/child.html")
    response.headers["Cache-Control"] = "no-store"  # no copy of this page is to lie in the device
    return response


@blueprint.get("/embed")
def embed() -> Response:
    server = request.url_root.rstrip("/")
    origins = " ".join(_settings().allowed_origins)
    return _page(
        "pages/embed.html",
        server=server,
        origins=origins,
        attributes=ATTRIBUTES,
        events=EVENTS,
        methods=METHODS,
    )


def _page(template: str, **values: Any) -> Response:
    known = tuple(code for code in languages.OWN_NAMES if "page.home.lead" in catalogue.catalogue(code))
    language = (
        languages.normalised(request.args.get("lang"), known)
        or languages.preferred(request.accept_languages, known)
        or languages.normalised(_settings().default_language, known)
        or "sv"
    )

    def say(key: str, **texts: str) -> str:
        return catalogue.say(f"page.{key}", language, **texts)

    def card(contact: str) -> HelpCard:
        return contacts.card(contact, language)

    response = make_response(
        render_template(
            template,
            language=language,
            direction=languages.direction(language),
            direction_of=languages.direction,
            offered=[(code, languages.OWN_NAMES[code]) for code in known],
            exit_url=_settings().exit_url,
            say=say,
            card=card,
            tel=_tel,
            **values,
        )
    )
    response.content_language.add(language)
    response.vary.add("Accept-Language")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _settings() -> Any:
    return current_app.extensions["settings"]


def _tel(phone: str) -> Markup:
    """The number as a link's address: digits only."""
    return Markup("tel:{}").format("".join(c for c in phone if c.isdigit() or c == "+"))
