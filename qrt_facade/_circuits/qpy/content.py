"""Canonical form of QPY: equal bytes for circuits that run alike.

Qiskit writes the same circuit differently in each process: parameters and variables have random ids, unnamed circuits
and gates made of them are numbered, and what Qiskit stores in sets is written in arbitrary order. The canonical form
contains:

- all instructions with their qubits, clbits, values and labels, conditions, the blocks of control flow, annotations,
  the global phase;
- parameters by name and order of first occurrence instead of their ids; expressions as they were built, operation by
  operation;
- custom instructions by their definition, and by their name without a circuit number. The name is included because a
  backend may have an instruction of that name, which then runs instead of the definition;
- classical registers with their names, which are the fields of the result, and their bits. In a block of control flow
  the order of registers is ignored, and bits are identified with those of the enclosing circuit;
- not: names of circuits and of quantum registers, metadata, the layout, the versions of QPY and of Qiskit. Versions 13
  to 18 of one circuit have the same canonical form if Qiskit writes the same instructions.

In addition to the versions that the primitives read, version 18 is supported, which executor programs use.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, Final, TypeVar

from attrs import define, field

from qrt_facade._base.npy_bytes import in_c_order
from qrt_facade._circuits.qpy.cursor import Cursor, DamagedError
from qrt_facade._circuits.qpy.reader import OLDEST, generic, skip_layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = TypeVar("T")

_NEWEST: Final = 18
_MOST_BITS: Final = 1 << 20  # limit for a register stored without a list of bits
_EXACT: Final = 2**53  # floats represent all whole numbers up to here exactly
_ABSENT: Final = 0xFFFFFFFF
"""Marker for a bit that is not in the circuit, from version 18 on."""

_MOST_NESTED: Final = 80
"""Maximum depth of nested circuits; Qiskit itself fails near 150."""

_COUNTED: Final = re.compile(rb"circuit-[0-9]+(?:-[0-9]+)?")
"""Qiskit's name for an unnamed circuit: its number and, in a worker, the process id. It can occur in gate names."""

_CONTROL_FLOW: Final = frozenset((b"IfElseOp", b"WhileLoopOp", b"ForLoopOp", b"SwitchCaseOp", b"BoxOp"))
_NOTHING: Final = b"z"  # the kind of None
_PAULI_EVOLUTION: Final = b"p"
_MARKER: Final = 255
_SUBSTITUTION: Final = 15


def canonical(content: bytes) -> bytes | None:
    """Return the canonical form of the circuits in a QPY file; None if they cannot be read."""
    try:
        return _Walk().file(Cursor(content))
    except (DamagedError, RecursionError, struct.error):
        return None


@define
class _Custom:
    """A custom instruction defined by a circuit.

    Attributes:
        fields: Its kind, numbers of bits and controls, and whether it has a definition.
        kind: Its kind, one letter.
        definition: Its circuit as QPY, or the equivalent for a Pauli evolution; empty if there is none.
        base: The instruction that it controls or modifies, as QPY; empty if there is none.
        content: Its canonical form, once computed.
    """

    fields: bytes
    kind: bytes
    definition: memoryview
    base: memoryview
    content: bytes | None = None


@define
class _Scope:
    """The meaning of indices in a circuit.

    Attributes:
        depth: Number of enclosing circuits and values.
        qubits: Index in the outermost circuit of each qubit; None if they are the same.
        bits: The same for classical bits.
        variables: Number of each variable, in order of first occurrence.
        custom: The custom instructions of the circuit.
        namespaces: The namespaces of its annotations, each with its serializer's state.
        vectors: Its parameter vectors, from version 18 on: name, length, and id of the first element.
    """

    depth: int = 0
    qubits: Sequence[int] | None = None
    bits: Sequence[int] | None = None
    variables: list[int] = field(factory=list[int])
    custom: dict[bytes, _Custom] = field(factory=dict[bytes, _Custom])
    namespaces: list[bytes] = field(factory=list[bytes])
    vectors: list[tuple[bytes, int, int]] = field(factory=list[tuple[bytes, int, int]])

    def qubit(self, index: int) -> int:
        return index if self.qubits is None else _at(self.qubits, index)

    def bit(self, index: int) -> int:
        return index if self.bits is None else _at(self.bits, index)


