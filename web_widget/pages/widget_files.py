"""`/widget/…`: the element's modules, its style and its words, compressed once and with an ETag."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, request

from knowledge import catalogue
from web_widget.gateway import languages

FOLDER = Path(__file__).resolve().parent.parent / "widget"
TYPES = {".js": "text/javascript", ".css": "text/css"}
SECONDS = 300  # a new version reaches every page within five minutes, and within one page view nothing is asked twice

# Besides `widget.…`, which stands under its short name, the widget says these with the same words as the bot.
SHARED = ("verdict.", "translation.", "answer.as_of")

blueprint = Blueprint("widget", __name__, url_prefix="/widget")


@dataclass(frozen=True, slots=True)
class File:
    plain: bytes
    packed: bytes
    etag: str
    mimetype: str


def make(content: bytes, mimetype: str) -> File:
    packed = gzip.compress(content, compresslevel=9, mtime=0)
    return File(content, packed, hashlib.sha256(content).hexdigest()[:24], mimetype)


@blueprint.get("/<name>")
def module(name: str) -> Response:
    path = FOLDER / name
    if path.suffix not in TYPES or not path.is_file():
        abort(404)
    return _send(_read(path, path.stat().st_mtime_ns))


@blueprint.get("/words/<tag>.json")
def words(tag: str) -> Response:
    """The words of the language that `tag` names; Swedish, and labelled so, for one that the widget does not speak."""
    minutes = current_app.extensions["settings"].conversation_minutes
    return _send(_words(languages.normalised(tag, spoken()) or "sv", minutes))


def spoken() -> tuple[str, ...]:
    """The languages that the widget speaks, in the order of its menu."""
    return tuple(code for code in languages.OWN_NAMES if "widget.welcome" in catalogue.catalogue(code))


@lru_cache(maxsize=128)
def _read(path: Path, _changed: int) -> File:
    return make(path.read_bytes(), TYPES[path.suffix])


@lru_cache(maxsize=64)
def _words(language: str, minutes: int) -> File:
    texts = {}
    for key in catalogue.catalogue("sv"):
        if key.startswith("widget.") or key.startswith(SHARED):
            text = catalogue.say(key, language)
            texts[key.removeprefix("widget.")] = text.replace("{minutes}", str(minutes))
    content = {
        "language": language,
        "languages": [{"code": code, "name": languages.OWN_NAMES[code]} for code in spoken()],
        "words": texts,
    }
    return make(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), "application/json")


def _send(file: File) -> Response:
    gzipped = request.accept_encodings.quality("gzip") > 0
    response = Response(
        file.packed if gzipped else file.plain, content_type=f"{file.mimetype}; charset=utf-8"
    )
    response.set_etag(f"{file.etag}-gz" if gzipped else file.etag)
    response.vary.add("Accept-Encoding")
    if gzipped:
        response.content_encoding = "gzip"
    response.cache_control.public = True
    response.cache_control.max_age = SECONDS
    response.make_conditional(request)
    return response
