from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering.decision import Candidate, choices_of, confidences, load_decision, outcome_of
from knowledge.types import Hit, Outcome, PassageKind

DECISION = load_decision()


def candidate(slug: str, fused: float) -> Candidate:
    return Candidate(slug, fused, fused, fused, "matched", PassageKind.VARIANT)


def test_the_file_holds_every_number_with_its_reason() -> None:
    assert set(DECISION.weights) == {"dense", "lexical"}
    assert set(DECISION.neighbours) == {"dense", "lexical", "outside"}
    assert set(DECISION.confidence) == {"margin", "outside", "bias"}
    assert set(DECISION.thresholds) == {"answer", "clarify", "choice"}
    limits = {name: number.value for name, number in DECISION.thresholds.items()}
    assert 0 < limits["choice"] < limits["clarify"] < limits["answer"] < 1
    assert all(DECISION.confidence[n].value > 0 for n in ("margin", "outside")), (
        "a better score must not lower confidence"
    )


@given(st.lists(st.floats(-2, 2), min_size=1, max_size=30, unique=True), st.floats(-2, 2))
def test_confidence_is_a_probability_and_falls_with_the_score(scores: list[float], outside: float) -> None:
    hits = confidences([candidate(f"s{n}", s) for n, s in enumerate(scores)], outside, DECISION)
    values = [h.score for h in hits]
    assert all(0 <= v <= 1 for v in values)
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize(
    ("score", "outside_wins", "expected"),
    [
        (0.99, False, Outcome.ANSWERED),
        (0.99, True, Outcome.ANSWERED),
        (0.45, False, Outcome.CLARIFY),
        (0.01, False, Outcome.UNANSWERED),
        (0.01, True, Outcome.OUT_OF_SCOPE),
    ],
)
def test_outcomes(score: float, outside_wins: bool, expected: Outcome) -> None:
    assert outcome_of([Hit("a", score, 0, 0)], outside_wins, DECISION) is expected


def test_nothing_found_is_unanswered() -> None:
    assert outcome_of([], False, DECISION) is Outcome.UNANSWERED


def test_two_or_three_choices() -> None:
    hits = [Hit("a", 0.5, 0, 0), Hit("b", 0.01, 0, 0), Hit("c", 0.001, 0, 0), Hit("d", 0.001, 0, 0)]
    assert [h.slug for h in choices_of(hits, DECISION)] == ["a", "b"]
    assert len(choices_of([Hit(s, 0.4, 0, 0) for s in "abcd"], DECISION)) == 3
