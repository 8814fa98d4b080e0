"""A turn through a running Tryggsvar: gateway → Rasa → action → answer. Start it first (`make run`).

    .venv/bin/python -m benchmarks.turns [--url http://localhost:8000] [--actions http://127.0.0.1:5055] [--messages 200]

Ten conversations take turns, one message at a time. The server must allow that many:
`TRYGGSVAR_RATE_MESSAGES_PER_MINUTE=100000 make run`. The parts are what the gateway tells in `Server-Timing`; `rasa` holds
the action, which is measured alone by sending Rasa's recorded call (tests/contract/actions/answered.json) to the action server.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
import uuid
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table

from knowledge.evaluation.gold import load_gold

_TIMING = re.compile(r"(\w+);dur=([\d.]+)")
_CALL = Path(__file__).parent.parent / "tests" / "contract" / "actions" / "answered.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://localhost:8000")
    parser.add_argument("--actions", default="http://127.0.0.1:5055")
    parser.add_argument("--messages", type=int, default=200)
    options = parser.parse_args()
    cases = [c for c in load_gold("questions", "tune") if c.audience == "parent"]
    parts: dict[str, list[float]] = {}
    outcomes: dict[str, int] = {}
    with httpx.Client(base_url=options.url, timeout=30) as client:
        try:
            client.get("/readyz")
        except httpx.ConnectError:
            Console().print(
                f"No Tryggsvar answers at {options.url}; start it first, as the head of this file says."
            )
            return
        conversations = [_conversation(client) for _ in range(10)]
        for number in range(options.messages + 10):
            identity, token = conversations[number % 10]
            begun = time.perf_counter()
            reply = client.post(
                f"/api/v1/conversations/{identity}/messages",
                json={"text": cases[number % len(cases)].text, "client_message_id": uuid.uuid4().hex},
                headers={"Authorization": f"Bearer {token}"},
            )
            elapsed = (time.perf_counter() - begun) * 1000
            reply.raise_for_status()
            if number < 10:  # the first turn of a conversation starts its session
                continue
            outcomes[reply.json()["outcome"]] = outcomes.get(reply.json()["outcome"], 0) + 1
            parts.setdefault("whole turn, seen by the browser", []).append(elapsed)
            for name, value in _TIMING.findall(reply.headers.get("Server-Timing", "")):
                parts.setdefault(name, []).append(float(value))
    parts["of rasa: the action alone"] = _action_alone(
        options.actions, [c.text for c in cases], options.messages
    )
    table = Table(title=f"{options.messages} turns, milliseconds; outcomes {outcomes}", title_justify="left")
    for column in ("part", "p50", "p95"):
        table.add_column(column, justify="left" if column == "part" else "right")
    for name, values in parts.items():
        table.add_row(
            name, f"{statistics.median(values):.1f}", f"{statistics.quantiles(values, n=20)[-1]:.1f}"
        )
    Console().print(table)


def _action_alone(url: str, texts: list[str], count: int) -> list[float]:
    """Milliseconds of the action server for the same questions, called as Rasa calls it."""
    call: dict[str, Any] = json.loads(_CALL.read_text(encoding="utf-8"))["request"]
    elapsed = []
    with httpx.Client(timeout=30) as client:
        for number in range(count + 5):
            call["tracker"]["latest_message"]["text"] = texts[number % len(texts)]
            begun = time.perf_counter()
            client.post(f"{url}/webhook", json=call).raise_for_status()
            elapsed.append((time.perf_counter() - begun) * 1000)
    return elapsed[5:]


def _conversation(client: httpx.Client) -> tuple[str, str]:
    reply = client.post("/api/v1/conversations", json={"audience": "parent", "language": "sv"})
    reply.raise_for_status()
    return reply.json()["conversation_id"], reply.json()["token"]


if __name__ == "__main__":
    main()
