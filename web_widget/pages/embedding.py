"""What `/embed` says of the element. A test holds it against the element itself."""

from __future__ import annotations

# name -> values
ATTRIBUTES = {
    "server": "https://…",
    "language": "sv, en, ar …",
    "audience": "parent, child",
    "exit-url": "https://…",
    "open": "",
    "position": "end, start, inline",
}

# event -> the last part of the key that explains it
EVENTS = {
    "tryggsvar-open": "open",
    "tryggsvar-close": "open",
    "tryggsvar-reply": "reply",
    "tryggsvar-erase": "erase",
}

METHODS = {"erase()": "erase", "exit()": "exit"}
