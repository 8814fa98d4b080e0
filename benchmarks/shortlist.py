"""The dense search through a shortlist beside the search of everything: time, and what the shortlist misses.

.venv/bin/python -m benchmarks.shortlist
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np
from rich.console import Console
from rich.table import Table

from knowledge.answering.retrieval import NEAREST
from knowledge.encoder import Vectors
from knowledge.evaluation.gold import load_gold
from knowledge.index.dense import SHORTLIST
from knowledge.services import build
from knowledge.settings import load_settings

FEW = 100


def main() -> None:
    services = build(load_settings(), record=False)
    index = services.snapshots.get().dense
    questions = services.encoder.encode_queries([case.text for case in load_gold("questions", "tune")])
    mask = np.ones(len(index), dtype=bool)
    kept = {FEW: 0, NEAREST: 0}
    for question in questions:
        right, found = (index.search(question, mask, NEAREST, shortlist=s)[0] for s in (False, True))
        for count in kept:
            kept[count] += len(set(right[:count].tolist()) & set(found.tolist()))
    slow = _p50(lambda q: index.search(q, mask, NEAREST, shortlist=False), questions)
    quick = _p50(lambda q: index.search(q, mask, NEAREST), questions)
    table = Table(
        title=f"{NEAREST} nearest of {len(index):,} passages, {len(questions):,} questions",
        title_justify="left",
    )
    for column in ("search", "p50 ms", f"of the {FEW} nearest", f"of the {NEAREST} nearest"):
        table.add_column(column, justify="left" if column == "search" else "right")
    table.add_row("of everything", f"{slow:.2f}", "1.0000", "1.0000")
    shares = (f"{n / (count * len(questions)):.4f}" for count, n in kept.items())
    table.add_row(f"through a shortlist of {SHORTLIST:,}", f"{quick:.2f}", *shares)
    Console().print(table)
    print(f"shortlist / everything, p50: {quick / slow:.2f}")


def _p50(search: Callable[[Vectors], object], questions: Vectors) -> float:
    """Milliseconds; between two questions the caches fill with other things, as they do in use."""
    others, times = np.zeros(4_000_000, dtype=np.float32), []
    for question in questions:
        others += 1
        begun = time.perf_counter()
        search(question)
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
