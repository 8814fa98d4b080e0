"""The training text: sentence pairs from public data (see its README for sources), and the shipped articles."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from knowledge.errors import EncoderError
from knowledge.types import Article, Translation

# No public test set holds these languages: the last lines of one source are kept out of training, to report on.
HELD_OUT_LANGUAGES = ("so", "ti", "ckb", "th")
HELD_OUT_SOURCE = "ntrex"
HELD_OUT_LINES = 400


@dataclass(frozen=True, slots=True)
class Pair:
    """The same said in English and in `language`. `source` names the corpus, as in the data's README."""

    language: str
    english: str
    text: str
    source: str


def read_pairs(data: Path) -> tuple[list[Pair], list[Pair]]:
    """(for training, held out) of `data`/parallel/*.tsv.gz. Raises `EncoderError` for a line without three fields."""
    training: list[Pair] = []
    held_out: list[Pair] = []
    files = sorted((data / "parallel").glob("*.tsv.gz"))
    if not files:
        raise EncoderError(
            f"{data} holds no parallel/<language>.tsv.gz; right would be the shared data folder"
        )
    for path in files:
        language = path.name.split(".")[0]
        pairs = list(_read(path, language))
        count = HELD_OUT_LINES if language in HELD_OUT_LANGUAGES else 0
        last = (
            [n for n, p in enumerate(pairs) if p.source.startswith(HELD_OUT_SOURCE)][-count:] if count else []
        )
        kept_out = set(last)
        training += [p for n, p in enumerate(pairs) if n not in kept_out]
        held_out += [pairs[n] for n in last]
    return training, held_out


def _read(path: Path, language: str) -> Iterator[Pair]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            fields = line.rstrip("\n").split("\t")
            if len(fields) != 3:
                raise EncoderError(
                    f"{path.name}:{number} has {len(fields)} fields; right would be English, text, source"
                )
            yield Pair(language, fields[0], fields[1], fields[2])


def article_pairs(articles: Sequence[Article], ways: int = 2) -> list[Pair]:
    """Pairs from articles that exist in English too: titles, sections, and paragraphs in the same position.

    Variants are ways to ask, not translations: each is paired with `ways` English variants of the same article."""
    pairs: list[Pair] = []
    for article in articles:
        english = {(t.audience, t.valid_from): t for t in article.translations if t.language == "en"}
        for own in article.translations:
            other = english.get((own.audience, own.valid_from))
            if own.language != "en" and other is not None:
                pairs += _translation_pairs(own, other, ways)
    return pairs


def _translation_pairs(own: Translation, other: Translation, ways: int) -> Iterator[Pair]:
    aligned = [(other.title, own.title), (other.short, own.short)]
    for a, b in ((other.long, own.long), (other.what_is_true or "", own.what_is_true or "")):
        left, right = (text.split("\n\n") for text in (a, b))
        if len(left) == len(right):
            aligned += list(zip(left, right, strict=True))
    for english, text in aligned:
        if english.strip() and text.strip():
            yield Pair(own.language, english.strip(), text.strip(), "article")
    for theirs, ours in ((other.variants, own.variants), (other.claims, own.claims)):
        for n, way in product(range(len(ours)), range(min(ways, len(theirs)))):
            yield Pair(own.language, theirs[(n + way) % len(theirs)], ours[n], "article-variant")
