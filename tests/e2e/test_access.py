"""Keyboard, screen reader, right-to-left, small screens, large text, colours."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.fake_api import FakeApi, article
from tests.support.axe import violations
from tests.support.chat_page import DESKTOP, PHONE, ChatPage

NARROW = {"width": 320, "height": 640}
RUMOUR = {
    "sv": "Tar soc muslimska barn?",
    "en": "Do they take the muslim children?",
    "ar": "هل يأخذون أطفال المسلمين؟",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["sv", "en", "ar"])
@pytest.mark.parametrize("path", ["/", "/barn", "/embed"])
def test_axe_finds_nothing_on_a_page(
    visit: Visit, api: FakeApi, path: str, language: str, scheme: str
) -> None:
    page = visit(f"{api.url}{path}?lang={language}", color_scheme=scheme)
    ChatPage(page).element.locator(".root").wait_for(state="attached")
    assert not violations(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("audience", ["parent", "child"])
def test_axe_finds_nothing_in_any_state(visit: Visit, api: FakeApi, audience: str, scheme: str) -> None:
    page = visit(
        f"{api.url}/barn?lang=sv" if audience == "child" else f"{api.url}/?lang=sv", color_scheme=scheme
    )
    chat = ChatPage(page)
    if audience == "parent":
        chat.open()
    myth = article("myth-kidnap-muslim", audience, "sv")
    verdicts = ["false", "misleading", "partly_true", "true"]
    statuses = ["reviewed", "unreviewed", "machine", "stale"]
    api.say = [
        {**myth, "verdict": v, "translation": {"language": "sv", "status": s}}
        for v, s in zip(verdicts, statuses, strict=True)
    ]
    chat.ask_and_wait("Pappa slår mig")
    expect(chat.answers).to_have_count(4)
    for summary in chat.log.locator("summary").all():
        summary.click()
    assert not violations(page)
    api.fail = [429]
    chat.ask("Och sedan?")
    expect(chat.log.get_by_role("button", name="Skicka igen")).to_be_visible()
    assert not violations(page)
    page.context.set_offline(True)
    chat.ask("Hallå?")
    expect(chat.status).to_contain_text("Ingen kontakt")
    assert not violations(page)


def test_with_the_keyboard_alone(visit: Visit, api: FakeApi) -> None:
    page = visit(f"{api.url}/embed?lang=sv", DESKTOP)
    chat = ChatPage(page)
    keys = page.keyboard
    chat.launcher.wait_for()
    for _ in range(40):
        keys.press("Tab")
        if chat.launcher.evaluate("node => node.matches(':focus')"):
            break
    expect(chat.launcher).to_be_focused()
    assert _ring(page) >= 2
    keys.press("Enter")
    expect(chat.input).to_be_focused()
    keys.type("Barnen")
    keys.press("Enter")
    expect(chat.choices).to_have_count(1)
    # Back through the log: the last choice is the nearest.
    keys.press("Shift+Tab")
    picked = chat.choices.first.get_by_role("button").last
    expect(picked).to_be_focused()
    keys.press("Enter")
    expect(chat.choices).to_have_count(2)
    expect(picked).to_be_focused()
    keys.press("Tab")
    expect(chat.choices.last.get_by_role("button").first).to_be_focused()
    keys.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.launcher).to_be_focused()
    keys.press("Space")
    expect(chat.input).to_be_focused()
    expect(chat.choices).to_have_count(2)


def test_focus_stays_inside_on_a_phone(visit: Visit, api: FakeApi) -> None:
    """The panel covers the whole screen there, so the page behind is out of reach."""
    page = visit(f"{api.url}/?lang=sv", PHONE)
    chat = ChatPage(page).open()
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.localName") in ("tryggsvar-chat", "body")
    chat.close_button.click()
    expect(chat.launcher).to_be_focused()


def test_a_touch_screen_keeps_its_keyboard_down(visit: Visit, api: FakeApi) -> None:
    page = visit(f"{api.url}/?lang=sv", has_touch=True, is_mobile=True)
    chat = ChatPage(page)
    chat.launcher.tap()
    expect(chat.log).to_be_focused()
    chat.input.tap()
    expect(chat.input).to_be_focused()
    chat.ask_and_wait(RUMOUR["sv"])
    expect(chat.log).to_be_focused()


def test_each_message_is_announced_once(visit: Visit, api: FakeApi) -> None:
    page = visit(f"{api.url}/?lang=sv", DESKTOP)
    chat = ChatPage(page).open()
    expect(chat.log).to_have_attribute("aria-label", "Samtalet")
    chat.log.evaluate(
        """log => {
            window.added = []; window.gone = 0;
            new MutationObserver((changes) => changes.forEach((change) => {
              if (change.target !== log) return;
              change.addedNodes.forEach((node) => window.added.push(node.className));
              window.gone += change.removedNodes.length;
            })).observe(log, {childList: true, subtree: true});
        }"""
    )
    api.delay = 0.5
    chat.ask(RUMOUR["sv"])
    expect(chat.status).to_contain_text("Letar efter svar")
    chat.answers.first.wait_for()
    expect(chat.status).to_be_empty()
    chat.speak("en")
    chat.ask_and_wait("What is a report of concern?")
    assert page.evaluate("window.added") == ["said", "bot answer", "said", "bot answer"]
    assert page.evaluate("window.gone") == 0


def test_numbers_and_sections_are_not_turned_round(visit: Visit, api: FakeApi) -> None:
    """In a right-to-left line "116 111" would else be shown as "111 116"."""
    api.say = [
        {"type": "text", "text": "اتصل ببريس على 116 111 أو 020-50 50 50. انظر 3 kap. 2 § والقانون 2–3 §§."}
    ]
    page = visit(f"{api.url}/?lang=ar")
    chat = ChatPage(page).open()
    reply = chat.ask_and_wait("؟")
    assert reply.locator("bdi").all_text_contents() == ["116 111", "020-50 50 50", "3 kap. 2 §", "2–3 §§"]
    left = """bdi => { const range = document.createRange(); const text = bdi.firstChild;
        return [0, text.length - 1].map((i) => { range.setStart(text, i); range.setEnd(text, i + 1);
        return range.getBoundingClientRect().left; }); }"""
    for number in reply.locator("bdi").all():
        first, last = number.evaluate(left)
        assert first < last
    api.say = None
    chat.ask_and_wait(RUMOUR["ar"])
    boxes = [chat.element.locator(s).first.bounding_box() for s in (".send", "textarea", ".close", "h2")]
    send, field, close, title = (box["x"] for box in boxes if box)
    assert send < field and close < title, "the whole frame is mirrored"


@pytest.mark.parametrize("language", ["sv", "ar"])
@pytest.mark.parametrize("path", ["/", "/barn", "/embed"])
def test_nothing_scrolls_sideways(visit: Visit, api: FakeApi, path: str, language: str) -> None:
    page = visit(f"{api.url}{path}?lang={language}", NARROW)
    chat = ChatPage(page)
    if path != "/barn":
        chat.open()
    chat.ask_and_wait(RUMOUR[language])
    for summary in chat.log.locator("summary").all():
        summary.click()
    for size, viewport in (("100%", NARROW), ("200%", PHONE)):
        page.set_viewport_size(viewport)
        page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
        chat.element.evaluate(f"e => e.shadowRoot.querySelector('.root').style.fontSize = '{size}'")
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        for part in (chat.log, chat.panel):
            assert part.evaluate("node => node.scrollWidth - node.clientWidth") <= 0
        expect(chat.exit_button).to_be_in_viewport(ratio=0.99)


@pytest.mark.parametrize(("path", "least"), [("/", 44), ("/barn", 44)])
def test_everything_to_press_is_large_enough(visit: Visit, api: FakeApi, path: str, least: int) -> None:
    page = visit(f"{api.url}{path}?lang=sv")
    chat = ChatPage(page)
    if path == "/":
        chat.open()
    chat.ask_and_wait("Pappa slår mig")
    chat.answer()
    small = chat.element.evaluate(
        """(chat, least) => [...chat.shadowRoot.querySelectorAll("button, select, textarea, summary, a.call")]
            .filter((node) => node.checkVisibility() && node.getBoundingClientRect().height < least)
            .map((node) => `${node.className || node.localName} ${node.getBoundingClientRect().height}`)""",
        least,
    )
    assert not small


def test_forced_colours_keep_edges(visit: Visit, api: FakeApi) -> None:
    page = visit(f"{api.url}/?lang=sv", forced_colors="active")
    chat = ChatPage(page).open()
    chat.ask_and_wait(RUMOUR["sv"])
    for part in (chat.send, chat.exit_button, chat.answer(), chat.close_button):
        assert float(part.evaluate("node => parseFloat(getComputedStyle(node).borderTopWidth)")) >= 1


def test_a_phone_lying_on_its_side(visit: Visit, api: FakeApi) -> None:
    page = visit(f"{api.url}/?lang=sv", {"width": 740, "height": 360})
    chat = ChatPage(page).open()
    chat.ask_and_wait(RUMOUR["sv"])
    for part in (chat.exit_button, chat.input, chat.close_button):
        expect(part).to_be_in_viewport(ratio=0.99)
    page.set_viewport_size(DESKTOP)
    expect(chat.panel).to_be_visible()
    expect(chat.answers).to_have_count(1)


def _ring(page: Page) -> float:
    """Width of the focus ring, in px."""
    return float(
        page.evaluate(
            """() => { let node = document.activeElement; while (node.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
            const style = getComputedStyle(node); return style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth); }"""
        )
    )
