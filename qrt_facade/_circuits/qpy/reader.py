"""Read QPY of the versions that the service supports.

The format is described in the documentation of `qiskit.qpy`; names of structures in comments are those of its
`formats.py`. No content is executed or instantiated. Values that are too complex are skipped.
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any, Final

from attrs import define, field

from qrt_facade._base.coerce import mapping_of
from qrt_facade._base.wording import pluralize
from qrt_facade._circuits.qasm.gates import FURTHER, own_name
from qrt_facade._circuits.qpy.conditions import unsupported_in
from qrt_facade._circuits.qpy.cursor import Cursor, DamagedError
from qrt_facade._circuits.qpy.names import name_of
from qrt_facade._circuits.qpy.parameters import Symbols
from qrt_facade._circuits.reading import Block, Call, Fault, Reading
from qrt_facade._service.reason_codes import NOT_ISA, NOT_LOADED, NOT_SUPPORTED, NOT_VALID, OVER_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

OLDEST: Final = 13
"""Older QPY stores expressions as Python source or as a memory dump of a C++ library, and safe readers refuse it."""
NEWEST: Final = 17
"""The newest QPY version that the service reads (constant of IBM's client, qiskit-ibm-runtime 0.51)."""


_MOST_BITS: Final = 100_000  # limit for a circuit: far more than any backend has
_LOOPS: Final = {
    "for_loop": "for",
    "while_loop": "while",
    "switch_case": "switch",
    "break_loop": "break",
    "continue_loop": "continue",
}
_INSTRUCTION: Final = b"i"  # kind of a custom instruction that is not a gate


def read_qpy(content: bytes, *, for_executor: bool = False) -> Reading:
    """Read the single circuit of a QPY file, up to its first fault.

    Args:
        content: The file.
        for_executor: Whether stretches and boxes are accepted, as by the executor; the primitives do not support them.
    """
    walk = _Walk(for_executor=for_executor)
    try:
        walk.file(Cursor(content))
    except DamagedError as error:
        walk.faults.append(Fault(f"the circuit cannot be read from its QPY: {error}", NOT_LOADED))
    except _StopError as stop:
        walk.faults.append(stop.fault)
    return walk.reading()


class _StopError(Exception):
    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.fault = Fault(message, code)


@define
class _Circuit:
    """The position of a circuit within the circuits around it.

    Attributes:
        qubits: Index in the outermost circuit for each of its qubits.
        bits: The same for its classical bits.
        conditional: Whether the circuit is inside a condition.
        depth: Number of enclosing circuits.
    """

    qubits: Sequence[int]
    bits: Sequence[int]
    conditional: bool = False
    depth: int = 0


@define
class _Walk:
    for_executor: bool = False
    version: int = 0
    faults: list[Fault] = field(factory=list[Fault])
    calls: list[Call] = field(factory=list[Call])
    blocks: list[Block] = field(factory=list[Block])
    num_qubits: int | None = None
    registers: dict[str, int] = field(factory=dict[str, int])
    registered: set[int] = field(factory=set[int])  # bits that belong to a register
    symbols: Symbols = field(factory=Symbols)
    measures: bool = False
    measures_loose_bits: bool = False
    measures_conditionally: bool = False
    control_flow: set[str] = field(factory=set[str])
    metadata: Mapping[str, Any] = field(factory=dict[str, Any])

    def reading(self) -> Reading:
        return Reading(
            tuple(self.calls),
            tuple(self.faults),
            num_qubits=self.num_qubits,
            parameters=frozenset(self.symbols.names) if self.symbols.known else None,
            registers=self.registers,
            measures=self.measures,
            measures_loose_bits=self.measures_loose_bits,
            control_flow=frozenset(self.control_flow),
            measures_conditionally=self.measures_conditionally,
            metadata=self.metadata,
            blocks=tuple(self.blocks),
        )

    def file(self, cursor: Cursor) -> None:
        magic, self.version, *_, circuits = cursor.fields(">6sBBBBQ")  # FILE_HEADER
        if magic != b"QISKIT":
            raise DamagedError("it does not start with the QPY magic bytes")
        if not OLDEST <= self.version <= NEWEST:
            raise DamagedError(
                f"it has version {self.version}, but the service reads versions {OLDEST} to {NEWEST}; "
                f"write it with version={NEWEST}"
            )
        encoding, kind = cursor.fields(">cc")
        if encoding not in {b"p", b"e"} or kind != b"q":
            raise DamagedError("it contains no circuit")
        if circuits != 1:
            raise DamagedError(f"it contains {pluralize(circuits, 'circuit')}, but exactly 1 is expected")
        if self.version >= 16:
            cursor.fields(">Q")
        self._circuit(cursor, None)

    def _circuit(self, cursor: Cursor, around: _Circuit | None) -> None:
        # CIRCUIT_HEADER_V12
        sizes = cursor.fields(">HcHIIQIQI")
        name, phase_kind, phase, qubits, bits, metadata, registers, instructions, variables = sizes
        if around is None:
            around = self._outermost(qubits, bits)
        cursor.text(name)
        self.symbols.value(phase_kind, cursor.take(phase), little_endian=False)
        found = _metadata(cursor.take(metadata))
        if around.depth == 0:
            self.metadata = found
        for _ in range(registers):
            self._register(cursor, outermost=around.depth == 0)
        self._variables(cursor, variables)
        if self.version >= 15:
            for _ in range(cursor.fields(">I")[0]):
                namespace, state = cursor.fields(">IQ")
                cursor.text(namespace)
                cursor.take(state)
        custom = dict(_custom_kinds(cursor))
        for _ in range(instructions):
            self._instruction(cursor, around, custom)
        # Calibrations are gone from all supported versions of Qiskit; what follows them is not read.
        if not cursor.fields(">H")[0]:
            skip_layout(cursor, self.version)

    def _outermost(self, qubits: int, bits: int) -> _Circuit:
        if qubits > _MOST_BITS:
            raise _StopError(
                f"the circuit has {qubits:,} qubits; no backend has more than {_MOST_BITS:,}", NOT_ISA
            )
        if bits > _MOST_BITS:
            raise _StopError(
                f"the circuit has {bits:,} classical bits; at most {_MOST_BITS:,} are allowed", OVER_LIMIT
            )
        self.num_qubits = qubits
        return _Circuit(range(qubits), range(bits))

    def _register(self, cursor: Cursor, *, outermost: bool) -> None:
        kind, standalone, size, name_size, present = cursor.fields(">c?IH?")  # REGISTER_V4
        name = cursor.text(name_size)
        # -1 marks a bit that is not in the circuit.
        places = [place for (place,) in struct.iter_unpack(">q", cursor.take(8 * size)) if place >= 0]
        if outermost and kind == b"c" and (present or not standalone):
            self.registers[name] = len(places)
            self.registered.update(places)

    def _variables(self, cursor: Cursor, count: int) -> None:
        for _ in range(count):
            _, usage, name_size, kind = cursor.fields(">16scHc")  # EXPR_VAR_DECLARATION
            if kind == b"u":
                cursor.fields(">L")
            name = cursor.text(name_size)
            if usage in {b"A", b"O"}:
                if self.for_executor:
                    continue
                message = f"the circuit has the stretch {name!r}; use a number as the duration of a delay"
            else:
                message = f"the circuit has the variable {name!r}; only classical bits can store values"
            raise _StopError(message, NOT_SUPPORTED)

    def _instruction(self, cursor: Cursor, around: _Circuit, custom: dict[str, bytes]) -> None:
        # CIRCUIT_INSTRUCTION_V2
        fields = cursor.fields(">HHHIIBHqII")
        name_size, label, parameters, num_qubits, num_bits, extras, register, _, controls, state = fields
        written = cursor.text(name_size)
        name = name_of(written, custom=written in custom, controls=controls, control_state=state)
        cursor.text(label)
        condition = extras & 3
        if written in custom:
            name = _own_name(name, custom[written], (num_qubits, num_bits))
        if condition == 1:
            cursor.take(register)
        elif condition == 2:
            unsupported = unsupported_in(generic(cursor)[1])
            if unsupported is not None:
                self._check_control_flow(name, around)
                raise _StopError(unsupported, NOT_SUPPORTED)
        qubits, bits = _places(cursor, num_qubits + num_bits, around)
        values = [generic(cursor) for _ in range(parameters)]
        if extras & 0x80:
            for _ in range(cursor.fields(">I")[0]):
                cursor.take(cursor.fields(">IQ")[1])
        if len(set(qubits)) < len(qubits):
            raise _StopError(f"the instruction {name} on qubits {qubits} names a qubit twice", NOT_LOADED)
        self._check_control_flow(name, around)
        if name in {"if_else", "box"}:
            self._block(name, values, qubits, bits, around)
        elif condition:
            self._conditional_call(name, qubits, bits, values)
        else:
            self._call(name, qubits, bits, values, conditional=around.conditional)

    def _check_control_flow(self, name: str, around: _Circuit) -> None:
        if name in _LOOPS:
            self.control_flow.add(_LOOPS[name])
            raise _StopError(f"{_LOOPS[name]!r} is no longer supported", NOT_SUPPORTED)
        if name == "box" and not self.for_executor:
            self.control_flow.add("box")
            raise _StopError("'box' is not supported", NOT_SUPPORTED)
        if name == "if_else" and around.conditional:
            self.control_flow.add("nested if")
            raise _StopError("an 'if' inside an 'if' or 'else' is no longer supported", NOT_SUPPORTED)

    def _block(
        self,
        name: str,
        values: list[tuple[bytes, memoryview]],
        qubits: tuple[int, ...],
        bits: tuple[int, ...],
        around: _Circuit,
    ) -> None:
        is_condition = name == "if_else"
        if is_condition:
            self.control_flow.add("if")
        inside = _Circuit(
            qubits, bits, conditional=is_condition or around.conditional, depth=around.depth + 1
        )
        place, first, ends = len(self.blocks), len(self.calls), list[int]()
        for kind, content in values:
            if kind == b"q":
                self._circuit(Cursor(content), inside)
                ends.append(len(self.calls))
        duration = None if is_condition else self._box_duration(values)
        self.blocks.insert(
            place, Block("if" if is_condition else "box", first, tuple(ends), qubits, bits, duration)
        )

    def _box_duration(self, values: list[tuple[bytes, memoryview]]) -> tuple[float, str] | None:
        """Return the duration of a box and its unit, which follow its block; None unless it is a number."""
        if len(values) < 3 or values[1][0] not in {b"f", b"i"}:
            return None
        found = self.symbols.value(*values[1])
        return (found, bytes(values[2][1]).decode("ascii", "replace")) if isinstance(found, float) else None

    def _conditional_call(
        self,
        name: str,
        qubits: tuple[int, ...],
        bits: tuple[int, ...],
        values: list[tuple[bytes, memoryview]],
    ) -> None:
        """Add an instruction with its own condition, as in older versions of Qiskit; the bits it reads are ignored."""
        self.control_flow.add("if")
        at = len(self.calls)
        self.blocks.append(Block("if", at, (at + 1,), qubits, bits))
        self._call(name, qubits, bits, values, conditional=True)

    def _call(
        self,
        name: str,
        qubits: tuple[int, ...],
        bits: tuple[int, ...],
        values: list[tuple[bytes, memoryview]],
        *,
        conditional: bool,
    ) -> None:
        if name.startswith("measure") and bits:
            loose = not self.registered.issuperset(bits)
            self.measures_loose_bits |= loose
            self.measures |= not self.registered.isdisjoint(bits)
            self.measures_conditionally |= conditional
        if name == "store":
            for kind, content in values:
                unsupported = unsupported_in(content) if kind == b"x" else None
                if unsupported is not None:
                    raise _StopError(unsupported, NOT_SUPPORTED)
        if name == "delay" and values and values[0][0] == b"x" and not self.for_executor:
            raise _StopError("the duration of a delay is an expression; use a number", NOT_SUPPORTED)
        angles = tuple(self.symbols.value(kind, content) for kind, content in values)
        if name == "delay" and angles and isinstance(angles[0], float) and not _is_whole(angles[0]):
            raise _StopError(
                f"the delay of {angles[0]:g} dt on qubit {qubits[0]} is not a whole number of 0 or more",
                NOT_VALID,
            )
        self.calls.append(Call(name, qubits, angles, bits=bits))


def _own_name(name: str, kind: bytes, acts_on: tuple[int, int]) -> str:
    """Return the name of a custom instruction, changed if it clashes with another kind of instruction.

    The exceptions are further kinds of measurement and reset, for which only IBM's client has classes.
    """
    is_further = any(name.startswith(one) and acts_on == bits for one, bits in FURTHER.items())
    return name if kind == _INSTRUCTION and is_further else own_name(name)


def _is_whole(value: float) -> bool:
    return value >= 0 and value.is_integer()


def generic(cursor: Cursor) -> tuple[bytes, memoryview]:
    """Read a value: its type, one letter, and its bytes (INSTRUCTION_PARAM)."""
    kind, size = cursor.fields(">cQ")
    return kind, cursor.take(size)


def _places(cursor: Cursor, count: int, around: _Circuit) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the qubits and the bits that an instruction acts on, as indices in the outermost circuit."""
    qubits: list[int] = []
    bits: list[int] = []
    for _ in range(count):
        kind, index = cursor.fields(">cI")  # CIRCUIT_INSTRUCTION_ARG
        known = around.qubits if kind == b"q" else around.bits
        if kind not in {b"q", b"c"} or index >= len(known):
            raise DamagedError("an instruction in it acts on a bit that does not exist")
        place: int = known[int(index)]
        (qubits if kind == b"q" else bits).append(place)
    return tuple(qubits), tuple(bits)


def _custom_kinds(cursor: Cursor) -> Iterator[tuple[str, bytes]]:
    """Yield the names of a circuit's custom instructions and their kinds, one letter; definitions are skipped."""
    for _ in range(cursor.fields(">Q")[0]):
        name, kind, _, _, _, definition, _, _, base = cursor.fields(
            ">HcII?QIIQ"
        )  # CUSTOM_CIRCUIT_INST_DEF_V2
        yield cursor.text(name), kind
        cursor.take(definition)
        cursor.take(base)


def _metadata(content: memoryview) -> Mapping[str, Any]:
    try:
        return mapping_of(json.loads(bytes(content)))
    except (ValueError, RecursionError) as error:
        raise DamagedError("its metadata is not JSON") from error


def skip_layout(cursor: Cursor, version: int) -> None:
    """Skip the transpiler's layout, the last part of a circuit; supports version 18 too."""
    _, initial, mapping, final, registers, _ = cursor.fields(">?iiiIi")  # LAYOUT_V2
    for _ in range(registers):
        _, _, size, name, _ = cursor.fields(">c?IH?")
        if version >= 18:  # consecutive bits are stored as the first one
            cursor.take(name + 4 * (1 if cursor.fields(">B")[0] == 1 else size))
        else:
            cursor.take(name + 8 * size)
    for _ in range(max(initial, 0)):
        # From version 18 on, a bit without a register has nothing after its index of -1.
        if cursor.fields(">i")[0] >= 0 or version < 18:
            cursor.take(max(cursor.fields(">i")[0], 0))
    cursor.take(4 * (max(mapping, 0) + max(final, 0)))
