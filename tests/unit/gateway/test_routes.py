from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import select

from knowledge.catalogue import say
from knowledge.content.conversation_tables import feedback
from tests.support.gateway import Site, running
from web_widget.gateway.text import cleaned

FUZZ = hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)


@pytest.fixture
def site(tmp_path: Path) -> object:
    with running(tmp_path, rate_messages_per_minute=100_000, rate_conversations_per_hour=100_000) as made:
        yield made


def test_a_parent_is_greeted_and_shown_what_to_ask(site: Site) -> None:
    opened = site.visitor(language="en").opened
    greeting, choices = opened["messages"]
    assert opened["language"] == "en"
    assert greeting["text"] == say("gateway.greeting", "en")
    assert [o["id"] for o in choices["options"]] == [
        "article:myth-kidnap-muslim",
        "article:myth-asking-help",
        "article:report-what",
        "form:worried",
        "form:municipality",
    ]
    assert choices["options"][0]["label"] == "myth-kidnap-muslim parent en"


def test_a_child_has_its_own_words_and_only_articles_that_exist(site: Site) -> None:
    greeting, choices = site.visitor("child", "ar").opened["messages"]
    assert greeting["text"] == say("gateway.greeting.child", "ar")
    assert [o["id"] for o in choices["options"]] == ["article:child-alone", "article:child-hit"]
    assert choices["options"][0]["label"] == "child-alone child ar"


@pytest.mark.parametrize("language", ["sv", "en", "ar"])
def test_every_greeting_says_what_it_must(language: str) -> None:
    for key in ("gateway.greeting", "gateway.greeting.child"):
        assert "112" in say(key, language)


def test_the_greeting_comes_even_without_a_snapshot(site: Site) -> None:
    site.services.answers.failure = RuntimeError("no snapshot")
    assert [m["type"] for m in site.visitor("child").opened["messages"]] == ["text"]
    _, choices = site.visitor("parent").opened["messages"]
    assert [o["id"] for o in choices["options"]] == ["form:worried", "form:municipality"]


@pytest.mark.parametrize(
    ("asked", "header", "language"),
    [
        ("ar", "en", "ar"),
        ("ar-SY", None, "ar"),
        ("xx", "en-GB, sv;q=0.5", "en"),
        (None, "ar", "ar"),
        (None, None, "sv"),
    ],
)
def test_language_as_asked_for_else_as_the_browser_says_else_the_default(
    site: Site, asked: str | None, header: str | None, language: str
) -> None:
    headers = {"Accept-Language": header} if header else {}
    reply = site.client.post(
        "/api/v1/conversations", json={"audience": "parent", "language": asked}, headers=headers
    )
    assert reply.json["language"] == language


def test_message_ids_are_all_different(site: Site) -> None:
    visitor = site.visitor()
    messages = visitor.opened["messages"] + visitor.says("hej")["messages"] + visitor.says("hej")["messages"]
    ids = [m["id"] for m in messages]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[0-9a-f]{16}-\d+", i) for i in ids)


@pytest.mark.parametrize("what", ["messages", "feedback", "erase"])
def test_everything_below_a_conversation_wants_its_token(site: Site, what: str) -> None:
    visitor, other = site.visitor(), site.visitor()
    body = {"text": "hej", "client_message_id": "message-1", "message_id": f"{'0' * 16}-1", "helpful": True}
    path = f"/api/v1/conversations/{visitor.id}/{what}"
    for headers in (
        {},
        other.headers,
        {"Authorization": f"Basic {visitor.token}"},
        {"Authorization": "Bearer"},
    ):
        reply = site.client.post(path, json=body, headers=headers)
        assert reply.status_code == 401, headers
        assert reply.headers["WWW-Authenticate"] == "Bearer"
    assert visitor.send(text="hej").status_code == 200


