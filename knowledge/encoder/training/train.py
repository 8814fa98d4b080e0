"""`tryggsvar train-encoder`: from sentence pairs and the shipped articles to a model folder, the same every time."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from numpy.typing import NDArray

from knowledge.content.files import read_articles
from knowledge.encoder.gate import Gate
from knowledge.encoder.student import Pieces, Student
from knowledge.encoder.training.bags import Bags, Rows
from knowledge.encoder.training.corpus import Pair, article_pairs, read_pairs
from knowledge.encoder.training.gate import fit_gate, fit_kind, fit_trust
from knowledge.encoder.training.lexicon import word_pairs
from knowledge.encoder.training.saving import save_student
from knowledge.encoder.training.student import Examples, Schedule, train_student
from knowledge.encoder.training.teacher import Teacher
from knowledge.encoder.training.tokenizer import balanced_texts, train_tokenizers
from knowledge.encoder.training.topics import TopicSchedule, TopicTexts, draw_together, ways_to_ask
from knowledge.types import Article

Progress = Callable[[str, int, int], None]
SEED = 20_261
THREADS = 2  # sums of floats depend on it; one number everywhere, so that a training can be repeated
_GATE_PART = (
    25  # one English sentence in 25, with all its translations, is kept from the student for the gate
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """The sizes; the test on a tiny corpus makes them small."""

    fine_pieces: int = 90_000
    coarse_pieces: int = 12_000
    tokenizer_texts: int = 440_000
    balance: float = (
        0.85  # a language with n pairs is drawn n ** balance times as often as one with a single pair
    )
    word_share: float = 0.2  # of all draws; word pairs teach what news sentences leave open
    vocabulary_share: float = 0.1  # the teacher's own words, as they are
    article_share: float = 0.05
    vocabulary_words: int | None = None  # None: all
    trust_texts: int = 1_000  # of each language
    other_texts: int = 40_000  # that do not speak of our subjects; English ones, and others
    schedule: Schedule = field(default_factory=Schedule)
    topics: TopicSchedule = field(default_factory=TopicSchedule)


@dataclass(slots=True)
class Report:
    """What was read, and how long each step took in seconds."""

    pairs: int = 0
    words: int = 0
    article_pairs: int = 0
    held_out: int = 0
    gate_loss: float = 0.0
    seconds: dict[str, float] = field(default_factory=dict)


def train(
    data: Path, out: Path, progress: Progress = lambda step, done, of: None, recipe: Recipe | None = None,
    articles: Sequence[Article] | None = None,
) -> Report:  # fmt: skip
    """Writes the model to `out`, whole or not at all. `data` holds parallel/<language>.tsv.gz; the test sets are not read."""
    out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(THREADS)
    with TemporaryDirectory(prefix=".training-", dir=out.parent) as draft:
        report = _train(data, Path(draft), progress, recipe or Recipe(), articles)
        for path in sorted(Path(draft).iterdir()):
            path.replace(out / path.name)
    return report


def _train(
    data: Path, out: Path, progress: Progress, recipe: Recipe, articles: Sequence[Article] | None
) -> Report:
    report = Report()
    clock = _Clock(report)
    pairs, held_out = read_pairs(data)
    articles = read_articles() if articles is None else articles
    ours, asked = article_pairs(articles), ways_to_ask(articles)
    kept = [p for p in pairs if zlib.crc32(p.english.encode()) % _GATE_PART]
    for_gate = [p for p in pairs if not zlib.crc32(p.english.encode()) % _GATE_PART]
    words = word_pairs(kept)
    report.pairs, report.words = len(kept), len(words)
    report.article_pairs, report.held_out = len(ours), len(held_out)
    clock.lap("reading and lexicon")
    progress("pieces", 0, 1)
    train_tokenizers(
        balanced_texts(kept + ours, recipe.tokenizer_texts, SEED),
        recipe.fine_pieces,
        recipe.coarse_pieces,
        out,
    )
    progress("pieces", 1, 1)
    clock.lap("pieces")

    teacher = Teacher()
    own_words = [
        Pair("teacher", word, word, "vocabulary") for word in teacher.vocabulary()[: recipe.vocabulary_words]
    ]
    examples = kept + ours + words + own_words
    topic_texts = {text for _, text in asked}
    texts = sorted({t for p in examples + for_gate for t in (p.english, p.text)} | topic_texts)
    row = {text: n for n, text in enumerate(texts)}
    pieces = Pieces(out)
    split = pieces.split(texts)
    kinds = [
        Bags([fine for fine, _ in split], pieces.fine_size),
        Bags([coarse - pieces.fine_size for _, coarse in split], pieces.size - pieces.fine_size),
    ]
    targets = np.zeros((len(texts), 512), dtype=np.float32)
    english = sorted({row[p.english] for p in examples + for_gate} | {row[text] for text in topic_texts})
    targets[english] = teacher.embed([texts[n] for n in english], progress)
    clock.lap("teacher")
    foreign_rows, english_rows = _rows(examples, row)
    lessons = Examples(foreign_rows, english_rows, _chances(kept, ours, words, own_words, recipe))
    network = train_student(kinds, lessons, targets, len(kept), recipe.schedule, SEED, progress)
    save_student(network, out)
    clock.lap("student")

    few = _some_of_each(kept, recipe.trust_texts)
    foreign, own = _rows(few, row)
    gate_foreign, gate_own = _rows(for_gate or few, row)
    unknown = sorted(set(foreign.tolist()) | set(gate_foreign.tolist()))
    targets[unknown] = teacher.embed([texts[n] for n in unknown], progress, "teacher, for the gate")
    known_english = own[:: max(1, len(own) // 400)]
    trust, intercept = fit_trust(
        [split[n] for n in [*foreign, *known_english]],
        np.concatenate([(targets[foreign] * targets[own]).sum(axis=1), np.ones(len(known_english))]).astype(
            np.float32
        ),
        pieces.size,
    )
    others = np.unique([row[t] for p in kept for t in (p.text, p.english)])
    chosen = np.random.default_rng(SEED).permutation(others)[: recipe.other_texts]
    subjects = fit_kind(
        [split[n] for n in sorted({row[text] for text in topic_texts})],
        [split[n] for n in chosen],
        pieces.size,
    )
    english_texts = fit_kind(*_english_and_others(kept + ours, recipe.other_texts, split, row), pieces.size)
    counts = np.concatenate([_counts(k, others) for k in kinds])
    report.gate_loss = fit_gate(
        Student(out),
        ([split[n] for n in gate_foreign], targets[gate_foreign]),
        ([split[n] for n in gate_own], targets[gate_own]),
        _even(for_gate or few, 0.5), (trust, intercept), subjects, english_texts, counts, SEED, out,
    )  # fmt: skip
    clock.lap("gate")

    if asked:
        rows = np.array([row[text] for _, text in asked])
        together = TopicTexts(
            rows, np.array([n for n, _ in asked]), Gate(out).shares([split[n] for n in rows])
        )
        network = draw_together(network, kinds, lessons, together, targets, recipe.topics, SEED, progress)
        save_student(network, out)
        clock.lap("topics")
    return report


def _english_and_others(
    pairs: Sequence[Pair], most: int, split: Sequence[tuple[Rows, Rows]], row: dict[str, int]
) -> tuple[list[tuple[Rows, Rows]], list[tuple[Rows, Rows]]]:
    """Pieces of at most `most` English texts, and of as many others."""
    chance = np.random.default_rng(SEED)
    sides = ({p.english for p in pairs}, {p.text for p in pairs} - {p.english for p in pairs})
    chosen = (chance.permutation(sorted(row[text] for text in side))[:most] for side in sides)
    english, others = ([split[n] for n in rows] for rows in chosen)
    return english, others


def _counts(bags: Bags, rows: Rows) -> NDArray[np.int64]:
    """How often each piece stands in the texts `rows`."""
    return np.bincount(bags.pieces(rows)[0], minlength=bags.size)


def _rows(pairs: Sequence[Pair], row: dict[str, int]) -> tuple[Rows, Rows]:
    """(foreign, English) row numbers."""
    return np.array([row[p.text] for p in pairs]), np.array([row[p.english] for p in pairs])


def _even(pairs: Sequence[Pair], balance: float) -> NDArray[np.float64]:
    """Chances that sum to one; a language's whole share grows with the power `balance` of its number of pairs."""
    _languages, of, count = np.unique([p.language for p in pairs], return_inverse=True, return_counts=True)
    chance = count.astype(float)[of] ** (balance - 1)
    return np.asarray(chance / chance.sum())


