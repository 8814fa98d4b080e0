"""The shipped encoder, held to what the answer path relies on."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.encoder import Vectors
from knowledge.evaluation.gold import load_gold
from knowledge.services import Services

REAL = [case.text for name in ("questions", "offtopic") for case in load_gold(name, "tune")][::9]
TEXTS = st.one_of(st.sampled_from(REAL), st.text(max_size=200))
KEEP = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def near(a: Vectors, b: Vectors) -> bool:
    return bool(np.abs(a - b).max() < 2e-5)


@KEEP
@given(st.lists(TEXTS, min_size=2, max_size=6))
def test_a_text_has_the_same_vector_alone_in_a_batch_and_as_a_passage(
    services: Services, texts: list[str]
) -> None:
    together = services.encoder.encode_passages(texts)
    for text, vector in zip(texts, together, strict=True):
        assert near(services.encoder.encode_queries([text])[0], vector)


@KEEP
@given(st.text(max_size=300))
def test_any_text_has_a_finite_unit_vector(services: Services, text: str) -> None:
    (vector,) = services.encoder.encode_queries([text])
    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-4)


@KEEP
@given(TEXTS)
def test_composed_and_decomposed_letters_are_the_same(services: Services, text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    vectors = services.encoder.encode_passages([composed, decomposed])
    assert near(*vectors)


@pytest.mark.parametrize("text", ["", "😀", "a" * 10_000, "ይኽእል", "abc אבג دهو", "\u202eabc"])
def test_odd_texts_have_finite_unit_vectors(services: Services, text: str) -> None:
    (vector,) = services.encoder.encode_queries([text])
    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-4)
