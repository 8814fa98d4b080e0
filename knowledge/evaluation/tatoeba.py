"""The public Tatoeba test: for each foreign sentence, is its own English sentence the nearest of all?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from knowledge.encoder import Encoder, Vectors
from knowledge.encoder.training.corpus import read_pairs
from knowledge.errors import EncoderError

# What issue 3 asks for. so, ti, ckb and th have no public test set: lines held out of training stand in.
TARGETS: Mapping[str, float] = {
    "sv": 0.93, "fi": 0.94, "fa": 0.80, "ar": 0.77, "tr": 0.90, "ru": 0.92, "pl": 0.89, "es": 0.93, "de": 0.96,
    "fr": 0.92, "uk": 0.60, "kmr": 0.50, "bs": 0.50, "sq": 0.42, "so": 0.45, "ti": 0.40, "ckb": 0.50, "th": 0.70,
}  # fmt: skip
TestSet = tuple[list[str], list[str]]


def read_tests(data: Path) -> dict[str, TestSet]:
    """language -> (English sentences, foreign sentences) of `data`/tatoeba-test/*.tsv and the held-out lines."""
    tests: dict[str, TestSet] = {}
    for path in sorted((data / "tatoeba-test").glob("*.tsv")):
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        if any(len(row) != 2 for row in rows):
            raise EncoderError(f"{path.name}: every line holds English, tab, the other language")
        tests[path.stem] = ([row[0] for row in rows], [row[1] for row in rows])
    for pair in read_pairs(data)[1]:
        english, foreign = tests.setdefault(pair.language, ([], []))
        english.append(pair.english)
        foreign.append(pair.text)
    return tests


def nearest_is_own(foreign: Vectors, english: Vectors) -> float:
    """Share of rows whose own row of `english` is the nearest of all. Both of shape (n, dimension), unit vectors."""
    nearest = (foreign @ english.T).argmax(axis=1)
    return float((nearest == np.arange(len(foreign))).mean())


def evaluate_tatoeba(
    encoder: Encoder, data: Path, progress: Callable[[int, int], None] = lambda done, of: None
) -> dict[str, float]:
    """language -> share found, X -> English."""
    tests = read_tests(data)
    figures: dict[str, float] = {}
    for language, (english, foreign) in sorted(tests.items()):
        vectors = encoder.encode_queries(foreign), encoder.encode_passages(english)
        figures[language] = round(nearest_is_own(*vectors), 4)
        progress(len(figures), len(tests))
    return figures


def table(figures: Mapping[str, float]) -> Sequence[str]:
    """Lines for the terminal: language, figure, target, and what is missing."""
    lines = ["language  found  target"]
    for language, found in figures.items():
        target = TARGETS.get(language)
        missing = f"  {found - target:+.3f}" if target is not None else ""
        lines.append(f"{language:8}  {found:.3f}  {target or 0:.3f}{missing}")
    return lines
