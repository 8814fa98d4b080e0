"""Fitting the confidence on the tuning split: logistic regression (Platt scaling) over the lead and the lead over other
subjects, so that .8 means "right eight times in ten"."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from knowledge.answering.decision import Candidate, features
from knowledge.answering.steps import Context, Tools, check_crisis, detect_language, find, normalise
from knowledge.evaluation.gold import GoldCase, load_gold
from knowledge.evaluation.measures import ask
from knowledge.index.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Calibration:
    """`error`: expected calibration error over ten equal bins, by five-fold cross-validation."""

    margin: float
    outside: float
    bias: float
    cases: int
    error: float


def calibrate(tools: Tools, snapshot: Snapshot, split: str = "tune") -> Calibration:
    """Right: the best article is an accepted one. Wrong: it is not, or the text was on another subject."""
    rows, labels = [], []
    for case in (*load_gold("questions", split), *load_gold("offtopic", split)):
        candidates, outside = candidates_of(case, tools, snapshot)
        ranked = sorted(candidates, key=lambda c: -c.fused)
        rows.append(features(ranked, 0, outside))
        labels.append(ranked[0].slug in case.slugs)
    x, y = np.array(rows), np.array(labels)
    # Half as many other subjects as questions are in the gold; readers send far fewer, so both kinds weigh as they come.
    model = LogisticRegression(C=10.0, max_iter=1000)
    predicted = cross_val_predict(model, x, y, cv=5, method="predict_proba")[:, 1]
    model.fit(x, y)
    margin, outside_weight = (round(float(w), 2) for w in model.coef_[0])
    return Calibration(
        margin,
        outside_weight,
        round(float(model.intercept_[0]), 2),
        len(y),
        calibration_error(predicted, y),
    )


def calibration_error(predicted: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 10) -> float:
    """Expected calibration error (Naeini et al. 2015): mean gap between confidence and accuracy, weighted by bin size."""
    which = np.minimum((predicted * bins).astype(int), bins - 1)
    gaps = [
        abs(predicted[which == b].mean() - right[which == b].mean()) * (which == b).mean()
        for b in range(bins)
        if (which == b).any()
    ]
    return round(float(sum(gaps)), 4)


def candidates_of(case: GoldCase, tools: Tools, snapshot: Snapshot) -> tuple[list[Candidate], float]:
    """Every article as a candidate, unordered, and the fused score of other subjects, as the answer path finds them."""
    context = Context(ask(case), snapshot)
    for step in (normalise, detect_language, check_crisis, find):
        step(context, tools)
    return context.candidates, context.outside
