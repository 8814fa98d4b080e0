"""The real product in a real browser: widget, gateway, Rasa, actions, encoder and index, as a visitor meets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from knowledge.catalogue import say
from tests.e2e.conftest import Visit
from tests.support.axe import violations
from tests.support.chat_page import DESKTOP, PHONE, ChatPage
from tests.support.processes import Stack, running_stack

pytestmark = [pytest.mark.processes, pytest.mark.timeout(420)]

SCREENSHOTS = Path(__file__).resolve().parents[2] / "screenshots"
PARENT = {
    "sv": {
        "hello": "hej",
        "rumour": "dom säger att soc rövar bort muslimska barn, är det sant?",
        "verdict": "Det stämmer inte",
        "follow_up": "hur lång tid tar det då?",
        "plain": "har jag rätt till tolk på mötet med soc?",
        "danger": "min man slår mig och barnen nu",
        "off": "hur blir vädret i helgen",
        "source": "1990:52",
        "date": "27 april 2026",
    },
    "ar": {
        "hello": "مرحبا",
        "rumour": "يقولون ان السوسيال يخطف اطفال المسلمين هل هذا صحيح",
        "verdict": "هذا غير صحيح",
        "follow_up": "وكم يستغرق ذلك؟",
        "plain": "هل يحق لي مترجم في الاجتماع مع السوسيال؟",
        "danger": "زوجي عم يضربني انا والاولاد هلق",
        "off": "كيف الطقس بكرا",
        "source": "1990:52",
        "date": "27 أبريل 2026",
    },
    "so": {
        "hello": "asc walaal",
        "rumour": "soc waxay afduubtaa carruurta muslimka ah, ma run baa?",
        "verdict": "Run ma aha",
        "follow_up": "intee bay qaadanaysaa?",
        "plain": "ma heli karaa turjubaan marka aan soc la kulmayo?",
        "danger": "ninkaygu hadda ayuu i garaacayaa aniga iyo carruurta",
        "off": "cimiladu berri sidee noqonaysaa",
        "source": "1990:52",
        "date": "2026-04-27",  # chromium has no such locale
    },
    "fa": {
        "hello": "سلام",
        "rumour": "میگن سوسیال بچه های مسلمونا رو میدزده راسته؟",
        "verdict": "درست نیست",
        "follow_up": "چقدر طول میکشه؟",
        "plain": "حق دارم تو جلسه با سوسیال مترجم داشته باشم؟",
        "danger": "شوهرم داره من و بچه ها رو میزنه",
        "off": "هوا فردا چطوره",
        "source": "1990:52",
        "date": "27 آوریل 2026",
    },
    "ti": {
        "hello": "ሰላም",
        "rumour": "ስዊድን ንሙስሊም ቆልዑ ትጨውይ እያ",
        "verdict": say("verdict.false", "ti"),
        "follow_up": "ክንደይ ግዜ ይወስድ?",
        "plain": "ኣብ ኣኼባ ምስ ሶሻል ኣስተርጓሚ ክረክብ መሰል ኣለኒ ድዩ?",
        "danger": "ሰብኣየይ ንዓይን ንደቀይን ይወቅዓና ኣሎ ሕጂ",
        "off": "ጽባሕ ኩነታት ኣየር ከመይ እዩ",
        "source": "1990:52",
        "date": "2026-04-27",  # chromium has no such locale
    },
}


@pytest.fixture(scope="module")
def stack(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running_stack(tmp_path_factory.mktemp("whole") / "data", like=prepared) as running:
        yield running


@pytest.mark.parametrize(
    ("language", "viewport"),
    [(code, PHONE) for code in PARENT] + [("sv", DESKTOP), ("ar", DESKTOP)],
    ids=[f"{code}-phone" for code in PARENT] + ["sv-desktop", "ar-desktop"],
)
def test_a_parent_talks_with_the_real_product(
    visit: Visit, stack: Stack, language: str, viewport: dict[str, int]
) -> None:
    words = PARENT[language]
    name = f"whole-{language}-{'phone' if viewport is PHONE else 'desktop'}"
    SCREENSHOTS.mkdir(exist_ok=True)
    page = visit(f"{stack.url}/?lang={language}", viewport)
    assert not violations(page)
    chat = ChatPage(page).open()
    assert chat.ask_and_wait(words["hello"]).inner_text().strip()

    chat.ask_and_wait(words["rumour"])
    card = chat.answer()
    expect(card.locator(".verdict")).to_contain_text(words["verdict"])
    expect(card.locator("time")).to_have_text(words["date"])
    assert words["source"] in card.inner_text() or words["source"] in (card.text_content() or "")
    expect(card.locator("a.call").first).to_have_attribute("href", re.compile(r"^tel:\d+$"))
    assert not violations(page)
    page.screenshot(path=SCREENSHOTS / f"{name}-rumour.png")

    assert chat.ask_and_wait(words["follow_up"]).inner_text().strip()

    before = chat.answers.count()
    chat.ask_and_wait(words["plain"])
    expect(chat.answers).to_have_count(before + 1)
    expect(chat.answer().locator(".verdict")).to_have_count(0)

    first = chat.ask_and_wait(words["danger"])
    expect(first).to_have_class(re.compile("help"))
    expect(first.locator("a[href='tel:112']").first).to_be_visible()
    page.screenshot(path=SCREENSHOTS / f"{name}-danger.png")

    answered = chat.answers.count()
    refused = chat.ask_and_wait(words["off"])
    expect(refused).to_contain_text("112")
    assert chat.answers.count() == answered, "another subject gets no article"
    assert not violations(page)

    assert chat.erase().inner_text().strip()
    page.screenshot(path=SCREENSHOTS / f"{name}-end.png")


def test_a_child_is_answered_in_words_for_a_child(visit: Visit, stack: Stack) -> None:
    page = visit(f"{stack.url}/barn", PHONE)
    assert not violations(page)
    chat = ChatPage(page).open()
    chat.ask_and_wait("får man prata med soc själv utan mamma o pappa")
    card = chat.answer()
    expect(card).to_contain_text("Bris")
    expect(card).to_contain_text("du")
    first = chat.ask_and_wait("pappa slår mig")
    expect(first).to_have_class(re.compile("help"))
    expect(first).to_contain_text("116 111")
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / "whole-child-phone.png")
    assert not violations(page)


def test_the_worried_form_leads_to_a_door(visit: Visit, stack: Stack) -> None:
    page = visit(f"{stack.url}/?lang=sv", PHONE)
    chat = ChatPage(page).open()
    chat.ask_and_wait("jag är orolig för ett barn")
    chat.choose("Nej")
    expect(chat.choices.last).to_be_visible()
    assert chat.replies.count() >= 2