def _chances(
    kept: list[Pair], ours: list[Pair], words: list[Pair], own_words: list[Pair], recipe: Recipe
) -> NDArray[np.float64]:
    """Chances of all examples in this order."""
    rest = 1 - recipe.article_share - recipe.word_share - recipe.vocabulary_share
    groups = [
        (kept, recipe.balance, rest),
        (ours, 1.0, recipe.article_share),
        (words, 0.5, recipe.word_share),
        (own_words, 1.0, recipe.vocabulary_share),
    ]
    parts = [share * _even(group, balance) for group, balance, share in groups if group]
    chance = np.concatenate(parts)
    return np.asarray(chance / chance.sum())


def _some_of_each(pairs: Sequence[Pair], count: int) -> list[Pair]:
    chosen: dict[str, list[Pair]] = {}
    order = np.random.default_rng(SEED).permutation(len(pairs))
    for n in order:
        own = chosen.setdefault(pairs[n].language, [])
        if len(own) < count:
            own.append(pairs[n])
    return [p for _, own in sorted(chosen.items()) for p in own]


class _Clock:
    def __init__(self, report: Report) -> None:
        self._report, self._since = report, time.monotonic()

    def lap(self, name: str) -> None:
        now = time.monotonic()
        self._report.seconds[name] = round(now - self._since, 1)
        self._since = now
