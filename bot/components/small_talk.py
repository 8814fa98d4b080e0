"""Is a text nothing but small talk? Plain functions; `small_talk_guard` hangs them into Rasa's pipeline.

The lists are learnt from the training examples (bot/nlu), so a further language adds only data there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Optional

NUMBER = "<number>"
"""Stands for every number from 4 up (ages); 1 to 3 stay themselves, for they pick a choice."""

OLDEST = 99
"""A larger number, or one that begins with a nought, is no age but a telephone number, and no small talk."""

TYPO_LETTERS = 5
"""From this length on a word may have one letter wrong; in shorter ones a letter makes another word."""

_STRETCHED = re.compile(r"(\w)\1{2,}")
_ARABIC_FORMS = str.maketrans({"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": None, "ء": None})


@dataclass(frozen=True)
class Example:
    text: str
    intent: str
    language: str


@dataclass(frozen=True)
class Lexicon:
    """`words`: intent -> language -> known words. `whole`: a whole example, folded -> the one intent that has it.
    `polite`: language -> words that may stand beside any small talk ("hej, vad kan du?", "den andra, tack")."""

    words: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    whole: dict[str, str] = field(default_factory=dict)
    polite: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """`language` is set when exactly one language knows most of the words."""

    small_talk: bool
    language: Optional[str] = None


def words_of(text: str) -> list[str]:
    """Folded words: lower case, no marks (hejdå = hejda, أهلا = اهلا), "heeej" = "hej", numbers as above."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_ARABIC_FORMS)
    return [_number(word) for word in re.findall(r"\w+", _STRETCHED.sub(r"\1", bare))]


def folded(text: str) -> str:
    return " ".join(words_of(text))


def learn(examples: Iterable[Example], polite_intents: Iterable[str] = ()) -> Lexicon:
    """A polite word is one that alone makes an example of a polite intent."""
    words: dict[str, dict[str, set[str]]] = {}
    whole: dict[str, set[str]] = {}
    polite: dict[str, set[str]] = {}
    kind = set(polite_intents)
    for example in examples:
        known = words_of(example.text)
        words.setdefault(example.intent, {}).setdefault(example.language, set()).update(known)
        whole.setdefault(" ".join(known), set()).add(example.intent)
        if example.intent in kind and len(known) == 1:
            polite.setdefault(example.language, set()).update(known)
    return Lexicon(
        words={i: {lang: sorted(ws) for lang, ws in by.items()} for i, by in words.items()},
        whole={text: next(iter(intents)) for text, intents in whole.items() if len(intents) == 1},
        polite={lang: sorted(ws) for lang, ws in polite.items()},
    )


def judge(text: str, intent: str, lexicon: Lexicon, max_words: int, known_share: float) -> Verdict:
    """Small talk is short, and (nearly) all of its words are known words of `intent` in one language."""
    words = words_of(text)
    by_language = lexicon.words.get(intent, {})
    if not words or len(words) > max_words or not by_language:
        return Verdict(small_talk=False)
    shares = {
        language: _share(words, set(known), set(lexicon.polite.get(language, ())))
        for language, known in by_language.items()
    }
    best = max(shares.values())
    if best < known_share:
        return Verdict(small_talk=False)
    languages = [language for language, share in shares.items() if share == best]
    return Verdict(small_talk=True, language=languages[0] if len(languages) == 1 else None)


def _share(words: list[str], known: set[str], polite: set[str]) -> float:
    """Polite words count before and after the rest only: "hej" alone says nothing about an intent that is not a
    greeting, and within a line the same letters are another word ("skriva till JO på engelska")."""
    own = [_is_known(word, known) for word in words]
    if not any(own):
        return 0.0
    first = next((i for i, word in enumerate(words) if word not in polite), len(words))
    last = next((i for i in range(len(words), 0, -1) if words[i - 1] not in polite), 0)
    at_an_end = [i < first or i >= last for i in range(len(words))]
    return sum(mine or beside for mine, beside in zip(own, at_an_end, strict=True)) / len(words)


def _number(word: str) -> str:
    if not word.isdecimal():
        return word
    value = int(word)  # int reads Arabic-Indic digits as well
    if value > OLDEST or (len(word) > 1 and int(word[0]) == 0):
        return word
    return str(value) if value <= 3 else NUMBER


def _is_known(word: str, known: set[str]) -> bool:
    if word in known:
        return True
    return len(word) >= TYPO_LETTERS and any(_one_letter_apart(word, other) for other in known)


def _one_letter_apart(a: str, b: str) -> bool:
    """One letter put in, left out, exchanged, or two neighbours swapped; the first letter is right."""
    if a[0] != b[0] or abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    return (
        rest_a[1:] == rest_b[1:]
        or rest_a[1:] == rest_b
        or rest_a == rest_b[1:]
        or (rest_a[:2] == rest_b[:2][::-1] and rest_a[2:] == rest_b[2:])
    )
