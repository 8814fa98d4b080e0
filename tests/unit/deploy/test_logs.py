from __future__ import annotations

import stat
from pathlib import Path

from deploy.logs import LogFile, tail


def test_a_log_stays_small_and_private(tmp_path: Path) -> None:
    path = tmp_path / "log" / "web.log"
    sink = LogFile(path, max_bytes=100, kept=2)
    for number in range(20):
        sink({"data": f"line {number:02d} åäö\n".encode()})
    sink.close()
    assert sorted(p.name for p in path.parent.iterdir()) == ["web.log", "web.log.1", "web.log.2"]
    assert all(p.stat().st_size <= 100 for p in path.parent.iterdir())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert tail(path, 2)[-1] == "line 19 åäö"


def test_half_a_character_does_no_harm(tmp_path: Path) -> None:
    sink = LogFile(tmp_path / "x.log")
    sink({"data": "å".encode()[:1]})
    sink({"data": "å".encode()[1:] + b"\n"})
    sink.close()
    sink({"data": b"opened again\n"})
    sink.close()
    assert tail(tmp_path / "x.log") == ["å", "opened again"]


def test_no_log_has_no_end(tmp_path: Path) -> None:
    assert tail(tmp_path / "none.log") == []
