"""The one module that knows Rasa: its channel `tryggsvar` over HTTP (docs/contract.md)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import httpx

CONNECT_SECONDS = 1.0
HEALTH_SECONDS = 2.0
# Rasa's server closes idle connections after five seconds; leaving first means never writing into a closed one.
KEEPALIVE_SECONDS = 2.0
# A Rasa that hangs would hold every thread of this server for the whole time-out, one visitor after the other.
TIMEOUTS_UNTIL_PAUSE = 3
PAUSE_SECONDS = 5.0


class RasaFailed(Exception):
    """No usable answer; `reason` is one word for the log: down, timeout, paused, status, empty, nonsense, error."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Rasa:
    """Thread-safe. `timeout_seconds`: how long one turn may take."""

    def __init__(
        self,
        address: str,
        token: str,
        timeout_seconds: float,
        connections: int,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pause = _Pause(monotonic)
        self._client = httpx.Client(
            base_url=f"{address}/webhooks/tryggsvar/",
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(timeout_seconds, connect=min(CONNECT_SECONDS, timeout_seconds)),
            limits=httpx.Limits(max_connections=connections, keepalive_expiry=KEEPALIVE_SECONDS),
            trust_env=False,  # a proxy in the environment must never see what visitors write
        )

    def send(self, sender: str, message: str, metadata: dict[str, Any]) -> list[Any]:
        """What Rasa says to `message`. Raises `RasaFailed`."""
        self._pause.check()
        try:
            response = self._client.post(
                "webhook", json={"sender": sender, "message": message, "metadata": metadata}
            )
        except httpx.TimeoutException:
            self._pause.timed_out()
            raise RasaFailed("timeout") from None
        except (httpx.HTTPError, httpx.InvalidURL):
            raise RasaFailed("down") from None
        self._pause.answered()
        if response.status_code != 200:
            raise RasaFailed("status")
        try:
            items = response.json()
        except (ValueError, RecursionError):
            raise RasaFailed("nonsense") from None
        if not isinstance(items, list):
            raise RasaFailed("nonsense")
        return items

    def erase(self, sender: str) -> bool:
        """Whether Rasa has confirmed that it keeps nothing of `sender`."""
        try:
            response = self._client.post("erase", json={"sender": sender}, timeout=HEALTH_SECONDS)
            return response.status_code == 200 and response.json() == {"erased": True}
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError):
            return False

    def ready(self) -> bool:
        try:
            response = self._client.get("health", timeout=HEALTH_SECONDS)
        except (httpx.HTTPError, httpx.InvalidURL):
            return False
        return response.status_code == 200

    def close(self) -> None:
        self._client.close()


class _Pause:
    """After some time-outs in a row Rasa is left alone for a moment; then one request finds out how it is."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._timeouts = 0
        self._until = 0.0

    def check(self) -> None:
        with self._lock:
            if self._timeouts < TIMEOUTS_UNTIL_PAUSE:
                return
            if self._monotonic() < self._until:
                raise RasaFailed("paused")
            self._until = self._monotonic() + PAUSE_SECONDS  # this request tries; the others go on waiting

    def timed_out(self) -> None:
        with self._lock:
            self._timeouts += 1
            self._until = self._monotonic() + PAUSE_SECONDS

    def answered(self) -> None:
        with self._lock:
            self._timeouts = 0
