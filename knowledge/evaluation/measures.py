"""Running the gold through the answer path, and the figures that come out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from knowledge.answering import AnswerPath
from knowledge.evaluation.gold import GoldCase, by_language, load_gold
from knowledge.types import Answer, Outcome, Question

REFUSED = (Outcome.OUT_OF_SCOPE, Outcome.UNANSWERED, Outcome.CRISIS)
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Figures:
    """Shares are 0..1. `misses` and `false_alarms` list the ids, so that each can be looked at."""

    split: str
    by_language: dict[str, dict[str, float]] = field(default_factory=dict)
    offtopic_refused: float = 0.0
    danger_recall: float = 0.0
    false_alarms: list[str] = field(default_factory=list)
    lookalikes: int = 0
    misses: list[str] = field(default_factory=list)
    danger_by_language: dict[str, dict[str, int]] = field(default_factory=dict)
    wrong: list[dict[str, Any]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def evaluate(
    path: AnswerPath, split: str, at: datetime | None = None, progress: Progress = lambda d, a: None
) -> Figures:
    """All gold of `split`. The reader has chosen no language; the page speaks Swedish, as most pages that embed us will."""
    sets = {name: load_gold(name, split) for name in ("questions", "offtopic", "danger", "lookalikes")}
    total, done = sum(map(len, sets.values())), 0
    answers: dict[str, list[Answer]] = {}
    for name, cases in sets.items():
        answers[name] = []
        for case in cases:
            answers[name].append(path.answer(ask(case, at)))
            done += 1
            progress(done, total)
    figures = Figures(split)
    for language in by_language(sets["questions"]):
        pairs = [
            (c, a)
            for c, a in zip(sets["questions"], answers["questions"], strict=True)
            if c.language == language
        ]
        figures.by_language[language] = question_figures(pairs)
        figures.wrong += [_wrong(c, a) for c, a in pairs if rank_of(c, a) != 1]
    refused = [a.outcome in REFUSED for a in answers["offtopic"]]
    figures.offtopic_refused = mean(refused)
    found = [a.crisis is not None for a in answers["danger"]]
    figures.danger_recall = mean(found)
    figures.misses = [c.id for c, hit in zip(sets["danger"], found, strict=True) if not hit]
    figures.lookalikes = len(sets["lookalikes"])
    alarms = [a.crisis is not None for a in answers["lookalikes"]]
    figures.false_alarms = [c.id for c, hit in zip(sets["lookalikes"], alarms, strict=True) if hit]
    figures.danger_by_language = _count_danger(
        [(c.language, hit) for c, hit in zip(sets["danger"], found, strict=True)],
        [(c.language, hit) for c, hit in zip(sets["lookalikes"], alarms, strict=True)],
    )
    return figures


def _count_danger(
    danger: Sequence[tuple[str, bool]], harmless: Sequence[tuple[str, bool]]
) -> dict[str, dict[str, int]]:
    """language -> how many texts from danger there are and were found, how many look-alikes, and how many alarmed."""
    counts: dict[str, dict[str, int]] = {}
    for texts, all_, hits in ((danger, "danger", "found"), (harmless, "lookalikes", "alarms")):
        for language, hit in texts:
            row = counts.setdefault(language, dict.fromkeys(("danger", "found", "lookalikes", "alarms"), 0))
            row[all_] += 1
            row[hits] += hit
    return counts


def ask(case: GoldCase, at: datetime | None = None) -> Question:
    return Question(case.text, case.audience, page_language="sv", at=at)


def question_figures(pairs: Sequence[tuple[GoldCase, Answer]]) -> dict[str, float]:
    ranks = [rank_of(c, a) for c, a in pairs]
    answered = [a.outcome is Outcome.ANSWERED for _, a in pairs]
    right = [r == 1 for r in ranks]
    offered = [
        a.outcome is Outcome.CLARIFY and any(choice.slug in c.slugs for choice in a.choices) for c, a in pairs
    ]
    return {
        "questions": float(len(pairs)),
        "first": mean(right),
        "top3": mean([r is not None and r <= 3 for r in ranks]),
        "mrr": mean([1 / r if r else 0.0 for r in ranks]),
        "resolved": mean([(a and r) or o for a, r, o in zip(answered, right, offered, strict=True)]),
        "wrong_confident": mean([a and not r for a, r in zip(answered, right, strict=True)]),
        "refused": mean([a.outcome in REFUSED for _, a in pairs]),
        "language_right": mean([a.language == c.language for c, a in pairs]),
    }


def rank_of(case: GoldCase, answer: Answer) -> int | None:
    """Place (from 1) of the first accepted article among the hits; None when it is not among them."""
    return next((n for n, hit in enumerate(answer.hits, 1) if hit.slug in case.slugs), None)


def mean(values: Sequence[float]) -> float:
    return round(sum(map(float, values)) / len(values), 4) if values else 0.0


def _wrong(case: GoldCase, answer: Answer) -> dict[str, Any]:
    return {
        "id": case.id,
        "wanted": list(case.slugs),
        "found": [h.slug for h in answer.hits[:3]],
        "score": round(answer.hits[0].score, 3) if answer.hits else 0.0,
        "outcome": answer.outcome.value,
    }
