"""Figures as a table for the terminal."""

from __future__ import annotations

from io import StringIO

from rich.console import Console
from rich.table import Table

from knowledge.evaluation.measures import Figures

_COLUMNS = ("first", "top3", "mrr", "resolved", "wrong_confident", "refused", "language_right")


def table(figures: Figures) -> str:
    grid = Table(title=f"Gold questions, split {figures.split}", title_justify="left")
    grid.add_column("language")
    grid.add_column("questions", justify="right")
    for column in _COLUMNS:
        grid.add_column(column.replace("_", " "), justify="right")
    for language, row in sorted(figures.by_language.items()):
        grid.add_row(language, f"{row['questions']:.0f}", *(f"{row[c]:.3f}" for c in _COLUMNS))
    danger = Table(title="Danger and what only sounds like it", title_justify="left")
    danger.add_column("language")
    for column in ("texts from danger", "found", "look-alikes", "false alarms"):
        danger.add_column(column, justify="right")
    for language, counts in sorted(figures.danger_by_language.items()):
        danger.add_row(language, *(str(counts[c]) for c in ("danger", "found", "lookalikes", "alarms")))
    console = Console(file=StringIO(), width=110)
    console.print(grid)
    console.print(danger)
    lines = [
        f"other subjects refused  {figures.offtopic_refused:.3f}",
        f"danger found            {figures.danger_recall:.3f}  missed: {', '.join(figures.misses) or 'none'}",
        f"false alarms            {len(figures.false_alarms)} of {figures.lookalikes}: "
        + (", ".join(figures.false_alarms) or "none"),
    ]
    lines += [
        f"not first: {w['id']} wanted {'/'.join(w['wanted'])}, found {', '.join(w['found'])} ({w['score']}, {w['outcome']})"
        for w in figures.wrong
    ]
    assert isinstance(console.file, StringIO)
    return console.file.getvalue() + "\n".join(lines)
