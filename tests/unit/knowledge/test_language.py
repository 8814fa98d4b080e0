from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language import ScriptAndLingua

IDENTIFIER = ScriptAndLingua()

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
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_is_recognised_on_a_swedish_page(language: str) -> None:
    assert IDENTIFIER.identify(SENTENCES[language], ["sv"]) == language


@pytest.mark.parametrize(
    ("text", "page", "expected"),
    [
        ("hej", "sv", "sv"),
        ("hello", "sv", "en"),
        ("soc", "sv", "sv"),
        ("soc", "en", "en"),
        ("ja", "sv", "sv"),
        ("yes", "sv", "en"),
        ("بچه ها", "ar", "fa"),
        ("السوسيال", "fa", "ar"),
        ("gratis advokat", "sv", "sv"),
    ],
)
def test_short_texts_lean_on_the_page(text: str, page: str, expected: str) -> None:
    assert IDENTIFIER.identify(text, [page]) == expected


@pytest.mark.parametrize("text", ["", "123", "😀😀", "?!", "   "])
def test_nothing_to_go_by(text: str) -> None:
    assert IDENTIFIER.identify(text, ["sv"]) is None


@given(st.text(max_size=300), st.lists(st.sampled_from(["sv", "en", "ar", "fa", "xx"]), max_size=2))
def test_any_text_gives_a_code_or_none(text: str, priors: list[str]) -> None:
    language = IDENTIFIER.identify(text, priors)
    assert language is None or language in (*SENTENCES, *priors)
