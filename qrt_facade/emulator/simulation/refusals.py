"""Features of circuits in any format that the service does not support: loops, nested conditions, variables.

It supported loops and nested conditions until 2026. Variables and some expressions are rejected because Aer fails on
them, and unsigned integers crash the whole process.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from qiskit.circuit import (
    BoxOp,
    BreakLoopOp,
    ClassicalRegister,
    Clbit,
    ContinueLoopOp,
    ControlFlowOp,
    Delay,
    ForLoopOp,
    IfElseOp,
    Store,
    SwitchCaseOp,
    WhileLoopOp,
)
from qiskit.circuit.classical import expr, types

from qrt_facade.emulator.simulation.failures import not_parsed, unsupported
from qrt_facade.emulator.simulation.texts import check_declared

if TYPE_CHECKING:
    from qiskit import QuantumCircuit

_REFUSED = {
    ForLoopOp: "'for' loops are no longer supported",
    WhileLoopOp: "'while' loops are no longer supported",
    SwitchCaseOp: "'switch' is no longer supported",
    BreakLoopOp: "'break' is not supported",
    ContinueLoopOp: "'continue' is not supported",
}

_OPERATIONS = frozenset(
    {expr.Binary.Op[name] for name in ("BIT_AND", "BIT_OR", "BIT_XOR", "LOGIC_AND", "LOGIC_OR")}
    | {
        expr.Binary.Op[name]
        for name in ("EQUAL", "NOT_EQUAL", "LESS", "LESS_EQUAL", "GREATER", "GREATER_EQUAL")
    }
)

_WIDEST = 64
"""Maximum number of bits of a value in an expression."""


def check_supported(circuit: QuantumCircuit, *, boxes: bool = False) -> None:
    """Reject a circuit that contains something the service does not support.

    Args:
        circuit: The circuit, with all its blocks.
        boxes: Whether boxes are supported, as by the executor.

    Raises:
        JobFailedError: 1521, naming the first unsupported feature; 1520, too many bits.
    """
    check_declared(qubits=circuit.num_qubits, bits=circuit.num_clbits)
    _refuse_variables(circuit)
    _refuse_in_block(circuit, boxes=boxes, within_condition=False)


def _refuse_variables(circuit: QuantumCircuit) -> None:
    for variable in circuit.iter_vars():
        raise unsupported(f"it has the variable {variable.name!r}; only classical bits can store values")
    for stretch in circuit.iter_stretches():
        raise unsupported(f"it has the stretch {stretch.name!r}; write delays as numbers")


def _refuse_in_block(circuit: QuantumCircuit, *, boxes: bool, within_condition: bool) -> None:
    for instruction in circuit.data:
        operation = instruction.operation
        if problem := _REFUSED.get(type(operation)):
            raise unsupported(problem)
        if isinstance(operation, BoxOp) and not boxes:
            raise unsupported("'box' is not supported")
        if isinstance(operation, IfElseOp):
            if within_condition:
                raise unsupported("an 'if' inside an 'if' or 'else' is no longer supported")
            _refuse_expression(operation.condition)
        if isinstance(operation, Store):
            _refuse_expression(operation.lvalue)
            _refuse_expression(operation.rvalue)
        if isinstance(operation, Delay):
            _check_delay(operation)
        if isinstance(operation, ControlFlowOp):
            for block in operation.blocks:
                _refuse_variables(block)
                _refuse_in_block(
                    block, boxes=boxes, within_condition=within_condition or isinstance(operation, IfElseOp)
                )


def _check_delay(delay: Delay) -> None:
    duration = delay.duration
    if isinstance(duration, expr.Expr):
        raise unsupported("a delay's duration is an expression; write a number")
    if not isinstance(duration, int | float):
        return
    if not (math.isfinite(duration) and duration >= 0):
        raise not_parsed(f"a delay of {duration} {delay.unit}: durations must be finite and not negative")
    if delay.unit == "dt" and duration != int(duration):
        raise not_parsed(f"a delay of {duration} dt: durations in dt must be whole numbers")


def _refuse_expression(expression: Any) -> None:
    """Reject an expression that Aer cannot evaluate; comparisons of one bit or register with a value are supported."""
    if not isinstance(expression, expr.Expr):
        return
    stack = [expression]
    while stack:
        node = stack.pop()
        if not isinstance(node.type, types.Bool | types.Uint) or (
            isinstance(node.type, types.Uint) and node.type.width > _WIDEST
        ):
            raise unsupported(f"it has an expression of type {node.type}; it must be Boolean or unsigned")
        if isinstance(node, expr.Binary) and node.op in _OPERATIONS:
            stack += [node.left, node.right]
        elif isinstance(node, expr.Cast) or (
            isinstance(node, expr.Unary) and node.op is not expr.Unary.Op.NEGATE
        ):
            stack.append(node.operand)
        elif not (
            isinstance(node, expr.Value)
            or (isinstance(node, expr.Var) and isinstance(node.var, Clbit | ClassicalRegister))
        ):
            what = getattr(getattr(node, "op", None), "name", type(node).__name__).lower().replace("_", " ")
            raise unsupported(f"it has the operation '{what}' in an expression")
