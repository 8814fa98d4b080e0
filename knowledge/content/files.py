"""Content folder -> articles. All faults of all files come at once, each with file, line, field, found and allowed."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import date
from pathlib import Path

import yaml
from pydantic import ValidationError

from knowledge.content import rules
from knowledge.content.marked_yaml import MarkedYaml
from knowledge.content.schema import LANGUAGES, ArticleFile, TextFile
from knowledge.errors import ContentError, Fault
from knowledge.types import Article, Audience, Source, Translation, Version

SHIPPED = Path(__file__).resolve().parent.parent / "articles"

_NAME = re.compile(r"^(?P<language>[a-z]{2,3})(?P<child>\.child)?(\.(?P<day>\d{4}-\d{2}-\d{2}))?\.md$")
_FRONT = re.compile(r"\A---\n(?P<yaml>.*?\n)---\n(?P<body>.*)\Z", re.DOTALL)
_HEADING = re.compile(r"^# (?P<name>.*)$", re.MULTILINE)
SECTIONS = ("short", "what-is-true", "long")


def read_articles(folder: Path = SHIPPED) -> tuple[Article, ...]:
    """Every article below `folder`, by slug. Raises `ContentError` with every fault found."""
    faults: list[Fault] = []
    articles: list[Article] = []
    if not folder.is_dir():
        raise ContentError([Fault(str(folder), None, "folder", "nothing", "a folder of article folders")])
    for article_folder in sorted(p for p in folder.iterdir() if p.is_dir()):
        article, own_faults = read_article(article_folder)
        faults += own_faults
        if article:
            articles.append(article)
    faults += rules.across(articles, faulty=bool(faults))
    if faults:
        raise ContentError(faults)
    return tuple(articles)


def read_article(folder: Path) -> tuple[Article | None, list[Fault]]:
    """One article folder; None when its article.yml cannot be used at all."""
    slug, faults = folder.name, []
    head = folder / "article.yml"
    if not head.exists():
        return None, [
            Fault(f"{slug}/article.yml", None, "file", "no such file", "every article folder holds one")
        ]
    marked, found = _yaml(head.read_text(encoding="utf-8"), f"{slug}/article.yml")
    faults += found
    if marked is None:
        return None, faults
    try:
        file = ArticleFile.model_validate(marked.data)
    except ValidationError as error:
        return None, faults + _pydantic_faults(error, f"{slug}/article.yml", marked)
    versions = tuple(_version(v.model_dump()) for v in file.versions)
    faults += rules.version_faults(slug, versions, marked)
    translations: list[Translation] = []
    for path in sorted(folder.iterdir()):
        if path.name == "article.yml" or path.name.startswith("."):
            continue
        translation, found = _read_text(path, slug, file, versions)
        faults += found
        if translation:
            translations.append(translation)
    article = Article(
        slug=slug,
        kind=file.kind,
        audiences=file.audiences,
        versions=versions,
        translations=tuple(translations),
        verdict=file.verdict,
        help=file.help,
        related=file.related,
        needs_verification=file.needs_verification,
        about=file.about,
    )
    return article, faults + rules.article_faults(article, marked)


def _read_text(
    path: Path, slug: str, file: ArticleFile, versions: tuple[Version, ...]
) -> tuple[Translation | None, list[Fault]]:
    name, faults = f"{slug}/{path.name}", []
    match = _NAME.match(path.name)
    if not match or match["language"] not in LANGUAGES:
        return None, [
            Fault(
                name,
                None,
                "file name",
                path.name,
                f"<lang>[.child][.YYYY-MM-DD].md, lang one of {' '.join(LANGUAGES)}",
            )
        ]
    audience = Audience.CHILD if match["child"] else Audience.PARENT
    valid_from = date.fromisoformat(match["day"]) if match["day"] else None
    if audience not in file.audiences:
        faults.append(
            Fault(
                name,
                None,
                "audience",
                audience.value,
                f"audiences of article.yml: {', '.join(file.audiences)}",
            )
        )
    if valid_from not in [v.valid_from for v in versions]:
        faults.append(
            Fault(name, None, "valid_from", str(valid_from), "a valid_from of article.yml's versions")
        )
    content = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    parts = _FRONT.match(content)
    if not parts:
        return None, [*faults, Fault(name, 1, "front matter", "none", "YAML between two lines of ---")]
    marked, found = _yaml(parts["yaml"], name, first_line=2)
    faults += found
    if marked is None:
        return None, faults
    try:
        front = TextFile.model_validate(marked.data)
    except ValidationError as error:
        return None, faults + _pydantic_faults(error, name, marked)
    body_line = 3 + parts["yaml"].count("\n")
    sections, found = _sections(parts["body"], name, body_line)
    faults += found
    translation = Translation(
        language=match["language"],
        audience=audience,
        title=front.title,
        short=sections.get("short", ""),
        long=sections.get("long", ""),
        what_is_true=sections.get("what-is-true") or None,
        status=front.status,
        state=file.state,
        valid_from=valid_from,
        variants=front.variants,
        claims=front.claims,
    )
    return translation, faults + rules.text_faults(name, translation, file, marked, body_line)


def _sections(body: str, name: str, first_line: int) -> tuple[dict[str, str], list[Fault]]:
    """`# short` … -> {"short": text}. Text before the first heading, unknown and repeated headings are faults."""
    faults: list[Fault] = []
    sections: dict[str, str] = {}
    matches = list(_HEADING.finditer(body))
    lead = body[: matches[0].start()] if matches else body
    if lead.strip():
        faults.append(
            Fault(
                name,
                first_line,
                "section",
                repr(lead.strip()[:40]),
                "text stands below # short, # what-is-true, # long",
            )
        )
    for number, match in enumerate(matches):
        heading, line = match["name"].strip(), first_line + body[: match.start()].count("\n")
        end = matches[number + 1].start() if number + 1 < len(matches) else len(body)
        if heading not in SECTIONS or heading in sections:
            faults.append(
                Fault(name, line, "section", heading, "each of short, what-is-true, long at most once")
            )
            continue
        sections[heading] = body[match.end() : end].strip()
    return sections, faults


def _yaml(text: str, name: str, first_line: int = 1) -> tuple[MarkedYaml | None, list[Fault]]:
    try:
        marked = MarkedYaml(text, first_line)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + first_line if mark else None
        problem = str(getattr(error, "problem", None) or error)
        return None, [Fault(name, line, "YAML", problem, "valid YAML (quote text that holds a colon)")]
    if not isinstance(marked.data, dict):
        return None, [Fault(name, first_line, "YAML", type(marked.data).__name__, "keys and values")]
    return marked, []


def _pydantic_faults(error: ValidationError, name: str, marked: MarkedYaml) -> list[Fault]:
    return [
        Fault(
            name,
            marked.line(e["loc"]),
            ".".join(map(str, e["loc"])),
            repr(e["input"])[:80],
            e["msg"].removeprefix("Value error, "),
        )
        for e in error.errors()
    ]


def _version(raw: dict[str, object]) -> Version:
    sources = raw.pop("sources")
    assert isinstance(sources, tuple)
    return Version(sources=tuple(Source(**s) for s in sources), **raw)  # type: ignore[arg-type]


def as_plain(article: Article) -> dict[str, object]:
    """The article as plain values, for digests and JSON."""
    return asdict(article)
