"""A browser for the session, a double of the API for each test, and pages that report what they should not do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from tests.e2e.fake_api import FakeApi, fake_api
from tests.support.browser import chromium
from tests.support.chat_page import PHONE

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def api() -> Iterator[FakeApi]:
    with fake_api() as api:
        yield api


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """`visit(url, viewport=…, …context options)` -> a page. Afterwards nothing may have left loopback, and no script failed."""
    contexts, faults = [], []

    def open_page(url: str, viewport: dict[str, int] = PHONE, **options: Any) -> Page:
        context = browser.new_context(viewport=viewport, reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)

        def seen(request: Request) -> None:
            if not request.url.startswith(("http://127.0.0.1:", "http://localhost:", "data:", "about:")):
                faults.append(f"asked {request.url}")

        def said(message: ConsoleMessage) -> None:
            if "Content Security Policy" in message.text and "favicon" not in message.text:
                faults.append(message.text)

        page.on("request", seen)
        page.on("console", said)
        page.on("pageerror", lambda error: faults.append(f"script failed: {error}"))
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)
