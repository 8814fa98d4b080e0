"""Likeness to danger: what it learns, and that it is kept, trained anew when it must be, and never in the way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from knowledge.crisis import CrisisDetector, load_rules
from knowledge.crisis.everyday import basis, everyday_questions
from knowledge.crisis.likeness import Likeness
from knowledge.crisis.schema import Similarity
from knowledge.types import CrisisKind
from tests.support.encoders import GramEncoder

SIMILARITY = Similarity(
    threshold=0.3,
    threshold_why="",
    threshold_doubted=1.9,
    threshold_doubted_why="",
    shortest_words=4,
    shortest_words_why="",
    examples={
        CrisisKind.VIOLENCE: "han drar mig i håret varje kväll\nhon kastar tallrikar mot mig varje kväll",
        CrisisKind.CHILD_ALONE: "mamma ligger på golvet och hör inte mig\npappa sover på golvet och hör mig inte",
    },
    harmless="hur drar man ett streck i en tabell\nvem kastar bollen först i spelet\nvar ligger kontoret i kommunen",
)
DANGER = "han drar mig i håret och kastar tallrikar"
EVERYDAY = ("hur lång tid tar utredningen", "kan jag få tolk på mötet")


def likeness(folder: Path, encoder: GramEncoder, counted: list[str], on: str = "one") -> Likeness:
    def everyday() -> Sequence[str]:
        counted.append(on)
        return EVERYDAY

    return Likeness.kept(folder, encoder, SIMILARITY, everyday, on)


def find(like: Likeness, text: str) -> CrisisKind | None:
    finding = like.find(text, GramEncoder().encode_queries([text])[0])
    return finding.kind if finding else None


def test_it_hears_what_is_like_an_example_and_not_what_is_like_the_harmless(tmp_path: Path) -> None:
    like = likeness(tmp_path, GramEncoder(), [])
    assert find(like, DANGER) is CrisisKind.VIOLENCE
    assert find(like, "mamma ligger på golvet och sover hela tiden") is CrisisKind.CHILD_ALONE
    assert find(like, "kan jag få tolk på kontoret i kommunen") is None


def test_it_is_trained_once_and_anew_when_what_it_rests_on_changes(tmp_path: Path) -> None:
    trained: list[str] = []
    first = likeness(tmp_path, GramEncoder(), trained)
    again = likeness(tmp_path, GramEncoder(), trained)
    assert trained == ["one"]
    text = "han drar mig i håret igen"
    vector = GramEncoder().encode_queries([text])[0]
    assert first.find(text, vector) == again.find(text, vector)
    likeness(tmp_path, GramEncoder(), trained, on="two")
    likeness(tmp_path, GramEncoder(revision="2"), trained, on="two")
    assert trained == ["one", "two", "two"]
    assert len(list(tmp_path.iterdir())) == 1  # what is out of date is cleared away


def test_a_damaged_file_is_trained_anew(tmp_path: Path) -> None:
    trained: list[str] = []
    likeness(tmp_path, GramEncoder(), trained)
    (place,) = tmp_path.iterdir()
    weights = place / "weights.npz"
    weights.write_bytes(weights.read_bytes()[:1000])
    assert find(likeness(tmp_path, GramEncoder(), trained), DANGER)
    assert trained == ["one", "one"]


def test_a_folder_that_cannot_be_written_does_not_silence_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert find(likeness(tmp_path / "file", GramEncoder(), []), DANGER)


def test_what_a_phrase_calls_harmless_must_be_the_more_alike(tmp_path: Path) -> None:
    detector = CrisisDetector(likeness=likeness(tmp_path, GramEncoder(), []))
    assert detector.check(DANGER)
    assert detector.check(f"jag såg på filmen att {DANGER}") is None


def test_everyday_questions_are_many_and_tell_of_no_danger() -> None:
    texts = everyday_questions()
    assert len(texts) > 500
    phrases = CrisisDetector()
    assert not any(phrases.check(text) for text in texts)
    assert basis() == basis()


def test_no_example_is_both_danger_and_harmless() -> None:
    rules = load_rules().similarity
    danger = {text for texts in rules.examples.values() for text in texts}
    assert danger.isdisjoint(rules.harmless)
