"""Lists of the service written to a file, page by page: memory does not grow with their length."""

from __future__ import annotations

from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar, cast

from qrt_facade._base.redaction import redacted_repr
from qrt_facade._display.table_files import exported, format_for
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence

    from qrt_facade._display.rows import Cell, Column

T = TypeVar("T")

_AT_A_TIME: Final = 200


async def export(
    path: str | Path,
    form: str | None,
    columns: Sequence[Column],
    listed: AsyncIterator[T],
    row_of: Callable[[T], Mapping[str, Cell]],
) -> int:
    """Write a list to a file as it comes, and return how many rows there were.

    Args:
        path: The file, which is replaced at the end, when the list is complete.
        form: Its format; that of the suffix when None.
        columns: The columns, in order.
        listed: The list.
        row_of: Makes a row of what is listed.

    Raises:
        ConfigurationError: The file cannot be written, its format is not known, or a package is missing.
    """
    if not isinstance(path, str | Path) or not str(path):
        raise ConfigurationError(
            f"path={redacted_repr(path)}: expected the path of a file, as text or a pathlib.Path"
        )
    target = Path(path)
    chosen = format_for(target, form)
    written = 0
    waiting: list[Mapping[str, Cell]] = []
    with exported(target, columns, chosen) as writer:
        async with aclosing(cast("AsyncGenerator[T, None]", listed)) as items:
            async for item in items:
                waiting.append(row_of(item))
                if len(waiting) == _AT_A_TIME:
                    writer.write(waiting)
                    written += len(waiting)
                    waiting.clear()
        writer.write(waiting)
    return written + len(waiting)
