"""Likeness to danger on the tuning texts: what each threshold hears, and what it mistakes.

.venv/bin/python -m benchmarks.likeness

First the likeness alone (in brackets the part that a phrase calls a general question, a figure of speech or a tale); then phrases
and likeness together, as the product has them, for thresholds of belief in a phrase.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from knowledge.crisis import load_rules
from knowledge.crisis.matcher import Matcher
from knowledge.encoder.sentence_transformer import load_encoder
from knowledge.evaluation.gold import load_gold
from knowledge.services import load_likeness
from knowledge.settings import load_settings

SETS = ("danger", "lookalikes", "questions", "offtopic")
THRESHOLDS = (0.0, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7)
BELIEVED = (-2.0, -0.8, -0.6, -0.5, -0.4, -0.3, -0.2, 0.0)


@dataclass(frozen=True, slots=True)
class Heard:
    """One text: the lead of the likeliest danger, whether a phrase fires, calls it harmless, and and how many words it has."""

    lead: float
    fires: bool
    doubted: bool
    words: int


def main() -> None:
    settings, rules = load_settings(), load_rules()
    encoder, phrases = load_encoder(settings), Matcher(rules.languages)
    similarity = rules.similarity
    likeness = load_likeness(settings, encoder, similarity)
    sets: dict[str, list[Heard]] = {}
    for name in SETS:
        texts = [case.text for case in load_gold(name, "tune")]
        sets[name] = []
        for text, vector in zip(texts, encoder.encode_queries(texts), strict=True):
            read = phrases.read(text)
            lead = likeness.lead(text, vector)[1]
            sets[name].append(Heard(lead, bool(read.matches), read.harmless, read.words))
    table = _table("likeness alone: share that reaches a threshold (doubted)", sets)
    for threshold in THRESHOLDS:
        row = []
        for found in sets.values():
            heard = [text.doubted for text in found if text.lead >= threshold]
            row.append(f"{len(heard) / len(found):.3f} ({sum(heard) / len(found):.3f})")
        table.add_row(f"{threshold:.2f}", *row)
    Console().print(table)

    table = _table("together: share that alarms, by the threshold of belief in a phrase", sets)
    for believed in BELIEVED:
        row = []
        for found in sets.values():
            alarms = sum(
                text.lead >= believed or text.words < similarity.long_words
                if text.fires
                else text.words >= similarity.shortest_words
                and text.lead >= (similarity.threshold_doubted if text.doubted else similarity.threshold)
                for text in found
            )
            row.append(f"{alarms / len(found):.3f}")
        table.add_row(f"{believed:.1f}", *row)
    Console().print(table)


def _table(title: str, sets: Mapping[str, Sequence[Heard]]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("threshold")
    for name, found in sets.items():
        table.add_column(f"{name}, {len(found)}", justify="right")
    return table


if __name__ == "__main__":
    main()
