"""What is nothing but small talk, and in which language. The lists are those of the training examples."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.components.small_talk import Example, Lexicon, folded, judge, learn, words_of
from knowledge.content.schema import FULL_LANGUAGES
from knowledge.settings import REPOSITORY

NLU = sorted((REPOSITORY / "bot" / "nlu").glob("*.yml"))


def examples() -> list[Example]:
    return [
        Example(line.removeprefix("- "), block["intent"], block["metadata"]["language"])
        for file in NLU
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
        if "metadata" in block
        for line in block["examples"].splitlines()
    ]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return learn(examples(), ["greet", "thanks", "affirm"])


def is_small_talk(lexicon: Lexicon, text: str, intent: str) -> bool:
    return judge(text, intent, lexicon, max_words=9, known_share=1.0).small_talk


def test_full_languages_have_every_intent_others_the_courtesies_and_no_example_has_two() -> None:
    by_language: dict[str, set[str]] = {}
    homes: dict[str, set[str]] = {}
    for example in examples():
        by_language.setdefault(example.language, set()).add(example.intent)
        homes.setdefault(folded(example.text), set()).add(example.intent)
    full = {frozenset(by_language.pop(language)) for language in FULL_LANGUAGES}
    assert len(full) == 1
    assert set(by_language) == {"ti", "uk", "ru", "tr", "ckb", "pl", "es", "fi"}
    assert {frozenset(intents) for intents in by_language.values()} == {
        frozenset({"greet", "thanks", "goodbye"})
    }
    assert {text: intents for text, intents in homes.items() if len(intents) > 1} == {}


@pytest.mark.parametrize(
    ("text", "intent", "language"),
    [
        ("hej", "greet", "sv"),
        ("HEJ HEJ!!!", "greet", "sv"),
        ("heeeej", "greet", "sv"),
        ("hejda", "goodbye", "sv"),
        ("mahadsanid walaal", "thanks", "so"),
        ("تشکر بسیار زیاد", "thanks", "fa"),
        ("سڵاو", "greet", "ckb"),
        ("ሰላም", "greet", "ti"),
        ("дуже дякую!", "thanks", "uk"),
        ("до свидания", "goodbye", "ru"),
        ("Merhaba", "greet", "tr"),
        ("dziekuje", "thanks", "pl"),
        ("adiós", "goodbye", "es"),
        ("kiitos paljon", "thanks", "fi"),
        ("tack så mycket", "thanks", "sv"),
        ("tack så jätttemycket 😀", "thanks", "sv"),
        ("tusne tack", "thanks", "sv"),
        ("hej, vad kan du?", "help", "sv"),
        ("den andra, tack", "pick_second", "sv"),
        ("hej, tack", "thanks", "sv"),
        ("thank you so much", "thanks", "en"),
        ("شكراً جزيلاً", "thanks", "ar"),
        ("اهلا", "greet", "ar"),
        ("السلام عليكم", "greet", "ar"),
        ("الثانيه", "pick_second", "ar"),
        ("٢", "pick_second", None),
        ("jag är 11 år", "choose_audience", "sv"),
        ("ok", "affirm", None),
    ],
)
def test_small_talk(lexicon: Lexicon, text: str, intent: str, language: str | None) -> None:
    verdict = judge(text, intent, lexicon, max_words=9, known_share=1.0)
    assert (verdict.small_talk, verdict.language) == (True, language)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hej kan soc ta mina barn", "greet"),
        ("hej soc", "greet"),
        ("asdf qwer", "goodbye"),
        ("", "greet"),
        ("???", "greet"),
        ("😀", "thanks"),
        ("vad kan du om LVU", "help"),
        ("tack men vad händer med min son", "thanks"),
        ("hej hej", "thanks"),
        ("jag är orolig för att soc ska ta mitt barn", "start_worried"),
        ("شكرا ولكن ماذا عن ابني", "thanks"),
        ("hej " * 10, "greet"),
        ("hej", "no_such_intent"),
        ("barn", "greet"),
        ("skriva till JO på engelska", "choose_language"),
        ("114 14 för barn", "choose_audience"),
        ("1177 för barn", "choose_audience"),
        ("är 020-50 50 50 för barn", "choose_audience"),
    ],
)
def test_no_small_talk(lexicon: Lexicon, text: str, intent: str) -> None:
    assert not is_small_talk(lexicon, text, intent)


def test_the_typo_is_one_letter_in_a_long_word_with_the_right_beginning(lexicon: Lexicon) -> None:
    assert is_small_talk(lexicon, "avslta", "cancel")  # avsluta
    assert not is_small_talk(lexicon, "avslt", "cancel")
    assert not is_small_talk(lexicon, "yvsluta", "cancel")
    assert not is_small_talk(lexicon, "tick", "thanks")  # tack, but too short to be sure


def test_marks_hamza_stretching_and_digits_make_no_difference() -> None:
    assert words_of("Hejdå") == words_of("hejda")
    assert words_of("أهلاً") == words_of("اهلا")
    assert words_of("heeeej") == ["hej"]
    assert words_of("٢") == words_of("2") == ["2"]
    assert words_of("12") == words_of("٤") == ["<number>"]


@given(st.text(max_size=300), st.sampled_from(["greet", "help", "pick_first", "x"]))
def test_any_text_is_bearable(text: str, intent: str) -> None:
    known = learn(
        [
            Example("hej", "greet", "sv"),
            Example("1", "pick_first", "sv"),
            Example("vad kan du", "help", "sv"),
        ],
        ["greet"],
    )
    verdict = judge(text, intent, known, max_words=9, known_share=1.0)
    assert not (verdict.small_talk and not words_of(text))
