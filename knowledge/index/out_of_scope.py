"""Texts on other subjects, searched beside the articles so that "that is not ours" can win over a weak match."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from knowledge.types import Audience, Passage, PassageKind

FILE = Path(__file__).with_name("out_of_scope.yml")
SLUG = "_out_of_scope"  # no article can have it: slugs begin with a letter or a digit


@cache
def out_of_scope_passages() -> tuple[Passage, ...]:
    raw: dict[str, list[str]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    pairs = [(language, text) for language, texts in raw.items() for text in texts]
    return tuple(
        Passage(SLUG, PassageKind.VARIANT, language, Audience.PARENT, text, position)
        for position, (language, text) in enumerate(pairs)
    )
