"""`python -m actions`: the action server, on loopback only. It listens when the services are built, not before."""

from __future__ import annotations

import logging
import sys

from actions.server import make_app
from actions.services import Services
from actions.wiring import build_services, executor_of
from knowledge.errors import KnowledgeError
from knowledge.settings import load_settings

LOOPBACK = "127.0.0.1"


def serve(services: Services, port: int) -> None:
    """One process: the models are loaded once, and the actions' threads share them. `/health` tells that it is up."""
    app = make_app(executor_of(services))
    app.run(host=LOOPBACK, port=port, single_process=True, access_log=False, motd=False)


def main() -> int:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        settings = load_settings()
        serve(build_services(settings), settings.actions_port)
    except KnowledgeError as error:
        logging.getLogger(__name__).error("%s", error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
