"""Values of instructions in QPY, byte by byte: formats that Qiskit no longer writes, and damaged ones."""

from __future__ import annotations

import struct

import pytest

from qrt_facade._circuits.expressions import Operation, Parameter
from qrt_facade._circuits.qpy.cursor import DamagedError
from qrt_facade._circuits.qpy.parameters import Symbols

A, B = bytes([1]) * 16, bytes([2]) * 16
"""The ids of two parameters."""
NOTHING = b"n" + bytes(16)


def real(value: float) -> bytes:
    """Write an operand that is a number."""
    return b"f" + struct.pack(">8xd", value)


def operation(code: int, left: bytes = NOTHING, right: bytes = NOTHING) -> bytes:
    """Write one step of an expression: an operation on two operands, each a kind and 16 bytes."""
    return bytes([code]) + left + right


def symbol(name: bytes, identity: bytes, kind: bytes = b"p") -> bytes:
    """Write a parameter of an expression."""
    return struct.pack(">ccQH", kind, kind, 0, len(name)) + identity + name


def expression(*operations: bytes, symbols: tuple[bytes, ...] = ()) -> memoryview:
    """Write an expression."""
    steps = b"".join(operations)
    return memoryview(struct.pack(">QQ", len(symbols), len(steps)) + steps + b"".join(symbols))


def test_builds_an_expression_from_its_operations() -> None:
    content = expression(
        operation(255),  # a marker: an expression in another begins
        operation(0, b"p" + A, real(2)),
        operation(2, b"n" + bytes(16), b"i" + struct.pack(">8xq", 3)),
        symbols=(symbol(b"a", A),),
    )
    read = Symbols()
    assert read.value(b"e", content) == Operation("*", (Operation("+", (Parameter("a"), 2.0)), 3.0))
    assert (read.names, read.known) == ({"a"}, True)


@pytest.mark.parametrize(
    ("content", "known"),
    [
        pytest.param(
            expression(operation(0, b"p" + A, b"c" + bytes(16)), symbols=(symbol(b"a", A),)),
            True,
            id="a complex number",
        ),
        pytest.param(
            expression(operation(15, b"p" + A), symbols=(symbol(b"a", A),)), False, id="a substitution"
        ),
        pytest.param(expression(symbols=(symbol(b"a", A, b"?"),)), False, id="a symbol of an unknown kind"),
    ],
)
def test_an_expression_that_is_too_deep_has_no_value(content: memoryview, known: bool) -> None:
    read = Symbols()
    assert read.value(b"e", content) is None
    assert read.known is known


@pytest.mark.parametrize(
    ("kind", "content", "part"),
    [
        (b"f", bytes(7), "does not have 8 bytes"),
        (b"i", bytes([20]) + bytes(10), "truncated"),
        (b"v", struct.pack(">HQ16sQ", 1, 2, A, 2) + b"v", r"parameter v\[2\] is not in its vector"),
        (b"e", expression(operation(99)), "unknown operation 99"),
        (b"e", expression(operation(0, real(1))), "incomplete"),
        (b"e", expression(operation(5, real(1)), operation(5, real(1))), "incomplete"),
        (b"e", expression(operation(5, b"p" + B), symbols=(symbol(b"a", A),)), "undeclared parameter"),
        (b"e", expression(operation(5, b"?" + A)), "unknown operand"),
    ],
)
def test_a_damaged_value_is_reported(kind: bytes, content: bytes, part: str) -> None:
    with pytest.raises(DamagedError, match=part):
        Symbols().value(kind, memoryview(content))


def test_a_whole_number_of_many_bytes_is_the_nearest_float() -> None:
    def of(number: int) -> object:
        content = number.to_bytes((number.bit_length() + 7) // 8, "big")
        return Symbols().value(b"i", memoryview(bytes([len(content)]) + content))

    assert of(2**70) == 2.0**70
    assert of(2**1999) is None  # more than any float
