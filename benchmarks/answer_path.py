"""The answer path in this process: where the milliseconds go. The bound: encoding the question, which nothing can avoid.

.venv/bin/python -m benchmarks.answer_path
"""

from __future__ import annotations

import statistics
import time

from rich.console import Console
from rich.table import Table

from knowledge.evaluation.gold import load_gold
from knowledge.evaluation.measures import ask
from knowledge.services import build
from knowledge.settings import load_settings

ROUNDS = 3


def main() -> None:
    services = build(load_settings(), record=False)
    questions = [ask(case) for case in load_gold("questions", "tune")]
    for question in questions[:20]:
        services.answers.answer(question)
    steps: dict[str, list[float]] = {}
    totals, bound = [], []
    for _ in range(ROUNDS):
        for question in questions:
            begun = time.perf_counter()
            answer = services.answers.answer(question)
            totals.append((time.perf_counter() - begun) * 1000)
            for name, value in answer.milliseconds.items():
                steps.setdefault(name, []).append(value)
            begun = time.perf_counter()
            services.encoder.encode_queries([question.text])
            bound.append((time.perf_counter() - begun) * 1000)
    table = Table(title=f"answer(): {len(totals)} questions, milliseconds", title_justify="left")
    for column in ("step", "p50", "p95"):
        table.add_column(column, justify="left" if column == "step" else "right")
    for name, values in {**steps, "whole": totals, "bound: encoding alone": bound}.items():
        table.add_row(
            name, f"{statistics.median(values):.2f}", f"{statistics.quantiles(values, n=20)[-1]:.2f}"
        )
    Console().print(table)
    print(f"whole / bound, p50: {statistics.median(totals) / statistics.median(bound):.2f}")


if __name__ == "__main__":
    main()
