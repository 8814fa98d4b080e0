"""The training text: sentences of public data (see its README for sources), the shipped articles, and lines written here."""

from __future__ import annotations

import gzip
import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.errors import KnowledgeError
from knowledge.language import ROMANISED
from knowledge.language.training.romanise import romanise
from knowledge.types import Article

HERE = Path(__file__).parent
_PART = 20  # one English sentence in 20, with all its translations, is held out
_LINE_PART = 5  # and one in five of the lines written by hand, greetings and other short ones apart: those must be learned
_SHORT_LINE = 2
_ROMANISED_SENTENCES = 12_000


@dataclass(slots=True)
class Corpus:
    """Texts by language. `sentences`: public data; `articles`: those that ship; `lines`: written by hand, as people type."""

    sentences: dict[str, list[str]] = field(default_factory=dict)
    articles: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, list[str]] = field(default_factory=dict)

    @property
    def languages(self) -> list[str]:
        return sorted({*self.sentences, *self.articles, *self.lines})


def read_corpus(data: Path, articles: Sequence[Article], seed: int) -> tuple[Corpus, Corpus]:
    """(for training, held out). Held out: every pair whose English has a CRC-32 divisible by 20, and one in five of
    the lines written by hand. Raises `KnowledgeError` when `data` holds no pairs or a line has not three fields."""
    training, held_out = Corpus(), Corpus()
    english: dict[str, None] = {}
    files = sorted((data / "parallel").glob("*.tsv.gz"))
    if not files:
        raise KnowledgeError(
            f"{data} holds no parallel/<language>.tsv.gz; right would be the shared data folder"
        )
    for path in files:
        language = path.name.split(".")[0]
        for theirs, text in _read(path):
            english[theirs] = None
            part = training if zlib.crc32(theirs.encode()) % _PART else held_out
            part.sentences.setdefault(language, []).append(text)
    for text in english:
        part = training if zlib.crc32(text.encode()) % _PART else held_out
        part.sentences.setdefault("en", []).append(text)
    for article in articles:
        for own in article.translations:
            texts = [own.title, own.short, *own.long.splitlines(), *(own.what_is_true or "").splitlines()]
            found = [t.strip() for t in (*texts, *own.variants, *own.claims) if t.strip()]
            training.articles.setdefault(own.language, []).extend(found)
    for corpus in (training, held_out):
        _add_romanised(corpus, random.Random(seed))
    for language, lines in hand_written().items():
        for text in lines:
            learned = zlib.crc32(text.encode()) % _LINE_PART or len(text.split()) <= _SHORT_LINE
            part = training if learned else held_out
            part.lines.setdefault(language, []).append(text)
    return training, held_out


def hand_written(folder: Path = HERE / "lines") -> dict[str, list[str]]:
    """The lines of `<language>.txt`, without comments."""
    return {
        path.stem: [
            line.strip()
            for line in path.read_text(encoding="utf-8").splitlines()
            if line.strip() and not line.startswith("#")
        ]
        for path in sorted(folder.glob("*.txt"))
    }


def _read(path: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            fields = line.rstrip("\n").split("\t")
            if len(fields) != 3:
                raise KnowledgeError(
                    f"{path.name}:{number} has {len(fields)} fields; right would be English, text, source"
                )
            yield fields[0], fields[1]


def _add_romanised(corpus: Corpus, chance: random.Random) -> None:
    for romanised, language in ROMANISED.items():
        own = corpus.sentences.get(language, [])
        taken = chance.sample(own, min(len(own), _ROMANISED_SENTENCES)) + corpus.articles.get(language, [])
        if taken:
            corpus.sentences[romanised] = [romanise(text, language, chance) for text in taken]
