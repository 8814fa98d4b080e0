"""The glossary: one agreed word a language for each hard term, with an explanation that the reader can open."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.types import Audience, ExplainedWord

FILE = Path(__file__).with_name("glossary.yml")
MOST = 10  # words explained beside one answer
LANGUAGES = ("sv", "en", "ar", "so", "fa")
# What is written in one with a word: in Arabic "and", "then", "with", "as", "for" and the article.
_PREFIXES = {"ar": "[وفبكل]{0,2}(?:ال|ل)?"}


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Wording(_Model):
    """A term in one language. `forms`: as it stands in texts, lower case; `avoid`: renderings that are not ours."""

    term: str
    forms: tuple[str, ...] = Field(min_length=1)
    explanation: str
    child: str | None = None
    avoid: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _lower_case(self) -> Wording:
        if odd := [form for form in (*self.forms, *self.avoid) if form != form.casefold()]:
            raise ValueError(f"{odd[0]!r} is not in lower case")
        return self


class Term(_Model):
    """`officialese`: nobody knows the word who does not know Swedish authorities; a child's text must explain it."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    officialese: bool
    sv: Wording
    en: Wording
    ar: Wording | None = None
    so: Wording | None = None
    fa: Wording | None = None

    def wording(self, language: str) -> Wording | None:
        found: Wording | None = getattr(self, language) if language in LANGUAGES else None
        return found


@cache
def terms() -> tuple[Term, ...]:
    """Raises ValueError when an id or a form stands twice, or the file is no glossary."""
    found = tuple(Term.model_validate(entry) for entry in yaml.safe_load(FILE.read_text(encoding="utf-8")))
    for language in LANGUAGES:
        forms = [form for term in found if (w := term.wording(language)) for form in w.forms]
        if twice := {form for form in forms if forms.count(form) > 1}:
            raise ValueError(f"glossary.yml: in {language} two terms have the form {sorted(twice)[0]!r}")
    if len({term.id for term in found}) < len(found):
        raise ValueError("glossary.yml: an id stands twice")
    return found


def terms_in(text: str, language: str) -> list[Term]:
    """The terms in `text` in the order in which they first stand there; of two that overlap the longer one counts."""
    pattern, owners = _pattern(language)
    if pattern is None:
        return []
    return list(dict.fromkeys(owners[found[1].casefold()] for found in pattern.finditer(text)))


@lru_cache(maxsize=2048)  # the texts are those of the articles: asked for again and again
def explained(text: str, language: str, audience: Audience) -> tuple[ExplainedWord, ...]:
    """What the reader can open beside an answer: the hard words in it, at most `MOST`."""
    words = []
    for term in terms_in(text, language):
        wording = term.wording(language)
        if wording is None:
            continue
        explanation = wording.child if audience is Audience.CHILD else wording.explanation
        if explanation:
            words.append(ExplainedWord(wording.term, explanation))
    return tuple(words[:MOST])


@cache
def _pattern(language: str) -> tuple[re.Pattern[str] | None, dict[str, Term]]:
    owners = {form: term for term in terms() if (w := term.wording(language)) for form in w.forms}
    if not owners:
        return None, owners
    longest_first = sorted(owners, key=lambda form: (-len(form), form))
    forms = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<!\w){_PREFIXES.get(language, '')}({forms})(?!\w)", re.IGNORECASE), owners
