"""The texts that likeness to danger learns from: rules/examples/<kind>.txt and harmless.txt, one text a line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import ContentError, Fault
from knowledge.types import CrisisKind

FOLDER = Path(__file__).with_name("rules") / "examples"
HARMLESS = "harmless"
LABELS = (*(kind.value for kind in CrisisKind), HARMLESS)


@dataclass(frozen=True, slots=True)
class Examples:
    """`texts`: label (a kind of danger, or harmless) -> texts."""

    texts: Mapping[str, tuple[str, ...]]

    def labelled(self) -> Iterator[tuple[str, str]]:
        """(text, label)."""
        for label, texts in self.texts.items():
            yield from ((text, label) for text in texts)


def read_examples(folder: Path = FOLDER) -> Examples:
    """Raises ContentError with every fault: a file too many or missing, nothing in it, a text that stands twice."""
    faults: list[Fault] = []
    found = {path.stem: path for path in sorted(folder.glob("*.txt"))}
    for name in sorted({*found} ^ {*LABELS}):
        fault = "an unknown kind" if name in found else "no file"
        faults.append(Fault(f"{name}.txt", None, "file", fault, "one file each of " + ", ".join(LABELS)))
    texts: dict[str, tuple[str, ...]] = {}
    places: dict[str, str] = {}
    for label, path in found.items():
        own = []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            text = " ".join(line.split())
            if not text:
                continue
            place = f"{path.name}:{number}"
            if (first := places.setdefault(text.casefold(), place)) != place:
                faults.append(
                    Fault(path.name, number, "text", text[:60], f"every text once; it stands in {first} too")
                )
            own.append(text)
        if not own:
            faults.append(Fault(path.name, None, "file", "no text", "at least one text, one a line"))
        texts[label] = tuple(own)
    if faults:
        raise ContentError(faults)
    return Examples(texts)


def digest(folder: Path = FOLDER) -> str:
    """Names the state of the examples."""
    state = hashlib.sha256()
    for path in sorted(folder.glob("*.txt")):
        state.update(path.name.encode() + b"\x00" + path.read_bytes())
    return state.hexdigest()
