"""For every test: nothing beyond this machine is reached, and property tests come out the same in CI."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from pytest_socket import SocketConnectBlockedError

_LOCAL = {"localhost", "127.0.0.1", "::1", "0.0.0.0", "::", "", None}

settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("here"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

os.environ.setdefault("HF_HUB_OFFLINE", "1")


@pytest.fixture(autouse=True)
def _network_stays_closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """pytest-socket refuses connections; code that swallows the refusal still fails its test, here at the end."""
    tried: list[str] = []
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def watched_connect(self: socket.socket, address: Any) -> None:
        try:
            connect(self, address)
        except SocketConnectBlockedError:
            tried.append(str(address))
            raise

    def watched_resolve(host: Any, *rest: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in _LOCAL and not _is_address(name):
            tried.append(name)
            raise SocketConnectBlockedError(["loopback"], name)
        return resolve(host, *rest, **options)

    monkeypatch.setattr(socket.socket, "connect", watched_connect)
    monkeypatch.setattr(socket, "getaddrinfo", watched_resolve)
    yield
    if tried:
        pytest.fail(f"the test tried to reach {', '.join(sorted(set(tried)))}", pytrace=False)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the shipped articles imported and embedded. Read it, or take `tests.support.prepared.copy_of`."""
    from tests.support.prepared import prepare  # loads models; most tests need none

    folder = tmp_path_factory.mktemp("prepared")
    prepare(folder)
    return folder


def _is_address(name: str) -> bool:
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, name)
        except OSError:
            continue
        return True
    return False
