"""Rasa obeys any message that looks like `/intent{…}`. One such command is ours: `/choose{"id": "<choice id>"}`."""

from __future__ import annotations

import json
import re

CHOICE_ID = re.compile(r"[a-z0-9_:.-]{1,100}")
_CHOOSE = re.compile(r"\s*/choose\s*(\{.*\})\s*", re.DOTALL)


def choice_in(text: str) -> str | None:
    """The id in a well-formed choose command, else None."""
    match = _CHOOSE.fullmatch(text)
    if not match:
        return None
    try:
        payload = json.loads(match.group(1))
    except ValueError:
        return None
    if not isinstance(payload, dict) or set(payload) != {"id"} or not isinstance(payload["id"], str):
        return None
    return payload["id"] if CHOICE_ID.fullmatch(payload["id"]) else None


def harmless(text: str) -> str:
    """`text` as Rasa may see it: a choose command in its one form, or text that no longer begins with a slash."""
    choice = choice_in(text)
    if choice is not None:
        return f'/choose{{"id": "{choice}"}}'
    return re.sub(r"^[\s/]+", "", text).strip()
