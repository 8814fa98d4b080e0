"""Likeness to danger on the tuning texts, without the phrases: what each threshold hears, and what it mistakes.

.venv/bin/python -m benchmarks.likeness

`doubted`: the same for texts that a phrase calls a general question, a figure of speech or a tale (share of all texts).
"""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from knowledge.crisis import load_rules
from knowledge.crisis.matcher import Matcher
from knowledge.encoder.sentence_transformer import load_encoder
from knowledge.evaluation.gold import load_gold
from knowledge.services import load_likeness
from knowledge.settings import load_settings

SETS = ("danger", "lookalikes", "questions", "offtopic")
THRESHOLDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


def main() -> None:
    settings, rules = load_settings(), load_rules()
    encoder, phrases = load_encoder(settings), Matcher(rules.languages)
    likeness = load_likeness(settings, encoder, rules.similarity)
    leads: dict[str, list[tuple[float, bool]]] = {}
    for name in SETS:
        texts = [case.text for case in load_gold(name, "tune")]
        vectors = encoder.encode_queries(texts)
        leads[name] = [
            (likeness.lead(text, vector)[1], phrases.read(text).harmless)
            for text, vector in zip(texts, vectors, strict=True)
        ]
    table = Table(title="share of the tuning texts that reach a threshold (doubted)", title_justify="left")
    table.add_column("threshold")
    for name, found in leads.items():
        table.add_column(f"{name}, {len(found)}", justify="right")
    for threshold in THRESHOLDS:
        row = []
        for found in leads.values():
            heard = [doubted for lead, doubted in found if lead >= threshold]
            row.append(f"{len(heard) / len(found):.3f} ({sum(heard) / len(found):.3f})")
        table.add_row(f"{threshold:.1f}", *row)
    Console().print(table)


if __name__ == "__main__":
    main()
