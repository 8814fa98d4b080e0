"""Out of the page in one press, with nothing left behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.fake_api import FakeApi
from tests.support.browser import until
from tests.support.chat_page import DESKTOP, ChatPage

STORED = """async () => [localStorage.length, sessionStorage.length, document.cookie, history.state,
    (await indexedDB.databases()).length, (await caches.keys()).length]"""


def _press_the_button(page: Page, chat: ChatPage) -> None:
    chat.leave()


def _press_escape_three_times(page: Page, chat: ChatPage) -> None:
    for _ in range(3):
        page.keyboard.press("Escape")


@pytest.mark.parametrize("path", ["/", "/barn"])
@pytest.mark.parametrize("way", [_press_the_button, _press_escape_three_times])
def test_quick_exit(visit: Visit, api: FakeApi, way: Callable[[Page, ChatPage], None], path: str) -> None:
    page = visit("about:blank")
    page.goto(f"{api.url}{path}?lang=sv")
    chat = ChatPage(page)
    if path == "/":
        chat.open()
    chat.ask_and_wait("Tar soc muslimska barn?")
    assert page.evaluate(STORED) == [0, 0, "", None, 0, 0]
    assert len(api.conversations) == 1
    way(page, chat)
    page.wait_for_url("**/elsewhere")
    until(lambda: not api.conversations)
    assert [how for _, how in api.erased] == ["beacon"]
    assert page.context.cookies() == []
    page.go_back()
    assert page.url == "about:blank", "Back must not return to the page that was left"


def test_the_page_is_hidden_before_the_next_one_has_come(visit: Visit, api: FakeApi) -> None:
    page = visit(f"{api.url}/?lang=sv")
    chat = ChatPage(page).open()
    chat.ask_and_wait("Vad är soc?")
    seen: list[list[str]] = []
    page.expose_function("report", lambda what: seen.append(what))
    page.evaluate(
        """() => { navigator.sendBeacon = () => {
        report([getComputedStyle(document.documentElement).display, document.title]); return true; }; }"""
    )
    chat.leave()
    page.wait_for_url("**/elsewhere")
    assert seen == [["none", ""]]


def test_escape_elsewhere_does_nothing(visit: Visit, api: FakeApi) -> None:
    """A closed chat in which nothing was said leaves the page alone; slow presses close the panel and no more."""
    page = visit(f"{api.url}/?lang=sv", DESKTOP)
    chat = ChatPage(page)
    chat.launcher.wait_for()
    _press_escape_three_times(page, chat)
    page.wait_for_timeout(300)
    assert page.url.endswith("/?lang=sv")
    chat.open()
    page.keyboard.press("Escape")
    page.wait_for_timeout(1200)
    page.keyboard.press("Escape")
    page.wait_for_timeout(1200)
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    expect(chat.panel).to_be_hidden()
    assert page.url.endswith("/?lang=sv")


def test_an_exit_address_that_is_no_address(visit: Visit, api: FakeApi) -> None:
    page = visit(f"{api.url}/?lang=sv")
    chat = ChatPage(page).open()
    for value in ("javascript:window.ran=1", "data:text/html,x", "http://["):
        assert (
            chat.element.evaluate("(e, value) => (e.exitUrl = value, e.exitUrl)", value)
            == "https://www.1177.se/"
        )


def test_erase_is_confirmed(visit: Visit, api: FakeApi) -> None:
    page = visit(f"{api.url}/?lang=sv")
    chat = ChatPage(page).open()
    chat.ask_and_wait("Tar soc muslimska barn?")
    expect(chat.erase()).to_have_text("Samtalet är raderat, både här och på servern.")
    assert [how for _, how in api.erased] == ["call"]
    expect(chat.said).to_have_count(0)
    chat.ask_and_wait("Vad händer efter en orosanmälan?")
    assert len(api.conversations) == 1, "a new conversation, not the erased one"
    assert len(api.turns) == 1


def test_erase_that_fails_says_so_and_can_be_repeated(visit: Visit, api: FakeApi) -> None:
    page = visit(f"{api.url}/?lang=sv")
    chat = ChatPage(page).open()
    chat.ask_and_wait("Tar soc muslimska barn?")
    api.erase_fails = True
    expect(chat.erase()).to_contain_text("efter 30 minuter")
    expect(chat.said).to_have_count(0)
    assert len(api.conversations) == 1
    api.erase_fails = False
    chat.erase_button.click()
    expect(chat.notes).to_have_text(["Samtalet är raderat, både här och på servern."])
    assert not api.conversations


def test_erase_while_an_answer_is_on_its_way(visit: Visit, api: FakeApi) -> None:
    page = visit(f"{api.url}/?lang=sv")
    chat = ChatPage(page).open()
    chat.ask_and_wait("Vad är soc?")
    api.delay = 1.0
    chat.ask("Tar soc muslimska barn?")
    expect(chat.status).to_contain_text("Letar")
    expect(chat.erase()).to_contain_text("raderat")
    page.wait_for_timeout(1500)
    expect(chat.answers).to_have_count(0)
    expect(chat.status).to_be_empty()


def test_closing_the_page_erases_too(visit: Visit, api: FakeApi) -> None:
    page = visit(f"{api.url}/?lang=sv")
    ChatPage(page).open().ask_and_wait("Vad är soc?")
    page.close(run_before_unload=True)
    until(lambda: not api.conversations)
