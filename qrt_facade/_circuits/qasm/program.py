"""Interpret an OpenQASM 3 program without Qiskit: its calls, registers, parameters and faults.

Statements are interpreted like in the service's importer (`ConvertVisitor` of qiskit_qasm3_import 0.6), except for
those that the service no longer supports. A faulty statement is skipped, and so are statements that use the names it
declares.
"""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, Any, ClassVar, Final

from qrt_facade._circuits.expressions import Parameter
from qrt_facade._circuits.qasm import syntax
from qrt_facade._circuits.qasm.calls import Calls
from qrt_facade._circuits.qasm.conditions import read_condition
from qrt_facade._circuits.qasm.faults import FaultError, quoted
from qrt_facade._circuits.qasm.gates import NATIVE, STANDARD, Applied, Gate, expanded, modified, own_name
from qrt_facade._circuits.qasm.measured import Measured, bits_named
from qrt_facade._circuits.qasm.scopes import NUMBERS, Scopes, UnknownError, Value
from qrt_facade._circuits.qasm.statement_parser import Parser
from qrt_facade._circuits.qasm.values import INTEGERS, REGISTERS, Resolver, as_float, invalid, shown
from qrt_facade._circuits.reading import Block, Reading
from qrt_facade._service.reason_codes import NOT_ISA, NOT_SUPPORTED, OVER_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qrt_facade._circuits.expressions import Expression

MAX_DECLARED: Final = 100_000
"""Maximum number of declared qubits, and of classical bits: far more than any device has."""
_MOST_FAULTS: Final = 10

_PHYSICAL = re.compile(r"\$([0-9]+)")
_REGISTER_NAME = re.compile(r"[a-z]\w*", re.ASCII)
_DEFINITIONS: Final = {
    "rzz": "gate rzz(p) a, b { cx a, b; rz(p) b; cx a, b; }",
    "ecr": (
        "gate rzx(p) a, b { h b; cx a, b; rz(p) b; cx a, b; h b; } "
        "gate ecr a, b { rzx(pi/4) a, b; x a; rzx(-pi/4) a, b; }"
    ),
}
"""Native gates missing from stdgates.inc, with definitions that a program can use."""
_DECLARED_BY: Final = (
    syntax.QubitDeclaration,
    syntax.BitDeclaration,
    syntax.InputDeclaration,
    syntax.GateDefinition,
    syntax.Alias,
)


def read_version_3(text: str) -> Reading:
    """Read an OpenQASM 3 program.

    If the text is not OpenQASM 3, only the first fault is returned. Otherwise the faults of up to ten statements are
    returned; the first one is the one that the job would fail with.
    """
    program = Program(text)
    try:
        for statement in Parser(text).statements():
            program.add(statement)
    except FaultError as error:
        return Reading(faults=(error.fault(text),))
    except RecursionError:
        return Reading(faults=(FaultError("the program is nested too deeply", 0).fault(text),))
    return program.reading()


class _Circuit:
    """The circuit that statements are added to: the program's, or that of a gate definition."""

    def __init__(self) -> None:
        self.num_qubits = 0
        self.num_bits = 0
        self.loose_bits: set[int] = set()
        self.registers: dict[str, int] = {}
        self.register_names: set[str] = set()
        self.unique = 0


