"""Everyone a reader can be sent to: `contacts.yml` -> help cards in the reader's language."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from knowledge.types import HelpCard

FILE = Path(__file__).with_name("contacts.yml")


class Contact(BaseModel):
    """One row of `contacts.yml`; `name` and `note` by language, Swedish at least."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: dict[str, str]
    note: dict[str, str]
    phone: str | None = None
    url: str | None = None


@cache
def all_contacts() -> dict[str, Contact]:
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {key: Contact.model_validate(value) for key, value in raw.items()}


def card(contact_id: str, language: str) -> HelpCard:
    """The card of `contact_id`; Swedish, and labelled so, where `language` is missing. Raises KeyError."""
    contact = all_contacts()[contact_id]
    shown = language if language in contact.name and language in contact.note else "sv"
    return HelpCard(
        name=contact.name[shown],
        note=contact.note[shown],
        language=shown,
        phone=contact.phone,
        url=contact.url,
    )
