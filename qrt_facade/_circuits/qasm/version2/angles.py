"""Angles of OpenQASM 2: arithmetic on numbers, pi, functions and, inside gate definitions, parameters."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from qrt_facade._circuits.qasm.faults import FaultError, quoted
from qrt_facade._service.reason_codes import NOT_VALID

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from qrt_facade._circuits.qasm.tokens import Token
    from qrt_facade._circuits.qasm.version2.stream import Stream

# Operator -> binding power to its left and to its right.
_INFIX: Final = {"+": (1, 2), "-": (1, 2), "*": (3, 4), "/": (3, 4), "^": (8, 7)}
_PREFIX: Final = 5
_FUNCTIONS: Final[dict[str, Callable[[float], float]]] = {
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "exp": math.exp,
    "ln": math.log,
    "sqrt": math.sqrt,
    # Not part of the language, but Qiskit's reader has always supported them.
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
}


class _Open(NamedTuple):
    """An open operator, parenthesis or function that needs the value after it."""

    kind: str  # "(", "prefix", "infix" or the name of a function
    token: Token
    binding: int  # binding power to the left
    left: float | None = None


def read_angle(stream: Stream, parameters: Collection[str], qubits: Collection[str]) -> float | None:
    """Parse an expression; return None if it depends on a parameter of the gate being defined.

    Open operators are kept in a list instead of recursing, so that the depth of parentheses is unlimited.

    Args:
        stream: The tokens.
        parameters: Names of the parameters of the gate being defined.
        qubits: Names of its qubits, used in messages.

    Raises:
        FaultError: The tokens are not an expression, or it has no value.
    """
    waiting: list[_Open] = []
    binding = 0
    while True:
        token = stream.take()
        opened = _opening(stream, token, binding)
        if opened is not None:
            waiting.append(opened)
            binding = _PREFIX if opened.kind == "prefix" else 0
            continue
        value = _operand(token, parameters, qubits, missing=binding > 0)
        while True:
            operator = stream.next
            powers = _INFIX.get(operator.kind)
            if powers is not None:
                while binding > powers[0]:
                    value, binding = _closed(stream, waiting.pop(), value)
                stream.take()
                waiting.append(_Open("infix", operator, binding, value))
                binding = powers[1]
                break
            if not waiting:
                return value
            value, binding = _closed(stream, waiting.pop(), value)


def _opening(stream: Stream, token: Token, binding: int) -> _Open | None:
    """Return the operator, parenthesis or function that a token opens; None if the token is a value."""
    if token.kind == "(":
        return _Open("(", token, binding)
    if token.kind in {"+", "-"}:
        return _Open("prefix", token, binding)
    if token.text in _FUNCTIONS:
        stream.expect("(", "an opening parenthesis")
        return _Open(token.text, token, binding)
    return None


def _operand(
    token: Token, parameters: Collection[str], qubits: Collection[str], *, missing: bool
) -> float | None:
    match token.kind:
        case "integer" | "float":
            return float(token.text)
        case "pi":
            return math.pi
        case "identifier" if token.text in parameters:
            return None
        case "identifier":
            why = "is a qubit, not a parameter" if token.text in qubits else "is not defined as a parameter"
            raise FaultError(f"{quoted(token.text)} {why}", token.start, NOT_VALID)
        case _:
            what = "a missing operand" if missing else "an expression"
            found = "the end of the program" if token.kind == "end of text" else quoted(token.text)
            raise FaultError(f"expected {what}, but found {found}", token.start)


def _closed(stream: Stream, opened: _Open, value: float | None) -> tuple[float | None, int]:
    """Return the value of the innermost open item, and the binding power to its left."""
    if opened.kind == "(":
        stream.expect(")", "a closing parenthesis")
    elif opened.kind == "prefix":
        value = -value if value is not None and opened.token.kind == "-" else value
    elif opened.kind == "infix":
        value = _combined(opened, value)
    else:
        stream.accept(",")
        stream.expect(")", "a closing parenthesis")
        value = None if value is None else _applied(opened, value)
    return value, opened.binding


def _combined(opened: _Open, right: float | None) -> float | None:
    left, operator = opened.left, opened.token.kind
    if operator == "/" and right == 0:
        raise FaultError("division by zero", opened.token.start, NOT_VALID)
    if left is None or right is None:
        return None
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right
        case _:
            return _power(left, right)


def _power(left: float, right: float) -> float:
    try:
        return math.pow(left, right)
    except OverflowError:
        return math.inf
    except ValueError:
        return math.inf if left == 0 else math.nan


def _applied(opened: _Open, value: float) -> float:
    if (opened.kind == "ln" and not value > 0) or (opened.kind == "sqrt" and not value >= 0):
        raise FaultError(f"{opened.kind}({value:g}) has no real value", opened.token.start, NOT_VALID)
    try:
        return _FUNCTIONS[opened.kind](value)
    except OverflowError:
        return math.inf
    except ValueError:
        return math.nan
