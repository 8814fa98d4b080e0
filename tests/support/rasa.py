"""Rasa as it really runs, in its own environment: the trained model, and servers on free ports with logs to look into."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from deploy import parts, training
from deploy.environments import python_of
from knowledge.settings import REPOSITORY, Settings
from tests.support.processes import free_port, wait_until

TOKEN = "token-of-the-tests"


def python() -> Path:
    """The interpreter of Rasa's environment. A missing one is a failure, not a reason to skip."""
    found = python_of(REPOSITORY, rasa=True)
    assert (found.parent / "rasa").exists(), f"no Rasa in {found.parent}; `make setup` installs it"
    return found


@cache
def model() -> Path:
    """The model of the dialogue as it stands; trained only when the dialogue has changed."""
    python()
    return training.ensure_model(Settings(data=REPOSITORY / "var"))


def environment(**more: str) -> dict[str, str]:
    settings = Settings(data=REPOSITORY / "var")
    made = parts.rasa_environment(settings, parts.base_environment(settings, os.environ), TOKEN)
    Path(made["HOME"]).mkdir(mode=0o700, parents=True, exist_ok=True)
    return {**made, "PYTHONPATH": str(REPOSITORY), **more}


def run(
    *arguments: str, stdin: str | None = None, seconds: float = 300, **more: str
) -> subprocess.CompletedProcess[str]:
    """A command of Rasa's interpreter, from the repository root; fails with its output."""
    done = subprocess.run(
        [str(python()), *arguments],
        cwd=REPOSITORY, env=environment(**more), input=stdin, capture_output=True, text=True, timeout=seconds, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    return done


def parse(lines: list[str]) -> list[dict[str, Any]]:
    """What Rasa understands of each text: intent, spoken, text, ranking."""
    done = run(
        "-m", "tests.support.parse_nlu", str(model()), stdin="\n".join(json.dumps(line) for line in lines)
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@dataclass
class Server:
    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def logged(self) -> str:
        return self.log.read_text(errors="replace")


@dataclass
class Dialogue:
    """Rasa and the action server (over `tests.support.dialogue`)."""

    rasa: Server
    actions: Server
    token: str = TOKEN
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=20, trust_env=False))

    def post(self, door: str, body: Any, token: str | None = None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token if token is None else token}"}
        return self.client.post(f"{self.rasa.url}/webhooks/tryggsvar/{door}", json=body, headers=headers)

    def says(self, sender: str, message: str, **metadata: Any) -> list[dict[str, Any]]:
        common = {"client": "gateway", "audience": "parent", "language": None, "page_language": "sv"}
        body = {
            "sender": sender, "message": message,
            "metadata": {**common, "crisis_checked": True, **metadata},
        }  # fmt: skip
        reply = self.post("webhook", body)
        assert reply.status_code == 200, reply.text
        return list(reply.json())

    def envelope(self, sender: str, message: str, **metadata: Any) -> dict[str, Any]:
        said = self.says(sender, message, **metadata)
        assert len(said) == 1, said
        return dict(said[0]["custom"])


@contextmanager
def running_dialogue(folder: Path, third_party: bool = False, **settings: str) -> Iterator[Dialogue]:
    """Both servers on free ports, logs in `folder`; `settings` are environment variables for Rasa."""
    model()
    with (
        running_actions(folder) as actions,
        running_rasa(folder, actions.port, third_party, **settings) as rasa,
    ):
        dialogue = Dialogue(rasa, actions)
        yield dialogue
        dialogue.client.close()


@contextmanager
def running_actions(folder: Path) -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "tests.support.dialogue", str(port)]
    with _server(command, dict(os.environ), port, folder / "actions.log") as server:
        wait_until(lambda: _answers(f"{server.url}/health", server), 60)
        yield server


@contextmanager
def running_rasa(
    folder: Path, actions_port: int, third_party: bool = False, **settings: str
) -> Iterator[Server]:
    port = free_port()
    credentials = "credentials.third-party.yml" if third_party else "credentials.yml"
    command = [
        str(python()), "-m", "rasa", "run", "--model", str(model()), "--endpoints", "bot/endpoints.yml",
        "--credentials", f"bot/{credentials}", "--port", str(port), "--interface", "127.0.0.1",
    ]  # fmt: skip
    made = environment(TRYGGSVAR_ACTIONS_PORT=str(actions_port), **settings)
    with _server(command, made, port, folder / "rasa.log") as server:
        wait_until(lambda: _answers(f"{server.url}/webhooks/tryggsvar/health", server), 120)
        yield server


@contextmanager
def _server(command: list[str], made: dict[str, str], port: int, log: Path) -> Iterator[Server]:
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, cwd=REPOSITORY, env=made, stdout=file, stderr=file, start_new_session=True
        )
    server = Server(process, port, log)
    try:
        yield server
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _answers(url: str, server: Server) -> bool:
    assert server.process.poll() is None, f"it ended at once:\n{server.logged()[-3000:]}"
    try:
        reply = httpx.get(url, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=5, trust_env=False)
    except httpx.HTTPError:
        return False
    return reply.status_code == 200
