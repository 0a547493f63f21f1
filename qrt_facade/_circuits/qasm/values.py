"""Evaluate OpenQASM 3 expressions as the service's importer does.

The importer (`ValueResolver` of qiskit_qasm3_import 0.6) supports `+ - * /`, unary minus, and indices. Division of
whole numbers is integer division. An angle that contains a parameter is an `Expression`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._circuits.expressions import FUNCTIONS, Operation
from qrt_facade._circuits.qasm import syntax
from qrt_facade._circuits.qasm.faults import FaultError, quoted
from qrt_facade._circuits.qasm.scopes import Value
from qrt_facade._service.reason_codes import NOT_SUPPORTED, NOT_VALID

if TYPE_CHECKING:
    from collections.abc import Callable

INTEGERS: Final = frozenset({"int", "uint"})
_REAL: Final = INTEGERS | {"float"}
_MOST: Final = 2**63  # limit on sizes and counts; Python refuses to print numbers of many thousand digits
REGISTERS: Final = {"bits": "bit", "qubits": "qubit"}
"""Kind of a register -> kind of its elements."""

_SHOWN = {"bits": "bit register", "qubits": "qubit register", "bool": "Boolean", "uint": "bit string"}


def invalid(message: str, node: syntax.Expression | int) -> FaultError:
    """Return a fault of the program (1506) at an expression, or at an index of the text."""
    return FaultError(message, node if isinstance(node, int) else node.start, NOT_VALID)


def shown(kind: str) -> str:
    """Return the name of a kind of value for messages."""
    return _SHOWN.get(kind, kind)


class Resolver:
    """Evaluates expressions; `find` returns the value of a name, and raises a FaultError if it has none."""

    def __init__(self, find: Callable[[syntax.Name], Value]) -> None:
        self._find = find

    def value(self, node: syntax.Expression, *, strict: bool = True) -> Value:
        """Return the value of an expression.

        Args:
            node: The expression.
            strict: Whether to refuse mixing angles and floats, which is allowed in the angles of gates.

        Raises:
            FaultError: 1506 if it has no value; 1521 if the service does not support its form.
        """
        match node:
            case syntax.Name():
                return self._find(node)
            case syntax.Literal(value, kind):
                return Value(kind, _finite(value, node))
            case syntax.Duration(value, unit):
                return Value("duration", (_finite(value, node), unit))
            case syntax.Uncomputed(what):
                raise invalid(what, node)
            case _:
                return self._compound(node, strict)

    def whole(self, node: syntax.Expression) -> int:
        """Return the value of an expression that is a constant whole number.

        Raises:
            FaultError: 1506, the value is anything else.
        """
        found = self.value(node)
        if found.kind not in INTEGERS or not found.const:
            raise invalid(f"expected a whole number, not a {shown(found.kind)}", node)
        if abs(found.data) > _MOST:
            raise invalid("the number is too large", node)
        return int(found.data)

    def _compound(
        self,
        node: syntax.Unary | syntax.Binary | syntax.Index | syntax.Range | syntax.IndexSet,
        strict: bool,
    ) -> Value:
        match node:
            case syntax.Unary():
                return self._negative(node, strict)
            case syntax.Binary():
                return self._computed(node, strict)
            case syntax.Index(base, indices):
                return self._element(self.value(base, strict=strict), indices, node)
            case syntax.Range():
                return self._range(node)
            case syntax.IndexSet(values):
                return Value("indices", tuple(self._index(one) for one in values))

    def _negative(self, node: syntax.Unary, strict: bool) -> Value:
        found = self.value(node.operand, strict=strict)
        if node.operator != "-":
            raise invalid(f"{quoted(node.operator)} cannot be evaluated here", node)
        if found.kind not in {"int", "float", "angle"}:
            raise invalid(f"a {shown(found.kind)} cannot have a minus sign", node)
        return found._replace(data=_operated("neg", node, found.data))

    def _computed(self, node: syntax.Binary, strict: bool) -> Value:
        sign = node.operator
        if sign == "++":
            return self._joined(self.value(node.left), self.value(node.right), node)
        if sign not in {"+", "-", "*", "/"}:
            raise invalid(f"{quoted(sign)} is not evaluated; write the value", node)
        left = self.value(node.left, strict=strict)
        right = self.value(node.right, strict=strict)
        kind = _result(sign, left.kind, right.kind, strict)
        if kind is None:
            raise invalid(f"{quoted(sign)} does not support {shown(left.kind)} and {shown(right.kind)}", node)
        const = left.const and right.const
        whole = sign == "/" and kind in INTEGERS and const
        data = _operated("//" if whole else sign, node, left.data, right.data)
        return Value(kind, data, const)

    def _joined(self, left: Value, right: Value, node: syntax.Expression) -> Value:
        if left.kind not in REGISTERS or left.kind != right.kind:
            raise invalid(f"'++' does not support {shown(left.kind)} and {shown(right.kind)}", node)
        return Value(left.kind, (*left.data, *right.data))

    def _element(self, base: Value, indices: tuple[syntax.Expression, ...], node: syntax.Index) -> Value:
        if base.kind not in REGISTERS:
            message = f"only registers have indices, but this is a {shown(base.kind)}"
            raise FaultError(message, node.start, NOT_SUPPORTED)
        if len(indices) != 1:
            raise FaultError("more than one index in brackets is not supported", node.start, NOT_SUPPORTED)
        index = self.value(indices[0])
        data = base.data
        try:
            if index.kind in INTEGERS and index.const:
                return Value(REGISTERS[base.kind], data[index.data])
            if index.kind == "range":
                return Value(base.kind, data[index.data])
            if index.kind == "indices":
                return Value(base.kind, tuple(data[one] for one in index.data))
        except IndexError as error:
            name = quoted(node.base.name) if isinstance(node.base, syntax.Name) else "the register"
            last = f"has the indices 0 to {len(data) - 1}" if len(data) else "is empty"
            raise invalid(f"an index is out of range: {name} {last}", node) from error
        except ValueError as error:
            raise invalid("the step of a range cannot be 0", node) from error
        raise invalid(f"a {shown(index.kind)} cannot be an index", indices[0])

    def _range(self, node: syntax.Range) -> Value:
        ends = [None if end is None else self.value(end) for end in (node.first, node.last, node.step)]
        for end in ends:
            if end is not None and (end.kind not in INTEGERS | {"bool"} or not end.const):
                raise invalid(f"the ends of a range must be whole numbers, not a {shown(end.kind)}", node)
        first, last, step = (None if end is None else int(end.data) for end in ends)
        if last is not None:  # ranges are inclusive
            last += 1 if step is None or step > 0 else -1
        return Value("range", slice(first, last, step))

    def _index(self, node: syntax.Expression) -> int:
        found = self.value(node)
        if found.kind not in INTEGERS or not found.const:
            raise invalid(f"indices must be whole numbers, not a {shown(found.kind)}", node)
        return int(found.data)


def _result(sign: str, left: str, right: str, strict: bool) -> str | None:
    """Return the kind of a result, or None if the operator does not support these operands."""
    if left in _REAL and right in _REAL:
        if "float" in {left, right}:
            return "float"
        return "uint" if left == right == "uint" else "int"
    if "angle" not in {left, right}:
        return None
    other = right if left == "angle" else left
    factors = INTEGERS if strict else _REAL
    if sign in {"+", "-"}:
        return "angle" if other == "angle" or (other == "float" and not strict) else None
    if sign == "/" and left == right:
        return "uint"
    return "angle" if other in factors and (sign == "*" or left == "angle") else None


def _floor(left: float, right: float) -> float:
    return left // right


_ARITHMETIC: Final[dict[str, Callable[..., Any]]] = {**FUNCTIONS, "//": _floor}


def _operated(name: str, node: syntax.Expression, *operands: Any) -> Any:
    """Return the resulting number, or an `Operation` if an operand contains a parameter."""
    known = all(isinstance(operand, int | float) for operand in operands)
    if name in {"/", "//"} and isinstance(operands[1], int | float) and operands[1] == 0:
        raise invalid("division by zero", node)
    if not known:
        return Operation(name, operands)
    try:
        return _finite(_ARITHMETIC[name](*operands), node)
    except ArithmeticError as error:
        raise invalid("the value is too large", node) from error


def as_float(number: Any, node: syntax.Expression) -> float:
    """Return a number as a float; raise a FaultError (1506) if it is too large."""
    try:
        return float(number)
    except OverflowError as error:
        raise invalid("the value is too large", node) from error


def _finite(value: Any, node: syntax.Expression) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        raise invalid("the value is not a finite number", node)
    return value
