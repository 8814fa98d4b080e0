"""`tryggsvar doctor`: looks at an installation and says what is wrong and what to do. It changes nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import click

from knowledge.settings import Settings, load_settings


@dataclass(frozen=True)
class Finding:
    """`fine` is False for a fault; a warning is fine all the same, but has a `remedy`."""

    what: str
    fine: bool
    detail: str
    remedy: str = ""


Check = Callable[[Settings], Finding]


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(as_json: bool) -> None:
    """Look at this installation and say what is wrong."""
    sys.exit(main(as_json))


def main(as_json: bool = False) -> int:
    """0 when nothing is wrong, else 1."""
    from deploy import data_checks, machine_checks  # heavy: `tryggsvar --help` need not wait for them

    checks = (*machine_checks.CHECKS, *data_checks.CHECKS)
    findings = examine(load_settings(), checks, None if as_json else _show)
    healthy = all(finding.fine for finding in findings)
    if as_json:
        print(json.dumps({"healthy": healthy, "findings": [asdict(f) for f in findings]}, ensure_ascii=False))
    else:
        print("\nEverything is in order." if healthy else "\nSomething is wrong; see the lines marked ✗.")
    return 0 if healthy else 1


def examine(
    settings: Settings, checks: Sequence[Check], show: Callable[[Finding], None] | None = None
) -> list[Finding]:
    """Runs every check; one that breaks is a fault by itself."""
    findings = []
    for check in checks:
        try:
            finding = check(settings)
        except Exception as error:  # whatever it is, the operator must see the other lines too
            what = check.__name__.strip("_").replace("_", " ")
            finding = Finding(what, False, f"{type(error).__name__}: {error}", "see the message")
        findings.append(finding)
        if show is not None:
            show(finding)
    return findings


def _show(finding: Finding) -> None:
    mark = "✗" if not finding.fine else "!" if finding.remedy else "✓"
    print(f"{mark} {finding.what}: {finding.detail}", flush=True)
    if finding.remedy:
        print(f"    → {finding.remedy}", flush=True)


if __name__ == "__main__":
    command()
