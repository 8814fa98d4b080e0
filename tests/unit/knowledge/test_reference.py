from __future__ import annotations

from knowledge.cli import main
from knowledge.reference import command_line, configuration
from knowledge.settings import REPOSITORY, Settings


def test_the_references_are_what_the_code_says() -> None:
    assert (REPOSITORY / "docs" / "configuration.md").read_text(encoding="utf-8") == configuration()
    assert (REPOSITORY / "docs" / "command-line.md").read_text(encoding="utf-8") == command_line(main)


def test_every_setting_is_explained() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
