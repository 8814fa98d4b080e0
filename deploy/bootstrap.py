"""Makes the two environments: `python3 deploy/bootstrap.py [--dev] [--rasa] [--browser]`.

Standard library only. A second run finds the stamps and does nothing; a run after an interruption repairs.
"""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)


def prerequisites() -> str | None:
    """One line that says what to install, or None. Written so that an old Python gets this far."""
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        return "Tryggsvar needs Python 3.11 or newer; {} is {}. Install it, then: make PYTHON=python3.11 …".format(  # noqa: UP032
            sys.executable, found
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        version = ".".join(map(str, sys.version_info[:2]))
        return (
            f"Python's venv module is missing. Install it (Debian, Ubuntu: apt install python{version}-venv)."
        )
    return None


def main(arguments: list[str] | None = None) -> int:
    missing = prerequisites()
    if missing:
        print(missing, file=sys.stderr)
        return 2
    sys.path[0] = str(ROOT)  # run as a script: import `deploy` as a package, not its modules one by one
    from deploy import chromium, environments
    from deploy.progress import SetupError

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    parser.add_argument("--rasa", action="store_true", help="also Rasa's own environment (Python 3.10)")
    parser.add_argument("--browser", action="store_true", help="also a Chromium for the browser tests")
    wanted = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        environments.make_application(ROOT, "dev" if wanted.dev else "app")
        if wanted.rasa:
            environments.make_rasa(ROOT)
        if wanted.browser:
            chromium.ensure(ROOT)
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped; the next run picks up from here.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
