"""Everything that the product says itself, in one message catalogue a language (gettext's .po format, read by Babel).

Message ids are keys such as `crisis.suicide`; the Swedish file is the original and holds every key.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent


@cache
def catalogue(language: str) -> dict[str, str]:
    """key -> text; empty when there is no file for `language`."""
    path = FOLDER / f"{language}.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, locale=None) if m.id and m.string}


def languages() -> tuple[str, ...]:
    return tuple(sorted(p.stem for p in FOLDER.glob("*.po")))


def say(key: str, language: str, **values: object) -> str:
    """The text of `key` in `language`, else in Swedish. Raises KeyError for a key that Swedish lacks."""
    text = catalogue(language).get(key) or catalogue("sv")[key]
    return text.format(**values) if values else text
