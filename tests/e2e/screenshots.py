"""Pictures of every page and of conversations, phone and desktop, Swedish and Arabic, into /screenshots of the repository.

python -m tests.e2e.screenshots [part of a name …]
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from playwright.sync_api import Browser, Page

from knowledge.settings import REPOSITORY
from tests.e2e.fake_api import FakeApi, fake_api
from tests.support.browser import chromium
from tests.support.chat_page import DESKTOP, PHONE, ChatPage

FOLDER = REPOSITORY / "screenshots"
SIZES = {"phone": PHONE, "desktop": DESKTOP, "narrow": {"width": 320, "height": 640}}
ASK = {
    "sv": "Dom säger att soc rövar bort muslimska barn, är det sant?",
    "ar": "يقولون إن السوسيال يخطف أطفال المسلمين، هل هذا صحيح؟",
}
PROCESS = {"sv": "Vad händer efter en orosanmälan?", "ar": "ماذا يحدث بعد بلاغ القلق؟"}
DANGER = {"sv": "Pappa slår mig när han är arg", "ar": "أبي يضربني عندما يغضب"}
SHORT = {"sv": "Barnen", "ar": "الأطفال"}


def main(wanted: list[str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    with chromium() as browser, fake_api() as api:
        for language in ("sv", "ar"):
            for size in SIZES:
                for name, take in SHOTS.items():
                    for scheme in ("light", "dark"):
                        full = f"{name}-{language}-{size}" + ("-dark" if scheme == "dark" else "")
                        if wanted and not any(part in full for part in wanted):
                            continue
                        if not wanted and (
                            (scheme == "dark" and name not in DARK)
                            or (size == "narrow" and name not in NARROW)
                        ):
                            continue
                        _take(browser, api, full, language, size, scheme, take)


def _take(
    browser: Browser,
    api: FakeApi,
    name: str,
    language: str,
    size: str,
    scheme: str,
    take: Callable[..., bool | None],
) -> None:
    phone = size != "desktop"
    context = browser.new_context(
        viewport=SIZES[size],
        color_scheme=scheme,
        reduced_motion="reduce",
        has_touch=phone,
        is_mobile=phone,
        device_scale_factor=2 if phone else 1,
        locale=language,
    )
    page = context.new_page()
    whole = take(page, api, language)
    page.screenshot(path=FOLDER / f"{name}.png", full_page=bool(whole))
    context.close()
    print(name)


def _home(page: Page, api: FakeApi, language: str) -> bool:
    page.goto(f"{api.url}/?lang={language}")
    ChatPage(page).launcher.wait_for()
    return True


def _embed(page: Page, api: FakeApi, language: str) -> bool:
    page.goto(f"{api.url}/embed?lang={language}")
    ChatPage(page).launcher.wait_for()
    return True


def _child(page: Page, api: FakeApi, language: str) -> None:
    page.goto(f"{api.url}/barn?lang={language}")
    ChatPage(page).input.wait_for()


def _child_danger(page: Page, api: FakeApi, language: str) -> None:
    _child(page, api, language)
    ChatPage(page).ask_and_wait(DANGER[language])
    page.wait_for_timeout(200)


def _welcome(page: Page, api: FakeApi, language: str) -> None:
    page.goto(f"{api.url}/?lang={language}")
    ChatPage(page).open()


def _answer(page: Page, api: FakeApi, language: str) -> None:
    _welcome(page, api, language)
    ChatPage(page).ask_and_wait(ASK[language])
    page.wait_for_timeout(200)


def _answer_end(page: Page, api: FakeApi, language: str) -> None:
    _answer(page, api, language)
    chat = ChatPage(page)
    chat.answer().locator(".origin summary").click()
    chat.log.evaluate("log => log.scrollTop = log.scrollHeight")
    page.wait_for_timeout(200)


def _help(page: Page, api: FakeApi, language: str) -> None:
    _answer(page, api, language)
    ChatPage(page).log.evaluate("log => log.scrollTop += 560")
    page.wait_for_timeout(200)


def _more(page: Page, api: FakeApi, language: str) -> None:
    _welcome(page, api, language)
    chat = ChatPage(page)
    chat.ask_and_wait(PROCESS[language])
    chat.answer().locator("summary").first.click()
    page.wait_for_timeout(200)


def _choices(page: Page, api: FakeApi, language: str) -> None:
    _welcome(page, api, language)
    chat = ChatPage(page)
    chat.ask_and_wait(SHORT[language])
    chat.choices.locator("button").last.click()
    page.wait_for_timeout(600)


def _danger(page: Page, api: FakeApi, language: str) -> None:
    _welcome(page, api, language)
    ChatPage(page).ask_and_wait({"sv": "Min man slår mig", "ar": "زوجي يضربني"}[language])
    page.wait_for_timeout(200)


def _erased(page: Page, api: FakeApi, language: str) -> None:
    _answer(page, api, language)
    ChatPage(page).erase()
    page.wait_for_timeout(200)


def _offline(page: Page, api: FakeApi, language: str) -> None:
    _answer(page, api, language)
    page.context.set_offline(True)
    ChatPage(page).ask(PROCESS[language])
    page.wait_for_timeout(600)


def _verdicts(page: Page, api: FakeApi, language: str) -> None:
    from tests.e2e.fake_api import article

    api.say = []
    for verdict in ("false", "misleading", "partly_true", "true"):
        message = article("myth-no-reason", "parent", language)
        api.say.append(
            {
                **message,
                "verdict": verdict,
                "long": "",
                "help": [],
                "sources": [],
                "what_is_true": None,
                "related": [],
            }
        )
    _welcome(page, api, language)
    ChatPage(page).ask_and_wait("?")
    api.say = None
    page.wait_for_timeout(200)


SHOTS: dict[str, Callable[..., bool | None]] = {
    "home": _home, "embed": _embed, "child": _child, "child-danger": _child_danger, "chat-welcome": _welcome,
    "chat-answer": _answer, "chat-help": _help, "chat-end": _answer_end, "chat-more": _more, "chat-choices": _choices,
    "chat-danger": _danger, "chat-erased": _erased, "chat-offline": _offline, "chat-verdicts": _verdicts,
}  # fmt: skip
DARK = {"home", "chat-answer", "chat-danger", "child-danger"}
NARROW = {"home", "child", "chat-welcome", "chat-answer", "chat-help"}

if __name__ == "__main__":
    main(sys.argv[1:])
