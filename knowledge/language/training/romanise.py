"""Arabic and Persian in Latin letters, as people type them without an Arabic keyboard: by rule, with chance among the ways.

A writer keeps to a habit within a text: digits for the letters that Latin lacks (3 ع, 7 ح, 5 خ, 2 ء) or letter pairs, doubled
vowels or single ones. Short vowels are not written in Arabic script; they are put where two consonants would meet.
"""

from __future__ import annotations

import random
import re

_ARABIC = {
    "ا": ["a", "a", "e"], "أ": ["a", "2a"], "إ": ["e", "i"], "آ": ["a", "aa"], "ء": ["2", ""], "ئ": ["2", "y"], "ؤ": ["2", "o"],
    "ب": ["b"], "ت": ["t"], "ث": ["th", "s", "t"], "ج": ["j", "g"], "ح": ["7", "h"], "خ": ["5", "kh", "7'"],
    "د": ["d"], "ذ": ["th", "z", "d"], "ر": ["r"], "ز": ["z"], "س": ["s"], "ش": ["sh", "ch", "sh"],
    "ص": ["s", "9"], "ض": ["d", "9'"], "ط": ["t", "6"], "ظ": ["z", "6'"], "ع": ["3", "3", "a"], "غ": ["gh", "8", "3'"],
    "ف": ["f"], "ق": ["q", "2", "8", "9"], "ك": ["k"], "ل": ["l"], "م": ["m"], "ن": ["n"], "ه": ["h"], "ة": ["a", "eh", "e"],
    "و": ["w", "o", "ou"], "ي": ["y", "i", "ee"], "ى": ["a"], "چ": ["ch"], "گ": ["g"], "پ": ["p"], "ک": ["k"], "ی": ["y", "i"],
}  # fmt: skip
_PERSIAN = {
    "ا": ["a", "aa"], "آ": ["a", "aa"], "أ": ["a"], "ء": [""], "ئ": ["", "e"], "ؤ": ["o"], "ب": ["b"], "پ": ["p"], "ت": ["t"],
    "ث": ["s"], "ج": ["j"], "چ": ["ch"], "ح": ["h"], "خ": ["kh", "kh", "x"], "د": ["d"], "ذ": ["z"], "ر": ["r"], "ز": ["z"],
    "ژ": ["zh", "j"], "س": ["s"], "ش": ["sh"], "ص": ["s"], "ض": ["z"], "ط": ["t"], "ظ": ["z"], "ع": ["a", "", "e"],
    "غ": ["gh", "q"], "ف": ["f"], "ق": ["gh", "q"], "ک": ["k"], "ك": ["k"], "گ": ["g"], "ل": ["l"], "م": ["m"], "ن": ["n"],
    "و": ["o", "v", "u", "oo"], "ه": ["h"], "ی": ["i", "y", "ee"], "ي": ["i", "y"], "ة": ["e"],
}  # fmt: skip
# Words whose vowels everybody writes the same; the rules below would not find them.
_ARABIC_WORDS = {
    "في": ["fi", "fe"], "من": ["men", "mn", "min"], "على": ["3ala", "ala", "3la"], "ما": ["ma"], "لا": ["la"], "هل": ["hal"],
    "يا": ["ya"], "هذا": ["hatha", "hada", "haza"], "هذه": ["hathi", "hay"], "شو": ["shu", "sho", "chou"], "أنا": ["ana"],
    "انا": ["ana"], "كيف": ["kif", "keef", "kaif"], "ليش": ["lesh", "leish"], "عن": ["3an", "an"], "إلى": ["ila", "ela"],
    "أن": ["an", "enno"], "مع": ["ma3", "maa"], "هو": ["howa", "huwe"], "هي": ["hiya", "hiye"],
    "مش": ["mish", "mesh"], "لم": ["lam"],
    "كل": ["kol", "kul"], "ابني": ["ebni", "ibni"], "بنتي": ["benti", "binti"], "الله": ["allah", "alla"], "و": ["w", "wa", "o"],
}  # fmt: skip
_PERSIAN_WORDS = {
    "است": ["ast", "e", "ast"], "را": ["ra", "ro", "o"], "این": ["in", "een"], "آن": ["an", "oon", "un"], "که": ["ke", "k"],
    "می": ["mi", "my", "me"], "نمی": ["nemi"], "از": ["az"], "به": ["be", "b"], "با": ["ba"], "در": ["dar", "tu"], "من": ["man"],
    "تو": ["to"], "ما": ["ma"], "چه": ["che"], "چی": ["chi"], "و": ["va", "o"], "برای": ["baraye", "barayeh", "baray"],
    "هم": ["ham"], "آیا": ["aya", "ayaa"], "کرد": ["kard"], "شد": ["shod"], "بود": ["bood", "bud"],
    "نه": ["na"], "یک": ["yek", "ye"],
    "چرا": ["chera"], "خود": ["khod"], "بچه": ["bache", "bacheh"], "خانه": ["khane", "khoone"],
    "دارم": ["daram"], "کنم": ["konam"],
    "کند": ["konad", "kone"], "شود": ["shavad", "beshe"], "شما": ["shoma"], "او": ["oo", "u"],
    "ها": ["ha"], "های": ["haye", "hay"],
}  # fmt: skip
_WORD = re.compile(r"\w+")
_VOWEL_SIGNS = re.compile("[\u064b-\u065f\u0670\u0640]")
_PUNCTUATION = str.maketrans("؟،؛\u200c", "?,; ")
_VOWELS = frozenset("aeiou23")


def romanise(text: str, language: str, chance: random.Random) -> str:
    """`text` (`language` ar or fa) in Latin letters, another way each time that `chance` is asked."""
    letters = _ARABIC if language == "ar" else _PERSIAN
    whole = _ARABIC_WORDS if language == "ar" else _PERSIAN_WORDS
    habit = {letter: chance.choice(ways) for letter, ways in letters.items()}
    doubled = chance.random() < 0.2
    plain = _VOWEL_SIGNS.sub("", text).translate(_PUNCTUATION)
    return _WORD.sub(lambda found: _word(found.group(), language, whole, habit, doubled, chance), plain)


def _word(
    word: str, language: str, whole: dict[str, list[str]], habit: dict[str, str], doubled: bool, chance: random.Random
) -> str:  # fmt: skip
    if word in whole:
        return chance.choice(whole[word])
    article = ""
    if language == "ar" and word.startswith("ال") and len(word) > 3:
        article, word = chance.choice(["al", "el", "l", "el", "il", "al "]), word[2:]
    sounds = [habit.get(letter, letter if letter.isascii() else "") for letter in word]
    if language == "ar" and word.endswith("ه"):
        sounds[-1] = chance.choice(["h", "o", "eh"])
    if language == "fa" and word.endswith("ه"):
        sounds[-1] = chance.choice(["e", "eh", "e"])
    sounds = [sound for sound in sounds if sound]
    short = "aaiueo" if language == "ar" else "aaeeo"
    out = ""
    for sound in sounds:
        between = out and out[-1] not in _VOWELS and sound[0] not in _VOWELS
        gap = 0.55 if len(out) > 1 else 0.8
        # w and y before a consonant are vowels
        if out and out[-1] == "w" and sound[0] not in _VOWELS and chance.random() < 0.7:
            out = out[:-1] + chance.choice(["o", "ou", "u"])
        elif out and out[-1] == "y" and sound[0] not in _VOWELS and chance.random() < 0.7:
            out = out[:-1] + chance.choice(["i", "ee"])
        elif between and chance.random() < gap:
            out += chance.choice(short)
        out += "aa" if doubled and sound == "a" else sound
    return article + out
