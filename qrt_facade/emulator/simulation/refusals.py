"""What the service does not take in a circuit, whatever form it came in: loops, nested conditions, variables.

Loops and nested conditions it took until 2026. Variables and some expressions are refused because Aer fails on them,
and on unsigned integers with the whole process.
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

from qrt_facade.emulator.simulation.failures import not_parsed, not_taken
from qrt_facade.emulator.simulation.texts import check_declared

if TYPE_CHECKING:
    from qiskit import QuantumCircuit

_REFUSED = {
    ForLoopOp: "'for' loops are not taken any more",
    WhileLoopOp: "'while' loops are not taken any more",
    SwitchCaseOp: "'switch' is not taken any more",
    BreakLoopOp: "'break' is not taken",
    ContinueLoopOp: "'continue' is not taken",
}

_OPERATIONS = frozenset(
    {expr.Binary.Op[name] for name in ("BIT_AND", "BIT_OR", "BIT_XOR", "LOGIC_AND", "LOGIC_OR")}
    | {
        expr.Binary.Op[name]
        for name in ("EQUAL", "NOT_EQUAL", "LESS", "LESS_EQUAL", "GREATER", "GREATER_EQUAL")
    }
)

_WIDEST = 64
"""Bits of a value in an expression."""


def refuse_what_is_not_taken(circuit: QuantumCircuit, *, boxes: bool = False) -> None:
    """Refuse a circuit with something in it that the service does not take.

    Args:
        circuit: The circuit, with all its blocks.
        boxes: Whether boxes are taken, as the executor does.

    Raises:
        JobFailedError: 1521, naming the first such thing; 1520, too many bits.
    """
    check_declared(qubits=circuit.num_qubits, bits=circuit.num_clbits)
    _refuse_variables(circuit)
    _refuse_in_block(circuit, boxes=boxes, within_condition=False)


def _refuse_variables(circuit: QuantumCircuit) -> None:
    for variable in circuit.iter_vars():
        raise not_taken(f"it has the variable {variable.name!r}; values are kept in classical bits only")
    for stretch in circuit.iter_stretches():
        raise not_taken(f"it has the stretch {stretch.name!r}; write a delay's duration as a number")


def _refuse_in_block(circuit: QuantumCircuit, *, boxes: bool, within_condition: bool) -> None:
    for instruction in circuit.data:
        operation = instruction.operation
        if problem := _REFUSED.get(type(operation)):
            raise not_taken(problem)
        if isinstance(operation, BoxOp) and not boxes:
            raise not_taken("'box' is not taken")
        if isinstance(operation, IfElseOp):
            if within_condition:
                raise not_taken("an 'if' inside an 'if' or 'else' is not taken any more")
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
        raise not_taken("a delay's duration is an expression; write a number")
    if not isinstance(duration, int | float):
        return
    if not (math.isfinite(duration) and duration >= 0):
        raise not_parsed(f"a delay of {duration} {delay.unit}: durations are finite and not negative")
    if delay.unit == "dt" and duration != int(duration):
        raise not_parsed(f"a delay of {duration} dt: durations in dt are whole numbers")


def _refuse_expression(expression: Any) -> None:
    """Refuse an expression that Aer does not compute; conditions of one bit or register with a value it does."""
    if not isinstance(expression, expr.Expr):
        return
    stack = [expression]
    while stack:
        node = stack.pop()
        if not isinstance(node.type, types.Bool | types.Uint) or (
            isinstance(node.type, types.Uint) and node.type.width > _WIDEST
        ):
            raise not_taken(f"it has an expression of type {node.type}; Boolean and unsigned ones are taken")
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
            raise not_taken(f"it has the operation '{what}' in an expression")