@pytest.mark.parametrize("what", ["messages", "feedback"])
def test_a_conversation_is_over_after_the_idle_time(site: Site, what: str) -> None:
    visitor = site.visitor(language="ar")
    body = {"text": "hej", "client_message_id": "message-1", "message_id": f"{'0' * 16}-1", "helpful": True}
    site.services.clock.forward(minutes=31)
    reply = visitor.post(what, body)
    assert reply.status_code == 404
    assert reply.json["type"] == "urn:tryggsvar:problem:conversation-over"


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        ({"text": "hej", "choice": "start_over"}, "text-or-choice"),
        ({}, "text-or-choice"),
        ({"text": None, "choice": None}, "text-or-choice"),
        ({"text": ""}, "text-empty"),
        ({"text": " \n\x00 //"}, "text-empty"),
        ({"text": "x" * 1001}, "text-too-long"),
        ({"text": 7}, "invalid"),
        ({"choice": ""}, "invalid"),
        ({"choice": "Article:x"}, "invalid"),
        ({"choice": 'x"}/restart'}, "invalid"),
        ({"choice": "x" * 101}, "invalid"),
        ({"text": "hej", "client_message_id": "short"}, "invalid"),
        ({"text": "hej", "client_message_id": "x" * 65}, "invalid"),
        ({"text": "hej", "client_message_id": "message-å"}, "invalid"),
        ({"text": "hej", "client_message_id": "message-1\n"}, "invalid"),
        ({"text": "hej", "client_message_id": None}, "invalid"),
        ({"text": "hej", "language": "x" * 36}, "invalid"),
    ],
)
def test_messages_that_cannot_be_taken(site: Site, message: dict[str, object], problem: str) -> None:
    reply = site.visitor().send(**message)
    assert reply.status_code == 422
    assert reply.json["type"] == f"urn:tryggsvar:problem:{problem}"
    assert site.services.answers.asked == []


def test_too_long_says_how_long_it_may_be(site: Site) -> None:
    assert "1000" in site.visitor().send(text="x" * 1001).json["detail"]


@FUZZ
@given(text=st.text(st.characters(), max_size=200))
@example(text="hej \ud800 du")
@example(text="\ud800")
@example(text="😀")
def test_any_text_gets_a_reply_or_a_clear_refusal(site: Site, text: str) -> None:
    reply = site.visitor().send(text=text)
    if not cleaned(text):
        assert (reply.status_code, reply.json["type"]) == (422, "urn:tryggsvar:problem:text-empty")
    else:
        assert reply.status_code == 200
        assert reply.json["messages"]


@FUZZ
@given(message_id=st.from_regex(r"[A-Za-z0-9_-]{8,64}", fullmatch=True))
def test_any_allowed_id_makes_a_reply_repeatable(site: Site, message_id: str) -> None:
    visitor = site.visitor()
    first = visitor.send(text="hej", client_message_id=message_id)
    assert first.status_code == 200
    assert visitor.send(text="hej", client_message_id=message_id).json == first.json


