"""Parameters of instructions in QPY: numbers, symbols, and expressions over them."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from qrt_facade._circuits.expressions import Operation, Parameter, evaluate
from qrt_facade._circuits.parameter_names import PlainName
from qrt_facade._circuits.qpy.cursor import Cursor, DamagedError

if TYPE_CHECKING:
    from qrt_facade._circuits.expressions import Expression

_MOST_NESTED: Final = 200
"""Depth of an expression beyond which it is not evaluated."""

# Codes of operations as in Qiskit's `_OPCode`.
_BINARY: Final = {0: "+", 1: "-", 2: "*", 3: "/", 4: "**"}
_REVERSED: Final = {18: "-", 19: "/", 20: "**"}
_UNARY: Final = {
    5: "sin", 6: "cos", 7: "tan", 8: "arcsin", 9: "arccos", 10: "exp", 11: "log", 12: "sign", 16: "abs", 17: "arctan",
}  # fmt: skip
_DERIVATIVE: Final = 13
_CONJUGATE: Final = 14
_SUBSTITUTION: Final = 15
_MARKER: Final = 255

_Nested = tuple["Expression", int]
"""An expression and its depth."""


class Symbols:
    """Names of a circuit's parameters."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.known = True  # whether the names are complete

    def value(self, kind: bytes, content: memoryview, *, little_endian: bool = True) -> Expression:
        """Return the value of an instruction's parameter; None if it is not a real number.

        Args:
            kind: Its type, one letter.
            content: Its bytes.
            little_endian: Byte order of numbers; those of instructions are little-endian up to version 17.

        Raises:
            DamagedError: The bytes are not a valid value.
        """
        if kind == b"f":
            if len(content) != 8:
                raise DamagedError("a number in it does not have 8 bytes")
            return float(struct.unpack("<d" if little_endian else ">d", content)[0])
        if kind == b"i":
            return _integer(content, little_endian=little_endian)
        cursor = Cursor(content)
        if kind == b"p":
            return Parameter(self._symbol(cursor)[0])
        if kind == b"v":
            return Parameter(self._element(cursor)[0])
        return self._expression(cursor) if kind == b"e" else None

    def _symbol(self, cursor: Cursor) -> tuple[str, bytes]:
        size, identity = cursor.fields(">H16s")
        name = PlainName(cursor.text(size))
        self.names.add(name)
        return name, identity

    def _element(self, cursor: Cursor) -> tuple[str, bytes]:
        size, length, identity, index = cursor.fields(">HQ16sQ")
        name = f"{cursor.text(size)}[{index}]"
        if index >= length:
            raise DamagedError(f"the parameter {name} is not in its vector")
        self.names.add(name)
        return name, identity

    def _expression(self, cursor: Cursor) -> Expression:
        count, size = cursor.fields(">QQ")
        operations = Cursor(cursor.take(size))
        symbols: dict[bytes, str] = {}
        for _ in range(count):
            kind, _, value_size = cursor.fields(">ccQ")
            if kind == b"p":
                name, identity = self._symbol(cursor)
            elif kind == b"v":
                name, identity = self._element(cursor)
            else:
                self.known = False
                return None
            symbols[identity] = name
            cursor.take(value_size)
        return self._replayed(operations, symbols)

    def _replayed(self, operations: Cursor, symbols: dict[bytes, str]) -> Expression:
        stack: list[_Nested] = []
        while not operations.ended:
            code, left_kind, left, right_kind, right = operations.fields(">Bc16sc16s")
            if code == _MARKER:
                continue
            if code == _SUBSTITUTION:  # written by older versions of Qiskit
                self.known = False
                return None
            if code in _BINARY or code in _REVERSED or code == _DERIVATIVE:
                second = _operand(right_kind, right, symbols, stack)
                first = _operand(left_kind, left, symbols, stack)
                if code in _REVERSED:
                    first, second = second, first
                name = _BINARY.get(code) or _REVERSED.get(code)
                stack.append(_applied(name, first, second))
            elif code in _UNARY or code == _CONJUGATE:
                operand = _operand(left_kind, left, symbols, stack)
                stack.append(operand if code == _CONJUGATE else _applied(_UNARY[code], operand))
            else:
                raise DamagedError(f"an expression in it has the unknown operation {code}")
        if len(stack) != 1:
            raise DamagedError("an expression in it is incomplete")
        found = stack.pop()[0]
        constant = evaluate(found) if not symbols else None
        return found if constant is None else constant


def _operand(kind: bytes, content: bytes, symbols: dict[bytes, str], stack: list[_Nested]) -> _Nested:
    match kind:
        case b"n":
            if not stack:
                raise DamagedError("an expression in it is incomplete")
            return stack.pop()
        case b"p":
            if content not in symbols:
                raise DamagedError("an expression in it uses an undeclared parameter")
            return Parameter(symbols[content]), 0
        case b"f":
            return float(struct.unpack(">d", content[8:])[0]), 0
        case b"i":
            return float(struct.unpack(">q", content[8:])[0]), 0
        case b"c":
            return None, 0
        case _:
            raise DamagedError("an expression in it has an unknown operand")


def _applied(name: str | None, *operands: _Nested) -> _Nested:
    depth = 1 + max(deep for _, deep in operands)
    values = tuple(value for value, _ in operands)
    if name is None or depth > _MOST_NESTED or any(value is None for value in values):
        return None, depth
    return Operation(name, values), depth


def _integer(content: memoryview, *, little_endian: bool) -> float | None:
    if len(content) <= 8:
        padded = bytes(content).ljust(8, b"\0")
        return float(struct.unpack("<q" if little_endian else ">q", padded)[0])
    size = content[0]
    if len(content) < 1 + size:
        raise DamagedError("it is truncated")
    try:
        return float(int.from_bytes(content[1 : 1 + size], "big"))
    except OverflowError:
        return None
