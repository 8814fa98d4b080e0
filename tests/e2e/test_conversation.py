"""A whole conversation, in Swedish and in Arabic, on a phone and on a desktop."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.fake_api import FakeApi
from tests.support.axe import violations
from tests.support.browser import until
from tests.support.chat_page import DESKTOP, PHONE, ChatPage

WORDS: dict[str, dict[str, str]] = {
    "sv": {
        "rumour": "Dom säger att soc rövar bort muslimska barn, är det sant?",
        "verdict": "Det stämmer inte",
        "date": "27 april 2026",
        "vague": "Barnen",
        "none": "Inget av det här",
        "danger": "Min man slår mig",
        "call": "Ring 112",
        "no": "Nej",
        "reason": "Svårt att förstå",
        "erased": "raderat",
    },
    "ar": {
        "rumour": "يقولون إن السوسيال يخطف أطفال المسلمين، هل هذا صحيح؟",
        "verdict": "هذا غير صحيح",
        "date": "27 أبريل 2026",
        "vague": "الأطفال",
        "none": "لا شيء من هذا",
        "danger": "زوجي يضربني",
        "call": "112",
        "no": "لا",
        "reason": "صعب الفهم",
        "erased": "مسح",
    },
}


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", ["sv", "ar"])
def test_a_whole_conversation(visit: Visit, api: FakeApi, language: str, viewport: dict[str, int]) -> None:
    words = WORDS[language]
    page = visit(f"{api.url}/?lang={language}", viewport)
    assert not violations(page)
    chat = ChatPage(page).open()
    expect(chat.input).to_be_focused()
    assert not violations(page)
    assert not api.conversations, "nothing is begun before something is said"

    first = chat.ask_and_wait(words["rumour"])
    expect(first.locator(".verdict")).to_contain_text(words["verdict"])
    expect(first.locator("time")).to_have_text(words["date"])
    expect(first.locator("a.call").first).to_have_attribute("href", re.compile(r"^tel:\d+$"))
    expect(chat.status).to_be_empty()
    for summary in first.locator("summary").all():
        summary.click()
    sources = first.locator(".sources a")
    assert sources.count() > 3
    for link in sources.all():
        assert link.get_attribute("rel") == "noopener noreferrer"
        assert (link.get_attribute("href") or "").startswith("https://")
    assert not violations(page)

    first.locator(".pills button").first.click()
    expect(chat.answers).to_have_count(2)

    chat.ask_and_wait(words["vague"])
    options = chat.choices.first.get_by_role("button")
    expect(options).to_have_count(3)
    chat.choose(words["none"])
    expect(options.last).to_have_attribute("aria-pressed", "true")
    for option in options.all():
        expect(option).to_be_disabled()
    expect(chat.choices).to_have_count(2)
    asked = len(api.turns)
    options.first.click(force=True)
    assert len(api.turns) == asked, "a closed choice sends nothing"

    chat.ask_and_wait(words["danger"])
    expect(chat.replies.nth(4)).to_have_class("bot help crisis")
    expect(chat.help.locator("a.call").first).to_contain_text(words["call"])
    expect(chat.answers).to_have_count(3)
    assert not violations(page)

    rating = chat.answer().locator(".rate")
    rating.get_by_role("button", name=words["no"], exact=True).click()
    expect(rating).to_be_focused()
    assert not violations(page)
    rating.get_by_role("button", name=words["reason"]).click()
    expect(rating.get_by_role("button")).to_have_count(0)
    until(lambda: len(api.feedback) == 2)
    given = [(f["helpful"], f.get("reason")) for f in api.feedback]
    assert given == [(False, None), (False, "hard_to_understand")]

    assert not _bare_keys(chat)
    note = chat.erase()
    expect(note).to_contain_text(words["erased"])
    expect(chat.replies).to_have_count(0)
    assert not api.conversations
    assert not violations(page)


def test_the_reader_chooses_a_language(visit: Visit, api: FakeApi) -> None:
    page = visit(f"{api.url}/?lang=sv")
    chat = ChatPage(page).open()
    names = chat.languages.locator("option").all_text_contents()
    assert {"Svenska", "English", "العربية"} <= set(names)
    chat.languages.focus()
    chat.speak("ar")
    expect(chat.element.locator(".root")).to_have_attribute("dir", "rtl")
    expect(chat.welcome).to_contain_text("مرحباً")
    expect(chat.languages).to_be_focused()
    chat.ask_and_wait("Tar soc muslimska barn?")
    assert api.turns[0]["language"] == "ar"
    expect(chat.answer()).to_contain_text("هل تأخذ")


def test_the_buttons_follow_what_is_written(visit: Visit, api: FakeApi) -> None:
    """Who writes Arabic on a Swedish page has not chosen Arabic, but surely reads it."""
    chat = ChatPage(visit(f"{api.url}/?lang=sv")).open()
    chat.ask_and_wait(WORDS["ar"]["rumour"])
    expect(chat.element.locator(".root")).to_have_attribute("dir", "rtl")
    expect(chat.answer().locator(".verdict")).to_contain_text(WORDS["ar"]["verdict"])
    assert "language" not in api.turns[0]


def test_a_text_in_another_language_is_labelled(visit: Visit, api: FakeApi) -> None:
    from tests.e2e.fake_api import article

    swedish: Any = article("soc-what", "parent", "sv")
    api.say = [{**swedish, "translation": {"language": "sv", "status": "machine"}}]
    chat = ChatPage(visit(f"{api.url}/?lang=ar")).open()
    card = chat.ask_and_wait("ما هو السوسيال؟")
    expect(card.locator("h3").first).to_have_attribute("lang", "sv")
    expect(card.locator("h3").first).to_have_attribute("dir", "ltr")
    expect(card.locator(".origin")).to_contain_text("السويدية")
    expect(card.locator(".origin")).to_contain_text("آلي")


def test_starters_and_starting_over(visit: Visit, api: FakeApi) -> None:
    chat = ChatPage(visit(f"{api.url}/?lang=sv")).open()
    chat.restart_button.click()
    assert not api.conversations, "there was nothing to start over"
    chat.welcome.get_by_role("button").first.click()
    expect(chat.answers).to_have_count(1)
    chat.welcome.get_by_role("button").nth(2).click()
    expect(chat.choices).to_have_count(1)
    chat.restart_button.click()
    expect(chat.replies).to_have_count(0)
    expect(chat.status).to_be_empty()
    chat.speak("en")
    expect(chat.welcome).to_contain_text("Hello!")
    assert [t.get("choice") for t in api.turns] == [None, "form:worried", "start_over"]


def test_input_methods_and_new_lines(visit: Visit, api: FakeApi) -> None:
    page = visit(f"{api.url}/?lang=sv")
    chat = ChatPage(page).open()
    chat.input.fill("ሰላም")
    composing = (
        "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true})"
    )
    chat.input.evaluate(f"input => input.dispatchEvent({composing})")
    expect(chat.said).to_have_count(0)
    chat.input.press("Shift+Enter")
    assert chat.input.input_value() == "ሰላም\n"
    chat.input.press("Enter")
    expect(chat.said).to_have_count(1)
    expect(chat.input).to_have_value("")
    chat.input.press("Enter")
    expect(chat.said).to_have_count(1)


def _bare_keys(chat: ChatPage) -> list[str]:
    """Keys of the catalogue that are shown because their words are missing."""
    found: list[str] = chat.element.evaluate(
        """chat => { const walk = document.createTreeWalker(chat.shadowRoot, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT), texts = [];
        while (walk.nextNode()) { const node = walk.currentNode;
          if (node.parentElement?.closest("dl")) continue; // the glossary holds single words
          texts.push(...(node.nodeType === 3 ? [node.data] : [node.ariaLabel, node.placeholder].filter(Boolean))); }
        return texts.map((text) => text.trim()).filter((text) => /^[a-z]+([._][a-z0-9_]+)*$/.test(text)); }"""
    )
    return found


def test_hard_words_can_be_opened_by_keyboard(visit: Visit, api: FakeApi) -> None:
    page = visit(f"{api.url}/?lang=sv", PHONE)
    answer = ChatPage(page).open().ask_and_wait(WORDS["sv"]["rumour"])
    words = answer.locator("details.words")
    expect(words.locator("dl")).to_be_hidden()
    words.locator("summary").press("Enter")
    expect(words.locator("dt").first).to_be_visible()
    expect(words.locator("dd").first).not_to_be_empty()
    assert not violations(page)
