"""The whole training on a tiny corpus: the model loads, is the same twice, and keeps its promises."""

import gzip
import shutil
import unicodedata
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from knowledge.content.files import read_articles
from knowledge.encoder.training.batches import Corners
from knowledge.encoder.training.corpus import HELD_OUT_LINES, read_pairs
from knowledge.encoder.training.student import Schedule
from knowledge.encoder.training.topics import TopicSchedule, ways_to_ask
from knowledge.encoder.training.train import Recipe, train
from knowledge.errors import EncoderError

SMALL = Recipe(
    fine_pieces=300,
    coarse_pieces=120,
    vocabulary_words=50,
    trust_texts=50,
    schedule=Schedule(width=16, epochs=2, batch=16),
)


def corpus(folder: Path) -> Path:
    """60 pairs of Swedish and English in words of few kinds, enough for the pieces to be learned."""
    nouns = {
        "the dog": "hunden",
        "the cat": "katten",
        "the child": "barnet",
        "the mother": "mamman",
        "the car": "bilen",
    }
    verbs = {"sleeps": "sover", "eats": "äter", "runs": "springer", "sings": "sjunger"}
    whens = {"today": "idag", "now": "nu", "often": "ofta"}
    lines = [
        f"{n} {v} {w}.\t{sn} {sv} {sw}.\ttest"
        for n, sn in nouns.items() for v, sv in verbs.items() for w, sw in whens.items()
    ]  # fmt: skip
    (folder / "parallel").mkdir(parents=True)
    with gzip.open(folder / "parallel" / "sv.tsv.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return folder


@pytest.fixture(scope="module")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("encoder")
    train(corpus(folder / "data"), folder / "model", recipe=SMALL, articles=())
    return folder / "model"


def load(folder: Path) -> SentenceTransformer:
    return SentenceTransformer(str(folder), device="cpu", trust_remote_code=True, local_files_only=True)


def test_odd_texts_give_finite_unit_vectors_alone_and_together(model_folder: Path) -> None:
    model = load(model_folder)
    texts = ["", "   ", "🙂", "å" * 10_000, "𐎠𐎡𐎢", "مرحبا hej שלום", "\u200f", "\x00", "hunden sover"]
    vectors = model.encode(texts)
    assert vectors.shape == (len(texts), 512)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    alone = np.stack([model.encode([text])[0] for text in texts])
    assert np.allclose(vectors, alone, atol=1e-5)


def test_composed_and_decomposed_letters_agree(model_folder: Path) -> None:
    model = load(model_folder)
    text = "Får barnet äta nu? Şöyle yapılır, їжа"
    pair = model.encode([unicodedata.normalize(form, text) for form in ("NFC", "NFD")])
    assert np.allclose(pair[0], pair[1], atol=1e-5)


def test_training_twice_gives_the_same_vectors(model_folder: Path, tmp_path: Path) -> None:
    train(corpus(tmp_path / "data"), tmp_path / "model", recipe=SMALL, articles=())
    texts = ["hunden sover nu.", "the cat eats"]
    assert np.allclose(load(model_folder).encode(texts), load(tmp_path / "model").encode(texts), atol=1e-4)


def test_a_training_that_fails_leaves_the_model_as_it_was(
    model_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "model"
    shutil.copytree(model_folder, copy)
    before = {p.name: p.read_bytes() for p in copy.iterdir()}

    def broken(*_: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr("knowledge.encoder.training.train.fit_gate", broken)
    with pytest.raises(RuntimeError, match="the power went"):
        train(corpus(tmp_path / "data"), copy, recipe=SMALL, articles=())
    assert {p.name: p.read_bytes() for p in copy.iterdir()} == before
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".training")] == []


def test_batches_hold_each_example_once_and_texts_of_like_meaning_together() -> None:
    chance = np.random.default_rng(5)
    centres = chance.standard_normal((40, 512)).astype(np.float32)
    of = chance.integers(0, 40, 2000)
    targets = centres[of] + 0.05 * chance.standard_normal((2000, 512)).astype(np.float32)
    targets /= np.linalg.norm(targets, axis=1, keepdims=True)
    rows = np.arange(2000)
    drawn = chance.permutation(rows)
    order = Corners(targets, rows).together(drawn, rows, 50, chance)
    assert sorted(order) == sorted(drawn)

    def kinds_in_a_block(examples: np.ndarray) -> float:
        return float(np.mean([len(set(of[block])) for block in examples.reshape(-1, 50)]))

    assert kinds_in_a_block(order) < 0.5 * kinds_in_a_block(drawn)


def test_a_line_without_three_fields_is_named(tmp_path: Path) -> None:
    (tmp_path / "parallel").mkdir()
    with gzip.open(tmp_path / "parallel" / "so.tsv.gz", "wt", encoding="utf-8") as file:
        file.write("one\ttwo\n")
    with pytest.raises(EncoderError, match=r"so\.tsv\.gz:1 has 2 fields"):
        read_pairs(tmp_path)


def test_the_last_news_lines_of_languages_without_a_test_set_are_kept_out(tmp_path: Path) -> None:
    (tmp_path / "parallel").mkdir()
    with gzip.open(tmp_path / "parallel" / "so.tsv.gz", "wt", encoding="utf-8") as file:
        file.writelines(f"e{n}\ts{n}\t{'ntrex-som' if n < 500 else 'tico19-so'}\n" for n in range(600))
    training, held_out = read_pairs(tmp_path)
    assert [p.text for p in held_out] == [f"s{n}" for n in range(500 - HELD_OUT_LINES, 500)]
    assert len(training) == 200


def test_ways_to_ask_for_one_article_are_drawn_together(tmp_path: Path) -> None:
    """The same small training with and without the last lessons: what they are for is nearer afterwards."""
    articles = [
        replace(a, translations=tuple(t for t in a.translations if t.language in ("sv", "en")))
        for a in read_articles()[:2]
    ]
    asked = ways_to_ask(articles)
    data = corpus(tmp_path / "data")
    leads = []
    for name, kept in (("without", 0.0), ("with", 1.0)):
        recipe = replace(
            SMALL, topics=TopicSchedule(steps=30, pairs=32, articles=2, kept=kept, table_rate=1e-2)
        )
        train(data, tmp_path / name, recipe=recipe, articles=articles)
        vectors = load(tmp_path / name).encode([text for _, text in asked])
        same = np.equal.outer([n for n, _ in asked], [n for n, _ in asked])
        near = vectors @ vectors.T
        leads.append(near[same].mean() - near[~same].mean())
    assert leads[1] > 1.4 * leads[0]
