"""Options shared by several commands, with one name, one type and one completion."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from qrt_facade.cli.completing import names_of
from qrt_facade.cli.kinds import MOMENT, TEXT, Amount, Place, Whole

if TYPE_CHECKING:
    from collections.abc import Callable

    Decorator: TypeAlias = Callable[[Callable[..., Any]], Callable[..., Any]]


def backend_option(text: str, *, required: bool = False) -> Decorator:
    """Return `--backend NAME`; `text` is its line in the help."""
    return click.option(
        "--backend", "-b", metavar="NAME", type=TEXT, required=required, help=text, shell_complete=names_of("backends")
    )  # fmt: skip


def session_option(text: str) -> Decorator:
    """Return `--session ID`; `text` is its line in the help."""
    return click.option("--session", metavar="ID", type=TEXT, help=text, shell_complete=names_of("sessions"))


def tags_option(text: str) -> Decorator:
    """Return `--tag TAG`, which may be repeated, as the argument `tags`; `text` is its line in the help."""
    return click.option(
        "--tag", "-t", "tags", metavar="TAG", type=TEXT, multiple=True, help=text, shell_complete=names_of("tags")
    )  # fmt: skip


def created_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--since TIME` and `--until TIME`, as the arguments `created_after` and `created_before`."""
    since = click.option(
        "--since", "created_after", metavar="TIME", type=MOMENT,
        help="Created at or after this time: 2026-11-23, '2026-11-23 14:00'.",
    )  # fmt: skip
    until = click.option(
        "--until", "created_before", metavar="TIME", type=MOMENT, help="Created at or before this time."
    )
    return since(until(function))


def limit_option() -> Decorator:
    """Return `--limit N`: the maximum number of entries; 0 for all."""
    return click.option(
        "--limit", "-l", metavar="N", type=Whole(), default=20, help="At most this many; 0 for all."
    )


def dry_runs_option() -> Decorator:
    """Return `--include-mocks` of a list of jobs or workloads."""
    return click.option("--include-mocks", is_flag=True, help="Include dry runs, which run on mock devices.")


def wait_timeout_option(text: str) -> Decorator:
    """Return `--wait-timeout SECONDS`; `text` is its line in the help."""
    return click.option("--wait-timeout", metavar="SECONDS", type=Amount(of="seconds"), help=text)


def top_option(text: str) -> Decorator:
    """Return `--top N`, the number of bitstrings in a histogram; `text` is its line in the help."""
    return click.option("--top", metavar="N", type=Whole(1), default=16, help=text)


def save_option(text: str) -> Decorator:
    """Return `--save FILE`, where the result is also written; `text` is its line in the help."""
    return click.option("--save", metavar="FILE", type=Place(path_type=Path), help=text)
