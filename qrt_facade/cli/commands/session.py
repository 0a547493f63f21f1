"""`qrt session`: sessions and batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qrt_facade._service.sessions import MODES
from qrt_facade.cli.completing import names_of
from qrt_facade.cli.errors import CommandError
from qrt_facade.cli.frame import Cli, command
from qrt_facade.cli.kinds import Whole
from qrt_facade.cli.known_names import remember
from qrt_facade.cli.options import argument
from qrt_facade.cli.render import records, tables
from qrt_facade.cli.shared_options import backend_option

if TYPE_CHECKING:
    from qrt_facade import Session
    from qrt_facade._service.sessions import SessionMode

_session_id = argument(
    "session_id", "Id of the session or batch.", metavar="ID", shell_complete=names_of("sessions")
)


@command("create")
@backend_option("Name of the backend.", required=True)
@click.option(
    "--mode",
    metavar="MODE",
    type=click.Choice(MODES),
    default="batch",
    help="dedicated (billed for the time from its first job on) or batch.",
)
@click.option(
    "--max-ttl",
    metavar="SECONDS",
    type=Whole(1, of="seconds"),
    help="Maximum lifetime in seconds; eight hours by default.",
)
@click.option(
    "--key",
    metavar="KEY",
    help="Your name for this session: with the same key on this machine, the open session is returned.",
)
def create(cli: Cli, *, backend: str, mode: SessionMode, max_ttl: int | None, key: str | None) -> None:
    """Open a session or batch, and print its id.

    `qrt run --session ID` runs a job in it.
    """
    if cli.common.ephemeral:
        raise CommandError(
            "a session of an emulator that ends with this command is useless",
            "start a lasting emulator with `qrt serve`, and pass its address with --url",
        )
    made = cli.client.sessions.create(backend=backend, mode=mode, max_ttl=max_ttl, key=key)
    if made.adopted:
        cli.note(f"{made.id} is open already with the key {key!r}; no other session was created")
    _show(cli, made, created=True)


@command("show")
@_session_id
def show(cli: Cli, session_id: str) -> None:
    """Show the state of a session or batch."""
    _show(cli, cli.client.sessions.get(session_id))


@command("close")
@_session_id
def close(cli: Cli, session_id: str) -> None:
    """Close a session to new jobs; submitted jobs still finish."""
    found = cli.client.sessions.get(session_id)
    found.close()
    _show(cli, found)


@command("cancel")
@_session_id
def cancel(cli: Cli, session_id: str) -> None:
    """Close a session and cancel its queued jobs; running ones finish."""
    found = cli.client.sessions.get(session_id)
    found.cancel()
    _show(cli, found)


session: click.Group = click.Group(
    "session",
    commands=[create, show, close, cancel],
    help="Open, show, close and cancel sessions and batches.",
    no_args_is_help=False,  # a missing command is an error, with an error's exit code
)


def _show(cli: Cli, found: Session, *, created: bool = False) -> None:
    details = found.details()
    remember(cli.common, sessions={details.id: f"{found.mode or 'session'} on {found.backend}"})

    def draw() -> None:
        if created:
            cli.output.text(details.id)
        else:
            cli.output.table(tables.session_table(details))

    cli.output.emit(records.record_of(details), draw)
