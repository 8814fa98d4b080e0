"""The gate: the teacher's share, and that our own subjects leave more of it to the student."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.encoder.gate import OURS, OURS_ENGLISH, WEIGHTS, Gate, expected
from knowledge.encoder.training.gate import fit_kind

PIECES = 8  # 0..5 fine, 6 and 7 coarse
OUR_PIECES, OTHERS = (1, 2), (3, 4)


def text(*fine: int, coarse: int = 6) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    return np.array(fine, dtype=np.int64), np.array([coarse], dtype=np.int64)


def fitted() -> tuple[np.ndarray, float]:  # type: ignore[type-arg]
    ours = [text(1, 5), text(2, 5), text(1, 2)] * 5
    return fit_kind(ours, [text(3, 5), text(4, 5), text(3, 4)] * 5, PIECES)


def test_our_subjects_are_told_from_others() -> None:
    odds = expected([text(1, 2, 5), text(3, 4, 5)], *fitted())
    assert odds[0] > 1
    assert odds[1] < -1


def test_without_articles_no_text_is_ours() -> None:
    assert expected([text(1)], *fit_kind([], [text(3)], PIECES))[0] < -10


@pytest.mark.parametrize(("english", "left"), [(-20.0, OURS), (20.0, OURS_ENGLISH)])
def test_a_text_on_our_subjects_leaves_more_to_the_student_and_less_so_in_english(
    tmp_path: Path, english: float, left: float
) -> None:
    ours, intercept = fitted()
    np.savez(
        tmp_path / WEIGHTS,
        trust=np.full(PIECES, 0.3, np.float16),
        intercept=np.float32(0.1),
        curve=np.array([4, -2, 0], np.float32),
        ours=ours.astype(np.float16),
        ours_intercept=np.float32(intercept),
        english=np.zeros(PIECES, np.float16),
        english_intercept=np.float32(english),
    )
    own, other = Gate(tmp_path).shares([text(1, 2), text(3, 4)])
    general = 1 / (1 + np.exp(-(4 * 0.7 - 2)))
    assert other == pytest.approx(general, rel=0.05)
    assert general * (1 - left) <= own < general * (1.1 - left)
