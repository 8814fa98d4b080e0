"""Is someone in danger? Asked of every typed text, before everything else, in all languages at once."""

from knowledge.crisis.cards import crisis_cards
from knowledge.crisis.detector import CrisisDetector
from knowledge.crisis.files import load_rules

__all__ = ["CrisisDetector", "crisis_cards", "load_rules"]
