from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import KnowledgeError
from knowledge.language import LANGUAGES, LetterGroups
from knowledge.language.grams import BUCKETS, grams
from knowledge.language.model import PACKAGED, load_model, save_model
from knowledge.language.words import Script, words_of

IDENTIFIER = LetterGroups()

SENTENCES = {
    "sv": "dom säger att soc tar barnen från familjer",
    "en": "they told me the school has made a report about my son",
    "ar": "هل يحق لي أن أطلب مترجماً في الاجتماع",
    "so": "ma i kaxayn karaan carruurteyda haddii aan caawimaad weydiisto",
    "fa": "آیا می توانم در جلسه مترجم داشته باشم",
    "ti": "ኣብ ኣኼባ ተርጓማይ ክረክብ ይኽእል ዶ",
    "uk": "чи можуть вони забрати мою дитину",
    "ru": "могут ли они забрать моего ребёнка",
    "tr": "çocuğumu benden alabilirler mi bilmiyorum",
    "ckb": "ئایا دەتوانن منداڵەکەم لێ بسەننەوە",
    "kmr": "ez ditirsim ku ew zarokên min ji min bistînin",
    "pl": "czy opieka społeczna może zabrać moje dziecko",
    "es": "pueden quitarme a mis hijos los servicios sociales",
    "fi": "voiko sosiaalitoimi ottaa lapseni huostaan",
    "bs": "da li mogu da mi uzmu dijete zbog toga",
    "sq": "a kanë të drejtë të na marrin fëmijët pa gjyq",
    "de": "darf das jugendamt uns einfach die kinder wegnehmen",
    "fr": "est-ce que les services sociaux peuvent garder ma fille",
    "th": "เขาจะเอาลูกของฉันไปไหม",
    "ar-Latn": "ya jama3a lesh el soc ra7 yakhdo el wlad men el madrase",
    "fa-Latn": "mitarsam ke soc bachehamo az man begire chikar konam",
}

# Two to four words, some without their marks, some with a Swedish word inside.
SHORT = [
    ("sv", "far jag hjalp"), ("sv", "mår jättedåligt"), ("sv", "anmala soc"), ("sv", "vem bestämmer"),
    ("en", "whats gonna happen"), ("en", "my kids teacher"), ("en", "soc took them"), ("en", "who decides"),
    ("ar", "وين اولادي"), ("ar", "السوسيال ضدنا"), ("ar", "بدي محامي"), ("ar", "شو هو LVU"),
    ("so", "carruurtayda ayay qaadeen"), ("so", "waan ka baqayaa soc"), ("so", "maxaa dhacaya"),
    ("fa", "بچه ام کجاست"), ("fa", "وکیل می خواهم"), ("fa", "LVU چیست"), ("fa", "اطفال ما کجا هستند"),
    ("ti", "ደቀይ ኣበይ ኣለዉ"), ("ti", "soc እንታይ እዩ"),
    ("uk", "де мої діти"), ("uk", "що буде далі"), ("uk", "мені потрібен адвокат"),
    ("ru", "где мои дети"), ("ru", "что будет дальше"), ("ru", "что такое LVU"),
    ("tr", "cocugum nerede"), ("tr", "avukat istiyorum"), ("tr", "soc ne yapıyor"), ("tr", "okula gitmek istemiyor"),
    ("ckb", "منداڵەکانم لە کوێن"), ("ckb", "LVU چی دەگەیەنێت"),
    ("kmr", "zarokên min li ku ne"), ("kmr", "parêzer dixwazim"), ("kmr", "soc çi dike"),
    ("pl", "gdzie sa moje dzieci"), ("pl", "chce adwokata"), ("pl", "co robi soc"),
    ("es", "donde estan mis hijos"), ("es", "quiero un abogado"), ("es", "que hace soc"),
    ("fi", "missa lapseni ovat"), ("fi", "haluan asianajajan"), ("fi", "mitä soc tekee"),
    ("bs", "gdje su mi djeca"), ("bs", "hocu advokata"), ("bs", "sta radi soc"), ("bs", "gde su mi deca"),
    ("sq", "ku jane femijet e mi"), ("sq", "dua nje avokat"), ("sq", "çfarë bën socialen"),
    ("de", "wo sind meine kinder"), ("de", "ich will einen anwalt"), ("de", "was macht socialen"),
    ("fr", "ou sont mes enfants"), ("fr", "je veux un avocat"), ("fr", "que fait socialen"),
    ("th", "ลูกอยู่ที่ไหน"), ("th", "LVU คืออะไร"),
    ("ar-Latn", "wen wladi"), ("ar-Latn", "baddi mo7ami"), ("ar-Latn", "shu howe lvu"), ("ar-Latn", "3am ebki"),
    ("fa-Latn", "bachehaye man kojan"), ("fa-Latn", "vakil mikhastam"), ("fa-Latn", "lvu chie dige"),
]  # fmt: skip


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_is_recognised_on_a_swedish_page(language: str) -> None:
    assert IDENTIFIER.identify(SENTENCES[language], ["sv"]) == language


def test_every_language_has_a_sentence_here() -> None:
    assert set(SENTENCES) == set(LANGUAGES)


@pytest.mark.parametrize(("language", "text"), SHORT)
def test_a_few_words_are_recognised_on_a_swedish_page(language: str, text: str) -> None:
    assert IDENTIFIER.identify(text, ["sv"]) == language