@define
class _Walk:
    version: int = 0
    numbers: dict[bytes, int] = field(
        factory=dict[bytes, int]
    )  # number of each id, in order of first occurrence

    def file(self, cursor: Cursor) -> bytes:
        magic, self.version, *_, circuits = cursor.fields(">6sBBBBQ")  # FILE_HEADER
        if magic != b"QISKIT" or not OLDEST <= self.version <= _NEWEST:
            raise DamagedError("it is not QPY of a known version")
        if cursor.fields(">cc")[1] != b"q":
            raise DamagedError("it contains no circuit")
        if self.version >= 16:
            cursor.take(8 * circuits)
        found = [self._circuit(cursor, _Scope()) for _ in range(circuits)]
        if not cursor.ended:
            raise DamagedError("there is data after the circuit")
        return _joined(found)

    def _number(self, identity: bytes) -> bytes:
        return b"%d" % self.numbers.setdefault(bytes(identity), len(self.numbers))

    def _circuit(self, cursor: Cursor, scope: _Scope) -> bytes:
        if scope.depth > _MOST_NESTED:
            raise DamagedError("circuits are nested too deeply")
        # CIRCUIT_HEADER_V12
        sizes = cursor.fields(">HcHIIQIQI")
        name, phase_kind, phase, qubits, bits, metadata, registers, instructions, variables = sizes
        cursor.take(name)
        phase_value = cursor.take(phase)
        cursor.take(metadata)
        found = [_places(qubits, scope.qubits), _places(bits, scope.bits)]
        kept = [self._register(cursor, scope) for _ in range(registers)]
        named = [one for one in kept if one]
        found.append(_joined(named if scope.bits is None else sorted(named)))
        found.append(self._variables(cursor, variables, scope))
        if self.version >= 15:
            for _ in range(cursor.fields(">I")[0]):
                namespace, state = cursor.fields(">IQ")
                scope.namespaces.append(_joined([cursor.take(namespace), cursor.take(state)]))
        if self.version >= 18:
            for _ in range(cursor.fields(">H")[0]):  # PARAMETER_VECTOR_TABLE
                vector_name, length, identity = cursor.fields(">HQ16s")
                first = int.from_bytes(identity, "big")
                scope.vectors.append((bytes(cursor.take(vector_name)), length, first))
        found.append(self._value(phase_kind, phase_value, scope))
        self._custom(cursor, scope)
        found.append(_joined(self._instruction(cursor, scope) for _ in range(instructions)))
        if self.version < 18 and cursor.fields(">H")[0]:
            raise DamagedError("it has calibrations")
        skip_layout(cursor, self.version)
        return _joined(found)

    def _register(self, cursor: Cursor, scope: _Scope) -> bytes:
        """Return a classical register of the circuit; empty for any other register."""
        kind, standalone, size, name_size, present = cursor.fields(">c?IH?")  # REGISTER_V4
        adjacent = self.version >= 18 and cursor.fields(">B")[0] == 1
        name = cursor.take(name_size)
        indices: Iterable[int]
        if self.version < 18:
            indices = (index for (index,) in struct.iter_unpack(">q", cursor.take(8 * size)))
        elif adjacent:
            (first,) = cursor.fields(">I")
            if size > _MOST_BITS:
                raise DamagedError("a register in it is too large")
            indices = range(first, first + size)
        else:
            listed = struct.iter_unpack(">I", cursor.take(4 * size))
            indices = (-1 if index == _ABSENT else index for (index,) in listed)
        if kind != b"c" or (standalone and not present):
            return b""
        return _joined([name, *(b"%d" % (scope.bit(index) if index >= 0 else -1) for index in indices)])

    def _variables(self, cursor: Cursor, count: int, scope: _Scope) -> bytes:
        found: list[tuple[int, bytes]] = []
        for _ in range(count):
            identity, usage, name_size = cursor.fields(">16scH")  # EXPR_VAR_DECLARATION
            number = int(self._number(identity))
            kind = _type(cursor)
            scope.variables.append(number)
            found.append((number, _joined([b"%d" % number, usage, kind, cursor.take(name_size)])))
        return _joined(one for _, one in sorted(found))  # captures are written in arbitrary order

    def _custom(self, cursor: Cursor, scope: _Scope) -> None:
        for _ in range(cursor.fields(">Q")[0]):
            # CUSTOM_CIRCUIT_INST_DEF_V2
            fields = cursor.fields(">HcII?QIIQ")
            name_size, kind, qubits, bits, has_definition, definition, controls, state, base = fields
            name = bytes(cursor.take(name_size))
            scope.custom[name] = _Custom(
                b"%c%d,%d,%d,%d,%d" % (kind, qubits, bits, has_definition, controls, state),
                kind,
                cursor.take(definition),
                cursor.take(base),
            )

    def _defined(self, name: bytes, scope: _Scope) -> bytes:
        """Return a custom instruction: its name, its definition, and its base instruction."""
        custom = scope.custom[name]
        if custom.content is None:
            known = name.rpartition(b"_")[0] or name
            found = [custom.fields]
            if custom.kind == _PAULI_EVOLUTION:
                found.append(self._pauli_evolution(Cursor(custom.definition), scope))
            elif custom.definition:
                known = _COUNTED.sub(b"circuit", known)
                found.append(self._circuit(Cursor(custom.definition), _Scope(scope.depth + 1)))
            if custom.base:
                inner = _Scope(
                    scope.depth + 1,
                    variables=scope.variables,
                    custom=scope.custom,
                    namespaces=scope.namespaces,
                    vectors=scope.vectors,
                )
                known = _COUNTED.sub(b"circuit", known)
                found.append(self._instruction(Cursor(custom.base), inner, bare=True))
            custom.content = _joined([known, *found])
        return custom.content

    def _instruction(self, cursor: Cursor, scope: _Scope, *, bare: bool = False) -> bytes:
        # CIRCUIT_INSTRUCTION_V2
        fields = cursor.fields(">HHHIIBHqII")
        name_size, label, values, num_qubits, num_bits, extras, register, value, controls, state = fields
        if scope.depth > _MOST_NESTED:
            raise DamagedError("instructions are nested too deeply")
        name = bytes(cursor.take(name_size))
        known = self._defined(name, scope) if name in scope.custom else name
        found: list[bytes | memoryview] = [
            b"%d,%d,%d,%d,%d" % (num_qubits, num_bits, extras, controls, state),
            known,
            _COUNTED.sub(b"circuit", bytes(cursor.take(label)))
            if label
            else b"",  # for example "circuit-165^2"
        ]
        if extras & 3 == 1:
            found.append(b"%b=%d" % (self._bit_or_register(cursor.take(register), scope), value))
        elif extras & 3 == 2:
            found.append(self._value(*generic(cursor), scope))
        inside = scope
        if not bare:
            places = cursor.take(5 * (num_qubits + num_bits))  # CIRCUIT_INSTRUCTION_ARG
            if name in _CONTROL_FLOW:
                indices = [index for _, index in struct.iter_unpack(">cI", places)]
                inside = _Scope(
                    scope.depth + 1,
                    [scope.qubit(index) for index in indices[:num_qubits]],
                    [scope.bit(index) for index in indices[num_qubits:]],
                    scope.variables,
                )
            elif scope.qubits is None:
                found.append(places)
            else:
                found.extend(_mapped(places, scope))
        values_found = [self._value(*generic(cursor), scope, inside) for _ in range(values)]
        # Up to version 16, Qiskit writes a missing `else` explicitly.
        no_else = name == b"IfElseOp" and values_found[-1:] == [_NOTHING]
        found.extend(values_found[:-1] if no_else else values_found)
        if extras & 0x80:
            for _ in range(cursor.fields(">I")[0]):
                namespace, size = cursor.fields(">IQ")
                found += [_at(scope.namespaces, namespace), cursor.take(size)]
        return _joined(found)

    def _value(self, kind: bytes, content: memoryview, scope: _Scope, inside: _Scope | None = None) -> bytes:
        """Return a value with its kind.

        Args:
            kind: One letter.
            content: Its bytes.
            scope: The circuit that contains the value.
            inside: The meaning of indices in a block of the instruction.
        """
        cursor = Cursor(content)
        match kind:
            case b"p" | b"v":
                identity, symbol = self._symbol(kind, cursor, scope)
                found = _joined([self._number(identity), symbol])
            case b"e":
                found = self._expression(cursor, scope)
            case b"x":
                found = self._classical(cursor, scope)
            case b"R":
                found = self._bit_or_register(content, scope)
            case b"n":
                found = in_c_order(content) or bytes(content)
            case b"q":
                found = self._block(cursor, scope if inside is None else inside)
            case b"t":
                count = cursor.fields(">Q")[0]
                found = _joined(self._value(*generic(cursor), scope, inside) for _ in range(count))
            case b"i" | b"f" if len(content) == 8:
                # Numbers of instructions are little-endian up to version 17.
                is_little = inside is not None and self.version < 18
                kind, found = b"f", _number(kind, bytes(content[::-1] if is_little else content))
            case _:
                found = bytes(content)
        return kind + found

    def _bit_or_register(self, content: memoryview, scope: _Scope) -> bytes:
        """Return a classical bit by its index, or a register by its name."""
        written = bytes(content)
        is_bit = written[:1] == b"\0"
        if self.version >= 18:
            return b"\0%d" % scope.bit(int.from_bytes(written[1:], "big")) if is_bit else written[1:]
        try:
            return b"\0%d" % scope.bit(int(written[1:])) if is_bit else written
        except ValueError:
            raise DamagedError("a condition in it is on a bit without an index") from None

    def _block(self, cursor: Cursor, inside: _Scope) -> bytes:
        return self._circuit(cursor, _Scope(inside.depth, inside.qubits, inside.bits))

    def _symbol(self, kind: bytes, cursor: Cursor, scope: _Scope) -> tuple[bytes, bytes]:
        """Return the id of a parameter or vector element, and the rest of it."""
        if kind == b"v":
            return self._element(cursor, scope)
        if kind != b"p":
            raise DamagedError("an expression in it has a symbol of an unknown kind")
        size, identity = cursor.fields(">H16s")  # PARAMETER
        return identity, bytes(cursor.take(size))

    def _element(self, cursor: Cursor, scope: _Scope) -> tuple[bytes, bytes]:
        if self.version >= 18:
            vector, index = cursor.fields(">HQ")
            name, length, first = _at(scope.vectors, vector)
            identity = ((first + index) % 2**128).to_bytes(16, "big")
        else:
            size, length, identity, index = cursor.fields(">HQ16sQ")  # PARAMETER_VECTOR_ELEMENT
            name = bytes(cursor.take(size))
        return identity, _joined([name, b"%d of %d" % (index, length)])

    def _expression(self, cursor: Cursor, scope: _Scope) -> bytes:
        count, size = cursor.fields(">QQ")  # PARAMETER_EXPR
        operations = Cursor(cursor.take(size))
        symbols: dict[bytes, bytes] = {}
        for _ in range(count):  # PARAM_EXPR_MAP_ELEM_V3, in arbitrary order
            kind, value_kind, value_size = cursor.fields(">ccQ")
            identity, symbol = self._symbol(kind, cursor, scope)
            value = cursor.take(value_size)
            if value_kind not in {b"p", b"v"}:  # otherwise the symbol is its own value
                symbol = _joined([symbol, self._value(value_kind, value, scope)])
            symbols[identity] = symbol
        found: list[bytes] = []
        while not operations.ended:
            code, left_kind, left, right_kind, right = operations.fields(">Bc16sc16s")
            if code == _MARKER:  # start or end of a nested expression, which is redundant
                continue
            if code == _SUBSTITUTION:
                (length,) = struct.unpack_from(">Q", left)
                found.append(self._substitution(Cursor(operations.take(length)), symbols, scope))
                continue
            operands = [self._operand(left_kind, left, symbols), self._operand(right_kind, right, symbols)]
            found.append(b"%d:%b%b" % (code, *operands))
        return _joined([*found, *sorted(symbols.values())])

    def _operand(self, kind: bytes, content: bytes, symbols: dict[bytes, bytes]) -> bytes:
        if kind == b"n":
            return kind
        if kind != b"p":
            return kind + content
        if content not in symbols:
            raise DamagedError("an expression in it uses an undeclared parameter")
        return kind + _joined([self._number(content), symbols[content]])

    def _substitution(self, cursor: Cursor, symbols: dict[bytes, bytes], scope: _Scope) -> bytes:
        """Return the substitutions of symbols, as written by Qiskit before version 2."""
        found: list[bytes] = []
        for _ in range(cursor.fields(">Q")[0]):
            key_size, kind, size = cursor.fields(">HcH")  # MAP_ITEM
            key = bytes(cursor.take(key_size))
            found.append(_joined([symbols.get(key, key), self._value(kind, cursor.take(size), scope)]))
        return b"s" + _joined(sorted(found))

    def _classical(self, cursor: Cursor, scope: _Scope) -> bytes:
        """Return an expression of Qiskit's classical language, node by node."""
        found: list[bytes] = []
        wanted = 1
        while wanted:
            wanted -= 1
            (kind,) = cursor.fields(">c")
            of_type = _type(cursor)
            found += [kind, of_type]
            match kind:
                case b"x":
                    found.append(_variable(cursor, scope))
                case b"v":
                    constant = _constant(cursor)
                    # Up to version 16, Qiskit writes True and False as integers.
                    found.append(b"%d" % any(constant[1:]) if of_type == b"b" else constant)
                case b"s":
                    found.append(b"%d" % _at(scope.variables, cursor.fields(">H")[0]))
                case b"c" | b"u":
                    found.append(bytes(cursor.take(1)))
                    wanted += 1
                case b"b":
                    found.append(bytes(cursor.take(1)))
                    wanted += 2
                case b"i":
                    wanted += 2
                case _:
                    raise DamagedError("it has an unknown kind of expression")
        return _joined(found)

    def _pauli_evolution(self, cursor: Cursor, scope: _Scope) -> bytes:
        operators, standalone, time_kind, time, synthesis = cursor.fields(">Q?cQQ")  # PAULI_EVOLUTION_DEF
        found = [b"%d" % standalone]
        for _ in range(operators):
            if self.version >= 17 and cursor.fields(">?")[0]:
                sizes = cursor.fields(">IQQQQ")  # SPARSE_OBSERVABLE
                coefficients, terms, indices, bounds = (bytes(cursor.take(size)) for size in sizes[1:])
                if self.version < 18:  # a term has two bytes, the first of which is 0
                    terms = terms[1::2]
                found += [b"%d" % sizes[0], coefficients, terms, indices, bounds]
            else:
                terms = bytes(cursor.take(cursor.fields(">Q")[0]))
                found.append(in_c_order(terms) or terms)
        found.append(self._value(time_kind, cursor.take(time), scope))
        found.append(bytes(cursor.take(synthesis)))
        return _joined(found)


