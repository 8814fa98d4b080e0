"""Builds the library's services once a process. Only `wiring.py`, `app.py` and `cli.py` call it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from knowledge.answering import AnswerPath
from knowledge.answering.decision import load_decision
from knowledge.answering.steps import Tools
from knowledge.clock import Clock, clock_from
from knowledge.content.database import migrate, open_database
from knowledge.content.store import ArticleStore
from knowledge.crisis import CrisisDetector, load_rules
from knowledge.crisis.learning import learnt
from knowledge.crisis.likeness import Likeness
from knowledge.crisis.matcher import Matcher
from knowledge.crisis.schema import Similarity
from knowledge.encoder import Encoder
from knowledge.encoder.sentence_transformer import load_encoder
from knowledge.index.live import LiveSnapshot
from knowledge.insight.recorder import TurnRecorder
from knowledge.language import LetterGroups
from knowledge.settings import Settings


@dataclass(frozen=True, slots=True)
class Services:
    settings: Settings
    clock: Clock
    database: Engine
    store: ArticleStore
    encoder: Encoder
    snapshots: LiveSnapshot
    crisis: CrisisDetector
    tools: Tools
    answers: AnswerPath


def load_likeness(settings: Settings, encoder: Encoder, similarity: Similarity) -> Likeness:
    """Likeness to danger as it ships or was learnt before, else learnt now (a minute)."""
    return Likeness(learnt(settings.data / "likeness", encoder), similarity, encoder)


def _crisis_rules() -> tuple[Matcher, Similarity]:
    """Before the encoder: what reading the rules has used and freed again is then taken up by what loads later (80 MB)."""
    rules = load_rules()
    return Matcher(rules.languages), rules.similarity


def build(settings: Settings, record: bool = True) -> Services:
    """Opens the database, loads the encoder and the current snapshot, and watches for new ones.

    Raises `KnowledgeError` (of some kind) saying what is missing; `tryggsvar prepare` makes what a fresh machine lacks.
    """
    clock = clock_from(settings.clock_starts_at)
    database = open_database(settings.database)
    migrate(database)
    phrases, similarity = _crisis_rules()
    encoder = load_encoder(settings)
    snapshots = LiveSnapshot(settings.snapshots, encoder)
    snapshots.watch()
    crisis = CrisisDetector(phrases, load_likeness(settings, encoder, similarity))
    tools = Tools(
        encoder=encoder,
        languages=LetterGroups(),
        crisis=crisis,
        decision=load_decision(),
        clock=clock,
        default_language=settings.default_language,
        text_max_characters=settings.text_max_characters,
    )
    answers = AnswerPath(tools, snapshots.get, TurnRecorder(database, clock) if record else None)
    return Services(
        settings, clock, database, ArticleStore(database, clock), encoder, snapshots, crisis, tools, answers
    )
