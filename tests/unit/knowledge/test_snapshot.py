from __future__ import annotations

import json
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from knowledge.errors import SnapshotError
from knowledge.index import snapshot as snapshots
from knowledge.index.dense import LARGE, DenseIndex, search_numpy
from knowledge.index.live import LiveSnapshot
from knowledge.index.passages import passages_of, split_answer
from knowledge.index.sync import sync
from knowledge.types import PassageKind
from tests.support.articles import article, myth_of_two_versions, text
from tests.support.encoders import GramEncoder

SIXTEEN_BITS = 2e-3  # what the index rounds off
ARTICLES = (article("a-one"), article("a-two"), myth_of_two_versions("myth-three"))


def load(root: Path, encoder: GramEncoder) -> snapshots.Snapshot:
    name = snapshots.current_name(root)
    assert name
    return snapshots.load_snapshot(root, name, encoder)


def test_sync_writes_what_load_reads(tmp_path: Path) -> None:
    encoder = GramEncoder()
    report = sync(tmp_path, ARTICLES, encoder)
    snapshot = load(tmp_path, encoder)
    assert tuple(snapshot.articles.values()) == ARTICLES
    assert len(snapshot.passages) == len(snapshot.dense) == len(snapshot.lexical) == report.passages
    expected = encoder.encode_passages([p.text for p in snapshot.passages])
    np.testing.assert_allclose(snapshot.dense.vectors(), expected, atol=SIXTEEN_BITS)
    assert snapshot.manifest["counts"] == {"articles": 3, "passages": report.passages}
    assert snapshot.manifest["metric"] == "inner_product"


def test_only_the_edited_article_is_embedded_again(tmp_path: Path) -> None:
    encoder = GramEncoder()
    sync(tmp_path, ARTICLES, encoder)
    encoder.encoded.clear()
    edited = replace(
        ARTICLES[1], translations=(replace(ARTICLES[1].translations[0], short="Ett helt nytt svar."),)
    )
    before = load(tmp_path, encoder).dense.vectors()
    report = sync(tmp_path, (ARTICLES[0], edited, ARTICLES[2]), encoder)
    assert report.embedded_slugs == ("a-two",)
    assert encoder.encoded == ["Ett helt nytt svar."]
    after = load(tmp_path, encoder).dense.vectors()
    assert (before[0] == after[0]).all(), "what is taken over is not rounded a second time"
    assert load(tmp_path, encoder).articles["a-two"].translations[0].short == "Ett helt nytt svar."


def test_nothing_new_keeps_the_snapshot(tmp_path: Path) -> None:
    encoder = GramEncoder()
    first = sync(tmp_path, ARTICLES, encoder)
    second = sync(tmp_path, ARTICLES, encoder)
    assert (second.name, second.switched, second.embedded) == (first.name, False, 0)


def test_another_encoder_is_refused_with_both_names(tmp_path: Path) -> None:
    sync(tmp_path, ARTICLES, GramEncoder("one"))
    with pytest.raises(SnapshotError, match=r"one.*other.*tryggsvar sync"):
        load(tmp_path, GramEncoder("other"))
    report = sync(tmp_path, ARTICLES, GramEncoder("other"))
    assert report.embedded == len({p.text for p in load(tmp_path, GramEncoder("other")).passages})


@pytest.mark.parametrize("file", ["articles.json", "dense/exact.faiss", "lexical/words/weights.json"])
def test_a_damaged_file_is_noticed(tmp_path: Path, file: str) -> None:
    encoder = GramEncoder()
    name = sync(tmp_path, ARTICLES, encoder).name
    path = tmp_path / name / file
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(SnapshotError, match=file):
        load(tmp_path, encoder)
    assert sync(tmp_path, ARTICLES, encoder).switched  # and the next sync mends it
    load(tmp_path, encoder)


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    encoder = GramEncoder()
    name = sync(tmp_path, ARTICLES, encoder).name
    manifest = tmp_path / name / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 99}))
    with pytest.raises(SnapshotError, match="format 99"):
        load(tmp_path, encoder)


@pytest.mark.parametrize("crash_in", ["write_snapshot", "switch", "_flush"])
def test_a_crash_leaves_the_last_good_snapshot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crash_in: str
) -> None:
    encoder = GramEncoder()
    first = sync(tmp_path, ARTICLES, encoder).name

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(snapshots, crash_in, crash)
        with pytest.raises(KeyboardInterrupt):
            sync(tmp_path, ARTICLES[:2], encoder)
    assert snapshots.current_name(tmp_path) == first
    load(tmp_path, encoder)
    sync(tmp_path, ARTICLES[:2], encoder)
    assert set(load(tmp_path, encoder).articles) == {"a-one", "a-two"}


def test_old_snapshots_go_and_the_current_one_stays(tmp_path: Path) -> None:
    encoder = GramEncoder()
    for number in range(snapshots.KEPT + 3):
        sync(tmp_path, (article(f"a-{number}"),), encoder)
    folders = [p.name for p in tmp_path.iterdir() if p.is_dir()]
    assert len(folders) == snapshots.KEPT
    assert snapshots.current_name(tmp_path) in folders


def test_no_articles_are_never_published(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="import"):
        sync(tmp_path, (), GramEncoder())


