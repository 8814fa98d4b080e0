"""Likeness to danger is learnt once: what ships was learnt with the embedded encoder; another encoder, or other examples,
make every installation learn it anew (a minute) and keep it in its data folder, under a name made of what it rests on."""

from __future__ import annotations

import hashlib
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from knowledge.crisis.classifier import TextClassifier
from knowledge.crisis.examples import HARMLESS, Examples, digest, read_examples
from knowledge.crisis.likeness import bags
from knowledge.encoder import Encoder

PACKAGED = Path(__file__).with_name("learnt")
FORMAT = "2"  # of what is kept; another number learns anew
_log = logging.getLogger(__name__)

Learn = Callable[[Encoder], TextClassifier]


def learn(encoder: Encoder) -> TextClassifier:
    """From the examples that ship and from everyday questions."""
    from knowledge.crisis.everyday import everyday_questions

    return learn_from(encoder, read_examples(), everyday_questions())


def learn_from(encoder: Encoder, examples: Examples, everyday: Sequence[str]) -> TextClassifier:
    """`everyday`: questions that tell of no danger; without them every worried question would sound like one."""
    labelled = [*examples.labelled(), *((text, HARMLESS) for text in everyday)]
    texts, labels = [text for text, _ in labelled], [label for _, label in labelled]
    counted = [bags(text) for text in texts]
    return TextClassifier.train(
        labels, [own for own, _ in counted], [groups for _, groups in counted], encoder.encode_queries(texts)
    )


def name_of(encoder: Encoder, basis: str) -> str:
    """`basis`: the state of the examples. The everyday questions do not count: a word changed in an article unlearns nothing."""
    return hashlib.sha256("\x00".join((FORMAT, encoder.revision, basis)).encode()).hexdigest()[:16]


def learnt(
    folder: Path, encoder: Encoder, packaged: Path = PACKAGED, learn: Learn = learn, basis: str | None = None
) -> TextClassifier:
    """What ships, or what was learnt before on the same, else learnt now and kept in `folder`."""
    name = name_of(encoder, digest() if basis is None else basis)
    for place in (packaged / name, folder / name):
        try:
            return TextClassifier.load(place)
        except (OSError, ValueError, KeyError):
            continue
    new = learn(encoder)
    try:
        keep(new, folder / name)
    except OSError as error:
        # A full disk must not silence the check.
        _log.warning("what was learnt about likeness to danger is not kept: %s", error)
    return new


def keep(classifier: TextClassifier, place: Path) -> None:
    """Written whole or not at all; what else stands beside it is out of date and goes."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".draft-", dir=place.parent) as draft:
        classifier.save(Path(draft) / place.name)
        shutil.rmtree(place, ignore_errors=True)
        (Path(draft) / place.name).rename(place)
    _clear(other for other in place.parent.iterdir() if other != place and not other.name.startswith("."))


def _clear(folders: Iterable[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
