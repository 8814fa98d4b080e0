"""The references in docs/ that are made from the code, so that they cannot drift: settings and commands."""

from __future__ import annotations

from pathlib import Path

import click

from knowledge.settings import REPOSITORY, Settings

NOTE = (
    "<!-- Made from the code by `tryggsvar reference`; a test holds it against the code. Do not edit. -->\n"
)


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
