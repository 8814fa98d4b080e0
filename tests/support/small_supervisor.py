"""`python -m tests.support.small_supervisor DATA PORT[:MODE] …`: the real supervision over small servers."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from deploy import serving
from deploy.parts import Part
from knowledge.settings import Settings


def part(number: int, text: str) -> Part:
    port, _, mode = text.partition(":")
    server = Path(__file__).with_name("small_server.py")
    return Part(
        name=f"part{number}",
        command=(sys.executable, str(server), port, *([mode] if mode else [])),
        environment=dict(os.environ),
        host="127.0.0.1",
        port=int(port),
        port_setting="X",
        health=f"http://127.0.0.1:{port}/",
        stop_seconds=2,
    )


def main(data: str, *parts: str) -> int:
    serving.START_SECONDS = float(os.environ.get("START_SECONDS", "60"))
    return asyncio.run(serving.serve(Settings(data=Path(data)), [part(n, p) for n, p in enumerate(parts, 1)]))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
