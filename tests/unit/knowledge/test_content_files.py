from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.content.files import SHIPPED, read_articles
from knowledge.content.rules import unknown_numbers
from knowledge.errors import ContentError, Fault
from knowledge.types import Kind, Verdict, WorkflowState
from tests.support.articles import ARTICLE_YML, SV_MD, write_content


def faults_of(root: Path) -> list[Fault]:
    with pytest.raises(ContentError) as error:
        read_articles(root)
    return error.value.faults


def test_a_sound_folder_is_read_whole(tmp_path: Path) -> None:
    (article,) = read_articles(write_content(tmp_path))
    assert article.kind is Kind.MYTH
    assert article.verdict is Verdict.FALSE  # not the boolean that YAML would make of it
    (text,) = article.translations
    assert text.short == "Nej, det stämmer inte."
    assert text.long == "Första stycket.\n\nAndra stycket."
    assert len(text.variants) == 8
    assert len(text.claims) == 3


def test_a_draft_is_no_text_for_readers(tmp_path: Path) -> None:
    write_content(tmp_path, article_yml=ARTICLE_YML + "state: draft\n")
    (article,) = read_articles(tmp_path)
    assert {t.state for t in article.translations} == {WorkflowState.DRAFT}


def test_the_verdict_needs_no_quotes(tmp_path: Path) -> None:
    (article,) = read_articles(write_content(tmp_path, article_yml=ARTICLE_YML.replace('"false"', "false")))
    assert article.verdict is Verdict.FALSE


@pytest.mark.parametrize(
    ("yml", "line", "field", "allowed"),
    [
        (ARTICLE_YML.replace("kind: myth", "kind: tale"), 1, "kind", "myth"),
        (ARTICLE_YML.replace('verdict: "false"', "verdict: maybe"), 3, "verdict", "misleading"),
        (ARTICLE_YML.replace("[tel-112]", "[tel-999]"), 4, "help", "tel-112"),
        (ARTICLE_YML.replace("2026-04-27", "27 april"), 6, "as_of", "date"),
        (ARTICLE_YML.replace("rkrattsbaser.gov.se", "example.com"), 10, "url", "official"),
        (ARTICLE_YML + "colour: red\n", 12, "colour", "Extra"),
        (ARTICLE_YML + "kind: fact\n", 12, "YAML", ""),
        (ARTICLE_YML + "    valid_until: 2026-12-31\n", 12, "valid_until", "open"),
        (ARTICLE_YML + "related: [no-such-topic]\n", None, "related", "slug"),
    ],
)
def test_a_fault_names_line_field_and_what_is_allowed(
    tmp_path: Path, yml: str, line: int | None, field: str, allowed: str
) -> None:
    fault = faults_of(write_content(tmp_path, article_yml=yml))[0]
    assert fault.file == "myth-x/article.yml"
    assert fault.line == line
    assert field in fault.field
    assert allowed in fault.allowed


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("Nej, det stämmer inte.", "ord " * 61, "short"),
        ("Första stycket.", "ord " * 181, "long"),
        ("Ett barn kan behöva skydd.", "", "what-is-true"),
        ("Första stycket.", "Se [lagen](https://example.com).", "long"),
        ("Första stycket.", "Ring 08-123 45 67.", "long"),
        ("  - soc stjäl barn\n", "", "claims"),
        ("  - tar soc barn\n", "", "variants"),
        ("  - tar soc barn\n", "  - TAR socialen BARN\n", "variants"),
        ("status: unreviewed", "status: stale", "status"),
        ("# short", "# kort", "section"),
        ("---\ntitle", "title", "front matter"),
    ],
)
def test_every_rule_for_a_text_is_held(tmp_path: Path, before: str, after: str, field: str) -> None:
    assert before in SV_MD
    faults = faults_of(write_content(tmp_path, sv=SV_MD.replace(before, after)))
    assert field in {f.field for f in faults}


def test_only_languages_with_the_essentials_alone_may_leave_the_long_answer_out(tmp_path: Path) -> None:
    short = SV_MD[: SV_MD.index("# long")]
    faults = faults_of(write_content(tmp_path, ti=short, so=short, fa=SV_MD))
    assert [(f.file, f.field) for f in faults] == [("myth-x/so.md", "long")]
    assert (
        faults_of(write_content(tmp_path, so=SV_MD, ti=short.replace("Nej, det stämmer inte.", "")))[0].field
        == "short"
    )


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    write_content(tmp_path, "myth-x", ARTICLE_YML.replace("kind: myth", "kind: tale"))
    write_content(tmp_path, "myth-y", sv=SV_MD.replace("status: unreviewed", "status: done"))
    write_content(tmp_path, "myth-z", xx="nothing")
    assert {f.file.split("/")[0] for f in faults_of(tmp_path)} == {"myth-x", "myth-y", "myth-z"}


def test_swedish_is_required_for_each_version_and_audience(tmp_path: Path) -> None:
    yml = ARTICLE_YML.replace("[parent]", "[parent, child]") + (
        "    valid_until: 2026-12-31\n"
        "  - valid_from: 2027-01-01\n    as_of: 2026-07-09\n    sources: [{title: Ny lag, publisher: Sveriges riksdag}]\n"
    )
    missing = {f.file for f in faults_of(write_content(tmp_path, article_yml=yml))}
    assert missing == {"myth-x/sv.child.md", "myth-x/sv.2027-01-01.md", "myth-x/sv.child.2027-01-01.md"}


def test_versions_follow_without_a_gap(tmp_path: Path) -> None:
    yml = ARTICLE_YML + (
        "    valid_until: 2026-12-31\n"
        "  - valid_from: 2027-01-02\n    as_of: 2026-07-09\n    sources: [{title: Ny lag, publisher: Sveriges riksdag}]\n"
    )
    faults = faults_of(write_content(tmp_path, article_yml=yml))
    assert any(f.field == "valid_from" and "2027-01-01" in f.allowed for f in faults)


@given(junk=st.text(max_size=200))
def test_any_file_gives_faults_and_never_another_error(
    junk: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("content")
    assert faults_of(write_content(root, article_yml=junk, sv=junk))


def test_numbers_that_are_no_contact_are_found() -> None:
    assert unknown_numbers("Ring 116 111 eller 112. 128 000 av 331 000 år 2018, 020-50 50 50: gratis.") == []
    assert unknown_numbers("Ring 08-123 45 67 eller 116 112") == ["08-123 45 67", "116 112"]


def test_what_ships_is_sound() -> None:
    articles = read_articles(SHIPPED)
    assert len(articles) >= 142
    languages = {article.slug: {t.language for t in article.translations} for article in articles}
    assert all(own >= {"sv", "en"} for own in languages.values())
    assert sum("ar" in own for own in languages.values()) >= 18
