"""Where data go: JSON for scripts, tables and drawings for people. rich is imported here, and only to draw."""

from __future__ import annotations

import json
import os
import stat
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from qrt_facade._base.controls import escape_controls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.console import Console

    from qrt_facade.cli.render.qubit_map import Piece, QubitMap
    from qrt_facade.cli.render.tables import Table

_PIPE_WIDTH: Final = 80
_UNLIMITED: Final = 10_000
_LEVEL_STYLES: Final = ("bright_blue", "cyan", "yellow", "bright_red", "bright_black")
"""Blue to red rather than green to red, which many people cannot tell apart; the signs differ as well."""
_WORD_STYLES: Final = {
    "Completed": "green", "completed": "green", "online": "green", "live": "green", "active": "green", "ok": "green",
    "Running": "cyan", "in_progress": "cyan", "open": "cyan",
    "Failed": "red", "failed": "red", "offline": "red", "wrong": "red",
    "Cancelled": "yellow", "canceled": "yellow", "deprecated": "yellow", "paused": "yellow", "warning": "yellow",
}  # fmt: skip


class Output:
    """Stdout, for one command.

    Args:
        as_json: Print records, and nothing else.
    """

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def emit(self, record: Any, show: Callable[[], None]) -> None:
        """Print a record as JSON, or else let `show` draw it."""
        if self.as_json:
            sys.stdout.write(json.dumps(record, indent=2, allow_nan=False) + "\n")
        else:
            show()
        sys.stdout.flush()

    def bytes(self, content: bytes) -> None:
        """Print bytes as they are."""
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()

    @staticmethod
    def settle() -> None:
        """Make sure that what was printed has arrived, where that can be known: in a file on a disk.

        Raises:
            OSError: It has not.
        """
        sys.stdout.flush()
        try:
            handle = sys.stdout.fileno()
        except (OSError, ValueError):  # no file at all, as in a test or a notebook
            return
        if stat.S_ISREG(os.fstat(handle).st_mode):
            os.fsync(handle)

    def text(self, text: str = "") -> None:
        """Print text, in which nothing acts on the terminal."""
        sys.stdout.write(f"{escape_controls(text)}\n")

    def table(self, table: Table) -> None:
        """Draw a table: within the width of a terminal, and whole in a pipe."""
        from rich import box
        from rich.table import Table as Drawn
        from rich.text import Text

        if not table.rows:
            # For people only: a pipe gets no line that is no row.
            (sys.stdout if sys.stdout.isatty() else sys.stderr).write(f"{table.empty}\n")
            return
        headed = any(table.columns)
        on_terminal = self._console.is_terminal
        style = box.SIMPLE_HEAD if headed and on_terminal and self.unicode else None
        drawn = Drawn(box=style, show_header=headed, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
        for number, name in enumerate(table.columns):
            justify: Literal["left", "right"] = "right" if table.numeric(number) else "left"
            drawn.add_column(name, justify=justify, no_wrap=not on_terminal)
        for row in table.cells():
            drawn.add_row(
                *(Text(escape_controls(cell), _WORD_STYLES.get(cell.partition(" ")[0], "")) for cell in row)
            )
        self._draw(drawn)

    def map(self, drawing: QubitMap) -> None:
        """Draw a map of qubits, if there is room."""
        if drawing.width > self.width:
            sys.stderr.write(
                f"the map of the qubits needs {drawing.width} columns; this terminal has {self.width}\n"
            )
            return
        self.text()
        for line in (*drawing.lines, (), *drawing.legend):
            self._pieces(line)

    @cached_property
    def width(self) -> int:
        """Columns for what is drawn to measure; a pipe has the usual 80 unless COLUMNS says otherwise."""
        import shutil

        return shutil.get_terminal_size((_PIPE_WIDTH, 24)).columns

    @cached_property
    def unicode(self) -> bool:
        """Whether stdout takes the signs beyond ASCII."""
        try:
            "●◕█━".encode(sys.stdout.encoding or "ascii")
        except (UnicodeEncodeError, LookupError):
            return False
        return True

    @cached_property
    def _console(self) -> Console:
        from rich.console import Console

        terminal = sys.stdout.isatty()
        return Console(
            width=self.width if terminal else _UNLIMITED, highlight=False, emoji=False, markup=False
        )

    def _pieces(self, line: Iterable[Piece]) -> None:
        from rich.text import Text

        from qrt_facade.cli.render.qubit_map import in_ascii

        drawn = Text(no_wrap=True)
        for piece in line:
            text = piece.text if self.unicode else in_ascii(piece.text)
            drawn.append(text, style="" if piece.level is None else _LEVEL_STYLES[piece.level])
        self._draw(drawn)

    def _draw(self, drawn: Any) -> None:
        """Print what rich has laid out, without the blanks that it fills lines with in a pipe."""
        if self._console.is_terminal:
            self._console.print(drawn)
            return
        with self._console.capture() as captured:
            self._console.print(drawn)
        sys.stdout.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))
