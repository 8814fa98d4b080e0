"""The real server process: it serves many at once, writes nobody down, and ends when told."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.support.fake_rasa import FakeRasa
from tests.support.gateway import RASA_TOKEN

ROOT = Path(__file__).parents[2]
THREADS = 8


@dataclass
class Running:
    process: subprocess.Popen[str]
    url: str
    rasa: FakeRasa


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    rasa, port = FakeRasa(), free_port()
    environment = {
        **os.environ,
        "TRYGGSVAR_WEB_PORT": str(port),
        "TRYGGSVAR_WEB_THREADS": str(THREADS),
        "TRYGGSVAR_RASA_URL": rasa.url,
        "TRYGGSVAR_RASA_TOKEN": RASA_TOKEN,
        "TRYGGSVAR_RASA_TIMEOUT_SECONDS": "5",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.fake_web", str(tmp_path)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(process, url)
        yield Running(process, url, rasa)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
        rasa.stop()


def wait_until_ready(process: subprocess.Popen[str], url: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()[0]
        try:
            if httpx.get(f"{url}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("the server did not become ready")


def begin(url: str) -> tuple[str, dict[str, str]]:
    opened = httpx.post(f"{url}/api/v1/conversations", json={"audience": "parent"}).json()
    path = f"{url}/api/v1/conversations/{opened['conversation_id']}"
    return path, {"Authorization": f"Bearer {opened['token']}"}


def test_many_are_answered_while_each_waits_for_rasa(server: Running) -> None:
    path, headers = begin(server.url)
    server.rasa.delay_seconds = 1.0

    def send(n: int) -> int:
        body = {"text": "hej", "client_message_id": f"message-{n}"}
        return httpx.post(f"{path}/messages", json=body, headers=headers, timeout=20).status_code

    begun = time.monotonic()
    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(send, range(THREADS))) == [200] * THREADS
    assert time.monotonic() - begun < 1.0 * THREADS / 2


def test_a_body_that_does_not_say_how_long_it_is_is_bounded(server: Running) -> None:
    def parts() -> Iterator[bytes]:
        yield b'{"audience": "'
        for _ in range(40):
            yield b"x" * 1024

    reply = httpx.post(
        f"{server.url}/api/v1/conversations", content=parts(), headers={"Content-Type": "application/json"}
    )
    assert reply.status_code == 413
    small = httpx.post(
        f"{server.url}/api/v1/conversations",
        content=iter([b'{"audience": ', b'"parent"}']),
        headers={"Content-Type": "application/json"},
    )
    assert small.status_code == 201


def test_nobody_is_written_down_and_it_ends_when_told(server: Running) -> None:
    path, headers = begin(server.url)
    body = {"text": "Rumpelstiltskin", "client_message_id": "message-1"}
    assert httpx.post(f"{path}/messages?secret=1", json=body, headers=headers).status_code == 200
    assert httpx.get(f"{server.url}/api/v1/nope?secret=1").status_code == 404
    begun = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    output = server.process.communicate(timeout=20)[0]
    assert server.process.returncode == 0
    assert time.monotonic() - begun < 10
    for secret in (
        "Rumpelstiltskin",
        path.rsplit("/", 1)[1],
        "127.0.0.1 - -",
        "secret=1",
        headers["Authorization"],
    ):
        assert secret not in output
