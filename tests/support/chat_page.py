"""`<tryggsvar-chat>` as a test drives it: what a reader would do, in a reader's words. Playwright looks into the shadow tree."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

PHONE = {"width": 375, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


class ChatPage:
    """One chat on a page; `which` when there are several."""

    def __init__(self, page: Page, which: int = 0) -> None:
        self.page = page
        self.element = page.locator("tryggsvar-chat").nth(which)
        self.launcher = self._in(".launcher")
        self.panel = self._in(".panel")
        self.log = self._in("[role=log]")
        self.status = self._in("[role=status]")
        self.input = self._in("textarea")
        self.send = self._in(".send")
        self.languages = self._in("select")
        self.exit_button = self._in("button.exit")
        self.close_button = self._in(".close")
        self.restart_button = self._in(".tools button >> nth=0")
        self.erase_button = self._in(".tools button >> nth=1")
        self.welcome = self._in(".welcome")
        self.answers = self._in("article.answer")
        self.choices = self._in(".choices")
        self.help = self._in(".help")
        self.replies = self._in(".log > .bot:not(.welcome)")
        self.said = self._in(".said")
        self.notes = self._in(".note")

    def _in(self, selector: str) -> Locator:
        return self.element.locator(selector)

    def open(self) -> ChatPage:
        """Opens the panel; one that stands inline is open already."""
        self._in(".launcher, section.panel").first.wait_for()
        if self.launcher.count():
            self.launcher.click()
        expect(self.panel).to_be_visible()
        return self

    def ask(self, text: str) -> ChatPage:
        self.input.fill(text)
        self.send.click()
        return self

    def ask_and_wait(self, text: str, timeout: float = 15_000) -> Locator:
        """The first message of the reply."""
        before = self.replies.count()
        self.ask(text)
        first = self.replies.nth(before)
        first.wait_for(timeout=timeout)
        return first

    def answer(self, which: int = -1) -> Locator:
        """An answer card, the last by default, once there is one."""
        self.answers.first.wait_for()
        return self.answers.nth(which)

    def choose(self, label: str) -> ChatPage:
        self.log.get_by_role("button", name=label).last.click()
        return self

    def speak(self, code: str) -> ChatPage:
        self.languages.select_option(code)
        expect(self._in(".root")).to_have_attribute("lang", code)
        return self

    def erase(self) -> Locator:
        """The note that says what came of it."""
        self.erase_button.click()
        self.notes.first.wait_for()
        return self.notes.first

    def leave(self) -> None:
        self.exit_button.click()
