from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from knowledge.crisis.classifier import TextClassifier, Words
from knowledge.index import tokens
from tests.support.encoders import GramEncoder

TEXTS = {
    "kan jag få tolk": "interpreter",
    "jag behöver en tolk": "interpreter",
    "hur överklagar jag": "appeal",
    "kan man överklaga beslutet": "appeal",
    "var ligger kontoret": "place",
}


def bags(text: str) -> tuple[Words, Words]:
    return Counter(tokens.words(text, "sv")), Counter(tokens.letter_groups(text))


def trained() -> TextClassifier:
    both = [bags(text) for text in TEXTS]
    return TextClassifier.train(
        list(TEXTS.values()),
        [words for words, _ in both],
        [groups for _, groups in both],
        GramEncoder().encode_passages(list(TEXTS)),
    )


def scores(classifier: TextClassifier, text: str) -> np.ndarray:  # type: ignore[type-arg]
    return classifier.scores(*bags(text), GramEncoder().encode_queries([text])[0])


def test_it_finds_the_label_of_a_new_text_and_survives_saving(tmp_path: Path) -> None:
    classifier = trained()
    classifier.save(tmp_path / "it")
    loaded = TextClassifier.load(tmp_path / "it")
    assert loaded.labels == classifier.labels == ("appeal", "interpreter", "place")
    text = "tolken kom inte, kan jag få en annan tolk"
    np.testing.assert_array_equal(scores(loaded, text), scores(classifier, text))
    assert classifier.labels[int(scores(classifier, text).argmax())] == "interpreter"


def test_training_twice_gives_the_same() -> None:
    np.testing.assert_array_equal(scores(trained(), "överklaga"), scores(trained(), "överklaga"))


@pytest.mark.parametrize("text", ["", "!!!", "ord som ingen känner qqqq"])
def test_a_text_of_unknown_words_has_finite_scores(text: str) -> None:
    assert np.isfinite(scores(trained(), text)).all()


def test_what_is_no_classifier_is_refused(tmp_path: Path) -> None:
    trained().save(tmp_path / "it")
    (tmp_path / "it" / "weights.npz").write_bytes(b"PK damaged")
    with pytest.raises(ValueError, match=r"damaged|pickle|zip"):
        TextClassifier.load(tmp_path / "it")
