"""The training on a tiny corpus: it learns, is the same twice, and keeps its held-out texts to itself."""

import gzip
import random
import zlib
from pathlib import Path

import pytest

from knowledge.errors import KnowledgeError
from knowledge.language import LetterGroups
from knowledge.language.training.corpus import hand_written, read_corpus
from knowledge.language.training.fit import Schedule
from knowledge.language.training.pieces import Damage, damaged, unmarked
from knowledge.language.training.romanise import romanise
from knowledge.language.training.train import Recipe, train

SMALL = Recipe(pieces=150, schedule=Schedule(epochs=3, batch=64))


def corpus(folder: Path) -> Path:
    nouns = {"the dog": "hunden", "the child": "barnet", "the mother": "mamman", "the car": "bilen"}
    verbs = {"sleeps": "sover", "eats": "äter", "runs": "springer", "sings": "sjunger"}
    whens = {"today": "idag", "now": "nu", "often": "ofta", "again": "igen", "here": "här"}
    lines = [
        f"{n} {v} {w}\t{sn} {sv} {sw}\ttest"
        for n, sn in nouns.items() for v, sv in verbs.items() for w, sw in whens.items()
    ]  # fmt: skip
    (folder / "parallel").mkdir(parents=True)
    with gzip.open(folder / "parallel" / "sv.tsv.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return folder


def test_a_tiny_corpus_is_learned_and_the_same_twice(tmp_path: Path) -> None:
    data = corpus(tmp_path / "data")
    reports = [train(data, tmp_path / name, recipe=SMALL, articles=()) for name in ("one", "two")]
    assert (tmp_path / "one" / "model.npz").read_bytes() == (tmp_path / "two" / "model.npz").read_bytes()
    assert "sv" in reports[0].classes
    assert reports[0].bytes < 1_000_000
    identifier = LetterGroups(tmp_path / "one" / "model.npz")
    assert identifier.identify("hunden springer ofta") == "sv"
    assert identifier.identify("the child sleeps now") == "en"


def test_what_is_held_out_is_not_learned(tmp_path: Path) -> None:
    training, held_out = read_corpus(corpus(tmp_path), (), seed=1)
    assert held_out.sentences["en"]
    assert all(zlib.crc32(text.encode()) % 20 == 0 for text in held_out.sentences["en"])
    assert not {*training.sentences["en"]} & {*held_out.sentences["en"]}
    assert len(training.sentences["sv"]) + len(held_out.sentences["sv"]) == 80
    assert not {*training.lines["ar-Latn"]} & {*held_out.lines["ar-Latn"]}


def test_a_line_without_three_fields_is_named(tmp_path: Path) -> None:
    (tmp_path / "parallel").mkdir()
    with pytest.raises(KnowledgeError, match=r"holds no parallel"):
        read_corpus(tmp_path, (), seed=1)
    with gzip.open(tmp_path / "parallel" / "so.tsv.gz", "wt", encoding="utf-8") as file:
        file.write("one\ttwo\n")
    with pytest.raises(KnowledgeError, match=r"so\.tsv\.gz:1 has 2 fields"):
        read_corpus(tmp_path, (), seed=1)


def test_romanised_text_has_latin_letters_and_digits_only() -> None:
    chance = random.Random(1)
    for language, text in (("ar", "هل يحق لي أن أطلب محامياً؟"), ("fa", "آیا می‌توانم وکیل داشته باشم؟")):
        ways = {romanise(text, language, chance) for _ in range(20)}
        assert len(ways) > 10
        assert all(letter.isascii() for way in ways for letter in way)


def test_damage_is_what_people_do() -> None:
    assert unmarked("får jag łódź đak ışık") == "far jag lodz dak isik"
    assert unmarked("ребёнок їжа й") == "ребенок їжа й"
    text = "она don't знает"
    nothing = Damage(0, 0, 0, 0, 0, 0, 0)
    assert damaged(text, "ru", random.Random(1), nothing) == text
    joined = Damage(0, 0, 0, 0, 1, 0, 0)
    assert damaged(text, "ru", random.Random(1), joined) == "она dont знает"


def test_the_hand_written_lines_are_many_and_unlike_each_other() -> None:
    lines = hand_written()
    for language in ("ar-Latn", "fa-Latn"):
        assert len(lines[language]) >= 150
        assert len(set(lines[language])) == len(lines[language])
