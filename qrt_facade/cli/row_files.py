"""Rows on stdout in a file format: `--format csv|json|jsonl|parquet`, written one by one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from qrt_facade._display.table_files import TABLE_FORMATS, write_rows
from qrt_facade.cli.errors import CommandError
from qrt_facade.cli.streams import data_written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from qrt_facade._display.rows import Cell, Column
    from qrt_facade._display.table_files import TableFormat
    from qrt_facade.cli.frame import Cli


def format_option(text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return `--format FORMAT`, as the argument `form`; `text` is its line in the help."""
    return click.option(
        "--format", "form", metavar="FORMAT", type=click.Choice(("table", *TABLE_FORMATS)), help=text
    )


def check_format(cli: Cli, form: str | None) -> None:
    """Refuse a format together with `--json`, which promises JSON and nothing else on stdout.

    Args:
        cli: The command.
        form: The requested format.

    Raises:
        CommandError: It is not JSON.
    """
    if cli.output.as_json and form not in {None, "json"}:
        raise CommandError(f"--json and --format {form} cannot be combined", "remove one of them")


def writes_rows(
    cli: Cli, rows: Iterable[Mapping[str, Cell]], columns: Sequence[Column], form: str | None
) -> bool:
    """Write rows to stdout, and return whether they were written; the caller draws tables.

    With `--json` and without a format, they are written as JSON; with another format, `--json` is refused.

    Args:
        cli: The command.
        rows: Cells by the name of the column; may be an iterator.
        columns: The columns.
        form: The format that was asked for.

    Raises:
        CommandError: Stdout cannot be written, Parquet would go to a terminal, or `--json` and the format contradict each other.
    """
    check_format(cli, form)
    chosen = "json" if form is None and cli.output.as_json else form
    known: TableFormat | None = next((one for one in TABLE_FORMATS if one == chosen), None)
    if known is None:
        return False
    if known == "parquet" and sys.stdout.isatty():
        raise CommandError(
            "Parquet is binary, and standard output is a terminal",
            "redirect it to a file: ... --format parquet > FILE",
        )
    cli.output.flush()
    with data_written():
        write_rows(rows, columns, known, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    cli.output.settle()
    return True
