"""What an OpenQASM 3 program measures, and which bits its conditions read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qrt_facade._circuits.qasm import syntax

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qrt_facade._circuits.qasm.scopes import Value


class Measured(NamedTuple):
    """A qubit that a statement measures.

    Attributes:
        qubit: Index of the qubit.
        bit: Index of the classical bit, counted over all declarations.
        position: Index of the statement's first character in the text.
        conditional: Whether it stands in a block of an `if`.
    """

    qubit: int
    bit: int
    position: int
    conditional: bool


def bits_named(node: syntax.Expression, find: Callable[[syntax.Name], Value]) -> Iterator[int]:
    """All bits of the registers and bits that an expression names, whatever it does with them."""
    match node:
        case syntax.Name():
            found = find(node)
            if found.kind == "bits":
                yield from found.data
            elif found.kind == "bit":
                yield found.data
        case syntax.Unary(_, operand):
            yield from bits_named(operand, find)
        case syntax.Binary(_, left, right):
            yield from bits_named(left, find)
            yield from bits_named(right, find)
        case syntax.Index(base):
            yield from bits_named(base, find)
        case _:
            return
