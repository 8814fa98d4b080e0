"""No text, whatever it holds, ever becomes markup, a script, or a link that runs one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.fake_api import FakeApi
from tests.support.chat_page import DESKTOP, ChatPage

CORPUS = [
    "<img src=x onerror=window.ran=1>",
    "<script>window.ran=1</script>",
    "</p></div></article><svg onload=window.ran=1>",
    '"><iframe srcdoc="<script>parent.ran=1</script>"></iframe>',
    "' onmouseover='window.ran=1' x='",
    "javascript:window.ran=1//",
    " \tjava\nscript:window.ran=1",
    "data:text/html,<script>window.ran=1</script>",
    "- <b onclick=window.ran=1>x</b>\n\n<details open ontoggle=window.ran=1>",
    "{{constructor.constructor('window.ran=1')()}} ${window.ran=1} __proto__ {date} {phone}",
    "&lt;img src=x onerror=window.ran=1&gt; &#60;script&#62;",
    "\u202e\u2066\u0000\ufeff <math><mtext><style><img src=x onerror=window.ran=1></style>",
]


def _everything(text: str) -> list[dict[str, object]]:
    card = {"name": text, "note": text, "phone": f"{text}112", "url": text, "language": text}
    return [
        {"type": "text", "text": text},
        {
            "type": "answer", "slug": text, "kind": text, "title": text, "verdict": text, "short": text, "what_is_true": text,
            "long": text, "as_of": text, "sources": [{"title": text, "publisher": text, "url": text, "sections": [text, text]}],
            "translation": {"language": text, "status": text}, "help": [card, card, card], "related": [{"slug": text, "title": text}],
            "words": [{"term": text, "explanation": text}],
        },
        {"type": "choices", "prompt": text, "options": [{"id": text, "label": text}, {"id": "b", "label": text}]},
        {"type": "help", "title": text, "cards": [card], "crisis": text},
        {"type": text, "text": text},
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_no_field_of_any_message_runs(visit: Visit, api: FakeApi, language: str) -> None:
    page = visit(f"{api.url}/?lang={language}", DESKTOP)
    chat = ChatPage(page).open()
    plain = _tags(page)
    for number, text in enumerate(CORPUS):
        api.say = _everything(text)
        chat.ask(text)
        expect(chat.replies).to_have_count(5 * (number + 1))
    chat.choices.first.get_by_role("button").first.click()
    expect(chat.replies).to_have_count(5 * (len(CORPUS) + 1))
    for summary in chat.log.locator("summary").all():
        summary.click()
    page.mouse.move(1000, 500)
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    assert _tags(page) - plain <= {"article", "section", "div", "p", "h3", "h4", "ul", "li", "a", "bdi", "span", "strong", "details", "summary", "dl", "dt", "dd", "time", "button", "svg", "path"}  # fmt: skip
    links = chat.element.evaluate("chat => [...chat.shadowRoot.querySelectorAll('a')].map((a) => a.href)")
    assert links and all(link.startswith("tel:") for link in links)
    handlers = chat.element.evaluate(
        "chat => [...chat.shadowRoot.querySelectorAll('*')].flatMap((n) => n.getAttributeNames()).filter((n) => n.startsWith('on') || n === 'style')"
    )
    assert set(handlers) <= {"style"}  # the height of the input, set by the script itself
    # What was typed and what came is all there to be read.
    for text in CORPUS:
        assert text.strip().replace("\u0000", "") in chat.said.locator("p").nth(CORPUS.index(text)).evaluate(
            "n => n.textContent"
        ).replace("\u0000", "")


def _tags(page: Page) -> set[str]:
    return set(
        page.evaluate(
            "[...document.querySelector('tryggsvar-chat').shadowRoot.querySelectorAll('*')].map((n) => n.localName)"
        )
    )