@FUZZ
@given(message_id=st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_any_other_id_is_refused(site: Site, message_id: str) -> None:
    reply = site.visitor().send(text="hej", client_message_id=message_id)
    assert reply.status_code == (200 if re.fullmatch(r"[A-Za-z0-9_-]{8,64}", message_id) else 422)


@FUZZ
@given(
    conversation_id=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
    token=st.text(max_size=50),
)
def test_no_guessed_id_opens_anything(site: Site, conversation_id: str, token: str) -> None:
    from urllib.parse import quote

    path = f"/api/v1/conversations/{quote(conversation_id, safe='')}/messages"
    header = "Bearer " + quote(token)
    body = {"text": "hej", "client_message_id": "message-1"}
    reply = site.client.post(path, json=body, headers={"Authorization": header})
    assert reply.status_code in (401, 404, 405, 308)


def given_feedback(site: Site) -> list[tuple[object, ...]]:
    with site.services.database.connect() as connection:
        rows = connection.execute(select(feedback)).all()
    return [(r.day.isoformat(), r.slug, r.language, r.audience, r.helpful, r.reason) for r in rows]


def answer_of(visitor: object) -> str:
    messages = visitor.says("är det sant?", language="ar")["messages"]  # type: ignore[attr-defined]
    return next(m["id"] for m in messages if m["type"] == "answer")


def test_feedback_is_counted_by_day_article_language_and_audience(site: Site) -> None:
    site.services.clock.forward(hours=11.5)  # 23:30 UTC is the next day in Sweden
    visitor = site.visitor("child")
    body = {"message_id": answer_of(visitor), "helpful": False, "reason": "hard_to_understand"}
    reply = visitor.post("feedback", body)
    assert (reply.status_code, reply.data) == (204, b"")
    assert given_feedback(site) == [
        ("2026-11-23", "myth-kidnap-muslim", "ar", "child", False, "hard_to_understand")
    ]


def test_a_second_opinion_replaces_the_first(site: Site) -> None:
    visitor = site.visitor()
    first, second = answer_of(visitor), answer_of(visitor)
    for helpful in (False, False, True):
        visitor.post("feedback", {"message_id": first, "helpful": helpful})
    visitor.post("feedback", {"message_id": second, "helpful": False, "reason": "other"})
    assert [(row[4], row[5]) for row in given_feedback(site)] == [(True, None), (False, "other")]


def test_feedback_outlives_the_conversation(site: Site) -> None:
    visitor = site.visitor()
    visitor.post("feedback", {"message_id": answer_of(visitor), "helpful": True})
    visitor.post("erase", None)
    assert len(given_feedback(site)) == 1


def test_feedback_on_somebody_elses_message_or_none_is_refused(site: Site) -> None:
    visitor, other = site.visitor(), site.visitor()
    for message_id in (answer_of(other), f"{'0' * 16}-1", answer_of(visitor).split("-")[0] + "-9"):
        reply = visitor.post("feedback", {"message_id": message_id, "helpful": True})
        assert reply.status_code == 404
        assert reply.json["type"] == "urn:tryggsvar:problem:no-message"
    assert given_feedback(site) == []


@pytest.mark.parametrize(
    "body",
    [
        {"helpful": True},
        {"message_id": "x", "helpful": True},
        {"message_id": f"{'0' * 16}-1"},
        {"message_id": f"{'0' * 16}-1", "helpful": "yes"},
        {"message_id": f"{'0' * 16}-1", "helpful": False, "reason": "because"},
    ],
)
def test_feedback_of_the_wrong_shape(site: Site, body: dict[str, object]) -> None:
    assert site.visitor().post("feedback", body).status_code == 422


def test_an_article_is_an_answer_message(site: Site) -> None:
    reply = site.client.get("/api/v1/articles/report-what?language=ar&audience=child")
    assert reply.status_code == 200
    assert reply.json["type"] == "answer"
    assert reply.json["title"] == "report-what child ar"
    assert reply.json["id"]


def test_an_articles_language_falls_back_to_the_browsers(site: Site) -> None:
    reply = site.client.get("/api/v1/articles/report-what", headers={"Accept-Language": "en"})
    assert reply.json["title"] == "report-what parent en"


def test_an_unknown_article_and_a_wrong_audience(site: Site) -> None:
    reply = site.client.get("/api/v1/articles/nope")
    assert (reply.status_code, reply.json["type"]) == (404, "urn:tryggsvar:problem:no-article")
    assert site.client.get("/api/v1/articles/report-what?audience=staff").status_code == 422


def test_languages_in_their_own_names(site: Site) -> None:
    by_code = {entry["code"]: entry for entry in site.client.get("/api/v1/languages").json["languages"]}
    assert by_code["ar"] == {"code": "ar", "name": "العربية", "direction": "rtl", "complete": False}
    assert by_code["sv"]["direction"] == "ltr"


def test_alive_but_not_ready_without_rasa(site: Site) -> None:
    assert site.client.get("/healthz").json == {"alive": True}
    reply = site.client.get("/readyz")
    assert (reply.status_code, reply.json) == (503, {"ready": False, "missing": ["rasa"]})


def test_readiness_lists_everything_that_is_missing(site: Site) -> None:
    site.services.snapshots.loaded = None
    site.services.database.dispose()
    site.services.database.connect = None  # type: ignore[assignment, method-assign]
    assert site.client.get("/readyz").json["missing"] == ["rasa", "snapshot", "database"]