@pytest.mark.parametrize(
    ("text", "page", "expected"),
    [
        ("hej", "sv", "sv"),
        ("hej", "en", "sv"),
        ("hello", "sv", "en"),
        ("hello, can you help me", "sv", "en"),
        ("soc", "sv", "sv"),
        ("soc", "en", "en"),
        ("socialen lvu", "ar", "ar"),
        ("ja", "sv", "sv"),
        ("ja", "fi", "fi"),
        ("yes", "sv", "en"),
        ("no", "en", "en"),
        ("no", "es", "es"),
        ("tack", "so", "sv"),
        ("jo", "sq", "sq"),
        ("hola", "sv", "es"),
        ("merhaba", "sv", "tr"),
        ("سلام", "ar", "ar"),
        ("سلام", "fa", "fa"),
        ("мама", "uk", "uk"),
        ("мама", "ru", "ru"),
        ("بچه ها", "ar", "fa"),
        ("السوسيال", "fa", "ar"),
        ("gratis advokat", "sv", "sv"),
        ("Malmö", "tr", "tr"),
        ("Göteborg", "ar", "ar"),
        ("Ahmed", "sv", "sv"),
        ("asdfgh", "sv", "sv"),
        ("ö", "tr", "tr"),
    ],
)
def test_short_texts_lean_on_the_page(text: str, page: str, expected: str) -> None:
    assert IDENTIFIER.identify(text, [page]) == expected


@pytest.mark.parametrize("page", ["sv", "en", "ar", "tr"])
def test_the_page_does_not_outweigh_a_sentence(page: str) -> None:
    wrong = {c: IDENTIFIER.identify(text, [page]) for c, text in SENTENCES.items()}
    assert wrong == {c: c for c in SENTENCES}


@pytest.mark.parametrize("text", ["", "123", "😀😀", "?!", "   ", "Ελλάδα", "https://www.1177.se"])
def test_nothing_to_go_by(text: str) -> None:
    assert IDENTIFIER.identify(text, ["sv"]) is None


def test_ten_thousand_characters() -> None:
    assert IDENTIFIER.identify("barnen är hos sin mamma " * 420, ["en"]) == "sv"
    assert IDENTIFIER.identify("a" * 10_000, ["en"]) in LANGUAGES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ليش socialsekreterare", "ar"),
        ("familjehem چیست", "fa"),
        ("jag heter محمد och bor i Malmö", "sv"),
        ("что такое orosanmälan", "ru"),
        ("😀 where is my son?? 😭", "en"),
    ],
)
def test_mixed_scripts(text: str, expected: str) -> None:
    assert IDENTIFIER.identify(text, ["sv"]) == expected


@pytest.mark.parametrize(
    "text", [*SENTENCES.values(), *(text for _, text in SHORT), "İstanbul'da", "Й" * 700]
)
def test_composed_and_decomposed_letters_agree(text: str) -> None:
    found = {
        IDENTIFIER.identify(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")
    }
    assert len(found) == 1


def test_threads_agree() -> None:
    texts = list(SENTENCES.values()) * 20
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(IDENTIFIER.identify, texts)) == list(SENTENCES) * 20


@given(st.text(max_size=300), st.lists(st.sampled_from(["sv", "en", "ar", "fa", "xx"]), max_size=2))
def test_any_text_gives_a_code_or_none(text: str, priors: list[str]) -> None:
    language = IDENTIFIER.identify(text, priors)
    assert language is None or language in (*LANGUAGES, *priors)


def test_the_model_is_small() -> None:
    assert PACKAGED.stat().st_size < 2_000_000
    assert load_model().weights.nbytes < 3_000_000


def test_a_file_that_is_no_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"missing\.npz is no language model"):
        load_model(tmp_path / "missing.npz")
    small = tmp_path / "small.npz"
    save_model(small, ["sv"], np.ones((4, 1), dtype=np.float32), np.zeros(1, dtype=np.float32))
    with pytest.raises(KnowledgeError, match=r"shape \(4, 1\); right would be"):
        load_model(small)


def test_the_most_words_decide_the_script_and_a_tie_is_not_latin() -> None:
    assert words_of("Soc tar barnen, محمد!") == (Script.LATIN, ["soc", "tar", "barnen"])
    assert words_of("hej محمد") == (Script.ARABIC, ["محمد"])
    assert words_of("3andi 2 banat") == (Script.LATIN, ["3andi", "banat"])


@given(st.lists(st.lists(st.text(alphabet="abcåäöжع", min_size=1, max_size=9), max_size=4), max_size=4))
def test_texts_together_have_the_features_that_each_has_alone(texts: list[list[str]]) -> None:
    buckets, owner = grams(texts)
    assert ((buckets >= 0) & (buckets < BUCKETS)).all()
    for number, words in enumerate(texts):
        alone, _ = grams([words])
        assert sorted(buckets[owner == number]) == sorted(alone)


def test_the_features_of_a_word() -> None:
    """Of " ab ": two single letters, three pairs, two threes, one four; of a word of four letters the word itself too."""
    assert len(grams([["ab"]])[0]) == 2 + 3 + 2 + 1
    assert len(grams([["abcd"]])[0]) == 4 + 5 + 4 + 3 + 2 + 1
    assert len(grams([["ab", "ab"]])[0]) == 2 * len(grams([["ab"]])[0])
