"""A dictionary that forgets: entries die after an idle time, and the longest idle ones when there are too many."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, MutableMapping


class Forgetting(MutableMapping[str, str]):
    """Writing an entry renews its life; reading does not, nor does it ever show a dead one."""

    def __init__(self, seconds: float, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        if seconds <= 0 or most < 1:
            raise ValueError(f"seconds must be above 0 and most at least 1, not {seconds} and {most}")
        self._seconds = seconds
        self._most = most
        self._clock = clock
        self._entries: OrderedDict[str, tuple[float, str]] = OrderedDict()  # longest idle first

    def purge(self) -> int:
        """Drops the dead; returns how many."""
        dead = 0
        oldest_alive = self._clock() - self._seconds
        while self._entries and next(iter(self._entries.values()))[0] <= oldest_alive:
            self._entries.popitem(last=False)
            dead += 1
        return dead

    def __getitem__(self, key: str) -> str:
        self.purge()
        return self._entries[key][1]

    def __setitem__(self, key: str, value: str) -> None:
        self.purge()
        self._entries[key] = (self._clock(), value)
        self._entries.move_to_end(key)
        while len(self._entries) > self._most:
            self._entries.popitem(last=False)

    def __delitem__(self, key: str) -> None:
        del self._entries[key]

    def __iter__(self) -> Iterator[str]:
        self.purge()
        return iter(list(self._entries))

    def __len__(self) -> int:
        self.purge()
        return len(self._entries)
