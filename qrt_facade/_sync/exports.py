# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Export of the service's lists to files, page by page, with constant memory."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar, cast

from qrt_facade._base.redaction import redacted_repr
from qrt_facade._display.table_files import exported, format_for
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence

    from qrt_facade._display.rows import Cell, Column

T = TypeVar("T")

_BATCH_SIZE: Final = 200


def export(
    path: str | Path,
    form: str | None,
    columns: Sequence[Column],
    listed: Iterator[T],
    row_of: Callable[[T], Mapping[str, Cell]],
) -> int:
    """Write the rows of a list to a file as they arrive, and return their number.

    Args:
        path: The file, which is replaced once the list is complete.
        form: The format, or None for that of the suffix.
        columns: The columns, in order.
        listed: The list.
        row_of: Converts an item of the list to a row.

    Raises:
        ConfigurationError: The file cannot be written, its format is unknown, or a package is missing.
    """
    if not isinstance(path, str | Path) or not str(path):
        raise ConfigurationError(
            f"path={redacted_repr(path)}: expected the path of a file, as a str or pathlib.Path"
        )
    target = Path(path)
    chosen = format_for(target, form)
    written = 0
    waiting: list[Mapping[str, Cell]] = []
    with exported(target, columns, chosen) as writer:
        with closing(cast("Generator[T, None]", listed)) as items:
            for item in items:
                waiting.append(row_of(item))
                if len(waiting) == _BATCH_SIZE:
                    writer.write(waiting)
                    written += len(waiting)
                    waiting.clear()
        writer.write(waiting)
    return written + len(waiting)
