"""What each engine brings: the right article first by meaning alone (FAISS), by words alone (BM25), and by
both together, on the same questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import StringIO

from rich.console import Console
from rich.table import Table

from knowledge.answering.decision import Candidate
from knowledge.answering.steps import Tools
from knowledge.evaluation.calibration import candidates_of
from knowledge.evaluation.gold import by_language, load_gold
from knowledge.index.snapshot import Snapshot

ENGINES = ("dense", "lexical", "fused")
Rows = Mapping[str, Mapping[str, float]]


def compare(tools: Tools, snapshot: Snapshot, split: str) -> dict[str, dict[str, float]]:
    """language -> engine -> share of the gold questions whose first article is an accepted one; `questions`: how many."""
    rows: dict[str, dict[str, float]] = {}
    for language, cases in sorted(by_language(load_gold("questions", split)).items()):
        found = [(case, candidates_of(case, tools, snapshot)[0]) for case in cases]
        rows[language] = {"questions": float(len(cases))} | {
            engine: sum(_first(candidates, engine) in case.slugs for case, candidates in found) / len(cases)
            for engine in ENGINES
        }
    return rows


def _first(candidates: Sequence[Candidate], engine: str) -> str:
    return max(candidates, key=lambda c: float(getattr(c, engine))).slug


def table(rows: Rows) -> str:
    grid = Table(title="Right article first, by engine", title_justify="left")
    grid.add_column("language")
    for column in ("questions", *ENGINES):
        grid.add_column(column, justify="right")
    for language, row in rows.items():
        grid.add_row(language, f"{row['questions']:.0f}", *(f"{row[engine]:.3f}" for engine in ENGINES))
    console = Console(file=StringIO(), width=100)
    console.print(grid)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue().rstrip()
