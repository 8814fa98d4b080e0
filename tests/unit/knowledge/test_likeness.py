"""Likeness to danger: what it learns, and that it is kept, learnt anew when it must be, and never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.crisis import CrisisDetector
from knowledge.crisis.classifier import TextClassifier
from knowledge.crisis.everyday import everyday_questions
from knowledge.crisis.examples import HARMLESS, Examples, digest, read_examples
from knowledge.crisis.learning import learn_from, learnt
from knowledge.crisis.likeness import Likeness
from knowledge.crisis.schema import Similarity
from knowledge.encoder import Encoder
from knowledge.errors import ContentError
from knowledge.types import CrisisKind
from tests.support.encoders import GramEncoder

SIMILARITY = Similarity(
    threshold=0.3,
    threshold_why="",
    threshold_doubted=1.9,
    threshold_doubted_why="",
    threshold_believed=-0.3,
    threshold_believed_why="",
    long_words=8,
    long_words_why="",
    shortest_words=4,
    shortest_words_why="",
)
# A word counts from two texts on, a group of letters from three.
EXAMPLES = Examples(
    {
        CrisisKind.VIOLENCE.value: (
            "han drar mig i håret varje kväll",
            "hon kastar tallrikar mot mig varje kväll",
            "han drar mig i håret och kastar tallrikar",
        ),
        CrisisKind.CHILD_ALONE.value: (
            "mamma ligger på golvet och hör inte mig",
            "pappa sover på golvet och hör mig inte",
            "mamma ligger på golvet och sover",
        ),
        HARMLESS: (
            "hur drar man ett streck i en tabell",
            "vem kastar bollen först i spelet",
            "var ligger kontoret i kommunen",
            "jag vill inte leva på korv och skriver en uppsats om kommunen",
            "skriver en uppsats om kommunen och spelet",
        ),
    }
)
DANGER = "han drar mig i håret och kastar tallrikar"
EVERYDAY = ("hur lång tid tar utredningen", "kan jag få tolk på mötet", "kan jag få tolk på kontoret")


def likeness(folder: Path, encoder: GramEncoder, learned: list[str], basis: str = "one") -> Likeness:
    def learn(encoder: Encoder) -> TextClassifier:
        learned.append(basis)
        return learn_from(encoder, EXAMPLES, EVERYDAY)

    classifier = learnt(folder, encoder, packaged=folder / "none", learn=learn, basis=basis)
    return Likeness(classifier, SIMILARITY, encoder)


def find(like: Likeness, text: str) -> CrisisKind | None:
    finding = like.find(text, GramEncoder().encode_queries([text])[0])
    return finding.kind if finding else None


def test_it_hears_what_is_like_an_example_and_not_what_is_like_the_harmless(tmp_path: Path) -> None:
    like = likeness(tmp_path, GramEncoder(), [])
    assert find(like, DANGER) is CrisisKind.VIOLENCE
    assert find(like, "mamma ligger på golvet och sover hela tiden") is CrisisKind.CHILD_ALONE
    assert find(like, "kan jag få tolk på kontoret i kommunen") is None


def test_it_is_learnt_once_and_anew_when_what_it_rests_on_changes(tmp_path: Path) -> None:
    learned: list[str] = []
    first = likeness(tmp_path, GramEncoder(), learned)
    again = likeness(tmp_path, GramEncoder(), learned)
    assert learned == ["one"]
    text = "han drar mig i håret igen"
    vector = GramEncoder().encode_queries([text])[0]
    kept, new = (like.lead(text, vector) for like in (again, first))
    assert kept[0] == new[0]
    assert kept[1] == pytest.approx(new[1], abs=1e-3)
    likeness(tmp_path, GramEncoder(), learned, basis="two")
    likeness(tmp_path, GramEncoder(revision="2"), learned, basis="two")
    assert learned == ["one", "two", "two"]
    assert len(list(tmp_path.iterdir())) == 1  # what is out of date is cleared away


def test_a_damaged_file_is_learnt_anew(tmp_path: Path) -> None:
    learned: list[str] = []
    likeness(tmp_path, GramEncoder(), learned)
    (place,) = tmp_path.iterdir()
    weights = place / "weights.npz"
    weights.write_bytes(weights.read_bytes()[:500])
    assert find(likeness(tmp_path, GramEncoder(), learned), DANGER)
    assert find(likeness(tmp_path, GramEncoder(), learned), DANGER)
    assert learned == ["one", "one"]


def test_a_folder_that_cannot_be_written_does_not_silence_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert find(likeness(tmp_path / "file", GramEncoder(), []), DANGER)


def test_what_a_phrase_calls_harmless_must_be_the_more_alike(tmp_path: Path) -> None:
    detector = CrisisDetector(likeness=likeness(tmp_path, GramEncoder(), []))
    assert detector.check(DANGER)
    assert detector.check(f"jag såg på filmen att {DANGER}") is None


def test_a_phrase_is_not_believed_in_a_text_that_is_clearly_harmless(tmp_path: Path) -> None:
    detector = CrisisDetector(likeness=likeness(tmp_path, GramEncoder(), []))
    harmless = "jag vill inte leva på korv och skriver en uppsats om kommunen"
    assert CrisisDetector().check(harmless), "the phrases alone would alarm"
    assert detector.check(harmless) is None
    assert detector.check("pappa slår mig och drar mig i håret varje kväll"), "a text that is no harmless one"
    assert detector.check("jag vill inte leva på korv"), "too short for likeness to have a say"


def test_everyday_questions_are_many_and_tell_of_no_danger() -> None:
    texts = everyday_questions()
    assert len(texts) > 500
    phrases = CrisisDetector()
    assert not any(phrases.check(text) for text in texts)


def test_the_examples_that_ship_are_whole() -> None:
    texts = read_examples().texts
    assert all(len(own) > 1000 for own in texts.values())


def test_faults_in_the_examples_are_named(tmp_path: Path) -> None:
    for label in (*CrisisKind, HARMLESS):
        (tmp_path / f"{label}.txt").write_text(f"en text om {label}\n")
    before = digest(tmp_path)
    read_examples(tmp_path)
    (tmp_path / "suicide.txt").write_text("")
    (tmp_path / "violence.txt").write_text("en text\nEn  text om harmless\n")
    (tmp_path / "fire.txt").write_text("det brinner\n")
    (tmp_path / "self_harm.txt").unlink()
    with pytest.raises(ContentError) as caught:
        read_examples(tmp_path)
    faults = {(fault.file, fault.line): fault for fault in caught.value.faults}
    assert set(faults) == {
        ("suicide.txt", None),
        ("violence.txt", 2),
        ("fire.txt", None),
        ("self_harm.txt", None),
    }
    assert "harmless.txt:1" in faults["violence.txt", 2].allowed
    assert digest(tmp_path) != before
