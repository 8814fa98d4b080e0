"""The shape of the rules files. How they are read stands in `files`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from knowledge.crisis.phrases import WordClasses
from knowledge.types import Audience, CrisisKind


def lines(value: Any) -> Any:
    """A block of text -> its lines; empty lines and lines that begin with "# " fall away."""
    if isinstance(value, str):
        return tuple(s for line in value.splitlines() if (s := line.strip()) and not s.startswith("# "))
    return value


def names(value: Any) -> Any:
    """A text -> its parts between commas and line ends."""
    if isinstance(value, str):
        return tuple(part for line in lines(value) for p in line.split(",") if (part := p.strip()))
    return value


Lines = Annotated[tuple[str, ...], BeforeValidator(lines)]
Names = Annotated[tuple[str, ...], BeforeValidator(names)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Negation(_Model):
    """`forward` words after a negation are denied, and `back` words before it; `stopped_by` ends its reach.

    After one of `not_after` the word denies nothing: "slutar inte slå", "كل ما يضربني".
    """

    words: Names = ()
    forward: int = Field(1, ge=0, le=4)
    back: int = Field(0, ge=0, le=4)
    stopped_by: Names = ()
    not_after: Names = ()


class KindRules(_Model):
    """`phrases` fire inside a question too; `unless_asked` do not where `asked` describes the sentence."""

    phrases: Lines = ()
    unless_asked: Lines = ()


class LanguageRules(_Model):
    """One file. `verbs` are words that a negation takes back; `never_typos` are right as they stand."""

    language: str = Field(pattern=r"^[a-z]{2,3}$")
    words: dict[str, Names] = {}
    verbs: dict[str, Names] = {}
    negation: Negation = Negation()
    never_typos: Names = ()
    figures: Lines = ()
    fiction: Lines = ()
    asked: Lines = ()
    kinds: dict[CrisisKind, KindRules]

    @cached_property
    def classes(self) -> WordClasses:
        """Read once: checking the file and compiling it look up the same wordings."""
        return WordClasses({**self.words, **self.verbs}, frozenset(self.verbs))

    def blocks(self) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Every block of phrases with its place in the file."""
        found: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
            (("figures",), self.figures),
            (("fiction",), self.fiction),
            (("asked",), self.asked),
        ]
        for kind, rules in self.kinds.items():
            found.append((("kinds", kind.value, "phrases"), rules.phrases))
            found.append((("kinds", kind.value, "unless_asked"), rules.unless_asked))
        return found


class Similarity(_Model):
    """Leads over the harmless (0: as like one as the other; 2: surely). Danger is found from `threshold` on, from
    `threshold_doubted` where a phrase says that the text is a figure of speech or a tale; in a long text, of
    `long_words` and more, a phrase that fires counts from `threshold_believed` on."""

    threshold: float = Field(ge=0, le=2)
    threshold_why: str
    threshold_doubted: float = Field(ge=0, le=2)
    threshold_doubted_why: str
    threshold_believed: float = Field(ge=-2, le=0)
    threshold_believed_why: str
    long_words: int = Field(ge=1, le=100)
    long_words_why: str
    shortest_words: int = Field(ge=1, le=20)
    shortest_words_why: str


class Cards(_Model):
    """Contact ids for each kind and audience, most urgent first; `adult` is an adult whom the child trusts."""

    cards: dict[CrisisKind, dict[Audience, Annotated[tuple[str, ...], Field(min_length=1, max_length=4)]]]


@dataclass(frozen=True, slots=True)
class Rules:
    languages: tuple[LanguageRules, ...]
    similarity: Similarity
    cards: Cards
