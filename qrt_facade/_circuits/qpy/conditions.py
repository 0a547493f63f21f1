"""Expressions of Qiskit's classical language in QPY, and which of them the service takes: those that it can compute."""

from __future__ import annotations

from typing import Final

from qrt_facade._circuits.qpy.cursor import Cursor, DamagedError

_WIDEST: Final = 64
_OPERATIONS: Final = range(
    1, 12
)  # of `Binary.Op`: AND, OR and XOR of bits, AND and OR of truths, comparisons
_NEGATE: Final = 3  # of `Unary.Op`
_MOST_NESTED: Final = 10_000


def refused_in(content: memoryview) -> str | None:
    """What of an expression is not taken, or None.

    Raises:
        DamagedError: It is no expression.
    """
    cursor = Cursor(content)
    refused: str | None = None
    wanted = 1  # expressions still to be read, those inside others after these
    for _ in range(_MOST_NESTED):
        if not wanted:
            return refused
        found, inside = _node(cursor)
        refused = refused or found
        wanted += inside - 1
    return "an expression is nested too deeply"


def _node(cursor: Cursor) -> tuple[str | None, int]:
    """What is not taken of one node, and how many expressions follow as its operands."""
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
            refused = "it has a stretch; write a delay's duration as a number"
        case b"c":
            cursor.fields(">?")
            operands = 1
        case b"u":
            negates = cursor.fields(">B") == (_NEGATE,)
            refused = refused or ("it has the operation 'negate' in an expression" if negates else None)
            operands = 1
        case b"b":
            known = cursor.fields(">B")[0] in _OPERATIONS
            refused = refused or (None if known else "it computes with numbers in an expression")
            operands = 2
        case b"i":
            refused = refused or "it takes a bit out of a value in an expression"
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
        return f"it has an expression of type {name}; Boolean and unsigned ones are taken"
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
