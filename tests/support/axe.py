"""axe on a page as it stands, shadow trees included."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def violations(page: Page) -> list[str]:
    """One line a violation: impact, rule, and the nodes; empty when axe finds nothing at all."""
    found = Axe().run(page).response["violations"]
    return [f"{v['impact']} {v['id']}: {[node['target'] for node in v['nodes']]}" for v in found]
