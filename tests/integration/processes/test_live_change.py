"""What changes while the product runs: an edited article, and the law at midnight."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from knowledge.clock import SWEDEN
from knowledge.content.database import open_database
from knowledge.content.tables import TranslationRow
from knowledge.settings import load_settings
from tests.support.processes import Stack, running_stack, wait_until
from tests.support.visitor import Visitor, answer_in

pytestmark = [pytest.mark.processes, pytest.mark.timeout(420)]

EDITED = "Ja. Det här svaret ändrades nyss."
LIVE_SECONDS = 2.0


def edit(data: Path, slug: str, short: str) -> None:
    database = open_database(load_settings(data=data).database)
    row = (TranslationRow.slug == slug, TranslationRow.language == "sv", TranslationRow.audience == "parent")
    with database.begin() as connection:
        assert connection.execute(select(TranslationRow.id).where(*row)).first()
        connection.execute(update(TranslationRow).where(*row).values(short=short))
    database.dispose()


def test_an_edit_is_live_within_two_seconds_and_no_message_is_lost(stack: Stack) -> None:
    replies: list[tuple[float, dict[str, Any]]] = []
    faults: list[BaseException] = []
    stop = threading.Event()

    def ask_on() -> None:
        visitor = Visitor(stack.url)
        try:
            while not stop.is_set():
                reply = visitor.say("har jag rätt till tolk hos soc?")
                replies.append((time.time(), reply))
        except BaseException as fault:  # a thread's failure must fail the test
            faults.append(fault)

    askers = [threading.Thread(target=ask_on) for _ in range(3)]
    for asker in askers:
        asker.start()
    try:
        wait_until(lambda: len(replies) >= 5 or faults, 60)
        edit(stack.data, "interpreter", EDITED)
        done = stack.tryggsvar("sync")
        assert done.returncode == 0, done.stderr
        assert "1 embedded of interpreter" in done.stdout, done.stdout
        switched = (stack.data / "snapshots" / "current").stat().st_mtime
        wait_until(lambda: any(answer_in(r)["short"] == EDITED for _, r in replies[-9:]) or faults, 30)
        end = time.time() + 1
        wait_until(lambda: time.time() > end or faults, 5)
    finally:
        stop.set()
        for asker in askers:
            asker.join(60)
    assert not faults
    assert all(reply["outcome"] == "answered" for _, reply in replies)
    late = [at - switched for at, reply in replies if answer_in(reply)["short"] != EDITED and at > switched]
    assert max(late, default=0.0) <= LIVE_SECONDS


def test_the_answer_changes_at_midnight_swedish_time(tmp_path: Path, prepared: Path) -> None:
    midnight = datetime(2027, 1, 1, tzinfo=SWEDEN)
    # The processes start one after the other, each with its own clock: begin early enough to see the old answer.
    begin = midnight - timedelta(seconds=75)
    with running_stack(tmp_path / "data", like=prepared, CLOCK_STARTS_AT=begin.isoformat()) as rehearsal:
        visitor = Visitor(rehearsal.url)
        seen: list[str] = []

        def new_law() -> bool:
            seen.append(answer_in(visitor.say("dom säger att soc rövar bort muslimska barn"))["as_of"])
            return seen[-1] == "2026-07-09"

        wait_until(new_law, 150, pause=1.0)
    assert seen[0] == "2026-04-27"
    assert sorted(seen) == seen, "once changed, it stays changed"
