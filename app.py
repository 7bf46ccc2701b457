"""Rapporteur's composition root and console entry: the only place that knows all floors."""

import asyncio
import dataclasses
import datetime as dt
import errno
import json
import logging
import signal
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import structlog
import typer

from bot.clock import Clock, FileClock, SystemClock
from bot.settings import Settings
from storage.store import DatabaseUnavailable, Store, safe_url

HERE = Path(__file__).parent
MANIFEST = HERE / "manifest.yml"
#: The playground's clock stands at 30 January 2017, 09:00 in New York, when it is started for the first time.
TRY_START = dt.datetime(2017, 1, 30, 14, 0, tzinfo=dt.UTC)

cli = typer.Typer(
    name="rapporteur",
    help="A Slack bot that answers about a roadmap, collects contributions and sends reminders.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Stop(Exception):
    """Something is missing or wrong that the operator can mend; said in one sentence, exit code 2."""


@contextmanager
def saying() -> Iterator[None]:
    """Turn what the operator can mend into one sentence on standard error and exit code 2."""
    try:
        yield
    except (Stop, DatabaseUnavailable) as problem:
        typer.echo(f"rapporteur: {problem}", err=True)
        raise typer.Exit(2) from None


def clock_of(settings: Settings) -> Clock:
    """The clock that the settings ask for."""
    return FileClock(settings.clock_file) if settings.clock_file else SystemClock()


def settings_from_environment() -> Settings:
    """The settings. Raises Stop that names each setting that is wrong, without its value."""
    from pydantic import ValidationError

    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_input=False))
        raise Stop(f"a setting is wrong: {wrong}") from None


async def ready_store(settings: Settings, *, create: bool = True) -> Store:
    """An open database in the form that this version expects.

    An empty database is brought to that form; one of an older form is not touched unasked. Raises Stop and
    DatabaseUnavailable.
    """
    from storage.migrate import migrate, newest_revision, revision

    make_folder(settings.database_url)
    store = Store(settings.database_url)
    try:
        await store.ping()
        found = await revision(store)
        if found is None and create:
            await migrate(store)
        elif found != newest_revision():
            raise Stop(
                f"the database {safe_url(settings.database_url)} has the form {found or 'none'}, this version needs "
                f"{newest_revision()}: run 'rapporteur migrate'"
            )
    except BaseException:
        await store.close()
        raise
    return store


def make_folder(database_url: str) -> None:
    """Make the folder of the embedded database where it is our own, ``var/``; others are the operator's."""
    scheme, _, path = database_url.partition(":///")
    if scheme.startswith("sqlite") and path.startswith("var/"):
        Path(path).parent.mkdir(parents=True, exist_ok=True)


def in_loop(work: Coroutine[Any, Any, Any]) -> Any:
    """Run something asynchronous from the command line, with problems said in one sentence."""
    with saying():
        return asyncio.run(work)


@cli.command()
def migrate() -> None:
    """Bring the database to the form that this version expects."""

    async def work() -> None:
        from storage.migrate import migrate as upgrade
        from storage.migrate import newest_revision, revision

        settings = settings_from_environment()
        make_folder(settings.database_url)
        store = Store(settings.database_url)
        try:
            before = await revision(store)
            await upgrade(store)
            if before == newest_revision():
                typer.echo(f"The database has the newest form already ({before}).")
            else:
                typer.echo(f"The database went from {before or 'empty'} to {newest_revision()}.")
        finally:
            await store.close()

    in_loop(work())


@cli.command(name="import")
def import_(
    files: Annotated[list[str] | None, typer.Argument(help="Files, or the name of a roadmap that ships.")] = None,
    replace: Annotated[bool, typer.Option(help="Remove milestones that are in none of the files.")] = False,
) -> None:
    """Take milestones (CSV, XLSX, YAML), documents (MD, TXT, DOCX, PDF) or a glossary; all or nothing."""
    from bot.roadmaps.importing import import_files
    from bot.roadmaps.shipped import shipped_roadmaps
    from bot.tables.problems import BadFile

    shipped = shipped_roadmaps()
    if not files:
        typer.echo("Roadmaps that ship with the bot:")
        for roadmap in shipped.values():
            typer.echo(f"  {roadmap.name}: {roadmap.title}")
        return
    paths = [path for name in files for path in (shipped[name].files if name in shipped else (Path(name),))]

    async def work() -> None:
        settings = settings_from_environment()
        store = await ready_store(settings)
        try:
            taken = await import_files(store, paths, now=clock_of(settings).now(), replace=replace)
            await embed_all(store, settings)
        except BadFile as bad:
            typer.echo(f"rapporteur: {bad}", err=True)
            for row in bad.rows:
                typer.echo(f"  {row}", err=True)
            raise typer.Exit(2) from None
        finally:
            await store.close()
        typer.echo(
            f"Milestones: {taken.added} added, {taken.changed} changed, {taken.unchanged} as they were, "
            f"{taken.removed} removed. Documents: {taken.documents} ({taken.passages} passages). Terms: {taken.terms}."
        )

    in_loop(work())


