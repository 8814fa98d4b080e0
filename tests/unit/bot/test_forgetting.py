"""A dictionary that forgets, with a clock in the hand."""

from __future__ import annotations

import pytest

from bot.components.forgetting import Forgetting


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def made(most: int = 10) -> tuple[Forgetting, Clock]:
    clock = Clock()
    return Forgetting(1800, most, clock), clock


def test_an_entry_lives_until_its_idle_time_is_over() -> None:
    store, clock = made()
    store["a"] = "1"
    clock.now += 1799
    assert store["a"] == "1"
    clock.now += 1
    assert "a" not in store
    with pytest.raises(KeyError):
        store["a"]


def test_writing_renews_reading_does_not() -> None:
    store, clock = made()
    store["a"] = store["b"] = "1"
    clock.now += 1000
    store["a"] = "2"
    assert store["b"] == "1"
    clock.now += 1000
    assert dict(store) == {"a": "2"}


def test_silence_forgets_as_well() -> None:
    store, clock = made()
    store["a"] = "1"
    clock.now += 1800
    assert store.purge() == 1
    assert len(store) == 0


def test_beyond_the_bound_the_longest_idle_goes() -> None:
    store, clock = made(most=2)
    for name in "abc":
        store[name] = name
        clock.now += 1
    assert list(store) == ["b", "c"]


def test_erasing() -> None:
    store, _ = made()
    store["a"] = "1"
    assert store.pop("a", None) == "1"
    assert store.pop("a", None) is None


@pytest.mark.parametrize(("seconds", "most"), [(0, 1), (-1, 1), (1, 0)])
def test_settings_that_would_keep_nothing_or_everything_are_refused(seconds: float, most: int) -> None:
    with pytest.raises(ValueError, match="must be above 0"):
        Forgetting(seconds, most)
