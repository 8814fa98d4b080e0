"""The gold files: questions, texts on other subjects, texts from danger, and harmless look-alikes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.errors import ContentError, Fault
from knowledge.types import Audience, CrisisKind

FOLDER = Path(__file__).with_name("gold")
SPLITS = ("tune", "untouched")


class GoldCase(BaseModel):
    """One line. `slugs`: articles that answer it (none for texts on other subjects and from danger)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    text: str
    language: str
    audience: Audience
    split: str
    slugs: tuple[str, ...] = ()
    kind: CrisisKind | None = None


def load_gold(name: str, split: str | None = None, folder: Path = FOLDER) -> tuple[GoldCase, ...]:
    """Cases of `<name>.jsonl`, of one split or of both. Raises `ContentError` with every fault."""
    cases, faults = [], []
    path = folder / f"{name}.jsonl"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            case = GoldCase.model_validate_json(line)
        except ValidationError as error:
            faults += [
                Fault(path.name, number, ".".join(map(str, e["loc"])), repr(e["input"])[:60], e["msg"])
                for e in error.errors()
            ]
            continue
        if case.split not in SPLITS:
            faults.append(Fault(path.name, number, "split", case.split, " or ".join(SPLITS)))
        cases.append(case)
    if faults:
        raise ContentError(faults)
    return tuple(c for c in cases if split is None or c.split == split)


def by_language(cases: Sequence[GoldCase]) -> dict[str, list[GoldCase]]:
    groups: dict[str, list[GoldCase]] = {}
    for case in cases:
        groups.setdefault(case.language, []).append(case)
    return groups
