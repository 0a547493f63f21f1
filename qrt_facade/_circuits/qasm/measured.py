"""The measurements of an OpenQASM 3 program, and the bits that its conditions read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qrt_facade._circuits.qasm import syntax

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qrt_facade._circuits.qasm.values import Resolver


class Measured(NamedTuple):
    """A qubit that a statement measures.

    Attributes:
        qubit: Index of the qubit.
        bit: Index of the classical bit, counted over all declarations.
        position: Index of the statement's first character in the text.
        conditional: Whether the statement is inside an `if`.
    """

    qubit: int
    bit: int
    position: int
    conditional: bool


def bits_named(node: syntax.Expression, resolver: Resolver) -> Iterator[int]:
    """Yield the bits that a condition names.

    Raises:
        FaultError: 1506, a name or an index has no value.
    """
    match node:
        case syntax.Unary(_, operand):
            yield from bits_named(operand, resolver)
        case syntax.Binary(_, left, right):
            yield from bits_named(left, resolver)
            yield from bits_named(right, resolver)
        case syntax.Name() | syntax.Index():
            found = resolver.value(node)
            if found.kind == "bits":
                yield from found.data
            elif found.kind == "bit":
                yield found.data
        case _:
            return
