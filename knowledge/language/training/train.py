"""`tryggsvar train-language`: from sentences of public data and the shipped articles to `model.npz`, the same every time."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from knowledge.content.files import read_articles
from knowledge.language.model import save_model
from knowledge.language.training.corpus import Corpus, read_corpus
from knowledge.language.training.fit import Schedule, fit, matrix
from knowledge.language.training.pieces import pieces, says_nothing
from knowledge.types import Article

Progress = Callable[[str, int, int], None]
SEED = 20_261
BY_SCRIPT = ("ti", "th")  # their letters name them; the model need not know them
NOT_LATIN = ("ar", "fa", "ckb", "uk", "ru")


@dataclass(frozen=True, slots=True)
class Recipe:
    """The sizes; the test on a tiny corpus makes them small."""

    pieces: int = 40_000  # of each language
    article_share: float = 0.2  # of the pieces, in a language that has articles
    line_share: float = 0.25  # at most, of the lines written by hand
    line_times: int = 60  # at most, each of them
    nothing_share: float = 0.04  # texts that say nothing, in each language of Latin letters
    schedule: Schedule = field(default_factory=Schedule)


@dataclass(frozen=True, slots=True)
class Report:
    """What was learned from; `bytes` of the model's file."""

    classes: tuple[str, ...]
    sentences: int
    pieces: int
    bytes: int
    seconds: float


def train(
    data: Path, out: Path, progress: Progress = lambda step, done, of: None, recipe: Recipe | None = None,
    articles: Sequence[Article] | None = None,
) -> Report:  # fmt: skip
    """Writes `out`/model.npz. `data` holds parallel/<language>.tsv.gz."""
    recipe, begun = recipe or Recipe(), time.monotonic()
    corpus, _ = read_corpus(data, read_articles() if articles is None else articles, SEED)
    classes = [language for language in corpus.languages if language not in BY_SCRIPT]
    texts: list[list[str]] = []
    labels: list[int] = []
    for number, language in enumerate(classes):
        own = _pieces(corpus, language, recipe, random.Random(f"{SEED} {language}"))
        texts += own
        labels += [number] * len(own)
        progress("cutting", number + 1, len(classes))
    features = matrix(texts)
    weights, biases = fit(
        features,
        np.array(labels),
        len(classes),
        recipe.schedule,
        SEED,
        lambda done, of: progress("fitting", done, of),
    )
    out.mkdir(parents=True, exist_ok=True)
    path = out / "model.npz"
    save_model(path, classes, weights, biases)
    sentences = sum(
        len(kind.get(c, [])) for kind in (corpus.sentences, corpus.articles, corpus.lines) for c in classes
    )
    return Report(tuple(classes), sentences, len(texts), path.stat().st_size, time.monotonic() - begun)


def _pieces(corpus: Corpus, language: str, recipe: Recipe, chance: random.Random) -> list[list[str]]:
    sentences, articles = corpus.sentences.get(language, []), corpus.articles.get(language, [])
    lines, found = corpus.lines.get(language, []), list[list[str]]()
    if lines:
        count = min(round(recipe.pieces * recipe.line_share), recipe.line_times * len(lines))
        found += pieces(lines, language, count, chance)
    if articles:
        found += pieces(articles, language, round(recipe.pieces * recipe.article_share), chance)
    if sentences:
        found += pieces(sentences, language, recipe.pieces - len(found), chance)
    if language not in NOT_LATIN:
        found += says_nothing(round(recipe.pieces * recipe.nothing_share), chance)
    return found
