"""Locate faults in a text: line, column, and an excerpt with a caret."""

from __future__ import annotations

from qrt_facade._circuits.reading import Fault
from qrt_facade._service.reason_codes import NOT_LOADED

_WIDTH = 76  # columns of an excerpt; longer lines are cut around the caret
_MOST_QUOTED = 30


class FaultError(Exception):
    """A program cannot be read beyond this position; the readers convert this to a `Fault`.

    Attributes:
        message: What is wrong, and what is accepted; one line.
        position: Index of the character in the text, from 0.
        code: One of `qrt_facade._service.reason_codes`.
    """

    def __init__(self, message: str, position: int, code: int = NOT_LOADED) -> None:
        super().__init__(message)
        self.message = message
        self.position = position
        self.code = code

    def fault(self, text: str) -> Fault:
        """Return the fault with line, column and excerpt from `text`."""
        return fault_at(text, self.position, self.message, self.code)


def fault_at(text: str, position: int, message: str, code: int) -> Fault:
    """Return a fault at a position of a text.

    Args:
        text: The whole program.
        position: Index of the character, from 0; the length of the text for the end.
        message: What is wrong, one line.
        code: The code that the job would fail with.
    """
    start = text.rfind("\n", 0, position) + 1
    return Fault(
        message,
        code,
        line=text.count("\n", 0, start) + 1,
        column=position - start + 1,
        excerpt=_excerpt(text, start, position),
    )


def excerpt_at(text: str, position: int) -> str:
    """Return the line of a text that contains a position, with a caret below it.

    Args:
        text: The whole program.
        position: Index of the character, from 0.
    """
    return _excerpt(text, text.rfind("\n", 0, position) + 1, position)


def quoted(token: str) -> str:
    """Return a token for a message: in quotation marks, without control characters, and shortened if long."""
    shown = _printable(token[: _MOST_QUOTED + 1])
    return f"'{shown}'" if len(token) <= _MOST_QUOTED else f"'{shown[:_MOST_QUOTED]}...'"


def _excerpt(text: str, start: int, position: int) -> str:
    """Return the line that begins at `start`, with a caret below the character at `position`."""
    end = text.find("\n", position)
    end = len(text) if end < 0 else end
    first = start if position - start < _WIDTH else position - _WIDTH // 2
    last = min(end, first + _WIDTH)
    shown = _printable(text[first:last].rstrip("\r").expandtabs(1))
    before, after = "..." if first > start else "", "..." if last < end else ""
    return f"{before}{shown}{after}\n{' ' * (len(before) + position - first)}^"


def _printable(text: str) -> str:
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text
    )
