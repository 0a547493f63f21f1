"""Output of data: JSON for scripts, tables and drawings for users. Imports rich only to draw."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from typing import TYPE_CHECKING, Any, Final, Literal

from qrt_facade._base.controls import escape_controls
from qrt_facade._base.lazy import lazy_property
from qrt_facade.cli.streams import data_written, plain, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.console import Console
    from rich.text import Text

    from qrt_facade.cli.render.layout import Layout
    from qrt_facade.cli.render.qubit_map import Piece, QubitMap
    from qrt_facade.cli.render.tables import Table

_PIPE_WIDTH: Final = 80
_UNLIMITED: Final = 10_000
_LINES: Final = 24
"""Lines of the console for drawing; without effect on the output."""
_LEVEL_STYLES: Final = ("bright_blue", "cyan", "yellow", "bright_red", "bright_black")
"""Blue to red instead of green to red, which many people cannot distinguish; the characters differ as well."""
_WORD_STYLES: Final = {
    "Completed": "green", "completed": "green", "online": "green", "live": "green", "active": "green", "ok": "green",
    "Running": "cyan", "in_progress": "cyan", "open": "cyan",
    "Failed": "red", "failed": "red", "offline": "red", "wrong": "red",
    "Cancelled": "yellow", "canceled": "yellow", "deprecated": "yellow", "paused": "yellow", "warning": "yellow",
}  # fmt: skip
_AFTER_LABELS: Final = re.compile(r"(?:^|(?<=\S  )) *(\w+)")
_AFTER_STATUS: Final = re.compile(r" (?:status|state) (\w+)")


class Output:
    """Stdout, for one command.

    Args:
        as_json: Print records, and nothing else.
    """

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def emit(self, record: Any, show: Callable[[], None]) -> None:
        """Print a record as JSON, or otherwise call `show`."""
        if self.as_json:
            self._write(json.dumps(record, indent=2, allow_nan=False) + "\n")
        else:
            show()
        self.flush()

    def bytes(self, content: bytes) -> None:
        """Print bytes unchanged."""
        self.flush()
        with data_written():
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()

    @staticmethod
    def flush() -> None:
        """Flush the output so far."""
        with data_written():
            sys.stdout.flush()

    @classmethod
    def settle(cls) -> None:
        """Check that the output has arrived, where this is possible: in a file on a disk.

        Raises:
            CommandError: It has not.
        """
        cls.flush()
        try:
            handle = sys.stdout.fileno()
        except (OSError, ValueError):  # not a file, as in a test or a notebook
            return
        if stat.S_ISREG(os.fstat(handle).st_mode):
            with data_written():
                os.fsync(handle)

    def text(self, text: str = "") -> None:
        """Print text with control characters escaped."""
        self._write(f"{escape_controls(text)}\n")

    def table(self, table: Table) -> None:
        """Print a table: within the width of a terminal, or complete in a pipe."""
        from qrt_facade.cli.render import layout

        if not table.rows:
            # Only for users: a pipe gets only lines that are rows.
            if self._on_terminal:
                self.text(table.empty)
            else:
                say(table.empty)
            return
        # A tab in a name would misalign the columns after it.
        table = table.translated(lambda text: plain(escape_controls(text).replace("\t", r"\t"), sys.stdout))
        width = self.width if self._on_terminal else None
        if not any(table.columns):
            self._rows(layout.rows_without_headings(table, width), stateful=_AFTER_LABELS)
            return
        fitted = layout.fit(table, _UNLIMITED if width is None else width)
        if fitted is None:
            self._rows(layout.blocks(table, self.width), stateful=_AFTER_STATUS)
            return
        self._columns(table, fitted)
        if fitted.hidden:
            self.flush()
            note = f"hidden at {width} columns: {', '.join(fitted.hidden)} (--json shows all)"
            say("\n".join(layout.fold(note, self.width)))

    def map(self, drawing: QubitMap) -> None:
        """Print a map of qubits: complete in a pipe, and on a terminal if there is enough room."""
        from qrt_facade.cli.render.qubit_map import folded

        if self._on_terminal and drawing.width > self.width:
            self.flush()
            say(f"the map of the qubits needs {drawing.width} columns; this terminal has {self.width}")
            return
        self.text()
        width = self.width if self._on_terminal else _UNLIMITED
        legend = [line for whole in drawing.legend for line in folded(whole, width)]
        for line in (*drawing.lines, (), *legend):
            self._pieces(line)

    @lazy_property
    def width(self) -> int:
        """Columns of the output; 80 in a pipe unless COLUMNS is set."""
        import shutil

        return shutil.get_terminal_size((_PIPE_WIDTH, 24)).columns

    @lazy_property
    def unicode(self) -> bool:
        """Whether stdout supports the non-ASCII characters."""
        try:
            "●◕█━".encode(sys.stdout.encoding or "ascii")
        except (UnicodeEncodeError, LookupError):
            return False
        return True

    @lazy_property
    def _on_terminal(self) -> bool:
        return sys.stdout.isatty()

    @lazy_property
    def _console(self) -> Console:
        from rich.console import Console

        # `layout` decides what fits: rich would cut what is too long for the terminal. Without a height, it assumes 80
        # columns for TERM=dumb, regardless of the width.
        return Console(width=_UNLIMITED, height=_LINES, highlight=False, emoji=False, markup=False)

    def _columns(self, table: Table, fitted: Layout) -> None:
        """Print a table with headings."""
        from rich import box
        from rich.table import Table as Drawn

        from qrt_facade.cli.render.layout import GAP

        style = box.SIMPLE_HEAD if self._on_terminal and self.unicode else None
        # The box adds a space between columns too.
        drawn = Drawn(box=style, show_edge=False, pad_edge=False, padding=(0, GAP - bool(style), 0, 0))
        for number, width in zip(fitted.shown, fitted.widths, strict=True):
            justify: Literal["left", "right"] = "right" if table.numeric(number) else "left"
            drawn.add_column(table.columns[number], justify=justify, width=width, overflow="fold")
        for row in table.cells(brief=fitted.brief):
            drawn.add_row(*(self._styled(row[number]) for number in fitted.shown))
        self._draw(drawn)

    def _rows(self, rows: Iterable[list[str]], *, stateful: re.Pattern[str]) -> None:
        """Print rows that are lines already; the words of the pattern's group are styled."""
        from rich.text import Text

        for lines in rows:
            for line in lines:
                drawn = Text(line, no_wrap=True)
                for found in stateful.finditer(line):
                    drawn.stylize(_WORD_STYLES.get(found[1], ""), *found.span(1))
                self._draw(drawn)

    def _styled(self, cell: str) -> Text:
        from rich.text import Text

        return Text(cell, _WORD_STYLES.get(cell.partition(" ")[0], ""))

    def _pieces(self, line: Iterable[Piece]) -> None:
        from rich.text import Text

        from qrt_facade.cli.render.qubit_map import in_ascii

        drawn = Text(no_wrap=True)
        for piece in line:
            text = piece.text if self.unicode else in_ascii(piece.text)
            drawn.append(text, style="" if piece.level is None else _LEVEL_STYLES[piece.level])
        self._draw(drawn)

    def _draw(self, drawn: Any) -> None:
        """Print what rich has rendered, without its trailing spaces in a pipe."""
        with self._console.capture() as captured:
            self._console.print(drawn)
        text = captured.get()
        if not self._on_terminal:
            text = "".join(f"{line.rstrip()}\n" for line in text.splitlines())
        self._write(text)

    @staticmethod
    def _write(text: str) -> None:
        with data_written():
            sys.stdout.write(text)
