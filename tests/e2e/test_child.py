"""The page for children: few words, help in sight, a large way out."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.fake_api import FakeApi
from tests.support.axe import violations
from tests.support.browser import until
from tests.support.chat_page import DESKTOP, PHONE, ChatPage


@pytest.mark.parametrize(
    "viewport", [PHONE, DESKTOP, {"width": 320, "height": 568}], ids=["phone", "desktop", "small"]
)
@pytest.mark.parametrize("language", ["sv", "ar"])
def test_help_and_the_way_out_are_always_in_sight(
    visit: Visit, api: FakeApi, language: str, viewport: dict[str, int]
) -> None:
    page = visit(f"{api.url}/barn?lang={language}", viewport)
    chat = ChatPage(page)
    expect(page).to_have_title({"sv": "Information", "ar": "معلومات"}[language])
    chat.input.wait_for()
    for question in ("", {"sv": "Pappa slår mig", "ar": "أبي يضربني"}[language]):
        if question:
            chat.ask_and_wait(question)
            expect(chat.help.first).to_be_in_viewport()
        for number in ("116111", "112"):
            link = page.locator(f".now a[href='tel:{number}']")
            expect(link).to_be_in_viewport(ratio=0.99)
            box = link.bounding_box()
            assert box and box["height"] >= 48
        expect(chat.exit_button).to_be_in_viewport(ratio=0.99)
        box = chat.exit_button.bounding_box()
        assert box and box["height"] >= 48
        assert not violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_a_child_gets_texts_for_children_by_pressing_only(visit: Visit, api: FakeApi) -> None:
    page = visit(f"{api.url}/barn?lang=sv")
    chat = ChatPage(page)
    chat.welcome.get_by_role("button", name="Vad är soc?").click()
    card = chat.answer()
    expect(card).to_contain_text("Soc är vuxna som lyssnar på barn")
    expect(card.locator("a.call").first).to_be_visible()
    assert next(iter(api.conversations.values()))["audience"] == "child"
    card.locator(".rate").get_by_role("button", name="Nej").click()
    expect(card.locator(".rate")).to_have_text("Tack för att du berättade det.")
    until(lambda: bool(api.feedback))
    assert [(f["helpful"], f.get("reason")) for f in api.feedback] == [(False, None)], (
        "a child is not asked why"
    )


def test_without_scripts_there_is_still_help(visit: Visit, api: FakeApi) -> None:
    page = visit(f"{api.url}/barn?lang=sv", java_script_enabled=False)
    expect(page.get_by_text("prata med en vuxen")).to_be_visible()
    page.get_by_role("link", name="Lämna sidan").click()
    page.wait_for_url("**/elsewhere")


def test_no_copy_of_the_page_is_kept(visit: Visit, api: FakeApi) -> None:
    page = visit("about:blank")
    response = page.goto(f"{api.url}/barn")
    assert response and response.headers["cache-control"] == "no-store"
