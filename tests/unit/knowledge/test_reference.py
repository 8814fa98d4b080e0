from __future__ import annotations

from knowledge.cli import main
from knowledge.content.files import read_articles
from knowledge.reference import article_table, command_line, configuration
from knowledge.settings import REPOSITORY, Settings


def test_the_references_are_what_the_code_says() -> None:
    assert (REPOSITORY / "docs" / "configuration.md").read_text(encoding="utf-8") == configuration()
    assert (REPOSITORY / "docs" / "command-line.md").read_text(encoding="utf-8") == command_line(main)
    table = (REPOSITORY / "docs" / "articles.md").read_text(encoding="utf-8")
    assert table == article_table(read_articles()), "run `tryggsvar reference`"


def test_every_setting_is_explained() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
