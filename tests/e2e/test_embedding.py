"""On somebody else's page: another origin, a strict policy, hostile styles, several chats."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask, Response
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import Visit
from tests.e2e.fake_api import FakeApi, fake_api, serving
from tests.support.chat_page import DESKTOP, ChatPage

POLICY = "default-src 'none'; script-src {server}; connect-src {server}; base-uri 'none'; require-trusted-types-for 'script'"
PAGE = """<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Host</title>{style}
<script type="module" src="{server}/widget/tryggsvar-chat.define.js"></script></head>
<body><main><h1>Host</h1><p>A page.</p></main>{tags}</body></html>"""
HOSTILE = """
html { font-size: 5px; } body { letter-spacing: 1em; word-spacing: 2em; text-transform: uppercase; visibility: visible; }
* { color: #f0f !important; font: italic 900 3px/9 cursive !important; text-align: center !important; direction: rtl; box-sizing: content-box !important;
    margin: 9px !important; padding: 9px !important; border: 5px dashed red !important; background: #ff0 !important; width: 33px !important; text-indent: 9em !important; }
button, select, textarea, dialog, p, h2, svg { display: none !important; opacity: .1 !important; }
tryggsvar-chat, tryggsvar-chat * { display: none !important; visibility: hidden !important; position: absolute !important; transform: rotate(9deg) !important;
    opacity: 0 !important; pointer-events: none !important; filter: blur(5px) !important; z-index: -1 !important; font-size: 1px !important; }
"""


@pytest.fixture
def api() -> Iterator[FakeApi]:
    with fake_api(origins=("*",)) as api:
        yield api


@contextmanager
def host(api: FakeApi, tags: str, style: str = "", policy: str | None = None) -> Iterator[str]:
    """A page of another origin."""

    def build(_url: str) -> Flask:
        app = Flask("host")

        def page() -> Response:
            link = '<link rel="stylesheet" href="/hostile.css">' if style else ""
            response = Response(PAGE.format(server=api.url, tags=tags, style=link), mimetype="text/html")
            if policy:
                response.headers["Content-Security-Policy"] = policy.format(server=api.url)
            return response

        app.add_url_rule("/", "page", page)
        app.add_url_rule("/hostile.css", "style", lambda: Response(style, mimetype="text/css"))
        app.add_url_rule("/favicon.ico", "icon", lambda: ("", 204))
        return app

    with serving(build) as url:
        yield url


def test_one_script_tag_on_another_origin_with_a_strict_policy(visit: Visit, api: FakeApi) -> None:
    with host(api, '<tryggsvar-chat language="ar" audience="parent"></tryggsvar-chat>', policy=POLICY) as url:
        page = visit(url, DESKTOP)
        chat = ChatPage(page).open()
        expect(chat.element.locator(".root")).to_have_attribute("dir", "rtl")
        colour = chat.send.evaluate("node => getComputedStyle(node).backgroundColor")
        assert colour == "rgb(23, 82, 90)", "styled, although the policy allows no style"
        chat.ask_and_wait("هل يأخذون أطفال المسلمين؟")
        chat.answer().locator("summary").first.click()
        expect(chat.erase()).to_contain_text("مسح")
        assert page.evaluate("document.head.children.length") == 3, "nothing was put into the host page"
        assert page.evaluate("document.body.children.length") == 2


def test_hostile_styles_change_nothing(visit: Visit, api: FakeApi) -> None:
    tag = "<tryggsvar-chat></tryggsvar-chat>"
    with host(api, tag) as clean, host(api, tag, style=HOSTILE) as hostile:
        expected, found = _look(visit(clean, DESKTOP)), _look(visit(hostile, DESKTOP))
    assert len(expected) > 40
    changed = [f"{name}: {a} -> {b}" for (name, a), (_, b) in zip(expected, found, strict=True) if a != b]
    assert not changed


def test_two_chats_on_a_page(visit: Visit, api: FakeApi) -> None:
    tags = '<tryggsvar-chat></tryggsvar-chat><tryggsvar-chat language="ar" position="start" audience="child"></tryggsvar-chat>'
    with host(api, tags) as url:
        page = visit(url, DESKTOP)
        page.route("https://www.1177.se/", lambda route: route.fulfill(body="away"))
        first, second = ChatPage(page, 0), ChatPage(page, 1)
        first.open()
        second.open()
        first.ask_and_wait("Tar soc muslimska barn?")
        second.ask_and_wait("ما هو السوسيال؟")
        expect(first.replies).to_have_count(1)
        expect(second.replies).to_have_count(1)
        assert {c["audience"] for c in api.conversations.values()} == {"parent", "child"}
        one, two = first.panel.bounding_box(), second.panel.bounding_box()
        assert one and two and two["x"] + two["width"] <= one["x"], "each in its corner"
        second.close_button.click()
        expect(first.panel).to_be_visible()
        first.element.evaluate("e => e.exitUrl = location.origin + '/favicon.ico?left'")
        first.exit_button.click(no_wait_after=True)
        page.wait_for_timeout(500)
        assert not api.conversations, "leaving erases both"


def test_a_frame_takes_its_page_along(visit: Visit, api: FakeApi) -> None:
    with host(api, f'<iframe src="{api.url}/barn" width="400" height="700"></iframe>') as url:
        page = visit(url, DESKTOP)
        page.frame_locator("iframe").locator("tryggsvar-chat button.exit").click()
        page.wait_for_url("**/elsewhere")


def test_the_corner_stays_when_the_language_changes(visit: Visit, api: FakeApi) -> None:
    with host(api, "<tryggsvar-chat></tryggsvar-chat>") as url:
        chat = ChatPage(visit(url, DESKTOP)).open()
        before = chat.panel.bounding_box()
        chat.speak("ar")
        assert chat.panel.bounding_box() == before


def test_attributes_and_properties_mirror_each_other(visit: Visit, api: FakeApi) -> None:
    with host(
        api, f'<tryggsvar-chat server="{api.url}" language="en" exit-url="/away"></tryggsvar-chat>'
    ) as url:
        page = visit(url, DESKTOP)
        chat = ChatPage(page)
        chat.launcher.wait_for()
        read: dict[str, Any] = chat.element.evaluate(
            "({server, language, audience, exitUrl, open, position}) => ({server, language, audience, exitUrl, open, position})"
        )
        assert read == {
            "server": f"{api.url}/", "language": "en", "audience": "parent", "exitUrl": f"{url}/away", "open": False, "position": "end",
        }  # fmt: skip
        page.evaluate(
            """() => { window.heard = []; for (const what of ["open", "close", "reply", "erase"])
            addEventListener(`tryggsvar-${what}`, (event) => window.heard.push([what, event.detail])); }"""
        )
        chat.element.evaluate("e => { e.open = true; e.language = 'ar'; }")
        expect(chat.panel).to_be_visible()
        expect(chat.welcome).to_contain_text("مرحباً")
        assert chat.element.get_attribute("open") == ""
        chat.ask_and_wait("سؤال سري")
        assert chat.element.evaluate("e => e.erase()") is True
        chat.element.evaluate("e => e.removeAttribute('open')")
        expect(chat.panel).to_be_hidden()
        assert page.evaluate("window.heard") == [
            ["open", None],
            ["reply", None],
            ["erase", None],
            ["close", None],
        ]


def test_an_element_made_by_script_and_moved_about(visit: Visit, api: FakeApi) -> None:
    with host(api, "") as url:
        page = visit(url, DESKTOP)
        page.evaluate("() => customElements.whenDefined('tryggsvar-chat')")
        page.evaluate(
            """server => { const chat = document.createElement("tryggsvar-chat");
            Object.assign(chat, {server, language: "en", open: true}); document.body.append(chat); }""",
            api.url,
        )
        chat = ChatPage(page)
        expect(chat.panel).to_be_visible()
        chat.ask_and_wait("What is a report of concern?")
        page.evaluate(
            "() => { const chat = document.querySelector('tryggsvar-chat'); chat.remove(); document.querySelector('main').append(chat); }"
        )
        chat.ask_and_wait("What is soc?")
        expect(chat.answers).to_have_count(2)
        assert len(api.conversations) == 1, "still the same conversation"
        page.evaluate("() => document.querySelector('tryggsvar-chat').remove()")
        for _ in range(3):
            page.keyboard.press("Escape")
        page.wait_for_timeout(200)
        assert page.url == f"{url}/", "an element that is gone listens no more"


def test_properties_set_before_the_module_came(visit: Visit, api: FakeApi) -> None:
    with host(api, "<tryggsvar-chat></tryggsvar-chat>") as url:
        page = visit("about:blank", DESKTOP)
        held: list[Route] = []
        page.route("**/tryggsvar-chat.define.js", lambda route: held.append(route))
        page.goto(url, wait_until="commit")
        page.locator("tryggsvar-chat").evaluate("chat => (chat.language = 'ar')")
        held[0].continue_()
        expect(ChatPage(page).launcher).to_have_text("اسأل عن السوسيال")
        assert ChatPage(page).element.get_attribute("language") == "ar"


def _look(page: Page) -> list[tuple[str, str]]:
    """Every element of the open chat and how it is drawn."""
    chat = ChatPage(page)
    chat.launcher.wait_for()
    chat.launcher.evaluate("node => node.click()")
    chat.welcome.wait_for()
    looks: list[tuple[str, str]] = chat.element.evaluate(
        """chat => [...chat.shadowRoot.querySelectorAll(".root *")].map((node) => {
            const style = getComputedStyle(node), box = node.getBoundingClientRect();
            const kept = [...style].filter((name) => !name.startsWith("--")).map((name) => `${name}: ${style.getPropertyValue(name)}`);
            return [`${node.localName}.${node.getAttribute("class")}`, JSON.stringify([box, kept])];
        })"""
    )
    return looks