def test_a_running_server_follows_while_it_is_asked(tmp_path: Path) -> None:
    encoder = GramEncoder()
    first = sync(tmp_path, ARTICLES, encoder).name
    live = LiveSnapshot(tmp_path, encoder)
    live.watch()
    stop, problems, seen = threading.Event(), [], {first}

    def reader() -> None:
        while not stop.is_set():
            snapshot = live.get()
            seen.add(snapshot.name)
            if len(snapshot.passages) != len(snapshot.dense):
                problems.append("torn snapshot")

    thread = threading.Thread(target=reader)
    thread.start()
    second = sync(tmp_path, ARTICLES[:1], encoder).name
    deadline = time.monotonic() + 2
    while second not in seen and time.monotonic() < deadline:
        time.sleep(0.02)
    stop.set()
    thread.join()
    live.close()
    assert seen == {first, second}
    assert not problems


def test_a_bad_new_snapshot_is_refused_and_the_good_one_kept(tmp_path: Path) -> None:
    encoder = GramEncoder()
    good = sync(tmp_path, ARTICLES, encoder).name
    live = LiveSnapshot(tmp_path, encoder)
    (tmp_path / "broken").mkdir()
    snapshots.switch(tmp_path, "broken")
    assert not live.refresh()
    assert live.get().name == good


def test_no_snapshot_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="tryggsvar sync"):
        LiveSnapshot(tmp_path, GramEncoder())


@settings(max_examples=50)
@given(data=st.data(), rows=st.integers(1, 60), dimension=st.integers(2, 16), k=st.integers(1, 80))
def test_faiss_equals_the_numpy_oracle(data: st.DataObject, rows: int, dimension: int, k: int) -> None:
    floats = st.floats(-1, 1, width=32)
    raw = data.draw(hnp.arrays(np.float32, (rows + 1, dimension), elements=floats))
    raw[:, 0] += 2  # no zero vectors
    unit = raw / np.linalg.norm(raw, axis=1, keepdims=True)
    mask = data.draw(hnp.arrays(np.bool_, rows))
    numbers, scores = DenseIndex(unit[1:]).search(unit[0], mask, k)
    oracle_numbers, oracle_scores = search_numpy(unit[1:], unit[0], mask, k)
    np.testing.assert_allclose(scores, oracle_scores, atol=SIXTEEN_BITS)
    assert len(set(numbers.tolist())) == len(numbers)
    assert mask[numbers].all()
    np.testing.assert_allclose(unit[1:][numbers] @ unit[0], scores, atol=SIXTEEN_BITS)
    assert len(numbers) == len(oracle_numbers)


def test_a_large_index_finds_what_the_oracle_finds(tmp_path: Path) -> None:
    """Clusters, as ways to ask are; the shortlist may miss a few of the farthest of those asked for, not the nearest."""
    random = np.random.default_rng(5)
    middles = random.normal(size=(150, 64))
    raw = middles[random.integers(0, 150, LARGE + 2000)] + random.normal(size=(LARGE + 2000, 64)) * 0.7
    vectors = (raw / np.linalg.norm(raw, axis=1, keepdims=True)).astype(np.float32)
    DenseIndex(vectors).save(tmp_path / "dense")
    index = DenseIndex.load(tmp_path / "dense")
    assert (tmp_path / "dense" / "coarse.faiss").exists()
    mask = random.random(len(vectors)) < 0.7
    missed = 0
    for number in range(0, len(vectors), 200):
        found, scores = index.search(vectors[number], mask, 100)
        right, _ = search_numpy(vectors, vectors[number], mask, 100)
        assert len(found) == 100 and mask[found].all() and (np.diff(scores) <= 0).all()
        assert set(right[:10].tolist()) <= set(found.tolist())
        np.testing.assert_allclose(vectors[found] @ vectors[number], scores, atol=SIXTEEN_BITS)
        missed += len(set(right.tolist()) - set(found.tolist()))
    assert missed <= 3 * len(range(0, len(vectors), 200))


def test_a_large_index_is_searched_whole_where_the_shortlist_holds_too_little() -> None:
    random = np.random.default_rng(6)
    raw = random.normal(size=(LARGE, 16))
    vectors = (raw / np.linalg.norm(raw, axis=1, keepdims=True)).astype(np.float32)
    mask = np.zeros(LARGE, dtype=bool)
    far = np.argsort(vectors @ vectors[0])[:50]
    mask[far] = True
    found, _ = DenseIndex(vectors).search(vectors[0], mask, 40)
    right, _ = search_numpy(vectors, vectors[0], mask, 40)
    assert set(found.tolist()) == set(right.tolist())


@given(
    short=st.text(min_size=1).map(str.strip).filter(lambda s: s and "\n\n" not in s),
    long=st.lists(st.text(min_size=1).map(str.strip).filter(lambda s: s and "\n\n" not in s), min_size=1),
)
def test_passages_rejoin_to_their_source(short: str, long: list[str]) -> None:
    source = text(short=short, long="\n\n".join(long))
    assert "\n\n".join(split_answer(source)) == f"{source.short}\n\n{source.long}"
    pieces = [p for p in passages_of(article(translations=(source,))) if p.kind is PassageKind.ANSWER]
    assert [p.text for p in pieces] == split_answer(source)
    assert [p.position for p in pieces] == sorted(p.position for p in pieces)
