"""Is a port free, and if not: who has it?"""

from __future__ import annotations

import socket
from collections.abc import Iterable

import psutil

from deploy.parts import Part


def taken(parts: Iterable[Part]) -> list[str]:
    """One line for each port that cannot be had: which, by whom, and which setting changes it."""
    lines, seen = [], dict[int, Part]()
    for part in parts:
        other = seen.setdefault(part.port, part)
        if other is not part:
            lines.append(
                f"port {part.port} is set for both {other.name} and {part.name}; "
                f"change {part.port_setting} or {other.port_setting}"
            )
        elif not is_free(part.host, part.port):
            lines.append(
                f"port {part.port} ({part.name}) is taken by {holder(part.port)}; "
                f"stop that, or set {part.port_setting} to another port"
            )
    return lines


def is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the servers do: a port whose last connections are still winding down is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def holder(port: int) -> str:
    """`process 4711 (nginx)`, or what can be said without the right to look."""
    try:
        connections = psutil.net_connections(kind="tcp")
    except psutil.AccessDenied:
        connections = []
    for connection in connections:
        listens = (
            connection.status == psutil.CONN_LISTEN and connection.laddr and connection.laddr.port == port
        )
        if listens and connection.pid:
            return _describe(connection.pid)
    return "another process (its owner alone may see which)"


def _describe(pid: int) -> str:
    try:
        process = psutil.Process(pid)
        command = " ".join(process.cmdline())[:80]
        return f"process {pid} ({command or process.name()})"
    except psutil.Error:
        return f"process {pid}"
