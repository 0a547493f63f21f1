"""Qiskit's OpenQASM 3 importer with precise errors, and without the features that the service does not support.

The importer does not check everything: an index out of range, a missing angle or a division by zero raise arbitrary
Python exceptions. Gates that a program defines become gates without a definition, since a device applies its own or
none.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from openqasm3 import ast
from qiskit.circuit import Gate
from qiskit_qasm3_import import ConversionError
from qiskit_qasm3_import import types as kinds
from qiskit_qasm3_import.converter import _STDGATES, ConvertVisitor
from qiskit_qasm3_import.exceptions import raise_from_node
from qiskit_qasm3_import.expression import ValueResolver

from qrt_facade._base.wording import pluralize
from qrt_facade.emulator.simulation.failures import JobFailedError
from qrt_facade.emulator.simulation.texts import check_declared

if TYPE_CHECKING:
    from typing import NoReturn

    from qiskit_qasm3_import.state import State

_REFUSED = {
    "ForInLoop": "'for' loops are no longer supported",
    "WhileLoop": "'while' loops are no longer supported",
    "SwitchStatement": "'switch' is no longer supported",
    "BreakStatement": "'break' is not supported",
    "ContinueStatement": "'continue' is not supported",
    "Box": "'box' is not supported",
    "SubroutineDefinition": "'def' is not supported",
    "ExternDeclaration": "'extern' is not supported",
    "ReturnStatement": "'return' is not supported",
    "CalibrationGrammarDeclaration": "'defcalgrammar' is not supported",
    "CalibrationStatement": "'cal' is not supported",
    "CalibrationDefinition": "'defcal' is not supported",
    "ConstantDeclaration": "'const' is not supported; write the value instead of the name",
    "ClassicalAssignment": "assignments are not supported; a bit gets its value from a measurement",
    "ExpressionStatement": "a statement that is only an expression is not supported",
    "CompoundStatement": "a standalone block is not supported",
    "EndStatement": "'end' is not supported",
    "Pragma": "pragmas are not supported",
}
"""Features that the service does not support, by the class name in the syntax tree."""

_EXPRESSIONS = {
    "FunctionCall": "function calls are not evaluated; write the value",
    "Cast": "casts are not evaluated; write the value",
    "SizeOf": "'sizeof' is not evaluated; write the value",
    "DurationOf": "'durationof' is not evaluated; write the value",
    "ImaginaryLiteral": "imaginary numbers are not supported",
    "ArrayLiteral": "arrays are not supported",
}

_PLAIN = {
    "register size error": "the qubits and the bits of the measurement differ in number",
}
"""Replacements for Qiskit's messages that are not clear enough."""

_BUILT_QUBITS = 3
"""Width up to which modified gates are built. No device has wider ones, and building may take exponentially long."""

_PHYSICAL = re.compile(r"\$(\d+)")


class UnsupportedError(ConversionError):
    """Raised for valid OpenQASM 3 that the service does not support."""


class DuplicateError(ConversionError):
    """Raised when a qubit occurs twice in one instruction."""


class Resolver(ValueResolver):
    """Evaluates expressions; Python's exceptions get a place and a readable message."""

    def visit(self, node: ast.QASMNode, context: None = None) -> tuple[Any, kinds.Type]:
        """Return the value of an expression and its type."""
        try:
            value, kind = super().visit(node)
        except ZeroDivisionError:
            raise_from_node(node, "division by zero")
        except (OverflowError, ValueError, TypeError) as error:
            raise_from_node(node, f"the expression has no value ({error})")
        if isinstance(value, complex) or (isinstance(value, float) and not abs(value) < float("inf")):
            raise_from_node(node, f"{value} is not a finite number")
        return value, kind

    def generic_visit(self, node: ast.QASMNode, context: None = None) -> NoReturn:
        """Reject an expression that the importer cannot evaluate."""
        name = type(node).__name__
        raise_from_node(node, _EXPRESSIONS.get(name, f"'{name}' cannot be evaluated"))

    def visit_Identifier(self, node: ast.Identifier) -> tuple[Any, kinds.Type]:  # the importer's name
        """Return the value of a name."""
        if physical := _PHYSICAL.fullmatch(node.name):
            check_declared(qubits=int(physical[1][:20]) + 1)
        found: tuple[Any, kinds.Type] = super().visit_Identifier(node)
        return found

    def _index_collection(
        self, collection: Any, collection_type: kinds.Type, indexer: Any, base: ast.QASMNode
    ) -> tuple[Any, kinds.Type]:
        try:
            found: tuple[Any, kinds.Type] = super()._index_collection(
                collection, collection_type, indexer, base
            )
        except ConversionError:
            raise
        except Exception:  # noqa: BLE001  # a list, a register and Qiskit's Rust code each raise their own
            name = getattr(getattr(base, "name", getattr(base, "collection", None)), "name", "the register")
            raise_from_node(
                base, f"an index is out of range: '{name}' has {pluralize(len(collection), 'bit')}"
            )
        return found


