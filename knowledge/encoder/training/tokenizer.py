"""The student's two vocabularies: many fine pieces (words) and few coarse ones (stems, endings, spellings)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from knowledge.encoder.folding import coarse, fine
from knowledge.encoder.training.corpus import Pair

UNKNOWN = "<unk>"
_FULL = 30_000  # sentences; a language with fewer counts more, so that its words get pieces too
_BALANCE = 0.7


def balanced_texts(pairs: Sequence[Pair], limit: int, seed: int) -> list[str]:
    """Texts of all languages, English among them, the small ones repeated; at most `limit`, in random order."""
    by_language: dict[str, dict[str, None]] = {"en": {}}
    for pair in pairs:
        by_language["en"][pair.english] = None
        by_language.setdefault(pair.language, {})[pair.text] = None
    texts: list[str] = []
    for _, own in sorted(by_language.items()):
        texts += list(own) * max(1, round((_FULL / len(own)) ** _BALANCE))
    random.Random(seed).shuffle(texts)
    return texts[:limit]


def train_tokenizers(texts: Sequence[str], fine_size: int, coarse_size: int, folder: Path) -> None:
    """Writes `fine.json` and `coarse.json` to `folder`."""
    folded = [fine(text) for text in texts]
    _train(folded, fine_size).save(str(folder / "fine.json"), pretty=False)
    _train([coarse(text) for text in folded[: len(folded) // 2]], coarse_size).save(
        str(folder / "coarse.json"), pretty=False
    )


def _train(texts: Sequence[str], size: int) -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Metaspace(), pre_tokenizers.Punctuation(), pre_tokenizers.Digits()]
    )
    trainer = trainers.UnigramTrainer(
        vocab_size=size, special_tokens=[UNKNOWN], unk_token=UNKNOWN, max_piece_length=16, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer
