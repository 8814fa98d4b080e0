from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Engine

from knowledge.content.database import is_current
from knowledge.content.importing import import_articles
from knowledge.content.store import ArticleStore
from knowledge.types import TranslationStatus, WorkflowState
from tests.support.articles import article, myth_of_two_versions, text


def test_the_database_gives_back_what_went_in(database: Engine) -> None:
    shipped = (article("a-one"), myth_of_two_versions("myth-two"))
    import_articles(database, shipped)
    assert ArticleStore(database).articles() == shipped
    assert is_current(database)


def test_a_second_import_changes_nothing(database: Engine) -> None:
    shipped = (article("a-one"), myth_of_two_versions("myth-two"))
    import_articles(database, shipped)
    revisions = len(ArticleStore(database).revisions("a-one"))
    report = import_articles(database, shipped)
    assert (report.added, report.changed, report.conflicts, report.gone) == ([], [], [], [])
    assert len(ArticleStore(database).revisions("a-one")) == revisions


def test_a_changed_file_replaces_what_staff_never_touched(database: Engine) -> None:
    before = article("a-one")
    import_articles(database, [before])
    after = replace(before, translations=(replace(before.translations[0], short="Nytt svar."),))
    assert import_articles(database, [after]).changed == ["a-one/sv"]
    store = ArticleStore(database)
    assert store.articles()[0].translations[0].short == "Nytt svar."
    newest = store.revisions("a-one")[0]
    assert newest.before and newest.after
    assert (newest.before["short"], newest.after["short"]) == ("Kort om a-one.", "Nytt svar.")


def test_what_staff_changed_is_left_alone_and_listed(database: Engine) -> None:
    before = article("a-one")
    import_articles(database, [before])
    store = ArticleStore(database)
    store.save_text("a-one", replace(before.translations[0], short="Personalens svar."), author="editor")
    assert import_articles(database, [before]).conflicts == []  # the file did not change: no conflict
    after = replace(before, translations=(replace(before.translations[0], short="Filens nya svar."),))
    assert import_articles(database, [after]).conflicts == ["a-one/sv"]
    assert store.articles()[0].translations[0].short == "Personalens svar."
    assert store.revisions("a-one")[0].author == "editor"


def test_what_is_no_longer_shipped_is_listed(database: Engine) -> None:
    import_articles(database, [article("a-one", translations=(text(), text("en")))])
    assert import_articles(database, [article("a-one", translations=(text(),))]).gone == ["a-one/en"]


def test_only_published_texts_come_out(database: Engine) -> None:
    import_articles(
        database, [article("a-one", translations=(text(), text("en", state=WorkflowState.DRAFT)))]
    )
    (published,) = ArticleStore(database).published()
    assert [t.language for t in published.translations] == ["sv"]


def test_a_translation_goes_stale_when_a_number_changes_and_not_when_a_word_does(database: Engine) -> None:
    swedish, english = text(short="Du har 14 dagar."), text("en", short="You have 14 days.")
    import_articles(database, [article("a-one", translations=(swedish, english))])
    store = ArticleStore(database)

    def english_status() -> TranslationStatus:
        return next(t.status for t in store.published()[0].translations if t.language == "en")

    store.save_text("a-one", replace(swedish, short="Man har 14 dagar."), "editor")
    assert english_status() is TranslationStatus.UNREVIEWED
    store.save_text("a-one", replace(swedish, short="Du har 21 dagar."), "editor")
    assert english_status() is TranslationStatus.STALE
    store.save_text("a-one", replace(english, short="You have 21 days."), "translator")
    assert english_status() is TranslationStatus.UNREVIEWED
