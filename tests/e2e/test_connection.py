"""Bad lines: each message arrives once, and the reader is told what goes on."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from tests.e2e.conftest import Visit
from tests.e2e.fake_api import FakeApi
from tests.support.chat_page import ChatPage


def test_a_lost_reply_is_fetched_again(visit: Visit, api: FakeApi) -> None:
    """The server answered, but the line broke before the answer came."""
    page = visit(f"{api.url}/?lang=sv")
    chat = ChatPage(page).open()
    lost = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)
            route.abort("connectionreset")

    page.route("**/messages", lose_the_first)
    chat.ask("Tar soc muslimska barn?")
    expect(chat.status).to_contain_text("Ingen kontakt")
    expect(chat.answers).to_have_count(1)
    expect(chat.status).to_be_empty()
    assert lost == [200]
    assert len({message["client_message_id"] for message in api.received}) == 1
    assert len(api.received) == 2
    assert len(api.turns) == 1
    expect(chat.said).to_have_count(1)


def test_offline_is_told_and_everything_is_sent_once_when_back(visit: Visit, api: FakeApi) -> None:
    page = visit(f"{api.url}/?lang=sv")
    chat = ChatPage(page).open()
    chat.ask_and_wait("Vad är soc?")
    page.context.set_offline(True)
    chat.ask("Tar soc muslimska barn?")
    chat.ask("Vad händer efter en orosanmälan?")
    expect(chat.status).to_contain_text("Ingen kontakt")
    page.wait_for_timeout(1500)
    assert len(api.received) == 1
    page.context.set_offline(False)
    expect(chat.answers).to_have_count(3)
    expect(chat.status).to_be_empty()
    assert [turn["text"] for turn in api.turns] == [
        "Vad är soc?",
        "Tar soc muslimska barn?",
        "Vad händer efter en orosanmälan?",
    ]
    assert len(api.received) == 3


def test_a_busy_server_is_asked_again(visit: Visit, api: FakeApi) -> None:
    api.fail = [503, 502]
    chat = ChatPage(visit(f"{api.url}/?lang=sv")).open()
    chat.ask_and_wait("Vad är soc?")
    assert len(api.received) == 3
    assert len(api.turns) == 1


def test_a_refusal_is_shown_in_the_servers_words_and_can_be_repeated(visit: Visit, api: FakeApi) -> None:
    api.fail = [429]
    chat = ChatPage(visit(f"{api.url}/?lang=sv")).open()
    chat.ask("Vad är soc?")
    expect(chat.said).to_contain_text("Problem 429.")
    expect(chat.status).to_be_empty()
    again = chat.said.get_by_role("button", name="Skicka igen")
    again.focus()
    again.press("Enter")
    expect(chat.answers).to_have_count(1)
    expect(again).to_have_count(0)
    expect(chat.said).to_have_count(1)
    first, second = api.received
    assert first["client_message_id"] == second["client_message_id"]


def test_an_error_that_the_server_reports_can_be_tried_again(visit: Visit, api: FakeApi) -> None:
    api.outcome = "error"
    api.say = [{"type": "text", "text": "Det gick fel. Är någon i fara, ring 112."}]
    chat = ChatPage(visit(f"{api.url}/?lang=sv")).open()
    chat.ask_and_wait("Vad är soc?")
    again = chat.said.get_by_role("button", name="Skicka igen")
    expect(again).to_be_visible()
    for conversation in api.conversations.values():
        conversation["replies"].clear()  # the gateway keeps no reply that is an error
    api.outcome, api.say = "answered", None
    again.click()
    expect(chat.answers).to_have_count(1)
    expect(again).to_have_count(0)
    expect(chat.replies).to_have_count(2)


def test_a_conversation_that_is_over_is_begun_anew(visit: Visit, api: FakeApi) -> None:
    chat = ChatPage(visit(f"{api.url}/?lang=sv")).open()
    chat.ask_and_wait("Vad är soc?")
    api.forget()
    chat.ask_and_wait("Tar soc muslimska barn?")
    expect(chat.notes).to_contain_text("finns inte kvar")
    expect(chat.answers).to_have_count(2)
    assert len(api.turns) == 1
    chat.ask_and_wait("Vad händer efter en orosanmälan?")
    expect(chat.notes).to_have_count(1)


def test_the_line_breaks_before_the_rest_of_the_widget_has_come(visit: Visit, api: FakeApi) -> None:
    page = visit(f"{api.url}/?lang=sv")
    chat = ChatPage(page)
    chat.launcher.wait_for()
    page.context.set_offline(True)
    chat.open()
    chat.ask("Vad är soc?")
    expect(chat.status).to_contain_text("Ingen kontakt")
    page.context.set_offline(False)
    expect(chat.answers).to_have_count(1)
    assert len(api.turns) == 1


def test_what_stands_inside_the_tag_is_shown_until_the_words_come(visit: Visit, api: FakeApi) -> None:
    page = visit("about:blank")
    page.route("**/words/*.json", lambda route: route.abort())
    page.goto(f"{api.url}/barn?lang=sv")
    expect(page.get_by_text("prata med en vuxen")).to_be_visible()
    page.unroute("**/words/*.json")
    expect(ChatPage(page).input).to_be_visible(timeout=8_000)
    expect(page.get_by_text("prata med en vuxen")).to_be_hidden()
