"""Arithmetic on numbers and parameters."""

from __future__ import annotations

import math

import numpy as np
import pytest

from qrt_facade._circuits.expressions import Operation, Parameter, evaluate, evaluate_all, parameters_in

THETA = Parameter("theta")


def test_an_expression_is_evaluated_with_the_values_of_its_parameters() -> None:
    half_turn_less = Operation("-", (Operation("*", (2.0, THETA)), math.pi))
    assert evaluate(half_turn_less, {"theta": math.pi}) == pytest.approx(math.pi)
    assert list(parameters_in(half_turn_less)) == ["theta"]


@pytest.mark.parametrize(
    "expression",
    [
        None,
        THETA,
        Operation("+", (1.0, THETA)),
        Operation("/", (1.0, 0.0)),
        Operation("log", (-1.0,)),
        Operation("**", (-1.0, 0.5)),
        Operation("exp", (1e6,)),
    ],
)
def test_an_expression_without_real_value_evaluates_to_none(expression: Operation | Parameter | None) -> None:
    assert evaluate(expression, {"other": 1.0}) is None
    assert evaluate(expression) is None


def test_an_expression_with_an_unknown_operand_has_no_values() -> None:
    points = {"a": np.asarray([1.0, 2.0])}
    known = Operation("+", (Parameter("a"), 1.0))
    found = evaluate_all(known, points)
    assert found is not None
    assert found.tolist() == [2.0, 3.0]
    assert evaluate_all(None, points) is None
    assert evaluate_all(Operation("+", (known, None)), points) is None
    assert evaluate_all(Operation("+", (known, Parameter("b"))), points) is None
