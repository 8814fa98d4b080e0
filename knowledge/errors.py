"""What can go wrong in the library. Every message says what was wrong and what would be right."""

from __future__ import annotations

from dataclasses import dataclass


class KnowledgeError(Exception):
    """Base of all errors that the library raises on purpose; safe to show to staff and operators."""


class SettingsError(KnowledgeError):
    """A setting has a value that cannot be used."""


class SnapshotError(KnowledgeError):
    """There is no snapshot, or it is damaged or belongs to another encoder."""


class EncoderError(KnowledgeError):
    """The encoder's model cannot be loaded, or gave vectors of the wrong shape."""


class StoreError(KnowledgeError):
    """The database refused or is of another version."""


class TranslationError(KnowledgeError):
    """The translation service failed or does not offer the pair of languages."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in one content file."""

    file: str
    line: int | None
    field: str
    found: str
    allowed: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.field}: found {self.found}; allowed: {self.allowed}"


class ContentError(KnowledgeError):
    """All faults of a content folder at once."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(f) for f in faults))
