"""OpenQASM texts: their version, excerpts for messages, and limits on declarations."""

from __future__ import annotations

import re

from qrt_facade.emulator.simulation.failures import not_isa, not_loaded, over_limit

MAX_DECLARED_BITS = 100_000
"""Maximum number of qubits or classical bits of a program: far beyond any device, and still fast to parse."""

# No backtracking: with dozens of comments, or one without an end, it would take forever.
_BETWEEN = r"(?:\s|//[^\n]*(?:\n|$)|/\*.*?\*/)*+"
_VERSION = re.compile(rf"{_BETWEEN}OPENQASM\b{_BETWEEN}(\d+)?", re.DOTALL)
_COMMENT = re.compile(r"//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_INCLUDES_QELIB1 = re.compile(r"""\binclude\s*["']qelib1\.inc["']""")

_SHOWN_CHARACTERS = 100
"""Maximum length of an excerpt; a whole program may be on one line."""


def version_of(text: str) -> int:
    """Return the major OpenQASM version, 2 or 3.

    Without a version statement it is 2 if the text includes qelib1.inc, and 3 otherwise.

    Raises:
        JobFailedError: 1603, the text is empty, or its version does not exist.
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
    """Return the line (from 1) and the column (from 0) of a character."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset) - 1


def at(text: str, line: int, column: int, problem: str) -> str:
    """Return a problem with its place: line and column from 1, the line itself, and a caret below the column.

    Args:
        text: The program.
        line: The line, from 1.
        column: The column, from 0, as parsers count.
        problem: The problem at this place.
    """
    lines = text.split("\n")
    shown = lines[line - 1].rstrip("\r") if 0 < line <= len(lines) else ""
    column = min(max(column, 0), len(shown))
    first = max(0, column - _SHOWN_CHARACTERS // 2) if len(shown) > _SHOWN_CHARACTERS else 0
    excerpt = shown[first : first + _SHOWN_CHARACTERS].replace("\t", " ")
    # Characters that control a terminal (escape sequences) are not shown.
    excerpt = "".join(character if character.isprintable() else "?" for character in excerpt)
    return f"line {line}, column {column + 1}: {problem}\n    {excerpt}\n    {' ' * (column - first)}^"


def check_declared(*, qubits: int = 0, bits: int = 0) -> None:
    """Reject registers that are too large, before memory is allocated for them.

    Raises:
        JobFailedError: 1517, more qubits than any device has; 1520, too many classical bits.
    """
    if qubits > MAX_DECLARED_BITS:
        raise not_isa(f"The circuit has {qubits} qubits, but no device has more than {MAX_DECLARED_BITS}.")
    if bits > MAX_DECLARED_BITS:
        raise over_limit(f"The circuit has {bits} classical bits; at most {MAX_DECLARED_BITS} are allowed.")
