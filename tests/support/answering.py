"""An answer path over a few small articles and the letter-group encoder."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from knowledge.answering import AnswerPath, Recorder
from knowledge.answering.decision import load_decision
from knowledge.answering.steps import Tools
from knowledge.encoder import Vectors
from knowledge.index.live import LiveSnapshot
from knowledge.index.sync import sync
from knowledge.language import LetterGroups
from knowledge.types import Article, CrisisFinding, CrisisKind
from tests.support.encoders import GramEncoder


class WordCrisis:
    """Danger is the word `fara`."""

    def check(self, text: str, vector: Vectors | None = None) -> CrisisFinding | None:
        return CrisisFinding(CrisisKind.VIOLENCE, "the word") if "fara" in text else None


def answer_path(
    root: Path,
    articles: tuple[Article, ...],
    record: Recorder | None = None,
    now: datetime = datetime(2026, 11, 22, tzinfo=UTC),
) -> AnswerPath:
    encoder = GramEncoder(dimension=256)
    sync(root, articles, encoder)
    tools = Tools(encoder, LetterGroups(), WordCrisis(), load_decision(), lambda: now, "sv", 300)
    return AnswerPath(tools, LiveSnapshot(root, encoder).get, record)
