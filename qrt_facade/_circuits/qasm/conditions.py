"""The conditions of OpenQASM 3 that the service supports: a bit, its negation, or a register compared with a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qrt_facade._circuits.qasm import syntax
from qrt_facade._circuits.qasm.faults import FaultError, quoted
from qrt_facade._circuits.qasm.values import INTEGERS, invalid, shown
from qrt_facade._service.reason_codes import NOT_SUPPORTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade._circuits.qasm.values import Resolver

_BITS = frozenset({"bit", "bits"})


class Condition(NamedTuple):
    """The result of checking a condition.

    Attributes:
        part: The bits of a register slice that is compared, which becomes a register of the circuit; otherwise None.
        fault: A fault that the importer reports only after reading the blocks; otherwise None.
    """

    part: Sequence[int] | None = None
    fault: FaultError | None = None


def read_condition(node: syntax.Expression, resolver: Resolver) -> Condition:
    """Check a condition.

    Raises:
        FaultError: 1506 or 1521, the condition is of an unsupported kind.
    """
    if isinstance(node, syntax.Binary):
        return _comparison(node, resolver)
    found = resolver.value(node.operand if isinstance(node, syntax.Unary) else node)
    if isinstance(node, syntax.Unary) and node.operator == "-":
        raise invalid("'-' cannot begin a condition", node)
    if found.kind != "bit":
        raise invalid(_supported(shown(found.kind)), node)
    return Condition()


def _comparison(node: syntax.Binary, resolver: Resolver) -> Condition:
    left, right = resolver.value(node.left), resolver.value(node.right)
    if node.operator not in {"==", "!="}:
        raise invalid(f"{quoted(node.operator)} cannot be used in a condition", node)
    bits, number, side = (left, right, node.left) if left.kind in _BITS else (right, left, node.right)
    wrong = invalid(_supported(f"{shown(left.kind)} and {shown(right.kind)}"), node)
    if bits.kind not in _BITS or not number.const:
        raise wrong
    if bits.kind == "bit":
        # The importer requires `true` or `false`; the service also accepts 1 and 0.
        if number.kind != "bool" and not (number.kind in INTEGERS and number.data in {0, 1}):
            raise wrong
        return Condition()
    if number.kind not in INTEGERS:
        raise wrong
    if node.operator == "!=":
        raise FaultError("a register can be compared with '==' only", node.start, NOT_SUPPORTED)
    fault = invalid("a register is never negative", node) if number.data < 0 else None
    if not isinstance(side, syntax.Index):
        return Condition(None, fault)
    part: Sequence[int] = bits.data
    if len(set(part)) < len(part):
        raise invalid("a bit occurs twice in a condition", node)
    return Condition(part, fault)


def _supported(actual: str) -> str:
    return f"a condition compares a bit with 0 or 1, or a register with a whole number, not {actual}"
