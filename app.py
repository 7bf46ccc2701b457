"""Rapporteur's composition root and console entry: the only place that knows all floors."""

import asyncio
import json
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.clock import Clock, FileClock, SystemClock
from bot.settings import Settings
from storage.store import DatabaseUnavailable, Store, safe_url

HERE = Path(__file__).parent
MANIFEST = HERE / "manifest.yml"

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
