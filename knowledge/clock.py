"""Time. Stored times are UTC; validity dates are Swedish calendar dates."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SWEDEN = ZoneInfo("Europe/Stockholm")

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    return datetime.now(UTC)


def clock_from(start: datetime | None) -> Clock:
    """The system's clock, or for rehearsals one that begins at `start` and runs on."""
    if start is None:
        return system_clock
    begun = time.monotonic()
    return lambda: start.astimezone(UTC) + timedelta(seconds=time.monotonic() - begun)


def swedish_date(moment: datetime) -> date:
    return moment.astimezone(SWEDEN).date()
