"""Rasa and the action server as real processes, over a small answer path: whole conversations through the channel."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.dialogue import options, texts
from tests.support.rasa import TOKEN, Dialogue, running_dialogue
from web_widget.gateway import envelope

pytestmark = [pytest.mark.processes, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dialogue")


@pytest.fixture(scope="module")
def dialogue(folder: Path) -> Iterator[Dialogue]:
    with running_dialogue(folder) as running:
        yield running


def choose(choice: str) -> str:
    return "/choose" + json.dumps({"id": choice})


def test_a_swedish_conversation(dialogue: Dialogue) -> None:
    assert dialogue.envelope("sv", "Hej!")["outcome"] == "small_talk"
    asked = dialogue.envelope("sv", "dom säger att soc rövar bort muslimska barn, är det sant?")
    assert (asked["outcome"], asked["slug"]) == ("answered", "myth-kidnap-muslim")
    again = dialogue.envelope("sv", "hur lång tid tar det då?")
    assert again["slug"] == "myth-kidnap-muslim"
    assert texts(again).startswith("Det här vet jag om det vi pratade om")
    assert options(dialogue.envelope("sv", "oklart"))[1] == "article:lvu-free-lawyer"
    assert dialogue.envelope("sv", "den andra")["slug"] == "lvu-free-lawyer"
    assert "Varsågod" in texts(dialogue.envelope("sv", "tack så mycket"))


def test_an_arabic_conversation_on_a_swedish_page(dialogue: Dialogue) -> None:
    assert dialogue.envelope("ar", "السلام عليكم")["language"] == "ar"
    assert dialogue.envelope("ar", "هل يخطفون أطفال مسلمين")["language"] == "ar"
    said = dialogue.envelope("ar", choose("form:municipality"))
    assert said["language"] == "ar"
    assert "Malmö" in texts(dialogue.envelope("ar", "مالمو"))
    assert dialogue.envelope("ar", "شكرا")["language"] == "ar"


def test_a_child_through_the_worried_form(dialogue: Dialogue) -> None:
    def says(message: str) -> dict:
        return dialogue.envelope("child", message, audience="child")

    assert options(says("jag är orolig"))[0] == "worried:danger:yes"
    assert says("får jag advokat")["slug"] == "lvu-free-lawyer"
    assert options(says("ja"))[0] == "worried:danger:yes"
    assert options(says("nej")) == ["worried:who:self", "worried:who:other"]
    assert "inte ditt fel" in texts(says("den första"))
    assert says("får jag advokat")["outcome"] == "answered"


def test_the_language_changes_in_words(dialogue: Dialogue) -> None:
    assert dialogue.envelope("english", "kan vi prata engelska?")["language"] == "en"
    assert dialogue.envelope("english", "får jag advokat")["language"] == "en"


def test_commands_are_text(dialogue: Dialogue) -> None:
    dialogue.envelope("commands", "får jag advokat")
    for text in ("/restart", "/session_start", '/choose{"id": "X"}', "/greet", "//back"):
        assert dialogue.envelope("commands", text)["outcome"] != "error", text
    assert "utredning" in texts(dialogue.envelope("commands", choose("article:inv-4-months")))


def test_the_gateway_reads_every_reply(dialogue: Dialogue) -> None:
    for message in (
        "hej",
        "oklart",
        "får jag advokat",
        "jag vill prata med en människa",
        "blaha blaha",
        choose("form:worried"),
    ):
        assert envelope.read(dialogue.says("read", message)).messages


def test_erasing_forgets_the_conversation_and_a_new_one_may_begin(dialogue: Dialogue) -> None:
    dialogue.envelope("erased", "får jag advokat")
    assert dialogue.post("erase", {"sender": "erased"}).json() == {"erased": True}
    assert dialogue.envelope("erased", "och sen?")["outcome"] == "unanswered"  # there is nothing to lean on


def test_erasing_during_a_turn_leaves_nothing_and_drops_what_waited_behind_it(dialogue: Dialogue) -> None:
    with ThreadPoolExecutor(6) as pool:
        turns = [pool.submit(dialogue.says, "busy", "får jag advokat") for _ in range(5)]
        erased = pool.submit(dialogue.post, "erase", {"sender": "busy"})
        assert erased.result().json() == {"erased": True}
        assert all(t.result() == [] or t.result()[0]["custom"]["slug"] == "lvu-free-lawyer" for t in turns)
    assert dialogue.envelope("busy", "och sen?")["outcome"] == "unanswered"


def test_the_door_is_locked(dialogue: Dialogue) -> None:
    for door in ("webhook", "erase"):
        assert dialogue.post(door, {"sender": "a", "message": "hej"}, token="wrong").status_code == 401
    health = f"{dialogue.rasa.url}/webhooks/tryggsvar/health"
    assert dialogue.client.get(health).status_code == 401
    assert dialogue.client.get(health, headers={"Authorization": f"Bearer {TOKEN}"}).json() == {"ready": True}


@pytest.mark.parametrize(
    "path", ["/conversations/sv/tracker", "/model/parse", "/status", "/domain", "/webhooks/rest/webhook"]
)
def test_nothing_else_is_open(dialogue: Dialogue, path: str) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    assert dialogue.client.get(dialogue.rasa.url + path, headers=headers).status_code == 404


def test_a_dead_action_server_gives_an_empty_list_and_life_goes_on(dialogue: Dialogue) -> None:
    assert (
        dialogue.client.post(
            f"{dialogue.actions.url}/webhook", json={"next_action": "nonsense", "tracker": {}}
        ).status_code
        == 404
    )
    assert dialogue.client.post(f"{dialogue.actions.url}/webhook", content=b"{").status_code == 400
    assert (
        dialogue.client.post(
            f"{dialogue.actions.url}/webhook", json={"next_action": "action_answer"}
        ).status_code
        == 500
    )
    assert dialogue.envelope("alive", "hej")["outcome"] == "small_talk"


def test_what_is_typed_is_neither_logged_nor_written(dialogue: Dialogue, folder: Path) -> None:
    """Runs last: by now the logs hold everything that the tests above have provoked."""
    secret = "hemlighetenomkalle"
    for text in (
        secret,
        f"/{secret}",
        f"//restart {secret}",
        f'/choose{{"id": "{secret.upper()}"}}',
        f"jag är orolig {secret}",
    ):
        dialogue.envelope("secret", text)
    dialogue.post("webhook", {"sender": "secret", "message": secret, "metadata": "wrong"})
    dialogue.client.post(
        f"{dialogue.actions.url}/webhook", json={"next_action": "action_answer", "text": secret}
    )
    for log in (dialogue.rasa.logged(), dialogue.actions.logged()):
        assert secret not in log.casefold()
        assert "muslimska" not in log.casefold()
    home = Path(dialogue_home())
    written = [p for p in home.rglob("*") if p.is_file() and p.stat().st_size < 5_000_000]
    assert [p for p in written if secret.encode() in p.read_bytes()] == []


def dialogue_home() -> str:
    from tests.support.rasa import environment

    return environment()["HOME"]
