"""Runs the application under gunicorn: one process, because it loads models, with threads that wait for Rasa."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication

from knowledge.settings import Settings, load_settings
from web_widget.app import create_app

# Models load before the worker answers its first sign of life.
WORKER_SECONDS = 180


class Server(BaseApplication):
    def __init__(self, settings: Settings, application: Callable[[], Any]) -> None:
        """`application` is called in the process that will serve: threads do not survive a fork."""
        self._settings, self._application = settings, application
        super().__init__()

    def load_config(self) -> None:
        for name, value in options(self._settings).items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return self._application()


def options(settings: Settings) -> dict[str, Any]:
    host = f"[{settings.web_host}]" if ":" in settings.web_host else settings.web_host
    return {
        "bind": f"{host}:{settings.web_port}",
        "workers": 1,
        "worker_class": "gthread",
        "threads": settings.web_threads,
        "timeout": WORKER_SECONDS,
        "graceful_timeout": int(settings.rasa_timeout_seconds) + 5,
        "keepalive": 5,
        # No access log: it would hold addresses and conversation ids.
        "accesslog": None,
        "errorlog": "-",
        "loglevel": "warning",
        "proc_name": "tryggsvar-web",
        "control_socket_disable": True,
        "worker_exit": _close,
    }


def _close(_server: object, worker: Any) -> None:
    if worker.wsgi:
        worker.wsgi.extensions["gateway"].close()


def main() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for ours in ("knowledge", "web_widget"):
        logging.getLogger(ours).setLevel(logging.INFO)
    settings = load_settings()
    Server(settings, lambda: create_app(settings)).run()
