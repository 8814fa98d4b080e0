"""What ships about likeness to danger, with the shipped encoder."""

from __future__ import annotations

from knowledge.crisis.examples import digest
from knowledge.crisis.learning import PACKAGED, name_of
from knowledge.services import Services
from tests.unit.test_crisis_danger import DANGER

# Texts that say it outright. The phrases hear them all; the likeness may doubt one in a hundred, not more.
DOUBTED = 0.01


def test_what_ships_was_learnt_with_the_encoder_and_the_examples_that_ship(services: Services) -> None:
    (shipped,) = PACKAGED.iterdir()
    assert shipped.name == name_of(services.encoder, digest()), "run `tryggsvar train-likeness`"
    assert not (services.settings.data / "likeness").exists(), "nothing was left to learn on this machine"


def test_plain_words_for_danger_are_believed(services: Services) -> None:
    texts = [text for kinds in DANGER.values() for own in kinds.values() for text in own]
    vectors = services.encoder.encode_queries(texts)
    doubted = [t for t, v in zip(texts, vectors, strict=True) if not services.crisis.check(t, v)]
    assert len(doubted) <= DOUBTED * len(texts), doubted
