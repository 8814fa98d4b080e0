"""Candidates -> confidence -> outcome. All numbers live in `decision.yml` with their reasons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from knowledge.types import Hit, Outcome, PassageKind

FILE = Path(__file__).with_name("decision.yml")
MAX_CHOICES = 3


class Number(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    value: float
    reason: str = Field(min_length=10)


class Decision(BaseModel):
    """The file `decision.yml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    weights: dict[str, Number]
    neighbours: dict[str, Number]
    confidence: dict[str, Number]
    thresholds: dict[str, Number]


@cache
def load_decision(path: Path = FILE) -> Decision:
    return Decision.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Candidate:
    """One article as a possible answer, with each engine's view of it. `outside`: the best fused score of texts on other
    subjects."""

    slug: str
    dense: float
    lexical: float
    fused: float
    matched: str
    matched_kind: PassageKind


def features(ranked: list[Candidate], number: int, outside: float) -> tuple[float, float]:
    """(lead over the best other article, lead over other subjects) of one candidate; `ranked`: best first. The level of the
    score says little: in a language without texts no words are shared, and every score is low."""
    own, rival = ranked[number].fused, 0.0
    if len(ranked) > 1:
        rival = ranked[0 if number else 1].fused
    return own - rival, own - outside


def confidences(
    candidates: list[Candidate], outside: float, decision: Decision, most: int | None = None
) -> list[Hit]:
    """The `most` best candidates (None: all) as hits with a calibrated confidence, in the order of the fused score."""
    ranked = sorted(candidates, key=lambda c: -c.fused)
    return [
        Hit(
            c.slug,
            _logistic(features(ranked, n, outside), decision),
            c.dense,
            c.lexical,
            c.matched,
            c.matched_kind,
        )
        for n, c in enumerate(ranked[:most])
    ]


def outcome_of(hits: list[Hit], outside_wins: bool, decision: Decision) -> Outcome:
    """What to do with the hits. `outside_wins`: texts on other subjects fit better than every article."""
    limits = decision.thresholds
    best = hits[0].score if hits else 0.0
    if best >= limits["answer"].value:
        return Outcome.ANSWERED
    if best >= limits["clarify"].value:
        return Outcome.CLARIFY
    return Outcome.OUT_OF_SCOPE if outside_wins else Outcome.UNANSWERED


def choices_of(hits: list[Hit], decision: Decision) -> list[Hit]:
    """Two or three articles to choose from."""
    least = decision.thresholds["choice"].value
    return [h for n, h in enumerate(hits[:MAX_CHOICES]) if n < 2 or h.score >= least]


def _logistic(values: tuple[float, float], decision: Decision) -> float:
    weights = decision.confidence
    total = weights["bias"].value + sum(
        weights[name].value * value for name, value in zip(("margin", "outside"), values, strict=True)
    )
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))
