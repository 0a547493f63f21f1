"""Gate angles: numbers, parameters, and arithmetic on them, evaluated once the parameters have values."""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray


@frozen
class Parameter:
    """A parameter, identified by name."""

    name: str


@frozen
class Operation:
    """A function of one or two expressions; `name` is a key of `FUNCTIONS`."""

    name: str
    operands: tuple[Expression, ...]


Expression: TypeAlias = float | Parameter | Operation | None
"""None for an angle that cannot be evaluated, such as a variable computed while the circuit runs."""


def _quotient(left: float, right: float) -> float:
    return left / right


def _sign(value: float) -> float:
    return 0.0 if value == 0 else math.copysign(1.0, value)


FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _quotient,
    "**": math.pow,
    "neg": operator.neg,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "arcsin": math.asin,
    "arccos": math.acos,
    "arctan": math.atan,
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
    "abs": math.fabs,
    "sign": _sign,
}

_UFUNCS: Final = {
    "+": "add",
    "-": "subtract",
    "*": "multiply",
    "/": "divide",
    "**": "power",
    "neg": "negative",
    "abs": "fabs",
}
"""The NumPy name of each function in `FUNCTIONS` that has a different name there."""


def evaluate(expression: Expression, values: Mapping[str, float] | None = None) -> float | None:
    """Return the value of an expression; None if a parameter has no value or the result is not a finite real number."""
    match expression:
        case None:
            return None
        case Parameter(name):
            return None if values is None else values.get(name)
        case Operation(name, operands):
            found = [evaluate(operand, values) for operand in operands]
            if any(value is None for value in found):
                return None
            try:
                result = FUNCTIONS[name](*found)
            except (ArithmeticError, ValueError):
                return None
            return float(result) if isinstance(result, int | float) and math.isfinite(result) else None
        case number:
            return float(number)


def evaluate_all(
    expression: Expression, points: Mapping[str, NDArray[np.float64]]
) -> NDArray[np.float64] | None:
    """Evaluate an expression at many points; return None if it cannot be evaluated.

    Args:
        expression: The expression.
        points: Values of each parameter, in shapes that broadcast.

    Returns:
        float64 array of that shape (shape () without parameters), not finite where the result is not a finite real
        number.
    """
    import numpy as np

    match expression:
        case None:
            return None
        case Parameter(name):
            return points.get(name)
        case Operation(name, operands):
            found = [evaluate_all(operand, points) for operand in operands]
            if any(values is None for values in found):
                return None
            with np.errstate(all="ignore"):
                return np.asarray(getattr(np, _UFUNCS.get(name, name))(*found), dtype=np.float64)
        case number:
            return np.asarray(number, dtype=np.float64)


def parameters_in(expression: Expression) -> Iterator[str]:
    """Yield the names of the parameters of an expression, once per occurrence."""
    match expression:
        case Parameter(name):
            yield name
        case Operation(_, operands):
            for operand in operands:
                yield from parameters_in(operand)
        case _:
            return
