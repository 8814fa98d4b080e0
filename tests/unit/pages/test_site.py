"""What every page must be: valid, one heading, labelled with its language, and free of inline code."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask.testing import FlaskClient

from knowledge.contacts import all_contacts

PATHS = ("/", "/barn", "/embed")
LANGUAGES = {"sv": "ltr", "en": "ltr", "ar": "rtl"}


def _page(client: FlaskClient, path: str, language: str) -> tuple[str, Element]:
    response = client.get(f"{path}?lang={language}")
    assert response.status_code == 200
    # A faulty page raises html5lib's ParseError.
    return response.text, html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(response.text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_every_page(client: FlaskClient, path: str, language: str) -> None:
    text, page = _page(client, path, language)
    assert (page.get("lang"), page.get("dir")) == (language, LANGUAGES[language])
    assert len(page.findall(".//h1")) == 1
    assert (page.findtext(".//title") or "").strip()
    headings = [int(e.tag[1]) for e in page.iter() if re.fullmatch(r"h[1-6]", str(e.tag))]
    assert all(later - earlier <= 1 for earlier, later in pairwise(headings)), headings
    for element in page.iter():
        assert element.tag != "style"
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]
        if element.tag == "script":
            assert element.get("src") and not (element.text or "").strip()
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    addresses = [value for e in page.iter() for name in ("src", "href") if (value := e.get(name))]
    ours = ("/", "?lang=", "#", "tel:", "https://exit.example.org")
    assert not [a for a in addresses if not a.startswith(ours)], "nothing comes from a third party"
    assert "{" not in re.sub(r"<[^>]*>", "", text), "every placeholder is filled"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_only_numbers_that_have_a_source(client: FlaskClient, path: str, language: str) -> None:
    _text, page = _page(client, path, language)
    known = {re.sub(r"\D", "", c.phone) for c in all_contacts().values() if c.phone}
    dialled = {
        (a.get("href") or "")[4:] for a in page.findall(".//a") if (a.get("href") or "").startswith("tel:")
    }
    assert dialled <= known
    visible = " ".join(page.itertext())
    assert {
        re.sub(r"\D", "", n) for n in re.findall(r"\b0\d{1,3}-[\d ]{5,}\d|\b1\d{2} \d{3}\b", visible)
    } <= known


def test_language_comes_from_the_address_then_from_the_browser(client: FlaskClient) -> None:
    def language(path: str, accept: str = "") -> str | None:
        response = client.get(path, headers={"Accept-Language": accept})
        assert "Accept-Language" in response.headers["Vary"]
        return response.headers["Content-Language"]

    assert language("/") == "sv"
    assert language("/", "ar-EG,en;q=0.5") == "ar"
    assert language("/?lang=en", "ar") == "en"
    assert language("/?lang=tlh", "nl, en;q=0.3") == "en"
    assert language("/?lang=%22%3E", "xx") == "sv"


def test_the_page_for_children_tells_nothing_to_who_looks_over_a_shoulder(client: FlaskClient) -> None:
    text, page = _page(client, "/barn", "sv")
    assert page.findtext(".//title") == "Information"
    assert "neutral.svg" in text
    assert client.get("/barn").headers["Cache-Control"] == "no-store"
    chat = page.find(".//tryggsvar-chat")
    assert chat is not None
    assert (chat.get("audience"), chat.get("position"), chat.get("exit-url")) == (
        "child",
        "inline",
        "https://exit.example.org",
    )
    assert {"tel:112", "tel:116111"} <= {a.get("href") for a in page.findall(".//a")}


def test_the_manual_names_the_server_and_the_origins(client: FlaskClient) -> None:
    text = client.get("/embed", base_url="https://svar.example.org").text
    assert "script-src https://svar.example.org;" in text
    assert "https://svar.example.org/widget/tryggsvar-chat.define.js" in text
    assert "https://www.example.org" in text
