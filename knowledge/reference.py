"""The references in docs/ that are made from code and content, so that they cannot drift: settings, commands, articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click

from knowledge.settings import REPOSITORY, Settings
from knowledge.types import Article

NOTE = "<!-- Made from code and content by `tryggsvar reference`; a test holds it against the code. Do not edit. -->\n"


def configuration() -> str:
    """docs/configuration.md: one row a setting."""
    rows = [
        "# Settings",
        "",
        NOTE,
        "Environment variables, read once at start.",
        "",
        "| variable | default | what |",
        "|---|---|---|",
    ]
    for name, field in Settings.model_fields.items():
        default = field.default
        if isinstance(default, Path):
            default = default.relative_to(REPOSITORY)
        shown = "–" if default in (None, "", ()) else f"`{default}`"
        rows.append(f"| `TRYGGSVAR_{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(rows) + "\n"


def command_line(main: click.Group) -> str:
    """docs/command-line.md: the help of every command of the library."""
    parts = ["# Command line\n", NOTE]
    for name, command in _commands(main, "tryggsvar"):
        own = click.Context(command, info_name=name, parent=None, max_content_width=100, terminal_width=100)
        parts.append(f"## {name}\n\n```\n{command.get_help(own)}\n```\n")
    return "\n".join(parts)


def _commands(group: click.Group, name: str) -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []
    for own, command in sorted(group.commands.items()):
        full = f"{name} {own}"
        found += _commands(command, full) if isinstance(command, click.Group) else [(full, command)]
    return found


def article_table(articles: Iterable[Article]) -> str:
    """docs/articles.md: one row an article and audience, one column a language; each cell the state of review."""
    articles = list(articles)
    languages = sorted({t.language for a in articles for t in a.translations}, key=lambda x: (x != "sv", x))
    state = {a.slug: a.translations[0].state.value for a in articles}
    counts = ", ".join(f"{n} {name}" for name, n in sorted(Counter(state.values()).items()))
    rows = [
        "# Articles",
        "",
        NOTE,
        f"{len(articles)} articles ({counts}), {sum(len(a.translations) for a in articles)} texts. A cell is the state of review",
        "of the text in that language; two mean a text for today's law and one for the law of 1 January 2027. To verify: points",
        "that somebody at the authority has to check; they stand in each `article.yml` under `needs_verification`.",
        "",
        f"| article | kind | audience | state | {' | '.join(languages)} | to verify |",
        f"|---|---|---|---|{'---|' * len(languages)}---|",
    ]
    for article in articles:
        for audience in article.audiences:
            cells = [
                ", ".join(
                    t.status.value
                    for t in article.translations
                    if (t.language, t.audience) == (language, audience)
                )
                or "–"
                for language in languages
            ]
            rows.append(
                f"| {article.slug} | {article.kind.value} | {audience.value} | {state[article.slug]} | "
                f"{' | '.join(cells)} | {len(article.needs_verification)} |"
            )
    return "\n".join(rows) + "\n"
