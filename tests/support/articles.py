"""Articles and content folders for tests."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from knowledge.types import Article, Audience, Kind, Source, Translation, Verdict, Version

LAW = Source("LVU", "Sveriges riksdag", "https://rkrattsbaser.gov.se/sfst?bet=1990:52", ("2 §",))


def text(
    language: str = "sv", audience: Audience = Audience.PARENT, words: str = "barn", **changes: object
) -> Translation:
    values: dict[str, object] = {
        "language": language,
        "audience": audience,
        "title": f"Titel om {words}",
        "short": f"Kort om {words}.",
        "long": f"Första stycket om {words}.\n\nAndra stycket om {words}.",
        "variants": (f"fråga om {words}", f"vad gäller {words}"),
    }
    return Translation(**(values | changes))  # type: ignore[arg-type]


def article(slug: str = "a-topic", **changes: object) -> Article:
    values: dict[str, object] = {
        "slug": slug,
        "kind": Kind.FACT,
        "audiences": (Audience.PARENT,),
        "versions": (Version(as_of=date(2026, 4, 27), sources=(LAW,)),),
        "translations": (text(words=slug),),
    }
    return Article(**(values | changes))  # type: ignore[arg-type]


def myth_of_two_versions(slug: str = "myth-x") -> Article:
    """One text until the end of 2026, another from 2027 on."""
    old = Version(as_of=date(2026, 4, 27), sources=(LAW,), valid_until=date(2026, 12, 31))
    new = Version(as_of=date(2026, 7, 9), sources=(LAW,), valid_from=date(2027, 1, 1))
    today = text(short="Gamla lagen.", what_is_true="Lite.", claims=("soc stjäl barn", "dom tar alla barn"))
    coming = text(short="Nya lagen.", what_is_true="Lite.", valid_from=date(2027, 1, 1), variants=())
    return article(
        slug, kind=Kind.MYTH, verdict=Verdict.FALSE, versions=(old, new), translations=(today, coming)
    )


ARTICLE_YML = """\
kind: myth
audiences: [parent]
verdict: "false"
help: [tel-112]
versions:
  - as_of: 2026-04-27
    sources:
      - title: LVU
        publisher: Sveriges riksdag
        url: https://rkrattsbaser.gov.se/sfst?bet=1990:52
        sections: ["2 §"]
"""

SV_MD = """\
---
title: Tar soc barn?
status: unreviewed
variants:
  - tar soc barn
  - kan soc ta barnen
  - får dom ta mina barn
  - när tar man barn
  - hur kan soc ta barn
  - varför tar soc barn
  - tar socialen barn
  - soc tar barn va
claims:
  - soc stjäl barn
  - dom rövar bort barn
  - soc tar alla barn
---
# short

Nej, det stämmer inte.

# what-is-true

Ett barn kan behöva skydd.

# long

Första stycket.

Andra stycket.
"""


def write_content(root: Path, slug: str = "myth-x", article_yml: str = ARTICLE_YML, **files: str) -> Path:
    """A content folder with one article; `files` maps e.g. `sv` to the text of sv.md (sv is there by default)."""
    folder = root / slug
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "article.yml").write_text(article_yml, encoding="utf-8")
    for name, content in {"sv": SV_MD, **files}.items():
        (folder / f"{name}.md").write_text(content, encoding="utf-8")
    return root
