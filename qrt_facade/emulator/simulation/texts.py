"""OpenQASM as text: which version it is in, how a place in it is shown, and how much it may declare."""

from __future__ import annotations

import re

from qrt_facade.emulator.simulation.failures import not_isa, not_loaded, over_limit

MAX_DECLARED_BITS = 100_000
"""Qubits or classical bits that a program may declare: far beyond any device, and read in a moment."""

# Nothing that was read once is tried in another way: dozens of comments, or one without an end, would take for ever.
_BETWEEN = r"(?:\s|//[^\n]*(?:\n|$)|/\*.*?\*/)*+"
_VERSION = re.compile(rf"{_BETWEEN}OPENQASM\b{_BETWEEN}(\d+)?", re.DOTALL)
_COMMENT = re.compile(r"//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_INCLUDES_QELIB1 = re.compile(r"""\binclude\s*["']qelib1\.inc["']""")

_SHOWN_CHARACTERS = 100
"""How much of a long line is shown; a whole program may stand in one."""


def version_of(text: str) -> int:
    """The major version of OpenQASM, by its tokens: 2 or 3.

    A text without a version is in version 2 if it includes qelib1.inc, and in version 3 otherwise.

    Raises:
        JobFailedError: 1603, the text is empty, or in a version that does not exist.
    """
    code = _COMMENT.sub(" ", text)
    if not code.strip():
        raise not_loaded("the text is empty")
    found = _VERSION.match(text)
    if found is None:
        return 2 if _INCLUDES_QELIB1.search(code) else 3
    if found[1] not in {"2", "3", None}:
        problem = f"OpenQASM {found[1]} does not exist; write 2.0 or 3.0"
        raise not_loaded(at(text, *place(text, found.start(1)), problem))
    return int(found[1] or 3)


def place(text: str, offset: int) -> tuple[int, int]:
    """The line (from 1) and the column (from 0) of a character."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset) - 1


def at(text: str, line: int, column: int, problem: str) -> str:
    """A problem with its place: line and column from 1, the line itself, and a caret below the column.

    Args:
        text: The program.
        line: The line, from 1.
        column: The column, from 0, as parsers count.
        problem: What is wrong there.
    """
    lines = text.split("\n")
    shown = lines[line - 1].rstrip("\r") if 0 < line <= len(lines) else ""
    column = min(max(column, 0), len(shown))
    first = max(0, column - _SHOWN_CHARACTERS // 2) if len(shown) > _SHOWN_CHARACTERS else 0
    excerpt = shown[first : first + _SHOWN_CHARACTERS].replace("\t", " ")
    # What a terminal obeys (escape sequences) is not shown.
    excerpt = "".join(character if character.isprintable() else "?" for character in excerpt)
    return f"line {line}, column {column + 1}: {problem}\n    {excerpt}\n    {' ' * (column - first)}^"


def check_declared(*, qubits: int = 0, bits: int = 0) -> None:
    """Refuse registers before they fill the memory.

    Raises:
        JobFailedError: 1517, more qubits than any device has; 1520, more classical bits than can be.
    """
    if qubits > MAX_DECLARED_BITS:
        raise not_isa(f"The circuit has {qubits} qubits, and no device has more than {MAX_DECLARED_BITS}.")
    if bits > MAX_DECLARED_BITS:
        raise over_limit(f"The circuit has {bits} classical bits; at most {MAX_DECLARED_BITS} are allowed.")
