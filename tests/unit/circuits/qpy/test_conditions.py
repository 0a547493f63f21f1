"""Expressions of Qiskit's classical language in QPY: the supported ones, and the messages about others."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from qiskit import QuantumCircuit, qpy
from qiskit.circuit import Duration
from qiskit.circuit.classical import expr, types

from qrt_facade._circuits.qpy.conditions import unsupported_in
from qrt_facade._circuits.qpy.cursor import DamagedError
from qrt_facade._circuits.qpy.reader import NEWEST, OLDEST, read_qpy

if TYPE_CHECKING:
    from collections.abc import Callable

    from qrt_facade._circuits.reading import Reading

BOOL = b"b"
"""The Boolean type of a node."""


def reading_of(make: Callable[[QuantumCircuit], expr.Expr], version: int) -> Reading:
    """Read a circuit with one `if`, whose condition is made from the circuit."""
    circuit = QuantumCircuit(2, 2)
    with circuit.if_test(make(circuit)):
        circuit.x(0)
    with io.BytesIO() as content:
        qpy.dump(circuit, content, version=version)
        return read_qpy(content.getvalue())


@pytest.mark.parametrize("version", [14, NEWEST])  # Qiskit writes no floats and durations before
@pytest.mark.parametrize(
    ("make", "part"),
    [
        pytest.param(lambda circuit: expr.index(circuit.cregs[0], 0), "indexes a bit", id="index"),
        pytest.param(lambda _: expr.less(expr.lift(0.5), expr.lift(1.0)), "type float", id="float"),
        pytest.param(
            lambda _: expr.less(expr.lift(Duration.dt(1)), expr.lift(Duration.dt(9))),
            "type duration",
            id="duration",
        ),
    ],
)
def test_an_unsupported_condition_has_code_1521(
    make: Callable[[QuantumCircuit], expr.Expr], part: str, version: int
) -> None:
    (fault,) = reading_of(make, version).faults
    assert fault.code == 1521
    assert part in fault.message


@pytest.mark.parametrize("version", [OLDEST, NEWEST])
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda circuit: expr.cast(circuit.cregs[0], types.Bool()), id="cast"),
        pytest.param(lambda circuit: expr.logic_and(circuit.clbits[0], True), id="constant"),
    ],
)
def test_accepts_a_condition_with_a_cast_or_a_constant(
    make: Callable[[QuantumCircuit], expr.Expr], version: int
) -> None:
    reading = reading_of(make, version)
    assert reading.faults == ()
    assert [call.name for call in reading.calls] == ["x"]


def test_a_value_stored_in_a_bit_is_checked_like_a_condition() -> None:
    circuit = QuantumCircuit(1, 2)
    circuit.store(circuit.clbits[0], expr.index(circuit.cregs[0], 1))
    with io.BytesIO() as content:
        qpy.dump(circuit, content, version=NEWEST)
        (fault,) = read_qpy(content.getvalue()).faults
    assert (fault.code, "indexes a bit" in fault.message) == (1521, True)


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"s" + BOOL + b"\0\0", "stretch"),
        (b"x" + BOOL + b"U\0\1", None),
        (b"v" + BOOL + b"f" + bytes(8), None),
        (b"v" + BOOL + b"t" + bytes(9), None),
        ((b"u" + BOOL + b"\1") * 10_001 + b"x" + BOOL + b"C" + bytes(4), "nested too deeply"),
    ],
)
def test_reads_expressions_that_qiskit_does_not_write_yet(content: bytes, part: str | None) -> None:
    refused = unsupported_in(memoryview(content))
    assert part in refused if part is not None and refused is not None else refused is part


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"?" + BOOL, "unknown kind of expression"),
        (b"x?", "unknown type"),
        (b"x" + BOOL + b"?", "unknown kind of variable"),
        (b"v" + BOOL + b"?", "unknown kind of constant"),
        (b"x" + BOOL + b"R\0\1\xff", "not UTF-8"),
        (b"b" + BOOL + b"\1" + b"x" + BOOL + b"C" + bytes(4), "truncated"),
    ],
)
def test_a_damaged_condition_is_reported(content: bytes, part: str) -> None:
    with pytest.raises(DamagedError, match=part):
        unsupported_in(memoryview(content))
