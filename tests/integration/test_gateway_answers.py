"""The gateway over the real library, without Rasa: the reader still gets checked facts, and help comes first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from knowledge.services import Services
from tests.support.gateway import Site
from web_widget.app import create_app


@pytest.fixture(scope="module")
def site(services: Services) -> Iterator[Site]:
    settings = services.settings.model_copy(
        update={"rasa_url": "http://127.0.0.1:9", "rate_messages_per_minute": 10_000}
    )
    app = create_app(settings, replace(services, settings=settings))
    gateway = app.extensions["gateway"]
    yield Site(app.test_client(), services, gateway)  # type: ignore[arg-type]
    gateway.close()


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("sv", "dom säger att soc rövar bort muslimska barn, är det sant?"),
        ("en", "they say social services kidnap muslim children, is it true?"),
        ("ar", "يقولون إن السوسيال يخطف أطفال المسلمين، هل هذا صحيح؟"),
    ],
)
def test_the_answer_comes_without_rasa(site: Site, language: str, question: str) -> None:
    reply = site.visitor(language=language).says(question)
    answer = next(m for m in reply["messages"] if m["type"] == "answer")
    assert (reply["outcome"], reply["language"]) == ("answered", language)
    assert (answer["slug"], answer["verdict"], answer["translation"]["language"]) == (
        "myth-kidnap-muslim",
        "false",
        language,
    )
    assert answer["sources"]


@pytest.mark.parametrize("audience", ["parent", "child"])
@pytest.mark.parametrize("language", ["sv", "en", "ar"])
def test_every_suggestion_leads_to_an_answer(site: Site, audience: str, language: str) -> None:
    visitor = site.visitor(audience, language)
    options = visitor.opened["messages"][1]["options"]
    articles = [o for o in options if o["id"].startswith("article:")]
    assert len(articles) >= 3
    for option in articles:
        reply = visitor.send(choice=option["id"]).json
        assert reply["outcome"] == "answered", option
        assert reply["messages"][0]["title"] == option["label"]
        slug = option["id"].removeprefix("article:")
        page = site.client.get(f"/api/v1/articles/{slug}?audience={audience}&language={language}").json
        assert page["title"] == option["label"]


def test_help_comes_first_and_is_the_childs(site: Site) -> None:
    reply = site.visitor("child", "sv").says("pappa slår mig varje dag")
    first = reply["messages"][0]
    assert (reply["crisis"], first["type"], first["crisis"]) == ("violence", "help", "violence")
    assert any(card["phone"] == "116 111" for card in first["cards"])


def test_languages_with_every_article_are_called_complete(site: Site) -> None:
    complete = {e["code"]: e["complete"] for e in site.client.get("/api/v1/languages").json["languages"]}
    assert complete["sv"] is True


def test_ready_but_for_rasa(site: Site) -> None:
    assert site.client.get("/readyz").json == {"ready": False, "missing": ["rasa"]}