def _joined(parts: Iterable[bytes | memoryview]) -> bytes:
    """Concatenate length-prefixed parts, so that different parts give different bytes."""
    found = bytearray()
    for part in parts:
        found += b"%d:" % len(part)
        found += part
    return bytes(found)


def _at(values: Sequence[T], index: int) -> T:
    if index >= len(values):
        raise DamagedError("it has an index out of range")
    return values[index]


def _number(kind: bytes, content: bytes) -> bytes:
    """Return a number; an integer as the float of the same value, if exact, as Qiskit writes it from version 17 on."""
    if kind == b"f":
        return content
    (whole,) = struct.unpack(">q", content)
    return struct.pack(">d", whole) if abs(whole) <= _EXACT else b"%d" % whole


def _places(count: int, places: Sequence[int] | None) -> bytes:
    """Return the number of bits of a circuit or, in a block, their indices."""
    if places is None:
        return b"%d" % count
    if count != len(places):
        raise DamagedError("a block and its instruction have different numbers of bits")
    return b",".join(b"%d" % place for place in sorted(places))


def _mapped(places: memoryview, scope: _Scope) -> Iterable[bytes]:
    for kind, index in struct.iter_unpack(">cI", places):
        yield b"%b%d" % (kind, scope.qubit(index) if kind == b"q" else scope.bit(index))


def _type(cursor: Cursor) -> bytes:
    (kind,) = cursor.fields(">c")
    return kind + bytes(cursor.take(4)) if kind == b"u" else bytes(kind)


def _variable(cursor: Cursor, scope: _Scope) -> bytes:
    (kind,) = cursor.fields(">c")
    if kind == b"C":
        return b"C%d" % scope.bit(cursor.fields(">L")[0])
    if kind == b"R":
        return b"R" + bytes(cursor.take(cursor.fields(">H")[0]))
    if kind == b"U":
        return b"U%d" % _at(scope.variables, cursor.fields(">H")[0])
    raise DamagedError("it has an unknown kind of variable")


def _constant(cursor: Cursor) -> bytes:
    kind: bytes = cursor.fields(">c")[0]
    if kind == b"i":
        return b"i" + bytes(cursor.take(cursor.fields(">B")[0]))
    sizes = {b"b": 1, b"f": 8, b"t": 9}
    if kind not in sizes:
        raise DamagedError("it has an unknown kind of constant")
    return kind + bytes(cursor.take(sizes[kind]))
