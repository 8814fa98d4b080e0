"""Log files of the parts: kept small, readable by the owner only. The parts themselves log nothing that was typed."""

from __future__ import annotations

import os
from collections import deque
from pathlib import Path
from typing import BinaryIO

MAX_BYTES = 2_000_000
KEPT = 3


class LogFile:
    """A sink for circus: called with what a process wrote, as bytes, so that half a character does no harm."""

    def __init__(self, path: Path, max_bytes: int = MAX_BYTES, kept: int = KEPT) -> None:
        self._path, self._max_bytes, self._kept = path, max_bytes, kept
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file: BinaryIO | None = None
        self.open()

    def __call__(self, data: dict[str, bytes]) -> None:
        if self._file is None:
            self.open()
        assert self._file is not None
        if self._file.tell() + len(data["data"]) > self._max_bytes:
            self._rotate()
        self._file.write(data["data"])
        self._file.flush()

    def open(self) -> None:
        if self._file is None:
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            self._file = os.fdopen(descriptor, "ab")

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _rotate(self) -> None:
        self.close()
        for number in range(self._kept - 1, 0, -1):
            older = _numbered(self._path, number)
            if older.exists():
                older.replace(_numbered(self._path, number + 1))
        self._path.replace(_numbered(self._path, 1))
        self.open()


def tail(path: Path, lines: int = 15) -> list[str]:
    """The last lines of a log; empty when there is none."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return [line.rstrip() for line in deque(file, maxlen=lines)]
    except OSError:
        return []


def _numbered(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.{number}")
