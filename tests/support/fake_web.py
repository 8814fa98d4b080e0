"""The real server over fake services: `python -m tests.support.fake_web <folder>`."""

from __future__ import annotations

import sys
from pathlib import Path

from knowledge.settings import load_settings
from tests.support.fakes import fake_services
from web_widget.app import create_app
from web_widget.server import Server


def main() -> None:
    folder = Path(sys.argv[1])
    settings = load_settings(data=folder)

    def application() -> object:
        given = {"rasa_url": settings.rasa_url, "rasa_timeout_seconds": settings.rasa_timeout_seconds}
        services = fake_services(folder, **given)
        return create_app(services.settings, services)  # type: ignore[arg-type]

    Server(settings, application).run()


if __name__ == "__main__":
    main()
