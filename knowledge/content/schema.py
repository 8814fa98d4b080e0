"""What a content file may hold (docs/content-format.md), as pydantic models; the rules across files are in `rules.py`."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from knowledge.types import Audience, Kind, TranslationStatus, Verdict, WorkflowState

# In these every text is whole; the others may hold the short answer alone.
FULL_LANGUAGES = ("sv", "en", "ar", "so", "fa")
LANGUAGES = ("sv", "en", "ar", "so", "fa", "ti", "uk", "ru", "tr", "ckb", "kmr", "pl", "es", "fi", "bs")

# The official sources; hosts are enough here because deeper pages may be linked where they were read.
_SITES = """
    socialstyrelsen.se kollpasoc.se rkrattsbaser.gov.se ivo.se jo.se do.se barnombudsmannen.se domstol.se polisen.se sosalarm.se
    bris.se kvinnofridslinjen.se mind.se 1177.se umo.se youmo.se raddabarnen.se maskrosbarn.org mpf.se migrationsverket.se
    regeringen.se riksdagen.se kunskapsguiden.se informationsverige.se skr.se mfof.se valjattsluta.se
"""
ALLOWED_HOSTS = frozenset(host for site in _SITES.split() for host in (site, f"www.{site}"))


def _official(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.hostname not in ALLOWED_HOSTS:
        raise ValueError("an https address of the list of official sources (docs/content-format.md)")
    return url


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Ask = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceFile(_Strict):
    title: Text
    publisher: Text
    url: Annotated[str, AfterValidator(_official)] | None = None
    sections: tuple[Text, ...] = ()


class VersionFile(_Strict):
    as_of: date
    sources: Annotated[tuple[SourceFile, ...], Field(min_length=1)]
    valid_from: date | None = None
    valid_until: date | None = None


class ArticleFile(_Strict):
    kind: Kind
    audiences: Annotated[tuple[Audience, ...], Field(min_length=1)]
    versions: Annotated[tuple[VersionFile, ...], Field(min_length=1)]
    verdict: Verdict | None = None
    state: WorkflowState = WorkflowState.PUBLISHED
    about: Text | None = None
    needs_verification: tuple[Text, ...] = ()
    help: tuple[Text, ...] = ()
    related: Annotated[tuple[Slug, ...], Field(max_length=5)] = ()


class TextFile(_Strict):
    """The front matter of `<lang>.md`. `stale` is worked out, never written in a file."""

    title: Text
    status: TranslationStatus
    variants: tuple[Ask, ...] = ()
    claims: tuple[Ask, ...] = ()
