"""Is the process alive, and can it do its work? At the root, where supervisors and balancers look."""

from __future__ import annotations

from collections.abc import Callable

from apiflask import APIBlueprint
from sqlalchemy import text

from web_widget.gateway.parts import gateway
from web_widget.gateway.schemas import Alive, Readiness

blueprint = APIBlueprint("gateway_health", __name__, tag="Health")


@blueprint.get("/healthz")
@blueprint.output(Alive)
def healthz() -> dict[str, object]:
    """The process answers"""
    return {"alive": True}


@blueprint.get("/readyz")
@blueprint.output(Readiness)
@blueprint.doc(responses={503: "Something is missing"})
def readyz() -> tuple[dict[str, object], int]:
    """Rasa, the snapshot and the database are there"""
    checks: dict[str, Callable[[], bool]] = {
        "rasa": gateway().rasa.ready,
        "snapshot": _snapshot,
        "database": _database,
    }
    missing = [name for name, check in checks.items() if not check()]
    return {"ready": not missing, "missing": missing}, 503 if missing else 200


def _snapshot() -> bool:
    try:
        return gateway().services.snapshots.get() is not None
    except Exception:  # whatever is wrong with it, it is not loaded
        return False


def _database() -> bool:
    try:
        with gateway().services.database.connect() as connection:
            connection.execute(text("SELECT 1"))
    except Exception:
        return False
    return True