@cli.command(name="import-contributions")
def import_contributions(
    file: Annotated[Path, typer.Argument(help="The workbook of contributions, filled in (XLSX or CSV).")],
    panel: Annotated[int | None, typer.Option(help="The panel's number; else the latest one.")] = None,
    entity: Annotated[str | None, typer.Option(help="The entity of the rows that name none.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be imported.")] = False,
) -> None:
    """Take contributions from a sheet, as an officer would; all or nothing, each bad row is named."""
    from bot.contributions.sheets.planning import plan_sheet, scope_of
    from bot.contributions.sheets.reading import read_sheet
    from bot.contributions.sheets.taking import Taken, take_sheet
    from bot.forms.declaring import Choice
    from bot.panels.viewers import OPERATOR
    from bot.tables.problems import BadFile
    from handlers.views.sheets import plan_lines
    from storage.queries.panels import newest_panel, panel_by_id

    async def work() -> None:
        try:
            sheet = read_sheet(file)
        except BadFile as bad:
            raise Stop(str(bad)) from None
        settings = settings_from_environment()
        store = await ready_store(settings)
        now = clock_of(settings).now()
        given = {"workstreams": [Choice(key, title) for key, title in offered_workstreams(settings)]}
        try:
            async with store.unit() as session:
                found = await (panel_by_id(session, panel) if panel is not None else newest_panel(session))
                if found is None:
                    raise Stop("there is no such panel in the database")
                scope = await scope_of(session, OPERATOR, found.id, today=now.date(), given=given)
                if entity is not None:
                    scope = dataclasses.replace(scope, own=scope.entity_named(entity))
                    if scope.own is None:
                        raise Stop(f"{entity} is no entity that is expected on panel {found.id}")
                outcome = await (
                    plan_sheet(session, scope, sheet) if dry_run else take_sheet(session, scope, sheet, at=now)
                )
                plan = outcome.plan if isinstance(outcome, Taken) else outcome
                acronyms = {key: one.acronym for key, one in scope.entities.items()}
                lines = plan_lines(plan, acronyms=acronyms, language="en", zone=found.zone)
        finally:
            await store.close()
        if not plan.possible:
            typer.echo(f"rapporteur: {file.name}: nothing was imported", err=True)
            for line in lines:
                typer.echo(f"  {line}", err=True)
            raise typer.Exit(2)
        typer.echo(f"{file.name}, panel {plan.panel_id}: {'this would be imported' if dry_run else 'imported'}.")
        for line in lines:
            typer.echo(f"  {line}")

    in_loop(work())


async def embed_all(store: Store, settings: Settings) -> None:
    """Make the sentence vectors of everything that answers are searched in, with a progress bar on standard error."""
    from bot.answers.answerer import Answerer
    from bot.search.embedding import embedder_for

    answerer = Answerer(store, embedder_for(settings))
    with typer.progressbar(length=1, label="Preparing the search", file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done)

        await answerer.corpus(progress)
    await answerer.tidy()


def _day(text: str | None) -> Any:
    from bot.text.periods import BadPeriod, read_written

    try:
        return read_written(text).end if text else None
    except BadPeriod as error:
        raise typer.BadParameter(str(error)) from None


