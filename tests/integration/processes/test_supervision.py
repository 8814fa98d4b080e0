"""The whole product in real processes: what a visitor gets while a part is dead, and that it comes back."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from knowledge.settings import REPOSITORY
from tests.support.processes import Stack, environment_for, free_port, running_stack, wait_until

pytestmark = [pytest.mark.processes, pytest.mark.timeout(420)]

QUESTION = "dom säger att soc rövar bort muslimska barn, är det sant?"
BACK_SECONDS = 120


class Visitor:
    """A parent in the chat, over the real API."""

    def __init__(self, stack: Stack) -> None:
        self.client = httpx.Client(base_url=f"{stack.url}/api/v1", timeout=30, trust_env=False)
        opened = self.client.post("/conversations", json={"audience": "parent", "language": "sv"})
        assert opened.status_code == 201, opened.text
        self.path = f"/conversations/{opened.json()['conversation_id']}/messages"
        self.headers = {"Authorization": f"Bearer {opened.json()['token']}"}
        self.sent = 0

    def say(self, text: str) -> dict[str, Any]:
        self.sent += 1
        body = {"text": text, "client_message_id": f"message-{self.sent:04d}"}
        reply = self.client.post(self.path, json=body, headers=self.headers)
        assert reply.status_code == 200, reply.text
        return dict(reply.json())


def useful(reply: dict[str, Any]) -> bool:
    """Something to read: an answer, or words and help; never a blank."""
    return bool(reply["messages"]) and any(
        message.get("text") or message.get("short") or message.get("cards") or message.get("options")
        for message in reply["messages"]
    )


def back(stack: Stack, name: str, dead: psutil.Process) -> bool:
    process = stack.server(name)
    return process is not None and process.pid != dead.pid and stack.is_ready()


def healthy(stack: Stack, name: str) -> bool:
    port = {"actions": stack.actions_port, "web": stack.web_port}[name]
    path = {"actions": "/health", "web": "/readyz"}[name]
    try:
        return httpx.get(f"http://127.0.0.1:{port}{path}", timeout=3, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def test_a_question_is_answered(stack: Stack) -> None:
    reply = Visitor(stack).say(QUESTION)
    assert reply["outcome"] == "answered"
    assert reply["messages"][0]["slug"] == "myth-kidnap-muslim"


def test_the_action_server_killed(stack: Stack) -> None:
    visitor = Visitor(stack)
    dead = stack.kill("actions")
    assert useful(visitor.say(QUESTION))
    wait_until(lambda: back(stack, "actions", dead) and healthy(stack, "actions"), BACK_SECONDS)
    assert visitor.say(QUESTION)["outcome"] == "answered"
    assert "actions ended (SIGKILL)" in stack.output()


def test_rasa_killed(stack: Stack) -> None:
    visitor = Visitor(stack)
    dead = stack.kill("rasa")
    assert useful(visitor.say(QUESTION))
    danger = visitor.say("jag orkar inte leva längre, jag vill ta mitt liv")
    assert danger["crisis"] is not None and useful(danger)
    wait_until(lambda: back(stack, "rasa", dead), BACK_SECONDS)
    assert visitor.say(QUESTION)["outcome"] == "answered"


def test_the_web_server_killed(stack: Stack) -> None:
    dead = stack.kill("web")
    wait_until(lambda: back(stack, "web", dead), BACK_SECONDS)
    assert Visitor(stack).say(QUESTION)["outcome"] == "answered"


def test_visitors_notice_nothing_of_a_sync_that_is_killed(stack: Stack) -> None:
    visitor = Visitor(stack)
    process = subprocess.Popen(
        [sys.executable, "-m", "knowledge.cli", "sync", "--fresh"],
        cwd=REPOSITORY,
        env=stack.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(6)
    process.kill()
    process.wait()
    assert visitor.say(QUESTION)["outcome"] == "answered"
    assert stack.tryggsvar("sync").returncode == 0


def test_only_the_web_server_could_listen_beyond_loopback(stack: Stack) -> None:
    listening = {
        (connection.laddr.ip, connection.laddr.port)
        for process in [psutil.Process(stack.process.pid), *stack.family()]
        for connection in process.net_connections(kind="inet")
        if connection.status == psutil.CONN_LISTEN
    }
    assert {port for _, port in listening} == {stack.web_port, stack.rasa_port, stack.actions_port}
    assert {address for address, _ in listening} == {"127.0.0.1"}


def test_nothing_typed_is_in_a_log(stack: Stack) -> None:
    marker = "qzxvförhemligt"
    visitor = Visitor(stack)
    visitor.say(f"{marker} {QUESTION}")
    dead = stack.kill("actions")
    visitor.say(f"{marker} igen")
    wait_until(lambda: back(stack, "actions", dead) and healthy(stack, "actions"), BACK_SECONDS)
    logs = [*(stack.data / "log").iterdir(), stack.data / "run.log"]
    assert len(logs) >= 4
    assert [path.name for path in logs if marker in path.read_text(errors="replace")] == []


def test_a_taken_port_is_explained(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = server.getsockname()[1]
        environment = environment_for(tmp_path, (taken, free_port(), free_port()))
        done = subprocess.run(
            [sys.executable, "-m", "deploy.supervise"],
            cwd=REPOSITORY,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    assert f"port {taken} (web) is taken by process {os.getpid()}" in done.stderr
    assert "TRYGGSVAR_WEB_PORT" in done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_leaves_no_process(prepared: Path, tmp_path: Path, number: signal.Signals) -> None:
    """Once while everything runs, once in the middle of starting."""
    with running_stack(tmp_path / "data", wait=number == signal.SIGINT, like=prepared) as other:
        if number == signal.SIGTERM:
            wait_until(lambda: len(other.family()) >= 3 or other.process.poll() is not None, 180)
        family = other.family()
        assert len(family) >= 3, other.output()
        assert other.stop(number) == 0, other.output()
        wait_until(lambda: not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in family), 5)
        assert "Traceback" not in other.output()
