"""Reading the rules files: every fault of every file at once, each with its line."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from knowledge.contacts import all_contacts
from knowledge.content.marked_yaml import YAML_LOADER
from knowledge.crisis.phrases import PhraseError, entries, parse
from knowledge.crisis.schema import Cards, LanguageRules, Rules, Similarity
from knowledge.errors import ContentError, Fault
from knowledge.types import Audience, CrisisKind

FOLDER = Path(__file__).with_name("rules")
TRUSTED_ADULT = "adult"  # a card without a number, beside the ids of contacts.yml

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[str | int, ...]


def load_rules(folder: Path = FOLDER) -> Rules:
    """The rules of `folder`: one file a language, `similarity.yml`, `cards.yml`. Raises ContentError."""
    faults: list[Fault] = []
    similarity = _read(folder / "similarity.yml", Similarity, faults)
    cards = _read(folder / "cards.yml", Cards, faults)
    languages = []
    for path in sorted(folder.glob("*.yml")):
        if path.stem not in ("similarity", "cards") and (rules := _read(path, LanguageRules, faults)):
            faults += _phrase_faults(path, rules)
            languages.append(rules)
    if cards:
        faults += _card_faults(folder / "cards.yml", cards)
    if faults or not similarity or not cards:
        raise ContentError(faults)
    return Rules(tuple(languages), similarity, cards)


@cache
def load_cards(path: Path = FOLDER / "cards.yml") -> Cards:
    """The cards alone: they are looked up long after the rest has been compiled and forgotten. Raises ContentError."""
    faults: list[Fault] = []
    cards = _read(path, Cards, faults)
    if cards is None:
        raise ContentError(faults)
    return cards


def _read(path: Path, model: type[Model], faults: list[Fault]) -> Model | None:
    try:
        text = path.read_text(encoding="utf-8")
        node, raw = yaml.compose(text, Loader=YAML_LOADER), yaml.load(text, Loader=YAML_LOADER)  # noqa: S506  (a safe one)
    except OSError:
        faults.append(Fault(str(path), None, "file", "nothing that can be read", "a rules file"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        faults.append(Fault(str(path), line, "file", str(getattr(error, "problem", error)), "YAML"))
    else:
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            for e in error.errors():
                field = ".".join(str(p) for p in e["loc"]) or "file"
                found = repr(e["input"])[:60]
                faults.append(Fault(str(path), _line(node, e["loc"]), field, found, e["msg"]))
    return None


def _phrase_faults(path: Path, rules: LanguageRules) -> list[Fault]:
    """Phrases and word classes that cannot be read; the line is that of the phrase itself."""
    text = path.read_text(encoding="utf-8")
    node, file_lines = yaml.compose(text, Loader=YAML_LOADER), text.splitlines()
    classes, faults = rules.classes, []

    def fault(place: Place, line: str, error: PhraseError) -> None:
        start = _line(node, place) or 1
        at = next((n for n, t in enumerate(file_lines[start - 1 :], start) if line in t), start)
        faults.append(Fault(str(path), at, ".".join(map(str, place)), error.found, error.allowed))

    for group, named in (("words", rules.words), ("verbs", rules.verbs)):
        for name, wordings in named.items():
            for wording in wordings:
                try:
                    entries(wording, classes)
                except PhraseError as error:
                    fault((group, name), wording, error)
    for place, block in rules.blocks():
        for line in block:
            try:
                parse(line, classes)
            except PhraseError as error:
                fault(place, line, error)
    for place, block in (
        (("negation", "words"), rules.negation.words),
        (("never_typos",), rules.never_typos),
    ):
        for line in block:
            try:
                entries(line, classes)
            except PhraseError as error:
                fault(place, line, error)
    return faults


def _card_faults(path: Path, cards: Cards) -> list[Fault]:
    """Every kind and audience has cards, and every card is a known contact."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=YAML_LOADER)
    faults, known = [], {*all_contacts(), TRUSTED_ADULT}
    for kind in CrisisKind:
        for audience in Audience:
            place: Place = ("cards", kind.value, audience.value)
            ids = cards.cards.get(kind, {}).get(audience, ())
            if not ids:
                faults.append(
                    Fault(str(path), _line(node, place), ".".join(map(str, place)), "no cards", "1 to 4")
                )
            for i in ids:
                if i not in known:
                    allowed = "one of " + ", ".join(sorted(known))
                    faults.append(Fault(str(path), _line(node, place), ".".join(map(str, place)), i, allowed))
    return faults


def _line(node: yaml.Node | None, place: Place) -> int | None:
    """The line of `place`, or of the nearest thing around it."""
    line = None if node is None else node.start_mark.line + 1
    for step in place:
        if isinstance(node, yaml.MappingNode):
            pair = next(((k, v) for k, v in node.value if k.value == str(step)), None)
            if pair is None:
                return line
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            return line
    return line