@cli.command()
def ask(
    question: Annotated[str | None, typer.Argument()] = None,
    as_of: Annotated[str | None, typer.Option(help="Tell only what was known on this day (2017-02-16).")] = None,
    lang: Annotated[str, typer.Option(help="en, fr or es, where the question does not tell.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="The answer as JSON.")] = False,
    batch: Annotated[Path | None, typer.Option(help="A file of questions, one JSON object a line.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where the answers of a batch go; else standard output.")] = None,
) -> None:
    """Ask about the roadmap."""
    from bot.answers.answerer import Answerer
    from bot.answers.batch import answer_lines, as_record
    from bot.answers.values import Question
    from bot.search.embedding import embedder_for
    from bot.text.languages import language_of

    day = _day(as_of)

    async def work() -> None:
        settings = settings_from_environment()
        store = await ready_store(settings)
        today = clock_of(settings).now().date()
        try:
            answerer = Answerer(store, embedder_for(settings))
            if batch is not None:
                with reading_batch(batch):
                    records = [record async for record in answer_lines(answerer, lines_of(batch), today)]
                write_lines(records, out)
                return
            if not question:
                raise Stop("ask what? For example: rapporteur ask 'When is the second session?'")
            asked = Question(question, today=day or today, language=language_of(lang), as_of=day)
            answered = await answerer.ask(asked)
            if as_json:
                typer.echo(json.dumps(as_record(answered), ensure_ascii=False))
                return
            typer.echo(answered.text)
            for citation in answered.citations or answered.nearest:
                told = "; ".join(filter(None, (citation.detail, citation.link)))
                typer.echo(f"  {citation.ref}: {citation.title}" + (f" ({told})" if told else ""))
        finally:
            await store.close()

    in_loop(work())


@cli.command()
def parse(
    text: Annotated[str | None, typer.Argument()] = None,
    as_of: Annotated[str | None, typer.Option(help="The day on which it was written (2017-02-16).")] = None,
    entity: Annotated[str, typer.Option(help="The entity of whoever wrote it.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The reading as JSON.")] = False,
    batch: Annotated[Path | None, typer.Option(help="A file of replies, one JSON object a line.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where the readings of a batch go; else standard output.")] = None,
) -> None:
    """Read a plain reply into contributions, as the bot would."""
    from bot.contributions.batch import as_record, read_lines
    from bot.contributions.reading import read_reply

    with saying():
        if batch is not None:
            today = clock_of(settings_from_environment()).now().date()
            with reading_batch(batch):
                records = list(read_lines(lines_of(batch), today))
            write_lines(records, out)
            return
        if not text:
            raise Stop("parse what? For example: rapporteur parse 'We hold a workshop in Rome on 3 May 2017'")
        day = _day(as_of) or clock_of(settings_from_environment()).now().date()
        reading = read_reply(text, day, entity)
        record = {"intent": reading.intent.value, "contributions": [as_record(draft) for draft in reading.drafts]}
        typer.echo(json.dumps(record, ensure_ascii=False, indent=None if as_json else 1))


def lines_of(path: Path) -> list[str]:
    """The lines of a text file. Raises Stop."""
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Stop(f"{path} cannot be read: {error}") from None


@contextmanager
def reading_batch(path: Path) -> Iterator[None]:
    """Turn a line of a batch that is none into Stop."""
    from pydantic import ValidationError

    try:
        yield
    except ValidationError as error:
        found = error.errors(include_url=False)[0]
        field = ".".join(map(str, found["loc"]))
        raise Stop(f"{path} has a line that cannot be taken: {field + ': ' if field else ''}{found['msg']}") from None


def write_lines(records: list[dict[str, Any]], out: Path | None) -> None:
    """Records as JSON lines, to a file or to standard output. Raises Stop."""
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    if out is None:
        sys.stdout.write(text)
    else:
        write_file(out, text.encode())


def write_file(path: Path, content: bytes) -> None:
    """Write a file. Raises Stop."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Stop(f"{path} cannot be written: {error.strerror}") from None


@cli.command(name="panel")
def panel_(file: Annotated[Path, typer.Argument(help="A panel as a YAML file (docs/files.md).")]) -> None:
    """Put a panel with its entities, people and deadlines into the database; twice changes nothing."""
    from bot.panels.files import BadPanelFile, read_panel_file
    from bot.panels.founding import found_panel, found_workspace
    from handlers.serving import CannotServe, identified

    async def work() -> None:
        settings = settings_from_environment()
        try:
            plan = read_panel_file(file)
            if settings.slack_bot_token is None:
                raise Stop("SLACK_BOT_TOKEN is not set: it tells which workspace the panel belongs to")
            identity = await identified(settings)
        except (BadPanelFile, CannotServe) as problem:
            raise Stop(str(problem)) from None
        store = await ready_store(settings)
        try:
            async with store.unit() as session:
                workspace = await found_workspace(session, identity.team_id, identity.team)
                found = await found_panel(session, workspace, plan)
                number = found.id
        finally:
            await store.close()
        typer.echo(f"Panel {number}: {plan.title}, {len(plan.entities)} entities, workspace {identity.team}.")

    in_loop(work())


@cli.command()
def simulate(
    panel: Annotated[Path, typer.Argument(help="A panel as a YAML file.")],
    start: Annotated[str | None, typer.Option("--from", help="First day to show.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day to show.")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """The reminders that would go out, if nobody answered, as a table."""
    from bot.panels.files import BadPanelFile, read_panel_file
    from bot.reminders.simulate import simulate_panel
    from bot.reminders.tables import records_of, table_of

    with saying():
        try:
            plan = read_panel_file(panel)
        except BadPanelFile as bad:
            raise Stop(str(bad)) from None
        first, last = _day(start), _day(end)
        midnight = dt.time(tzinfo=dt.UTC)
        simulation = simulate_panel(
            plan,
            clock_of(settings_from_environment()).now(),
            dt.datetime.combine(first, midnight) if first else None,
            dt.datetime.combine(last + dt.timedelta(days=1), midnight) if last else None,
        )
        typer.echo(
            json.dumps(records_of(simulation), ensure_ascii=False, indent=1) if as_json else table_of(simulation)
        )


@cli.command()
def export(
    what: Annotated[str, typer.Argument(help="matrix, workbook, calendar, csv, json, gaps or gaps-csv")],
    panel: Annotated[int | None, typer.Option(help="The panel's number; else the latest one.")] = None,
    out: Annotated[Path | None, typer.Option(help="The file to write; else its own name, here.")] = None,
) -> None:
    """Write a file of what was contributed, without Slack."""
    from bot.exports.gaps import make_gaps_file
    from bot.exports.making import FORMATS, make_file
    from storage.queries.panels import newest_panel, panel_by_id

    gaps = {"gaps": "xlsx", "gaps-csv": "csv"}

    async def work() -> None:
        if what not in FORMATS and what not in gaps:
            raise Stop(f"there is no export {what!r}; there are {', '.join([*FORMATS, *gaps])}")
        settings = settings_from_environment()
        store = await ready_store(settings)
        try:
            async with store.reading() as session:
                found = await (panel_by_id(session, panel) if panel is not None else newest_panel(session))
            if found is None:
                raise Stop("there is no such panel in the database")
            now = clock_of(settings).now()
            if what in gaps:
                made = await make_gaps_file(store, found, offered_workstreams(settings), gaps[what], "en", now)
            else:
                made = await make_file(store, found, what, now)
        finally:
            await store.close()
        path = out or Path(made.name)
        write_file(path, made.content)
        typer.echo(f"{path}: {made.contributions} {'entities' if what in gaps else 'contributions'}")

    in_loop(work())


@cli.command()
def run(
    http: Annotated[bool, typer.Option("--http", help="Take signed HTTP requests instead of a socket.")] = False,
) -> None:
    """Run the bot."""
    in_loop(serve(settings_from_environment(), http=http))


@cli.command(name="try")
def try_(
    port: Annotated[int, typer.Option(help="Where the page is served.")] = 8095,
    fresh: Annotated[bool, typer.Option(help="Start over: forget what was done on the page.")] = False,
) -> None:
    """Try the bot on a page of its own, without a Slack workspace."""
    in_loop(serve_playground(port=port, fresh=fresh))


@cli.command()
def check() -> None:
    """Say what is missing or wrong: tokens, permissions, database."""
    if not in_loop(check_everything()):
        raise typer.Exit(2)


async def serve(settings: Settings, *, http: bool, stop: asyncio.Event | None = None) -> None:
    """Run the bot until it is told to stop. Raises Stop where something is missing."""
    from bot.reminders.single import AlreadyRunning, alone
    from handlers.serving import CannotServe, connected, missing_tokens, serve_http, serve_socket

    missing = missing_tokens(settings, http=http)
    if missing:
        raise Stop(
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set (see README, Install in Slack)"
        )
    configure_logs(settings.log_level)
    stopping = stop or stop_on_signals()
    store = await ready_store(settings)
    try:
        with alone(settings.database_url):
            async with connected(settings, store, clock_of(settings), offered_workstreams(settings)) as bot:
                if http:
                    await serve_http(bot, settings, store, stopping)
                else:
                    await serve_socket(bot, settings, stopping)
    except (CannotServe, AlreadyRunning) as problem:
        raise Stop(str(problem)) from None
    finally:
        await store.close()


def stop_on_signals() -> asyncio.Event:
    """An event that is set when the process is asked to end."""
    event = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, event.set)
    return event


def configure_logs(level: str) -> None:
    """One line an event on standard error, as JSON; never what people wrote."""
    # That a look at the outbox takes longer than the time between two looks is no news.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def offered_workstreams(settings: Settings) -> tuple[tuple[str, str], ...]:
    """The workstreams of the form: those of the settings, else those of the roadmap that ships."""
    from bot.roadmaps.shipped import shipped_roadmaps

    if settings.workstreams:
        pairs = (part.partition("=") for part in settings.workstreams.split(",") if part.strip())
        return tuple((key.strip(), title.strip() or key.strip()) for key, _, title in pairs)
    return next((roadmap.workstreams for roadmap in shipped_roadmaps().values()), ())


async def serve_playground(*, port: int, fresh: bool, stop: asyncio.Event | None = None) -> None:
    """Run the playground and the bot in it; everything is kept in var/try, so that a second start goes on."""
    import shutil

    from pydantic import SecretStr

    from playground import Playground, PlaygroundClock

    folder = Path("var/try")
    if fresh and folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    clock_file = folder / "clock.json"
    clock = PlaygroundClock(TRY_START, clock_file=clock_file)
    stopping = stop or stop_on_signals()
    try:
        async with Playground(
            MANIFEST,
            workspace=HERE / "playground" / "workspace.yml",
            port=port,
            clock=clock,
            journal=folder / "journal",
        ) as slack:
            settings = Settings(
                database_url=f"sqlite:///{folder / 'rapporteur.db'}",
                slack_bot_token=SecretStr(slack.bot_token),
                slack_app_token=SecretStr(slack.app_token),
                slack_api_url=slack.api_url,
                clock_file=clock_file,
                tick_seconds=1.0,
                log_level="WARNING",
            )
            await furnish(settings, slack.core.workspace.team["id"])
            typer.echo(f"Rapporteur's playground is at {slack.url} - end it with Ctrl+C, go on later with make try.")
            await serve(settings, http=False, stop=stopping)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Stop(f"port {port} is in use: end what runs there, or rapporteur try --port {port + 1}") from None
        raise


async def furnish(settings: Settings, team_id: str, *, panel_file: Path | None = None) -> None:
    """Put the first roadmap and the sample panel into a database, where they are not there yet."""
    from bot.panels.files import SAMPLES, read_panel_file
    from bot.panels.founding import found_panel, found_workspace
    from bot.roadmaps.importing import import_files
    from bot.roadmaps.shipped import shipped_roadmaps
    from storage.queries.roadmap import milestones

    store = await ready_store(settings)
    try:
        async with store.reading() as session:
            empty = not await milestones(session)
        if empty:
            roadmap = shipped_roadmaps()["new-york-declaration"]
            await import_files(store, roadmap.files, now=clock_of(settings).now())
            await embed_all(store, settings)
        plan = read_panel_file(panel_file or SAMPLES / "new-york-declaration.yml")
        async with store.unit() as session:
            await found_panel(session, await found_workspace(session, team_id, "Playground"), plan)
    finally:
        await store.close()


async def check_everything() -> bool:
    """Print each finding; returns whether all is well."""
    import yaml

    from handlers.checking import check_slack
    from storage.migrate import newest_revision, revision

    settings = settings_from_environment()
    scopes = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))["oauth_config"]["scopes"]["bot"]
    findings = await check_slack(settings, scopes)
    store = Store(settings.database_url)
    try:
        await store.ping()
        findings.append((True, f"The database {safe_url(settings.database_url)} can be opened."))
        found, wanted = await revision(store), newest_revision()
        said = (
            "The database has the newest form."
            if found == wanted
            else (
                f"The database has the form {found or 'none'}, this version needs {wanted}: run 'rapporteur migrate'."
            )
        )
        findings.append((found == wanted, said))
    except DatabaseUnavailable as problem:
        findings.append((False, f"{str(problem)[0].upper()}{str(problem)[1:]}."))
    finally:
        await store.close()
    for well, said in findings:
        typer.echo(f"{'ok     ' if well else 'MISSING'} {said}")
    return all(well for well, _ in findings)


def main() -> None:
    """The console entry."""
    cli()


if __name__ == "__main__":
    main()
