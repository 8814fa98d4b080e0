"""What is measured: whole held-out sentences, and pieces of two to five words cut from them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from knowledge.language.training.corpus import read_corpus
from knowledge.language.training.pieces import cut
from knowledge.language.training.train import SEED
from knowledge.language.words import Script, words_of
from knowledge.types import Article

SHORTEST, LONGEST = 2, 5
_SCRIPTS = {
    Script.ARABIC: ("ar", "fa", "ckb"),
    Script.CYRILLIC: ("uk", "ru"),
    Script.ETHIOPIC: ("ti",),
    Script.THAI: ("th",),
}

Texts = dict[str, list[str]]


def held_out_texts(data: Path, articles: Sequence[Article], most: int = 400) -> tuple[Texts, Texts]:
    """(pieces, sentences) by language, at most `most` each; never seen in training. A piece in another script than its
    language's, such as a name in Latin letters within a Thai sentence, is left out: it is not in the language."""
    _, held_out = read_corpus(data, articles, SEED)
    chance = random.Random(SEED)
    short: Texts = {}
    whole: Texts = {}
    for language in held_out.languages:
        own = list(held_out.sentences.get(language, []))
        chance.shuffle(own)
        whole[language] = own[:most]
        cuts = [cut(text, chance, SHORTEST, LONGEST) for text in own[:most]]
        short[language] = [piece for piece in cuts if words_of(piece)[0] is _script(language)]
    return short, whole


def _script(language: str) -> Script:
    return next((script for script, names in _SCRIPTS.items() if language in names), Script.LATIN)
