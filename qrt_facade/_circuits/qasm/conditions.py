"""The conditions of OpenQASM 3 that the service takes: a bit, its opposite, or a register compared with a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qrt_facade._circuits.qasm import syntax
from qrt_facade._circuits.qasm.faults import FaultError, quoted
from qrt_facade._circuits.qasm.values import INTEGERS, invalid, shown
from qrt_facade._service.reason_codes import NOT_TAKEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade._circuits.qasm.values import Resolver

_BITS = frozenset({"bit", "bits"})


class Condition(NamedTuple):
    """What a condition brings with it.

    Attributes:
        part: The bits of a part of a register that is compared, which becomes a register of the circuit; else None.
        fault: What the importer finds after it has read the blocks; else None.
    """

    part: Sequence[int] | None = None
    fault: FaultError | None = None


def read_condition(node: syntax.Expression, resolver: Resolver) -> Condition:
    """Check a condition.

    Raises:
        FaultError: 1506 or 1521, the condition is of another kind than those that are taken.
    """
    if isinstance(node, syntax.Binary):
        return _comparison(node, resolver)
    found = resolver.value(node.operand if isinstance(node, syntax.Unary) else node)
    if isinstance(node, syntax.Unary) and node.operator == "-":
        raise invalid("'-' cannot begin a condition", node)
    if found.kind != "bit":
        raise invalid(_taken(shown(found.kind)), node)
    return Condition()


def _comparison(node: syntax.Binary, resolver: Resolver) -> Condition:
    left, right = resolver.value(node.left), resolver.value(node.right)
    if node.operator not in {"==", "!="}:
        raise invalid(f"{quoted(node.operator)} cannot be used in a condition", node)
    bits, number, side = (left, right, node.left) if left.kind in _BITS else (right, left, node.right)
    wrong = invalid(_taken(f"{shown(left.kind)} and {shown(right.kind)}"), node)
    if bits.kind not in _BITS or not number.const:
        raise wrong
    if bits.kind == "bit":
        # The importer wants `true` or `false`; the service takes 1 and 0 as well.
        if number.kind != "bool" and not (number.kind in INTEGERS and number.data in {0, 1}):
            raise wrong
        return Condition()
    if number.kind not in INTEGERS:
        raise wrong
    if node.operator == "!=":
        raise FaultError("a register can be compared with '==' only", node.start, NOT_TAKEN)
    fault = invalid("a register is never negative", node) if number.data < 0 else None
    if not isinstance(side, syntax.Index):
        return Condition(None, fault)
    part: Sequence[int] = bits.data
    if len(set(part)) < len(part):
        raise invalid("a bit occurs twice in a condition", node)
    return Condition(part, fault)


def _taken(given: str) -> str:
    return f"a condition compares a bit with 0 or 1, or a register with a whole number, not {given}"