class Program:
    """Interprets one statement at a time; `reading` returns the result.

    Attributes:
        measured: Each measured qubit, in order.
        bits_read: Classical bits that a condition reads.
        qubit_names: The declared name of each qubit, at the top of the program; empty for physical qubits.
        register_bits: Classical registers, aliases included -> their bits.
    """

    def __init__(self, text: str) -> None:
        self.measured: list[Measured] = []
        self.bits_read: set[int] = set()
        self.qubit_names: list[str] = []
        self.register_bits: dict[str, tuple[int, ...]] = {}
        self._text = text
        self._scopes = Scopes()
        self._resolver = Resolver(self._found)
        self._circuit = _Circuit()
        self._calls = Calls(text)
        self._blocks: list[Block] = []
        self._faults: list[FaultError] = []
        self._parameters: set[str] = set()
        self._control_flow: set[str] = set()
        self._redefined: set[str] = set()
        self._addressing = ""  # "physical" or "declared", set by the first use of qubits
        self._conditions = 0
        self._measures = False
        self._measures_loose_bits = False
        self._measures_conditionally = False

    def reading(self) -> Reading:
        """Return the result of all statements so far."""
        return Reading(
            calls=tuple(self._calls.found),
            faults=tuple(error.fault(self._text) for error in self._faults),
            num_qubits=self._circuit.num_qubits,
            parameters=frozenset(self._parameters),
            registers=self._circuit.registers,
            measures=self._measures,
            measures_loose_bits=self._measures_loose_bits,
            control_flow=frozenset(self._control_flow),
            measures_conditionally=self._measures_conditionally,
            redefined=frozenset(self._redefined),
            blocks=tuple(self._blocks),
        )

    def meaning(self, name: str) -> Value | None:
        """Return the value of a name at this point of the program, or None."""
        return self._scopes.find(name, 0)

    def add(self, statement: syntax.Statement) -> None:
        """Interpret the next statement."""
        if len(self._faults) >= _MOST_FAULTS:
            return
        try:
            self._HANDLERS[type(statement)](self, statement)
        except UnknownError:
            self._forget(statement)
        except FaultError as error:
            self._faults.append(error)
            self._forget(statement)

    def _forget(self, statement: syntax.Statement) -> None:
        if isinstance(statement, syntax.Unsupported) and statement.declares:
            self._scopes.forget(statement.declares)
        elif isinstance(statement, _DECLARED_BY):
            self._scopes.forget(statement.name)

    # Names and registers

    def _found(self, name: syntax.Name) -> Value:
        """Return the value of a name; a physical qubit is declared by its first use."""
        physical = _PHYSICAL.fullmatch(name.name)
        if physical and self._scopes.kind == "gate":
            raise invalid("physical qubits cannot be used in the definition of a gate", name)
        found = self._scopes.find(name.name, name.start)
        if found is not None:
            return found
        if physical is None:
            raise invalid(f"{quoted(name.name)} is not defined", name)
        index = int(physical[1][:20])
        self._address("physical", name.start)
        self._check_declared(index + 1, 0, name.start)
        if index < self._circuit.num_qubits:
            raise invalid(f"{quoted(name.name)} is not defined; write '${index}'", name)
        for qubit in range(self._circuit.num_qubits, index + 1):
            self._scopes.declare(f"${qubit}", Value("qubit", qubit), name.start, everywhere=True)
        self._circuit.num_qubits = index + 1
        return Value("qubit", index)

    def _address(self, kind: str, start: int) -> None:
        if self._addressing not in {"", kind}:
            message = "physical qubits ($0) and declared qubits cannot be mixed in one program"
            raise FaultError(message, start, NOT_SUPPORTED)
        self._addressing = kind

    def _check_declared(self, qubits: int, bits: int, start: int) -> None:
        if qubits > MAX_DECLARED:
            message = f"the circuit has {qubits:,} qubits, but no device has more than {MAX_DECLARED:,}"
            raise FaultError(message, start, NOT_ISA)
        if bits > MAX_DECLARED:
            message = f"the circuit has {bits:,} classical bits; at most {MAX_DECLARED:,} are allowed"
            raise FaultError(message, start, OVER_LIMIT)

    def _size(self, size: syntax.Expression | None) -> int | None:
        if size is None:
            return None
        found = self._resolver.whole(size)
        if found < 0:
            raise invalid(f"a register cannot have {found} bits", size)
        return found

    def _register(self, name: str, start: int) -> str:
        """Reserve the name of a register, in the importer's spelling; raise if it exists."""
        written = _escaped(name)
        if written in self._circuit.register_names:
            raise invalid(f"a register {quoted(written)} already exists", start)
        self._circuit.register_names.add(written)
        return written

    def _unique(self, prefix: str) -> str:
        """Return an unused name."""
        while True:
            name = f"{prefix}_{self._circuit.unique}"
            self._circuit.unique += 1
            if name not in self._scopes:
                return name

    # Declarations

    def _include(self, statement: syntax.Include) -> None:
        if statement.file != "stdgates.inc":
            raise FaultError("only stdgates.inc can be included", statement.start, NOT_SUPPORTED)
        for name, gate in STANDARD.items():
            if name in self._scopes:
                raise invalid(f"{quoted(name)} is already defined; stdgates.inc defines it", statement.start)
            self._scopes.declare(name, Value("gate", gate), statement.start)

    def _qubits(self, statement: syntax.QubitDeclaration) -> None:
        self._address("declared", statement.start)
        size = self._size(statement.size)
        first = self._circuit.num_qubits
        last = first + (1 if size is None else size)
        self._check_declared(last, 0, statement.start)
        if size is not None:
            self._register(statement.name, statement.start)
        value = Value("qubit", first) if size is None else Value("qubits", range(first, last))
        self._circuit.num_qubits = last
        name = statement.name
        self.qubit_names += [name] if size is None else [f"{name}[{index}]" for index in range(size)]
        self._scopes.declare(statement.name, value, statement.start)

    def _bits(self, statement: syntax.BitDeclaration) -> None:
        size = self._size(statement.size)
        circuit = self._circuit
        first = circuit.num_bits
        last = first + (1 if size is None else size)
        self._check_declared(0, last, statement.start)
        if self._scopes.kind != "program":
            message = "bits can only be declared at the top level of a program, not inside a block"
            raise FaultError(message, statement.start, NOT_SUPPORTED)
        circuit.num_bits = last
        if size is None:
            circuit.loose_bits.add(first)
            value = Value("bit", first)
        else:
            written = self._register(statement.name, statement.start)
            circuit.registers[written] = size
            self.register_bits[written] = tuple(range(first, last))
            value = Value("bits", range(first, last))
        self._scopes.declare(statement.name, value, statement.start)
        if statement.measured is not None:
            self._measure_into(self._qubits_of(statement.measured), value, statement.start)
        elif statement.has_value:
            message = "a bit cannot be declared with a value; assign a measurement to it"
            raise FaultError(message, statement.start, NOT_SUPPORTED)

    def _input(self, statement: syntax.InputDeclaration) -> None:
        if statement.type not in {"float", "angle"}:
            message = f"inputs of type {statement.type} are not supported; use float or angle"
            raise FaultError(message, statement.start, NOT_SUPPORTED)
        if statement.size is not None:
            self._resolver.whole(statement.size)
        value = Value(statement.type, Parameter(statement.name), const=False)
        self._scopes.declare(statement.name, value, statement.start)
        self._parameters.add(statement.name)

    def _alias(self, statement: syntax.Alias) -> None:
        value = self._resolver.value(statement.value)
        if value.kind not in REGISTERS:
            raise invalid(f"'let' requires registers, but this is a {shown(value.kind)}", statement.value)
        if len(set(value.data)) < len(value.data):
            raise invalid("'let' requires registers without repeated bits or qubits", statement.value)
        name = statement.name
        if self._scopes.kind != "program":
            name = self._unique(_escaped(name))
        written = self._register(name, statement.start)
        if value.kind == "bits":
            self._circuit.registers[written] = len(value.data)
            self.register_bits[written] = tuple(value.data)
        self._scopes.declare(statement.name, value, statement.start)

    def _gate(self, statement: syntax.GateDefinition) -> None:
        outer = self._circuit, self._calls
        self._circuit, self._calls = _Circuit(), Calls(self._text)
        self._scopes.push("gate")
        faults = len(self._faults)
        try:
            for parameter in statement.parameters:
                value = Value("angle", Parameter(parameter.name), const=False)
                self._scopes.declare(parameter.name, value, parameter.start)
            for index, qubit in enumerate(statement.qubits):
                self._scopes.declare(qubit.name, Value("qubit", index), qubit.start)
            self._circuit.num_qubits = len(statement.qubits)
            for inner in statement.body:
                self.add(inner)
        finally:
            self._scopes.pop()
            self._circuit, self._calls = outer
        gate = Gate(
            own_name(statement.name), len(statement.parameters), len(statement.qubits), is_standard=False
        )
        if statement.name in self._scopes:
            if len(self._faults) == faults:
                raise invalid(f"{quoted(statement.name)} is already defined", statement.start)
            return
        self._scopes.declare(statement.name, Value("gate", gate), statement.start)
        if statement.name in NATIVE:
            self._redefined.add(statement.name)

    # Instructions

    def _call(self, statement: syntax.GateCall) -> None:
        if statement.name.name == "gphase":
            self._phase(statement)
            return
        gate = self._called(statement)
        angles = tuple(self._angle(argument) for argument in statement.arguments)
        name = gate.name
        if statement.modifiers:
            applied = [self._applied(modifier) for modifier in reversed(statement.modifiers)]
            found = modified(gate, angles, applied)
            if found is None:
                raise invalid(f"'pow' of {name} requires numeric angles", statement.start)
            name, angles = found
        else:
            name, angles = expanded(gate, angles)
        places = [self._qubits_of(operand) for operand in statement.operands]
        source = statement.name.name if name != statement.name.name and not statement.modifiers else None
        self._calls.add(name, places, statement.start, angles, source)

    def _called(self, statement: syntax.GateCall) -> Gate:
        """Return the called gate, after checking the number of angles and qubits."""
        name, start = statement.name
        found = None if name.startswith("$") else self._scopes.find(name, start)
        timed = FaultError("a gate with a duration is not supported", statement.start, NOT_SUPPORTED)
        if found is None and statement.has_duration:
            raise timed
        if found is None:
            raise invalid(f"the gate {name} is not defined; {_advice(name)}", start)
        if found.kind != "gate":
            raise invalid(f"{quoted(name)} is a {shown(found.kind)}, not a gate", start)
        gate: Gate = found.data
        qubits = gate.num_qubits + sum(self._controls(modifier) for modifier in statement.modifiers)
        _check_number(name, "angle", gate.num_angles, len(statement.arguments), start)
        _check_number(name, "qubit", qubits, len(statement.operands), start)
        if statement.has_duration:
            raise timed
        return gate

    def _controls(self, modifier: syntax.Modifier) -> int:
        if modifier.name not in {"ctrl", "negctrl"}:
            return 0
        count = 1 if modifier.argument is None else self._resolver.whole(modifier.argument)
        if count < 1:
            raise invalid(f"a gate cannot have {count} controls", modifier.start)
        return count

    def _applied(self, modifier: syntax.Modifier) -> Applied:
        if modifier.name != "pow" or modifier.argument is None:
            return Applied(modifier.name, self._controls(modifier))
        exponent = self._resolver.value(modifier.argument)
        if exponent.kind not in INTEGERS | {"float"} or not exponent.const:
            raise invalid(f"'pow' requires a number, not a {shown(exponent.kind)}", modifier.argument)
        return Applied(modifier.name, as_float(exponent.data, modifier.argument))

    def _phase(self, statement: syntax.GateCall) -> None:
        self._angle(statement.arguments[0])
        controls = sum(self._controls(modifier) for modifier in statement.modifiers)
        places = [self._qubits_of(operand) for operand in statement.operands]
        if places:
            _check_number("gphase", "qubit", controls, len(places), statement.start)
            self._calls.add("c" * min(controls, 9) + "gphase", places, statement.start)

    def _angle(self, node: syntax.Expression) -> Expression:
        found = self._resolver.value(node, strict=False)
        if found.kind not in NUMBERS:
            raise invalid(f"expected an angle, not a {shown(found.kind)}", node)
        if isinstance(found.data, int | float):
            return as_float(found.data, node)
        expression: Expression = found.data
        return expression

    def _qubits_of(self, node: syntax.Expression) -> int | Sequence[int]:
        found = self._resolver.value(node)
        if found.kind not in {"qubit", "qubits"}:
            raise invalid(f"expected a qubit, not a {shown(found.kind)}", node)
        qubits: int | Sequence[int] = found.data
        return qubits

    def _measure(self, statement: syntax.Measurement) -> None:
        if statement.target is None:
            message = "a measurement must be assigned to a bit: c = measure q;"
            raise invalid(message, statement.start)
        qubits = self._qubits_of(statement.qubit)
        target = self._resolver.value(statement.target)
        if target.kind not in {"bit", "bits"}:
            raise invalid(f"expected a bit, not a {shown(target.kind)}", statement.target)
        self._measure_into(qubits, target, statement.start)

    def _measure_into(self, qubits: int | Sequence[int], target: Value, start: int) -> None:
        sources = [qubits] if isinstance(qubits, int) else qubits
        bits: Sequence[int] = [target.data] if target.kind == "bit" else target.data
        if len(sources) != len(bits) and not (len(sources) == 1 and bits):
            raise invalid(f"{len(sources)} qubits cannot be measured into {len(bits)} bits", start)
        if not bits:
            return
        if target.kind == "bit" and target.data in self._circuit.loose_bits:
            self._measures_loose_bits = True
        else:
            self._measures = True
        self._measures_conditionally = self._measures_conditionally or bool(self._conditions)
        each = list(sources) * len(bits) if len(sources) < len(bits) else sources
        self._calls.add("measure", [each], start, bits=bits)
        conditional = bool(self._conditions)
        self.measured += [Measured(*pair, start, conditional) for pair in zip(each, bits, strict=True)]

    def _barrier(self, statement: syntax.Barrier) -> None:
        found: dict[int, None] = {}
        for operand in statement.operands:
            qubits = self._qubits_of(operand)
            found.update(dict.fromkeys([qubits] if isinstance(qubits, int) else qubits))
        qubits = tuple(found if statement.operands else range(self._circuit.num_qubits))
        self._calls.record("barrier", qubits, statement.start)

    def _reset(self, statement: syntax.Reset) -> None:
        self._calls.add("reset", [self._qubits_of(statement.operand)], statement.start)

    def _delay(self, statement: syntax.Delay) -> None:
        found = self._resolver.value(statement.duration)
        if found.kind != "duration":
            message = f"expected a duration, such as 100ns, not a {shown(found.kind)}"
            raise invalid(message, statement.duration)
        number, unit = found.data
        fraction = unit == "dt" and number != int(number)
        for operand in statement.operands or (None,):
            qubits = range(self._circuit.num_qubits) if operand is None else self._qubits_of(operand)
            if fraction:
                raise invalid("durations in dt must be whole numbers", statement.duration)
            if not isinstance(qubits, int) and not qubits:
                raise invalid("a delay needs a qubit", statement.start)
            duration = (as_float(number, statement.duration),)
            self._calls.add("delay", [qubits], statement.start, duration, unit=unit)

    # Conditions

    def _if(self, statement: syntax.If) -> None:
        if self._conditions:
            self._control_flow.add("nested if")
            message = "an 'if' inside an 'if' or 'else' is no longer supported"
            raise FaultError(message, statement.start, NOT_SUPPORTED)
        self._control_flow.add("if")
        part, fault = read_condition(statement.condition, self._resolver)
        bits = set(bits_named(statement.condition, self._resolver))
        self.bits_read |= bits
        if part is not None:
            name = self._register(self._unique("None"), statement.start)  # the importer's prefix
            self._circuit.registers[name] = len(part)
            self.register_bits[name] = tuple(part)
        self._conditions += 1
        first, ends = len(self._calls.found), list[int]()
        try:
            for body in (statement.body, statement.otherwise):
                self._scopes.push("block")
                for inner in body:
                    self.add(inner)
                self._scopes.pop()
                ends.append(len(self._calls.found))
        finally:
            self._conditions -= 1
        inside = self._calls.found[first:]
        qubits = {qubit for call in inside for qubit in call.qubits or ()}
        bits.update(bit for call in inside for bit in call.bits)
        self._blocks.append(Block("if", first, tuple(ends), tuple(qubits), tuple(bits)))
        if fault is not None:
            raise fault

    def _unsupported(self, statement: syntax.Unsupported) -> None:
        if statement.control_flow:
            self._control_flow.add(statement.control_flow)
        raise FaultError(statement.what, statement.start, NOT_SUPPORTED)

    _HANDLERS: ClassVar[dict[type[Any], Callable[[Program, Any], None]]] = {
        syntax.QubitDeclaration: _qubits,
        syntax.BitDeclaration: _bits,
        syntax.InputDeclaration: _input,
        syntax.GateDefinition: _gate,
        syntax.GateCall: _call,
        syntax.Measurement: _measure,
        syntax.Barrier: _barrier,
        syntax.Delay: _delay,
        syntax.Reset: _reset,
        syntax.Alias: _alias,
        syntax.Include: _include,
        syntax.If: _if,
        syntax.Unsupported: _unsupported,
    }


def _check_number(name: str, kind: str, expected: int, actual: int, start: int) -> None:
    if expected != actual:
        raise invalid(
            f"{quoted(name)} takes {expected} {kind}{'s' * (expected != 1)}, but got {actual}", start
        )


def _advice(name: str) -> str:
    """Return how a program can use a gate that it does not define."""
    if name in _DEFINITIONS:
        return f"stdgates.inc does not define it, so define it first: {_DEFINITIONS[name]}"
    if name == "id":
        return "remove it, or use a delay"
    return "define it with a gate block, or include stdgates.inc"


def _escaped(name: str) -> str:
    """Return the name of a register in the importer's spelling, which is the field name in a sampler's result."""
    if _REGISTER_NAME.fullmatch(name):
        return name
    name = re.sub(r"\W", "_", name)
    return name if name[0] in string.ascii_lowercase else f"esc_{name}"
