"""What a weak phone on a slow line has to fetch and to wait for."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, Response, expect

from tests.e2e.conftest import Visit
from tests.e2e.fake_api import FakeApi
from tests.support.chat_page import ChatPage

LIMIT_BYTES = 15_000
ANSWER_SECONDS = 3.0


@pytest.mark.parametrize(("path", "language"), [("/", "sv"), ("/", "ar"), ("/barn", "sv"), ("/barn", "ar")])
def test_what_is_fetched_before_anything_is_touched(
    visit: Visit, api: FakeApi, path: str, language: str
) -> None:
    page = visit("about:blank")
    sizes: dict[str, int] = {}

    def weigh(response: Response) -> None:
        if "/widget/" in response.url:
            sizes[response.url.rpartition("/")[2]] = int(response.header_value("content-length") or 10**6)

    page.on("response", weigh)
    page.goto(f"{api.url}{path}?lang={language}")
    ChatPage(page).element.locator(".root").wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    assert "transport.js" not in sizes
    assert sum(sizes.values()) <= LIMIT_BYTES, sizes


def test_the_first_answer_on_a_slow_line(visit: Visit, api: FakeApi) -> None:
    """400 kbit/s and 400 ms: from the press on "send" to the card."""
    page = visit(f"{api.url}/?lang=ar")
    _slow(page)
    chat = ChatPage(page).open()
    chat.input.fill("هل يأخذون أطفال المسلمين؟")
    start = time.monotonic()
    chat.send.click()
    expect(chat.answers).to_have_count(1)
    assert time.monotonic() - start <= ANSWER_SECONDS


def test_nothing_moves_while_the_page_loads(visit: Visit, api: FakeApi) -> None:
    for path in ("/", "/barn"):
        page = visit("about:blank")
        page.add_init_script(
            """window.shifts = 0; new PerformanceObserver((list) => list.getEntries().forEach((e) => (window.shifts += e.value)))
            .observe({type: "layout-shift", buffered: true});"""
        )
        page.goto(f"{api.url}{path}?lang=sv")
        ChatPage(page).element.locator(".root").wait_for(state="attached")
        page.wait_for_timeout(300)
        assert page.evaluate("window.shifts") < 0.01, path


def _slow(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    line = {"latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    session.send("Network.emulateNetworkConditions", {"offline": False, **line})
