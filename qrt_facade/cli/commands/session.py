"""`qrt session`: jobs that belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qrt_facade.cli.common import Cli, command
from qrt_facade.cli.exits import Trouble

if TYPE_CHECKING:
    from qrt_facade._sync.sessions import Session


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Open, show, close and cancel sessions and batches.", rich_markup_mode=None)
    app.add_typer(group, name="session")
    command(group, "create")(create)
    command(group, "show")(show)
    command(group, "close")(close)
    command(group, "cancel")(cancel)


_Id = Annotated[str, typer.Argument(metavar="ID", help="Id of the session or batch.")]


def create(
    cli: Cli,
    backend: Annotated[str, typer.Option("--backend", "-b", metavar="NAME", help="Name of the backend.")],
    mode: Annotated[
        str,
        typer.Option(
            "--mode", metavar="MODE", help="dedicated (paid by the clock from its first job on) or batch."
        ),
    ] = "batch",
    max_ttl: Annotated[
        int | None,
        typer.Option("--max-ttl", metavar="SECONDS", help="Seconds it may last; eight hours when not given."),
    ] = None,
) -> None:
    """Open a session or batch and print its id, for `qrt run --session ID`."""
    if cli.common.local and cli.common.url is None:
        raise Trouble(
            "a session of an emulator that ends with this command is of no use",
            "start an emulator that stays with `qrt serve`, and name it with --url",
        )
    _show(cli, cli.client.sessions.create(backend=backend, mode=mode, max_ttl=max_ttl), created=True)


def show(cli: Cli, session_id: _Id) -> None:
    """Show how a session or batch stands."""
    _show(cli, cli.client.sessions.get(session_id))


def close(cli: Cli, session_id: _Id) -> None:
    """Close it to new jobs; those submitted finish."""
    session = cli.client.sessions.get(session_id)
    session.close()
    _show(cli, session)


def cancel(cli: Cli, session_id: _Id) -> None:
    """Close it and drop its waiting jobs; a running one finishes."""
    session = cli.client.sessions.get(session_id)
    session.cancel()
    _show(cli, session)


def _show(cli: Cli, session: Session, *, created: bool = False) -> None:
    from qrt_facade.cli.render.records import session_record
    from qrt_facade.cli.render.tables import session_table

    record = session_record(session.details())

    def draw() -> None:
        if created:
            cli.output.text(record["id"])
        else:
            cli.output.table(session_table(record))

    cli.output.emit(record, draw)
