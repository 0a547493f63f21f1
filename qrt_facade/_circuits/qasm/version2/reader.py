"""Read OpenQASM 2 text like Qiskit's reader.

That reader is `qiskit.qasm2.loads` with `include_path=()` and Qiskit's legacy instructions and functions. It is not
strict: trailing commas, empty statements and a missing version are allowed. Gate definitions are checked and not kept,
because a backend identifies gates only by name.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import define, field, frozen

from qrt_facade._base.wording import pluralize
from qrt_facade._circuits.qasm.faults import FaultError, quoted
from qrt_facade._circuits.qasm.version2.angles import read_angle
from qrt_facade._circuits.qasm.version2.gates import Gate, Gates, check_angles, count_message
from qrt_facade._circuits.qasm.version2.stream import Stream
from qrt_facade._circuits.reading import Block, Call, Reading
from qrt_facade._service.reason_codes import NOT_ISA, NOT_LOADED, NOT_SUPPORTED, NOT_VALID, OVER_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable

    from qrt_facade._circuits.qasm.tokens import Token
    from qrt_facade._circuits.reading import Fault

_MOST_BITS: Final = 100_000  # limit on declared qubits and classical bits: far more than any backend has
_MOST_CALLS: Final = 4_000_000


def read_version_2(text: str) -> Reading:
    """Read a program up to its first fault."""
    program = _Program(text)
    try:
        program.read()
    except FaultError as error:
        return program.reading((error.fault(text),))
    return program.reading(())


@frozen
class _Register:
    first: int
    size: int
    classical: bool


@define
class _Definition:
    """Names inside the gate being defined."""

    parameters: set[str] = field(factory=set[str])
    qubits: dict[str, int] = field(factory=dict[str, int])
    uses_parameters: bool = False


_Operand: TypeAlias = range | int
"""A whole register, or one bit."""


class _Program:
    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = [0]  # start index of each line
        self._tokens: Stream
        self._gates = Gates()
        self._registers: dict[str, _Register] = {}
        self._sizes = {"qreg": 0, "creg": 0}
        self._calls: list[Call] = []
        self._blocks: list[Block] = []
        self._conditional = False
        self._measures = False
        self._measures_conditionally = False
        self._redefined: set[str] = set()

    def reading(self, faults: tuple[Fault, ...]) -> Reading:
        """Return everything read so far."""
        return Reading(
            tuple(self._calls),
            faults,
            num_qubits=self._sizes["qreg"],
            parameters=frozenset(),
            registers={name: one.size for name, one in self._registers.items() if one.classical},
            measures=self._measures,
            control_flow=frozenset({"if"} if self._conditional else ()),
            measures_conditionally=self._measures_conditionally,
            redefined=frozenset(self._redefined),
            blocks=tuple(self._blocks),
        )

    def read(self) -> None:
        """Read all statements.

        Raises:
            FaultError: The first fault.
        """
        start = self._text.find("\n") + 1
        while start:
            self._lines.append(start)
            start = self._text.find("\n", start) + 1
        tokens = self._tokens = Stream(self._text)
        while tokens.next.kind == "OPENQASM":  # Qiskit's reader allows a second one here
            self._version()
        statements: dict[str, Callable[[], None]] = {
            "identifier": self._gate_call,
            "qreg": self._declaration,
            "creg": self._declaration,
            "include": self._include,
            "measure": self._measure,
            "reset": self._reset,
            "barrier": self._barrier,
            "if": self._condition,
            "opaque": self._opaque,
            "gate": self._definition,
            ";": self._nothing,
        }
        while tokens.next.kind != "end of text":
            statement = statements.get(tokens.next.kind)
            if statement is None:
                raise self._no_statement()
            statement()

    def _nothing(self) -> None:
        self._tokens.take()

    def _no_statement(self) -> FaultError:
        token = self._tokens.next
        if token.kind == "OPENQASM":
            return FaultError("the version is only allowed in the first statement", token.start)
        return FaultError(f"expected a statement, but found {quoted(token.text)}", token.start)

    def _version(self) -> None:
        self._tokens.take()
        token = self._tokens.next
        if token.kind not in {"integer", "float"} or token.text.endswith(".") or "e" in token.text.lower():
            raise self._tokens.unexpected("a version, such as 2.0")
        self._tokens.take()
        major, _, minor = token.text.partition(".")
        if int(major or -1) != 2 or int(minor or 0) != 0:
            raise FaultError(f"expected OpenQASM 2.0, but found {token.text}", token.start)
        self._end()

    def _end(self) -> None:
        self._tokens.expect(";", "';'")

    def _declaration(self) -> None:
        kind = self._tokens.take().kind
        name = self._tokens.expect("identifier", "a name")
        self._tokens.expect("[", "'['")
        size = self._tokens.expect("integer", "a whole number")
        self._tokens.expect("]", "']'")
        self._end()
        if name.text in self._registers or name.text in self._gates.known:
            raise FaultError(f"{quoted(name.text)} is already defined", name.start, NOT_VALID)
        first = self._sizes[kind]
        width = _whole(size)
        if first + width > _MOST_BITS:
            code = NOT_ISA if kind == "qreg" else OVER_LIMIT
            what = "qubits" if kind == "qreg" else "classical bits"
            raise FaultError(f"more than {_MOST_BITS:,} {what} are declared", size.start, code)
        self._registers[name.text] = _Register(first, width, classical=kind == "creg")
        self._sizes[kind] += width

    def _include(self) -> None:
        statement = self._tokens.take()
        name = self._tokens.expect("string", "the name of a file in quotation marks")
        self._end()
        if name.text[1:-1] != "qelib1.inc":
            message = f"{quoted(name.text[1:-1])} cannot be included; only qelib1.inc can"
            raise FaultError(message, name.start, NOT_SUPPORTED)
        self._gates.include(set(self._registers), statement)

    def _condition(self) -> None:
        self._tokens.take()
        self._tokens.expect("(", "'('")
        name = self._tokens.expect("identifier", "a classical register")
        self._tokens.expect("==", "'=='")
        self._tokens.expect("integer", "a whole number")
        self._tokens.expect(")", "')'")
        register = self._register(name, classical=True)
        statement = {"identifier": self._gate_call, "measure": self._measure, "reset": self._reset}.get(
            self._tokens.next.kind
        )
        if statement is None:
            raise self._tokens.unexpected("a gate, a measurement or a reset")
        self._conditional = True
        self._measures_conditionally |= self._tokens.next.kind == "measure"
        first = len(self._calls)
        statement()
        read = range(register.first, register.first + register.size)
        for index in range(first, len(self._calls)):
            call = self._calls[index]
            bits = tuple({*read, *call.bits})
            self._blocks.append(Block("if", index, (index + 1,), call.qubits or (), bits))

    def _measure(self) -> None:
        statement = self._tokens.take()
        qubits = self._operand(classical=False)
        self._tokens.expect("->", "'->'")
        bits = self._operand(classical=True)
        self._end()
        if isinstance(qubits, int) and isinstance(bits, int):
            self._measures = True
            self._call("measure", (qubits,), statement, bits=(bits,))
        elif isinstance(qubits, range) and isinstance(bits, range) and len(qubits) == len(bits):
            self._measures = self._measures or bool(qubits)
            for qubit, bit in zip(qubits, bits, strict=True):
                self._call("measure", (qubit,), statement, bits=(bit,))
        else:
            message = "the measurement has different numbers of qubits and bits"
            raise FaultError(message, statement.start, NOT_VALID)

    def _reset(self) -> None:
        statement = self._tokens.take()
        qubits = self._operand(classical=False)
        self._end()
        for qubit in qubits if isinstance(qubits, range) else (qubits,):
            self._call("reset", (qubit,), statement)

    def _barrier(self, definition: _Definition | None = None) -> None:
        statement = self._tokens.take()
        every = self._tokens.next.kind == ";"
        operands = self._operands(definition)
        self._end()
        if definition is not None:
            return
        if every:
            operands = [range(self._sizes["qreg"])]
        qubits = dict.fromkeys(
            qubit for one in operands for qubit in (one if isinstance(one, range) else (one,))
        )
        if qubits:
            self._call("barrier", tuple(qubits), statement)

    def _gate_call(self, definition: _Definition | None = None) -> None:
        token = self._tokens.take()
        if token.text in self._registers:
            raise FaultError(f"{quoted(token.text)} is a register, not a gate", token.start, NOT_VALID)
        gate = self._gates.called(token)
        angles = self._angles(token, gate, definition)
        operands = self._operands(definition)
        if len(operands) != gate.qubits:
            if self._tokens.next.kind != ";":
                raise self._tokens.unexpected("the end of the list of qubits")
            message = count_message(token.text, "qubit", gate.qubits, len(operands))
            raise FaultError(message, token.start, NOT_VALID)
        self._end()
        places = _broadcast(operands, token)
        if definition is not None:
            return
        values = tuple(angle for angle in angles if angle is not None)
        if places:
            check_angles(gate, values, token)
        source = None if gate.name == token.text else token.text
        for place in places:
            self._call(gate.name, place, token, values, source)

    def _angles(self, token: Token, gate: Gate, definition: _Definition | None) -> list[float | None]:
        found: list[float | None] = []
        if self._tokens.accept("(") is None:
            # Without parentheses Qiskit does not check the number, and fails when it builds a definition that uses an
            # angle.
            if gate.needs_angles and definition is None:
                message = count_message(token.text, "angle", gate.angles, 0)
                raise FaultError(message, token.start, NOT_VALID)
            return found
        inside = definition or _Definition()
        while self._tokens.next.kind != ")":
            angle = read_angle(self._tokens, inside.parameters, inside.qubits)
            inside.uses_parameters |= angle is None
            found.append(angle)
            if self._tokens.accept(",") is None:
                break
        self._tokens.expect(")", "')'")
        if len(found) != gate.angles:
            message = count_message(token.text, "angle", gate.angles, len(found))
            raise FaultError(message, token.start, NOT_VALID)
        return found

    def _operands(self, definition: _Definition | None) -> list[_Operand]:
        found: list[_Operand] = []
        while self._tokens.next.kind == "identifier":
            if definition is None:
                found.append(self._operand(classical=False))
            else:
                found.append(self._qubit_of(definition))
            if self._tokens.accept(",") is None:
                break
        return found

    def _qubit_of(self, definition: _Definition) -> int:
        token = self._tokens.take()
        qubit = definition.qubits.get(token.text)
        if qubit is None:
            raise FaultError(f"{quoted(token.text)} is not a qubit of the gate", token.start, NOT_VALID)
        return qubit

    def _operand(self, *, classical: bool) -> _Operand:
        what = "a classical register or bit" if classical else "a quantum register or qubit"
        name = self._tokens.expect("identifier", what)
        register = self._register(name, classical=classical)
        if self._tokens.accept("[") is None:
            return range(register.first, register.first + register.size)
        index = self._tokens.expect("integer", "an index")
        self._tokens.expect("]", "']'")
        if _whole(index) >= register.size:
            message = f"the index {index.text[:20]} is out of range: {quoted(name.text)} has {pluralize(register.size, 'bit')}"
            raise FaultError(message, index.start, NOT_VALID)
        return register.first + int(index.text)

    def _register(self, name: Token, *, classical: bool) -> _Register:
        register = self._registers.get(name.text)
        kind = "a classical register" if classical else "a quantum register"
        if register is None and name.text not in self._gates.known:
            raise FaultError(f"{quoted(name.text)} is not defined", name.start, NOT_VALID)
        if register is None or register.classical is not classical:
            raise FaultError(f"{quoted(name.text)} is not {kind}", name.start, NOT_VALID)
        return register

    def _definition(self) -> None:
        statement = self._tokens.take()
        name = self._tokens.expect("identifier", "a name")
        inside = _Definition()
        if self._tokens.accept("(") is not None:
            for token in self._names():
                if token.text in inside.parameters:
                    raise FaultError(f"{quoted(token.text)} is already defined", token.start, NOT_VALID)
                inside.parameters.add(token.text)
            self._tokens.expect(")", "a closing parenthesis")
        for token in self._names():
            if token.text in inside.parameters or token.text in inside.qubits:
                raise FaultError(f"{quoted(token.text)} is already defined", token.start, NOT_VALID)
            inside.qubits[token.text] = len(inside.qubits)
        if not inside.qubits:
            raise FaultError("a gate must act on at least one qubit", statement.start, NOT_VALID)
        self._tokens.expect("{", "the body of the gate")
        while self._tokens.accept("}") is None:
            if self._tokens.next.kind == "identifier":
                self._gate_call(inside)
            elif self._tokens.next.kind == "barrier":
                self._barrier(inside)
            else:
                raise self._tokens.unexpected("a gate, a barrier or '}'")
        self._define(
            name,
            len(inside.parameters),
            len(inside.qubits),
            statement,
            needs_angles=inside.uses_parameters,
        )

    def _opaque(self) -> None:
        statement = self._tokens.take()
        name = self._tokens.expect("identifier", "a name")
        angles = 0
        if self._tokens.accept("(") is not None:
            angles = len(self._names())
            self._tokens.expect(")", "a closing parenthesis")
        qubits = len(self._names())
        self._end()
        if not qubits:
            raise FaultError("a gate must act on at least one qubit", statement.start, NOT_VALID)
        self._define(name, angles, qubits, statement)

    def _define(
        self, name: Token, angles: int, qubits: int, statement: Token, *, needs_angles: bool = False
    ) -> None:
        self._gates.define(
            name.text, angles, qubits, set(self._registers), statement, needs_angles=needs_angles
        )
        self._redefined.add(name.text)

    def _names(self) -> list[Token]:
        found: list[Token] = []
        while (token := self._tokens.accept("identifier")) is not None:
            found.append(token)
            if self._tokens.accept(",") is None:
                break
        return found

    def _call(
        self,
        name: str,
        qubits: tuple[int, ...],
        token: Token,
        angles: tuple[float, ...] = (),
        source: str | None = None,
        *,
        bits: tuple[int, ...] = (),
    ) -> None:
        if len(self._calls) >= _MOST_CALLS:
            raise FaultError(f"more than {_MOST_CALLS:,} instructions", token.start, OVER_LIMIT)
        line = bisect_right(self._lines, token.start)
        self._calls.append(Call(name, qubits, angles, source, line, token.start, bits))


def _whole(token: Token) -> int:
    # Python refuses to parse thousands of digits, and no valid number has 20.
    return int(token.text[:20])


def _broadcast(operands: list[_Operand], token: Token) -> list[tuple[int, ...]]:
    """Return the qubits of each call when a gate is applied to registers and single qubits.

    Raises:
        FaultError: A qubit occurs twice, or registers differ in size.
    """
    if all(isinstance(one, int) for one in operands):
        place = tuple(one for one in operands if isinstance(one, int))
        if len(set(place)) < len(place):
            raise _twice(token)
        return [place]
    seen: set[int] = set()
    length = 0
    for one in operands:
        qubits = one if isinstance(one, range) else range(one, one + 1)
        if isinstance(one, range):
            if length and len(one) != length:
                raise FaultError("the registers differ in size", token.start, NOT_VALID)
            length = len(one)
        if not seen.isdisjoint(qubits):
            raise _twice(token)
        seen.update(qubits)
    return [
        tuple(one[index] if isinstance(one, range) else one for one in operands) for index in range(length)
    ]


def _twice(token: Token) -> FaultError:
    return FaultError(f"{quoted(token.text)} names a qubit twice", token.start, NOT_LOADED)
