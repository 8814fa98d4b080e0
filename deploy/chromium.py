"""A Chromium for the browser tests: the system's, or Debian's package, or Playwright's own download."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.environments import python_of
from deploy.progress import CommandError, SetupError, clean_environment, run, step

_NAMES = ("chromium", "chromium-browser")
_ASK_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
)


def find(root: Path) -> Path | None:
    """A browser that is there already, looked for as tests/support/browser.py does."""
    named = next(filter(None, map(shutil.which, _NAMES)), None)
    if named:
        return Path(named)
    try:
        own = Path(run([python_of(root), "-c", _ASK_PLAYWRIGHT], clean_environment()).strip())
    except CommandError:
        return None
    return own if own.is_file() else None


def ensure(root: Path) -> Path:
    """Finds or installs a browser. Raises `SetupError` when there is no way."""
    for install in (_nothing, _from_debian, _from_playwright):
        install(root)
        found = find(root)
        if found is not None:
            return found
    raise SetupError(
        "The browser tests need Chromium, and it could not be installed. Install it (Debian: "
        "apt install chromium)."
    )


def _nothing(root: Path) -> None:
    """The first try: it may be there already."""


def _from_debian(root: Path) -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    environment = {**clean_environment(), "DEBIAN_FRONTEND": "noninteractive"}
    with step("Chromium (apt)"), _told_when_it_fails("apt"):
        run(["apt-get", "update", "-qq"], environment)
        run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], environment)


def _from_playwright(root: Path) -> None:
    with step("Chromium (Playwright's download)"), _told_when_it_fails("Playwright"):
        run([python_of(root), "-m", "playwright", "install", "chromium"], clean_environment())


@contextmanager
def _told_when_it_fails(who: str) -> Iterator[None]:
    try:
        yield
    except CommandError as error:
        print(f"\n    {who} could not: {error.reason}", flush=True)
