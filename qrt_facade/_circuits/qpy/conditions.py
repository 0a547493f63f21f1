"""Find unsupported expressions in QPY: the service accepts those that it can evaluate."""

from __future__ import annotations

from typing import Final

from qrt_facade._circuits.qpy.cursor import Cursor, DamagedError

_WIDEST: Final = 64
_OPERATIONS: Final = range(1, 12)  # of `Binary.Op`: bitwise AND, OR and XOR, logical AND and OR, comparisons
_NEGATE: Final = 3  # of `Unary.Op`
_MOST_NESTED: Final = 10_000


def unsupported_in(content: memoryview) -> str | None:
    """Return why an expression is not supported, or None.

    Raises:
        DamagedError: The bytes are not an expression.
    """
    cursor = Cursor(content)
    refused: str | None = None
    wanted = 1  # expressions left to read, operands last
    for _ in range(_MOST_NESTED):
        if not wanted:
            return refused
        found, inside = _node(cursor)
        refused = refused or found
        wanted += inside - 1
    return "an expression is nested too deeply"


def _node(cursor: Cursor) -> tuple[str | None, int]:
    """Return why one node is not supported, and the number of its operands, which follow."""
    (kind,) = cursor.fields(">c")
    refused = _type(cursor)
    operands = 0
    match kind:
        case b"x":
            _variable(cursor)
        case b"v":
            _constant(cursor)
        case b"s":
            cursor.fields(">H")
            refused = "it has a stretch; use a number as the duration of a delay"
        case b"c":
            cursor.fields(">?")
            operands = 1
        case b"u":
            negates = cursor.fields(">B") == (_NEGATE,)
            refused = refused or ("it has the operation 'negate' in an expression" if negates else None)
            operands = 1
        case b"b":
            known = cursor.fields(">B")[0] in _OPERATIONS
            refused = refused or (None if known else "it has arithmetic in an expression")
            operands = 2
        case b"i":
            refused = refused or "it indexes a bit of a value in an expression"
            operands = 2
        case _:
            raise DamagedError("it has an unknown kind of expression")
    return refused, operands


def _type(cursor: Cursor) -> str | None:
    (kind,) = cursor.fields(">c")
    if kind == b"u":
        (width,) = cursor.fields(">L")
        return f"it has a value of {width} bits in an expression" if width > _WIDEST else None
    if kind == b"b":
        return None
    if kind in {b"f", b"d"}:
        name = "float" if kind == b"f" else "duration"
        return f"it has an expression of type {name}; use Boolean or unsigned expressions"
    raise DamagedError("it has an expression of an unknown type")


def _variable(cursor: Cursor) -> None:
    (kind,) = cursor.fields(">c")
    if kind == b"C":
        cursor.fields(">L")
    elif kind == b"R":
        cursor.text(cursor.fields(">H")[0])
    elif kind == b"U":
        cursor.fields(">H")
    else:
        raise DamagedError("it has an unknown kind of variable")


def _constant(cursor: Cursor) -> None:
    (kind,) = cursor.fields(">c")
    if kind == b"b":
        cursor.fields(">B")
    elif kind == b"i":
        cursor.take(cursor.fields(">B")[0])
    elif kind == b"f":
        cursor.fields(">d")
    elif kind == b"t":
        cursor.fields(">cd")
    else:
        raise DamagedError("it has an unknown kind of constant")
