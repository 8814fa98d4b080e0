from __future__ import annotations

import pytest
from werkzeug.datastructures import LanguageAccept

from tests.support.fakes import Answers
from web_widget.gateway import languages

CODES = ("sv", "en", "ar", "fa", "kmr", "bs")


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("sv", "sv"),
        ("ar-EG", "ar"),
        ("sv_SE", "sv"),
        ("EN", "en"),
        ("ku", "kmr"),
        ("prs-AF", "fa"),
        ("hr", "bs"),
        ("pl", None),
        ("", None),
        (None, None),
        ("s", None),
        ("-sv", None),
    ],
)
def test_tags_of_browsers_become_our_codes(tag: str | None, code: str | None) -> None:
    assert languages.normalised(tag, CODES) == code


def test_the_first_language_on_offer_is_preferred() -> None:
    header = LanguageAccept([("pl", 1), ("ar-SY", 0.9), ("sv", 0.8)])
    assert languages.preferred(header, CODES) == "ar"


def test_a_refused_language_is_not_preferred() -> None:
    assert languages.preferred(LanguageAccept([("sv", 0), ("*", 0.1)]), CODES) is None


def test_what_is_offered_stands_in_the_order_of_the_menu() -> None:
    offered = languages.offered(Answers())  # type: ignore[arg-type]
    assert list(offered.items()) == [("sv", True), ("en", True), ("ar", False)]


def test_without_articles_there_are_the_languages_of_the_product_itself() -> None:
    offered = languages.offered(Answers(failure=RuntimeError()))  # type: ignore[arg-type]
    assert {"sv", "en", "ar"} <= set(offered)
    assert not any(offered.values())


def test_every_own_name_is_there_and_written_right_to_left_where_it_should_be() -> None:
    assert [c for c in languages.OWN_NAMES if languages.direction(c) == "rtl"] == ["ar", "fa", "ckb"]
