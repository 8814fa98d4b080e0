from __future__ import annotations

from datetime import date
from pathlib import Path

from knowledge.answering.decision import load_decision
from knowledge.evaluation.confusions import Confusion, confusions
from knowledge.index import snapshot as snapshots
from knowledge.index.sync import sync
from tests.support.articles import article, text
from tests.support.encoders import GramEncoder

DAY = date(2026, 11, 25)
DOGS = text(variants=("hunden äter mat", "hunden äter ben", "hunden äter kött", "katten sover i soffan"))
CATS = text(variants=("katten sover i korgen", "katten sover i sängen", "katten sover i skåpet"))


def test_a_way_to_ask_that_lies_among_those_of_another_article_is_told(tmp_path: Path) -> None:
    encoder = GramEncoder(dimension=512)
    sync(tmp_path, (article("dogs", translations=(DOGS,)), article("cats", translations=(CATS,))), encoder)
    name = snapshots.current_name(tmp_path)
    assert name
    snapshot = snapshots.load_snapshot(tmp_path, name, encoder)
    assert confusions(snapshot, "sv", DAY, load_decision()) == [Confusion("dogs", "cats", 1, 4)]
    assert confusions(snapshot, "en", DAY, load_decision()) == []
