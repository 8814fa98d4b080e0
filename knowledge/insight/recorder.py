"""Records how turns ended: outcome, scores and what was rejected. Never a text, never who asked."""

from __future__ import annotations

import logging
import queue
import threading
from typing import Any

from sqlalchemy import Engine, insert
from sqlalchemy.exc import SQLAlchemyError

from knowledge.clock import Clock
from knowledge.content.tables import TurnRow
from knowledge.types import Answer, Question

log = logging.getLogger(__name__)
_WAITING_AT_MOST = 1000
_BATCH = 100


class TurnRecorder:
    """Writes in a thread of its own: an answer never waits for the database, and a full or broken one loses counts only."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock
        self._queue: queue.Queue[dict[str, Any]] = queue.Queue(_WAITING_AT_MOST)
        threading.Thread(target=self._work, name="turns", daemon=True).start()

    def __call__(self, question: Question, answer: Answer) -> None:
        try:
            self._queue.put_nowait(turn_values(question, answer, self._clock))
        except queue.Full:
            log.warning("a turn was not counted: the database is too slow")

    def flush(self) -> None:
        """Waits until everything so far is written (or given up)."""
        self._queue.join()

    def _work(self) -> None:
        while True:
            rows = [self._queue.get()]
            while len(rows) < _BATCH and not self._queue.empty():
                rows.append(self._queue.get())
            try:
                with self._engine.begin() as connection:
                    connection.execute(insert(TurnRow), rows)
            except SQLAlchemyError as error:
                log.warning("%d turns were not counted: %s", len(rows), type(error).__name__)
            finally:
                for _ in rows:
                    self._queue.task_done()


def turn_values(question: Question, answer: Answer, clock: Clock) -> dict[str, Any]:
    """The row. The hour instead of the second, and no passage text: a variant is ours, but its match tells of the question."""
    return {
        "hour": clock().replace(minute=0, second=0, microsecond=0),
        "audience": question.audience.value,
        "language": answer.language,
        "outcome": answer.outcome.value,
        "crisis": answer.crisis.kind.value if answer.crisis else None,
        "slug": answer.article.slug if answer.article else None,
        "hits": [
            {
                "slug": h.slug,
                "score": round(h.score, 3),
                "dense": round(h.dense, 3),
                "lexical": round(h.lexical, 3),
            }
            for h in answer.hits
        ],
        "milliseconds": round(sum(answer.milliseconds.values()), 2),
    }
