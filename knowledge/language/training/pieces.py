"""Short pieces of sentences, and what happens to text that people type on a phone."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.language.words import Script, words_of
from knowledge.municipalities import municipalities

# Longer Swedish words of the field that stand inside other languages; the short ones are left out when asking.
_INSIDE = (
    "socialtjänstlagen barnavårdsutredning utredning handläggare orosanmälan förskola skola familjehem jourhem "
    "barnbidrag försörjningsstöd boendestöd kontaktperson kontaktfamilj kvinnojour familjerätten "
    "vårdnad umgänge soctanten dagis fritids kurator rektor"
)
SWEDISH_INSIDE = _INSIDE.split()
# First names that many languages share.
_FIRST_NAMES = (
    "ahmed ali mohammed mohamed fatima aisha amina hassan hussein omar ibrahim yusuf maryam zahra sara adam elias anna "
    "maria erik lars johan karin eva peter daniel david emma alex sofia ivan olga amir reza nour layla abdi hodan"
)
_NAMES = _FIRST_NAMES.split()
_KEYS = "qwertyuiopasdfghjklzxcvbnmåäöüéıñç"
_KEY_ROWS = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm")
_UNMARKED = str.maketrans({"ł": "l", "đ": "d", "ı": "i", "ø": "o", "æ": "ae", "ß": "ss", "ё": "е"})
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "đ": "dj", "ß": "ss"})
# Letters that look alike on Arabic, Persian and Kurdish keyboards.
_OTHER_KEYBOARD = str.maketrans({"ی": "ي", "ک": "ك"})
_PERSIAN_KEYBOARD = str.maketrans({"ي": "ی", "ك": "ک", "ى": "ی"})
_BARE_ALEF = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي", "ئ": "ي", "ؤ": "و"})


@dataclass(frozen=True, slots=True)
class Damage:
    """How often (0..1) each thing happens to a piece."""

    unmarked: float = 0.22
    spelt_out: float = 0.02
    keyboard: float = 0.1
    bare_alef: float = 0.25
    joined: float = 0.15  # an apostrophe or a zero-width non-joiner is not typed
    typo: float = 0.12
    swedish_inside: float = 0.06


def cut(text: str, chance: random.Random, shortest: int, longest: int) -> str:
    """`shortest`..`longest` words that stand together in `text`; all when it is shorter."""
    words = text.split()
    count = chance.randint(shortest, longest)
    start = chance.randint(0, max(0, len(words) - count))
    return " ".join(words[start : start + count])


def pieces(
    texts: Sequence[str], language: str, count: int, chance: random.Random, damage: Damage | None = None
) -> Iterator[list[str]]:
    """`count` lists of words (see `words_of`), drawn evenly from `texts`: mostly of one to six words, some whole."""
    damage, order = damage or Damage(), list(texts)
    made = turn = 0
    while made < count and turn < 20 * count:
        if turn % len(order) == 0:
            chance.shuffle(order)
        text = order[turn % len(order)]
        turn += 1
        draw = chance.random()
        if draw < 0.75:
            text = cut(text, chance, 1, 6)
        elif draw < 0.9:
            text = cut(text, chance, 7, 14)
        script, words = words_of(damaged(text, language, chance, damage))
        if script in (Script.LATIN, Script.ARABIC, Script.CYRILLIC) and any(len(w) > 1 for w in words):
            made += 1
            yield words[:40]


def says_nothing(count: int, chance: random.Random) -> Iterator[list[str]]:
    """`count` texts in Latin letters that belong to no language: names, places, random keys. Given to every language alike, they
    teach the model to doubt, so that the page decides."""
    for _ in range(count):
        draw = chance.random()
        if draw < 0.35:
            yield [chance.choice(_NAMES) for _ in range(chance.randint(1, 2))]
        elif draw < 0.65:
            yield words_of(damaged(chance.choice(_places()), "", chance, Damage()))[1]
        elif draw < 0.75:
            yield [cut(" ".join(chance.choice(_KEY_ROWS)), chance, 2, 8).replace(" ", "")]
        else:
            yield [
                "".join(chance.choices(_KEYS, k=chance.randint(1, 8))) for _ in range(chance.randint(1, 2))
            ]


@cache
def _places() -> tuple[str, ...]:
    return tuple(m.name for m in municipalities())


def damaged(text: str, language: str, chance: random.Random, damage: Damage) -> str:
    """`text` as somebody in a hurry types it."""
    text = unicodedata.normalize("NFC", text).lower()
    if chance.random() < damage.joined:
        text = text.replace("'", "").replace("’", "").replace("\u200c", "")
    if chance.random() < damage.unmarked:
        text = unmarked(text)
    elif chance.random() < damage.spelt_out:
        text = text.translate(_SPELT_OUT)
    if language in ("fa", "ckb") and chance.random() < damage.keyboard:
        text = text.translate(_OTHER_KEYBOARD)
    if language == "ar":
        if chance.random() < damage.keyboard:
            text = text.translate(_PERSIAN_KEYBOARD)
        if chance.random() < damage.bare_alef:
            text = text.translate(_BARE_ALEF)
    if chance.random() < damage.typo:
        text = _typo(text, chance)
    if language != "sv" and text.count(" ") >= 2 and chance.random() < damage.swedish_inside:
        words = text.split()
        words.insert(
            chance.randint(0, len(words)),
            chance.choice([chance.choice(SWEDISH_INSIDE), chance.choice(_places()).lower()]),
        )
        text = " ".join(words)
    return text


def unmarked(text: str) -> str:
    """Latin letters without their marks ("går" -> "gar"); other scripts stay, for their marks make other letters."""
    if any("\u0400" <= c <= "\u052f" for c in text):
        return text.replace("ё", "е")
    bare = unicodedata.normalize("NFD", text.translate(_UNMARKED))
    return unicodedata.normalize("NFC", "".join(c for c in bare if not "\u0300" <= c <= "\u036f"))


def _typo(text: str, chance: random.Random) -> str:
    """One letter left out, doubled, or two turned round."""
    if len(text) < 5:
        return text
    n = chance.randrange(1, len(text) - 2)
    return chance.choice(
        [
            text[:n] + text[n + 1 :],
            text[:n] + text[n] + text[n:],
            text[:n] + text[n + 1] + text[n] + text[n + 2 :],
        ]
    )
