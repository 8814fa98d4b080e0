"""The command line: `tryggsvar ask | import | sync | prepare | evaluate | calibrate | content | backup | restore | …`."""

from __future__ import annotations

import json
import logging
import sys
import time
from datetime import datetime
from datetime import time as clock_time
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import click

from knowledge.clock import SWEDEN, clock_from, swedish_date
from knowledge.errors import ContentError, KnowledgeError
from knowledge.settings import Settings, load_settings
from knowledge.types import Answer, Audience, Question

LANGUAGE_HELP = "Language to answer in; auto: that of the text."


class _Group(click.Group):
    """Adds the commands that other parts offer (entry points `tryggsvar.commands`), and turns our errors into one message."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(
            {*super().list_commands(ctx), *(e.name for e in entry_points(group="tryggsvar.commands"))}
        )

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        own = super().get_command(ctx, name)
        if own:
            return own
        found = next((e for e in entry_points(group="tryggsvar.commands") if e.name == name), None)
        return found.load() if found else None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ContentError as error:
            raise click.ClickException(f"{len(error.faults)} faults in the content:\n{error}") from None
        except KnowledgeError as error:
            raise click.ClickException(str(error)) from None


@click.group(cls=_Group)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Tryggsvar: checked answers about Swedish social services."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    ctx.obj = load_settings()


@main.command()
@click.argument("text", required=False)
@click.option(
    "--audience", type=click.Choice([a.value for a in Audience]), default="parent", show_default=True
)
@click.option("--language", default="auto", show_default=True, help=LANGUAGE_HELP)
@click.option("--at", type=click.DateTime(["%Y-%m-%d"]), help="Answer as on this Swedish date.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--batch", is_flag=True, help='Read JSON Lines {"id","text","audience","language"}, write one line each.'
)
@click.pass_obj
def ask(
    settings: Settings,
    text: str | None,
    audience: str,
    language: str,
    at: datetime | None,
    as_json: bool,
    batch: bool,
) -> None:
    """Answer TEXT as the chat would."""
    from knowledge.presentation import messages_of, plain_text

    if batch == (text is not None):
        raise click.UsageError("give either a TEXT or --batch with JSON Lines on standard input")
    moment = datetime.combine(at.date(), clock_time(12), SWEDEN) if at else None
    services = _services(settings)
    if batch:
        for number, line in enumerate(sys.stdin, 1):
            if line.strip():
                click.echo(
                    json.dumps(_batch_line(services.answers, line, number, moment), ensure_ascii=False)
                )
        return
    question = Question(str(text), Audience(audience), None if language == "auto" else language, at=moment)
    begun = time.perf_counter()
    answer = services.answers.answer(question)
    if as_json:
        click.echo(json.dumps(_answer_json(None, answer, begun), ensure_ascii=False))
        return
    if answer.crisis:
        from knowledge.crisis import crisis_cards

        title, cards = crisis_cards(answer.crisis.kind, question.audience, answer.language)
        click.echo(f"! {title}")
        for card in cards:
            click.echo(f"  {card.name} – {card.note}")
        click.echo()
    click.echo("\n\n".join(plain_text(m, answer.language) for m in messages_of(answer)))
    best = ", ".join(f"{h.slug} {h.score:.2f}" for h in answer.hits[:3])
    click.echo(f"\n[{answer.outcome} · {answer.language} · {best} · {_ms(begun)} ms]", err=True)


@main.command("import")
@click.option(
    "--folder", type=click.Path(path_type=Path), help="Another content folder than the shipped one."
)
@click.pass_obj
def import_command(settings: Settings, folder: Path | None) -> None:
    """Load the shipped articles into the database; what staff changed is left alone and listed."""
    click.echo(_import(settings, folder))


@main.command()
@click.option("--fresh", is_flag=True, help="Embed every text anew.")
@click.pass_obj
def sync(settings: Settings, fresh: bool) -> None:
    """Build a snapshot of what is published and switch to it; running servers follow by themselves."""
    click.echo(_sync(settings, fresh))


@main.command()
@click.pass_obj
def prepare(settings: Settings) -> None:
    """Make an installation ready: migrations, import, sync, likeness to danger."""
    click.echo(_import(settings, None))
    click.echo(_sync(settings, fresh=False))
    click.echo(_learn_likeness(settings))


@main.group()
def content() -> None:
    """Look at the content files."""


@content.command("check")
@click.option(
    "--folder", type=click.Path(path_type=Path), help="Another content folder than the shipped one."
)
def content_check(folder: Path | None) -> None:
    """Validate every content file and the editorial rules; all faults at once, and the texts hardest to read."""
    from knowledge.content.editorial import editorial_faults
    from knowledge.content.files import SHIPPED, read_articles
    from knowledge.content.readability import readings
    from knowledge.errors import ContentError

    articles = read_articles(folder or SHIPPED)
    if folder is None and (faults := editorial_faults(articles)):  # what staff write may be less polished
        raise ContentError(faults)
    for hard in readings(articles)[:5] if folder is None else ():
        click.echo(f"LIX {hard.lix} (limit {hard.limit}): {hard.slug}, {hard.audience.value}, {hard.section}")
    texts = sum(len(a.translations) for a in articles)
    click.echo(f"{len(articles)} articles, {texts} texts: no faults")


@content.command("confusions")
@click.option("--language", default="sv", show_default=True)
@click.option("--least", default=0.1, show_default=True, help="Smallest share of ways to ask that is shown.")
@click.pass_obj
def content_confusions(settings: Settings, language: str, least: float) -> None:
    """Pairs of articles whose ways to ask the encoder takes for one another; word them apart."""
    from knowledge.evaluation.confusions import confusions

    services = _services(settings)
    day = swedish_date(services.clock())
    found = confusions(services.snapshots.get(), language, day, services.tools.decision)
    for pair in found:
        if pair.count / pair.asked >= least:
            click.echo(f"{pair.count:3} of {pair.asked:3}  {pair.wanted} -> {pair.found}")
    asked = {pair.wanted: pair.asked for pair in found}
    click.echo(
        f"{sum(p.count for p in found)} ways to ask lie nearer to another article, in {len(asked)} articles"
    )


@main.command()
@click.option("--split", type=click.Choice(["tune", "untouched"]), default="tune", show_default=True)
@click.option("--at", type=click.DateTime(["%Y-%m-%d"]), help="Evaluate as on this Swedish date.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--tatoeba",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Instead: the encoder on DIR/tatoeba-test/<language>.tsv (is each sentence's own English the nearest of all?).",
)
@click.option(
    "--engines", is_flag=True, help="Instead: meaning alone, words alone, and both together, side by side."
)
@click.pass_obj
def evaluate(
    settings: Settings, split: str, at: datetime | None, as_json: bool, tatoeba: Path | None, engines: bool
) -> None:
    """Ask the gold questions and print the figures."""
    if tatoeba:
        from knowledge.encoder.sentence_transformer import load_encoder
        from knowledge.evaluation.tatoeba import evaluate_tatoeba
        from knowledge.evaluation.tatoeba import table as lines

        figures_of_encoder = evaluate_tatoeba(load_encoder(settings), tatoeba)
        click.echo(json.dumps(figures_of_encoder) if as_json else "\n".join(lines(figures_of_encoder)))
        return
    if engines:
        from knowledge.evaluation.engines import compare
        from knowledge.evaluation.engines import table as engine_table

        services = _services(settings)
        rows = compare(services.tools, services.snapshots.get(), split)
        click.echo(json.dumps(rows) if as_json else engine_table(rows))
        return
    from knowledge.evaluation.measures import evaluate as run
    from knowledge.evaluation.report import table

    moment = datetime.combine(at.date(), clock_time(12), SWEDEN) if at else None
    services = _services(settings)
    with click.progressbar(length=100, label=f"asking ({split})", file=sys.stderr) as bar:
        figures = run(
            services.answers, split, moment, lambda done, all_: bar.update(done * 100 // all_ - bar.pos)
        )
    click.echo(json.dumps(figures.as_dict(), ensure_ascii=False) if as_json else table(figures))


@main.command()
@click.pass_obj
def calibrate(settings: Settings) -> None:
    """Fit the confidence on the tuning split and print the numbers for answering/decision.yml."""
    from knowledge.evaluation.calibration import calibrate as run

    services = _services(settings)
    result = run(services.tools, services.snapshots.get())
    click.echo(f"margin {result.margin}  outside {result.outside}  bias {result.bias}")
    click.echo(
        f"{result.cases} cases; expected calibration error {result.error} (five-fold cross-validation)"
    )


@main.command()
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def backup(settings: Settings, path: Path) -> None:
    """Write articles, revisions, settings and counts to PATH (no conversation is in it)."""
    from knowledge.backup import backup as run

    click.echo(f"{run(_database(settings), path)} rows written to {path}")


@main.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.confirmation_option(prompt="This replaces every article and setting. Go on?")
@click.pass_obj
def restore(settings: Settings, path: Path) -> None:
    """Put back what `backup` wrote, then sync."""
    from knowledge.backup import restore as run

    click.echo(f"{run(_database(settings), path)} rows restored")
    click.echo(_sync(settings, fresh=False))


@main.command("train-encoder")
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    required=True,
    help="Folder with parallel/<language>.tsv.gz.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the model; default: the packaged one.",
)
def train_encoder(data: Path, out: Path | None) -> None:
    """Train the embedded encoder anew (see its card, knowledge/encoder/embedded/README.md)."""
    from knowledge.encoder.sentence_transformer import EMBEDDED
    from knowledge.encoder.training.train import train

    report = train(data, out or EMBEDDED, _progress)
    seconds = ", ".join(f"{step} {value:.0f} s" for step, value in report.seconds.items())
    click.echo(
        f"{report.pairs} pairs, {report.words} words, {report.article_pairs} from the articles; {seconds}"
    )


@main.command("train-language")
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    required=True,
    help="Folder with parallel/<language>.tsv.gz.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for model.npz; default: the packaged one.",
)
def train_language(data: Path, out: Path | None) -> None:
    """Train the language identifier anew (see its card, knowledge/language/README.md)."""
    from knowledge.language.model import PACKAGED
    from knowledge.language.training.train import train

    report = train(data, out or PACKAGED.parent, _progress)
    click.echo(
        f"{len(report.classes)} classes, {report.sentences} texts, {report.pieces} pieces; "
        f"{report.bytes / 1e6:.1f} MB in {report.seconds:.0f} s"
    )


@main.command("train-likeness")
@click.pass_obj
def train_likeness(settings: Settings) -> None:
    """Learn anew what danger sounds like, from knowledge/crisis/rules/examples; after the encoder or the examples changed."""
    from knowledge.crisis.examples import digest
    from knowledge.crisis.learning import PACKAGED, keep, learn, name_of
    from knowledge.encoder.sentence_transformer import load_encoder

    encoder = load_encoder(settings)
    keep(learn(encoder), PACKAGED / name_of(encoder, digest()))
    click.echo("likeness to danger: learnt; it ships with the package")


@main.command()
@click.option("--check", is_flag=True, help="Write nothing; fail when a page is out of date.")
def reference(check: bool) -> None:
    """Write the pages of docs/ that are made from the code and the content."""
    from knowledge.content.files import read_articles
    from knowledge.reference import article_table, command_line, configuration
    from knowledge.settings import REPOSITORY

    pages = {
        "configuration.md": configuration(),
        "command-line.md": command_line(main),
        "articles.md": article_table(read_articles()),
    }
    for name, text in pages.items():
        path = REPOSITORY / "docs" / name
        if check and (not path.exists() or path.read_text(encoding="utf-8") != text):
            raise click.ClickException(f"docs/{name} is out of date; run `tryggsvar reference`")
        if not check:
            path.write_text(text, encoding="utf-8")


def _progress(step: str, done: int, all_: int) -> None:
    click.echo(f"\r{step} {done}/{all_}   ", nl=done == all_, err=True)


def _learn_likeness(settings: Settings) -> str:
    from knowledge.crisis import load_rules
    from knowledge.encoder.sentence_transformer import load_encoder
    from knowledge.services import load_likeness

    load_likeness(settings, load_encoder(settings), load_rules().similarity)
    return "likeness to danger: ready"


def _services(settings: Settings) -> Any:
    from knowledge.services import build

    return build(settings, record=False)


def _database(settings: Settings) -> Any:
    from knowledge.content.database import migrate, open_database

    engine = open_database(settings.database)
    migrate(engine)
    return engine


def _import(settings: Settings, folder: Path | None) -> str:
    from knowledge.content.files import SHIPPED, read_articles
    from knowledge.content.importing import import_articles

    articles = read_articles(folder or SHIPPED)
    return f"import: {import_articles(_database(settings), articles, clock_from(settings.clock_starts_at))}"


def _sync(settings: Settings, fresh: bool) -> str:
    from knowledge.content.store import ArticleStore
    from knowledge.encoder.sentence_transformer import load_encoder
    from knowledge.index.sync import sync as run

    clock = clock_from(settings.clock_starts_at)
    published = ArticleStore(_database(settings), clock).published()
    live = sys.stderr.isatty()

    def progress(done: int, all_: int) -> None:
        if live:
            click.echo(f"\rembedding {done}/{all_}", nl=done == all_, err=True)

    return f"sync: {run(settings.snapshots, published, load_encoder(settings), clock, fresh, progress)}"


def _batch_line(answers: Any, line: str, number: int, moment: datetime | None) -> dict[str, Any]:
    """One line of a batch; a line that cannot be used gets an error line instead of ending the batch."""
    begun = time.perf_counter()
    identity: Any = None
    try:
        raw = json.loads(line)
        identity = raw.get("id")
        if not isinstance(raw.get("text"), str):
            raise ValueError("`text` must be a string")
        language = raw.get("language") or "auto"
        question = Question(
            raw["text"],
            Audience(raw.get("audience") or "parent"),
            None if language == "auto" else language,
            at=moment,
        )
    except (ValueError, AttributeError) as error:
        return {"id": identity, "outcome": "error", "error": f"line {number}: {error}"}
    return _answer_json(identity, answers.answer(question), begun)


def _answer_json(identity: Any, answer: Answer, begun: float) -> dict[str, Any]:
    from knowledge.presentation import answer_message

    return {
        "id": identity,
        "outcome": answer.outcome.value,
        "language": answer.language,
        "crisis": answer.crisis.kind.value if answer.crisis else None,
        "articles": [{"slug": h.slug, "score": round(h.score, 4)} for h in answer.hits],
        "choices": [{"slug": c.slug, "title": c.title} for c in answer.choices],
        "answer": answer_message(answer.article) if answer.article else None,
        "ms": _ms(begun),
    }


def _ms(begun: float) -> float:
    return round((time.perf_counter() - begun) * 1000, 2)


if __name__ == "__main__":
    main()
