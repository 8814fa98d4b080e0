"""The command line as processes of its own, over a fresh data folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.articles import ARTICLE_YML, SV_MD, write_content
from tests.support.prepared import copy_of


def run(data: Path, *arguments: str, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "knowledge.cli", *arguments],
        input=given,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "TRYGGSVAR_DATA": str(data), **environment},
        check=False,
    )


@pytest.fixture(scope="module")
def data(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of(prepared, tmp_path_factory.mktemp("cli") / "data")


def test_ask_prints_a_readable_answer(data: Path) -> None:
    answer = run(data, "ask", "dom säger att soc rövar bort muslimska barn, är det sant?")
    assert answer.returncode == 0, answer.stderr
    for part in ("Det stämmer inte", "Källor:", "27 april 2026", "inte granskad", "112"):
        assert part in answer.stdout


def test_the_law_of_2027_by_date(data: Path) -> None:
    question = "dom säger att soc rövar bort muslimska barn"
    today, coming = (
        run(data, "ask", question, "--json", "--at", day).stdout for day in ("2026-12-31", "2027-01-01")
    )
    assert json.loads(today)["answer"]["as_of"] == "2026-04-27"
    assert json.loads(coming)["answer"]["as_of"] == "2026-07-09"
    assert "2026:1600" in json.dumps(json.loads(coming)["answer"]["sources"])
    assert "1990:52" not in json.dumps(json.loads(coming)["answer"]["sources"])


def test_a_batch_gives_one_line_each_and_bad_lines_do_not_end_it(data: Path) -> None:
    lines = [
        '{"id": "a", "text": "hur överklagar jag en lvu dom", "audience": "parent", "language": "auto"}',
        '{"id": "b", "text": "can my son have a lawyer", "audience": "parent", "language": "ar"}',
        '{"id": "c", "text": 5}',
        "nonsense",
        '{"id": "e", "text": "hej", "audience": "dog"}',
        "",
        '{"id": "f", "text": ""}',
    ]
    done = run(data, "ask", "--batch", given="\n".join(lines))
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [r["id"] for r in rows] == ["a", "b", "c", None, "e", "f"]
    first = rows[0]
    assert set(first) >= {"id", "outcome", "language", "crisis", "articles", "answer", "ms"}
    assert first["articles"][0]["slug"] == "lvu-appeal"
    assert len(first["articles"]) == 5
    assert first["answer"]["sources"]
    assert rows[1]["language"] == "ar"
    assert [r["outcome"] for r in rows[2:5]] == ["error"] * 3
    assert "line 3" in rows[2]["error"]
    assert rows[5]["answer"] is None


def test_content_check_names_faults_and_fails(tmp_path: Path) -> None:
    write_content(tmp_path / "good")
    good = run(tmp_path, "content", "check", "--folder", str(tmp_path / "good"))
    assert (good.returncode, good.stdout) == (0, "1 articles, 1 texts: no faults\n")
    write_content(tmp_path / "bad", article_yml=ARTICLE_YML.replace("myth", "tale"), sv=SV_MD)
    bad = run(tmp_path, "content", "check", "--folder", str(tmp_path / "bad"))
    assert bad.returncode == 1
    assert "myth-x/article.yml:1: kind" in bad.stderr
    assert "Traceback" not in bad.stderr


@pytest.mark.parametrize(
    ("arguments", "environment", "message"),
    [
        (("ask", "hej"), {"TRYGGSVAR_ENCODER": "no/such-model"}, "TRYGGSVAR_ENCODER"),
        (("ask", "hej"), {"TRYGGSVAR_DATABASE_URL": "nonsense"}, "TRYGGSVAR_DATABASE_URL"),
        (("ask", "hej"), {"TRYGGSVAR_WEB_PORT": "many"}, "TRYGGSVAR_WEB_PORT"),
        (("ask",), {}, "--batch"),
        (("restore", "--yes", "README.md"), {}, "no backup|cannot be read"),
    ],
)
def test_errors_are_one_clear_message(
    data: Path, arguments: tuple[str, ...], environment: dict[str, str], message: str
) -> None:
    import re

    failed = run(data, *arguments, **environment)
    assert failed.returncode != 0
    assert re.search(message, failed.stderr), failed.stderr
    assert "Traceback" not in failed.stderr


def test_asking_before_preparing_says_what_to_run(tmp_path: Path) -> None:
    failed = run(tmp_path, "ask", "hej")
    assert failed.returncode == 1
    assert "tryggsvar sync" in failed.stderr


def test_confusions_are_listed(data: Path) -> None:
    done = run(data, "content", "confusions", "--language", "ar", "--least", "0.05")
    assert done.returncode == 0, done.stderr
    *pairs, last = done.stdout.splitlines()
    assert all(" -> " in pair for pair in pairs)
    assert "ways to ask lie nearer to another article" in last


def test_backup_and_restore(data: Path, tmp_path: Path) -> None:
    made = run(data, "backup", str(tmp_path / "b.json"))
    assert made.returncode == 0, made.stderr
    other = tmp_path / "other"
    put_back = run(other, "restore", "--yes", str(tmp_path / "b.json"))
    assert put_back.returncode == 0, put_back.stderr
    assert "142 articles" in put_back.stdout
    assert run(other, "import").stdout.startswith("import: 0 added, 0 changed")


def test_another_encoder_by_setting_embeds_anew_and_answers(data: Path, tmp_path: Path) -> None:
    """A sentence-transformers folder of our own making: a static table of hashed words."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Normalize, StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    from knowledge.content.files import read_articles
    from knowledge.index.passages import all_passages

    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    texts = [p.text for p in all_passages(read_articles())]
    tokenizer.train_from_iterator(texts, trainers.WordPieceTrainer(vocab_size=3000, special_tokens=["[UNK]"]))
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=128), Normalize()]).save(
        str(tmp_path / "m")
    )
    refused = run(data, "ask", "får jag tolk", TRYGGSVAR_ENCODER=str(tmp_path / "m"))
    assert refused.returncode == 1
    assert "made with the encoder embedded" in refused.stderr
    environment = {"TRYGGSVAR_ENCODER": str(tmp_path / "m"), "TRYGGSVAR_DATA": str(tmp_path / "data")}
    made = run(data, "prepare", **environment)
    assert made.returncode == 0, made.stderr
    assert "now live" in made.stdout
    answer = json.loads(
        run(data, "ask", "Har jag rätt till tolk hos socialtjänsten?", "--json", **environment).stdout
    )
    assert answer["articles"][0]["slug"] == "interpreter"