class Importer(ConvertVisitor):
    """The importer with the service's restrictions. Its methods are named after the syntax tree's classes."""

    def __init__(self) -> None:
        super().__init__()
        self._conditions = 0
        self._qubits = 0
        self._bits = 0

    @staticmethod
    def is_standard(gate: str) -> bool:
        """Whether stdgates.inc defines the gate."""
        return gate in _STDGATES

    def visit(self, node: ast.QASMNode, context: Any = None) -> Any:
        """Import a node; exceptions get the node's place."""
        if getattr(node, "annotations", None):
            raise UnsupportedError("annotations are not supported", node)
        if type(node).__name__ in _REFUSED:
            raise UnsupportedError(_REFUSED[type(node).__name__], node)
        try:
            return super().visit(node, context)
        except (ConversionError, JobFailedError, RecursionError, MemoryError):
            raise
        except Exception as error:
            text = str(error).strip("'\"")
            if "duplicate" in text and not isinstance(node, ast.AliasStatement):
                raise DuplicateError(
                    "a qubit occurs twice in one instruction (duplicate qubits)", node
                ) from error
            raise ConversionError(_PLAIN.get(text, text or type(error).__name__), node) from error

    def visit_QubitDeclaration(self, node: ast.QubitDeclaration, context: State) -> State:
        """Declare qubits, up to a limit."""
        self._qubits += self._size(node.size, context)
        check_declared(qubits=self._qubits)
        return super().visit_QubitDeclaration(node, context)

    def visit_ClassicalDeclaration(self, node: ast.ClassicalDeclaration, context: State) -> State:
        """Declare bits, up to a limit; variables of other types are rejected."""
        if not isinstance(node.type, ast.BitType):
            kind = type(node.type).__name__.removesuffix("Type").lower()
            raise UnsupportedError(
                f"variables of type {kind} are not supported; use bits, or inputs of type float or angle",
                node,
            )
        self._bits += self._size(node.type.size, context)
        check_declared(bits=self._bits)
        return super().visit_ClassicalDeclaration(node, context)

    def _size(self, size: ast.Expression | None, context: State) -> int:
        if size is None:
            return 1
        bits: int = self._resolve_constant_int(size, context)
        if bits < 0:
            raise_from_node(size, f"a register cannot have {bits} bits")
        return bits

    def visit_QuantumGateDefinition(self, node: ast.QuantumGateDefinition, context: State) -> State:
        """Check a gate's definition; the circuit gets the gate only by its name."""
        context = super().visit_QuantumGateDefinition(node, context)
        name = node.name.name
        context.symbol_table.get(name).data = partial(_by_name, name, len(node.qubits))
        return context

    def visit_QuantumGate(self, node: ast.QuantumGate, context: State) -> State:
        """Call a gate after checking the number of its angles and qubits."""
        name = node.name.name
        symbol = context.symbol_table.get(name, node)
        if symbol is None:
            return super().visit_QuantumGate(node, context)
        if not isinstance(symbol.type, kinds.Gate):
            raise_from_node(node, f"'{name}' is not a gate, but of type {symbol.type.pretty()}")
        qubits = _number(symbol.type.n_quantum) + sum(
            self._controls(modifier, context) for modifier in node.modifiers
        )
        for kind, wanted, actual in (
            ("angle", _number(symbol.type.n_classical), len(node.arguments)),
            ("qubit", qubits, len(node.qubits)),
        ):
            if wanted != actual:
                raise_from_node(
                    node, f"'{name}' takes {wanted} {kind}{'s' * (wanted != 1)}, but got {actual}"
                )
        return super().visit_QuantumGate(node, context)

    def _controls(self, modifier: ast.QuantumGateModifier, context: State) -> int:
        if modifier.modifier not in {ast.GateModifierName.ctrl, ast.GateModifierName.negctrl}:
            return 0
        count: int = (
            1 if modifier.argument is None else self._resolve_constant_int(modifier.argument, context)
        )
        if count < 1:
            raise_from_node(modifier, f"a gate cannot have {count} controls")
        return count

    def _apply_gate_modifier(self, modifier: ast.QuantumGateModifier, gate: Gate, context: State) -> Gate:
        """Modify a gate; a result that no device has is only named, since building it can take exponentially long."""
        controls = self._controls(modifier, context)
        # A global phase acts on no qubit, and the importer reads its angle from the built gate.
        is_named = type(gate) is Gate and gate.num_qubits > 0
        is_simple = not is_named and gate.num_qubits + controls <= _BUILT_QUBITS
        if is_simple:
            return super()._apply_gate_modifier(modifier, gate, context)
        if controls:
            prefix = "c" * controls if controls <= 2 else f"c{controls}"  # as Qiskit names them
            suffix = "" if modifier.modifier is ast.GateModifierName.ctrl else "_o0"
            return _by_name(prefix + gate.name + suffix, gate.num_qubits + controls, *gate.params)
        if modifier.modifier is ast.GateModifierName.pow and modifier.argument is not None:
            exponent = self._resolve_constant_float(modifier.argument, context)
            return _by_name(f"{gate.name}^{exponent}", gate.num_qubits, *gate.params)
        return _by_name(f"{gate.name}_dg", gate.num_qubits, *gate.params)

    def visit_BranchingStatement(self, node: ast.BranchingStatement, context: State) -> State:
        """Import a condition, which must not contain another one."""
        if self._conditions:
            raise UnsupportedError("an 'if' inside an 'if' or 'else' is no longer supported", node)
        self._conditions += 1
        try:
            return super().visit_BranchingStatement(node, context)
        finally:
            self._conditions -= 1

    def _resolve_condition(self, node: ast.Expression, context: State) -> Any:
        """Resolve a condition; a single bit can also be compared with 0 or 1, where the importer requires a Boolean."""
        resolver = Resolver(context, True)  # the importer's signature
        if isinstance(node, ast.BinaryExpression):
            (left, left_kind), (right, right_kind) = resolver.visit(node.lhs), resolver.visit(node.rhs)
            lhs, rhs = node.lhs, node.rhs
            if isinstance(left_kind, kinds.Bit) and _is_zero_or_one(right, right_kind):
                rhs = ast.BooleanLiteral(bool(right))
            elif isinstance(right_kind, kinds.Bit) and _is_zero_or_one(left, left_kind):
                lhs = ast.BooleanLiteral(bool(left))
            compared = ast.BinaryExpression(node.op, lhs, rhs)
            compared.span = node.span
            node = compared
        else:
            resolver.visit(node.expression if isinstance(node, ast.UnaryExpression) else node)
        return super()._resolve_condition(node, context)

    def _resolve_generic(
        self,
        node: ast.Expression,
        context: State,
        strict: bool,
    ) -> tuple[Any, kinds.Type]:
        return Resolver(context, strict).resolve(node)


def _by_name(name: str, num_qubits: int, *angles: Any) -> Gate:
    return Gate(name, num_qubits, list(angles))


def _number(counted: Any) -> int:
    """Return the number of angles or qubits of a gate; for the built-in `U` the importer has a list of them."""
    return counted if isinstance(counted, int) else len(counted)


def _is_zero_or_one(value: Any, kind: kinds.Type) -> bool:
    return isinstance(kind, kinds.Int | kinds.Uint) and kind.const and value in {0, 1}
