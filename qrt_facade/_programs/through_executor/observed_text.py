"""OpenQASM 3 text that measures some qubits at its end, each in a basis chosen by parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs
from attrs import frozen

from qrt_facade._circuits.encoding import decode_circuit
from qrt_facade._circuits.parameter_names import in_order
from qrt_facade._circuits.qasm import syntax
from qrt_facade._circuits.qasm.statement_parser import Parser
from qrt_facade._circuits.sdks import qiskit
from qrt_facade._programs.through_executor.measured_text import MeasuredText, with_measurements
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qrt_facade._circuits.encoding import WireCircuit

_REGISTER: Final = "meas"


@frozen
class Source:
    """The circuit of a PUB as text, without final measurements.

    Attributes:
        program: The text and its content.
        names: The circuit's parameters -> their names in the text.
        metadata: Metadata of a Qiskit circuit; empty for text, which has none.
    """

    program: MeasuredText
    names: Mapping[str, str]
    metadata: Mapping[str, Any]


@frozen
class ObservedText:
    """A text that measures qubits in bases chosen by parameter values.

    Attributes:
        text: The OpenQASM 3 text.
        register: The only classical register: bit k is the k-th requested qubit.
        first: Names of the parameters a of the rotations, by qubit.
        second: Names of the parameters b.
    """

    text: str
    register: str
    first: tuple[str, ...]
    second: tuple[str, ...]


def source_of(wire: WireCircuit, where: str) -> Source:
    """Read a circuit, and remove its final measurements and all classical registers.

    An estimator measures the observables, and the service's estimator drops final measurements too. The removed text is
    replaced by blanks, so that lines and columns stay the same. A Qiskit circuit is exported by Qiskit, which the
    caller has installed.

    Args:
        wire: The circuit as returned by `encode_circuit`.
        where: The PUB, used in messages.

    Raises:
        ConfigurationError: It cannot be read, has control flow, or acts on a qubit after measuring it.
    """
    none: Mapping[str, Any] = {}
    text, names, metadata = (wire, None, none) if isinstance(wire, str) else _exported(wire, where)
    program = MeasuredText.read(text, where)
    if names is None:
        names = {name: name for name in program.reading.parameters or ()}
    final = {(one.qubit, one.position) for one in program.final}
    if program.reading.control_flow or any(
        (one.qubit, one.position) not in final for one in program.measured
    ):
        raise ConfigurationError(
            f"{where}: the estimator does not support control flow or measurements before the end of a circuit."
        )
    if program.registers or program.measured:
        program = attrs.evolve(program, text=_without_bits(program.text))
    return Source(program, names, metadata)


def observed(source: Source, qubits: Sequence[int]) -> ObservedText:
    """Append measurements of qubits to a circuit, each after its own rotation.

    Args:
        source: The circuit.
        qubits: Distinct indices of qubits. Physical qubits need not occur in the program.
    """
    register = source.program.unused_name(_REGISTER)
    rotated = with_measurements(source.program, qubits, register=register)
    return ObservedText(rotated.text, register, rotated.first, rotated.second)


def _without_bits(text: str) -> str:
    """Return the text with the declarations of bits and all measurements replaced by blanks."""
    parser = Parser(text)
    parts: list[str] = []
    bits: set[str] = set()
    done = 0
    for statement in parser.statements():
        match statement:
            case syntax.BitDeclaration(name):
                bits.add(name)
            case syntax.Alias(name, value) if not bits.isdisjoint(_names_in(value)):
                bits.add(name)
            case syntax.Measurement():
                pass
            case _:
                continue
        end = parser.token.start
        blank = "".join("\n" if character == "\n" else " " for character in text[statement.start : end])
        parts += [text[done : statement.start], blank]
        done = end
    return "".join([*parts, text[done:]])


def _names_in(node: object) -> Iterator[str]:
    if isinstance(node, syntax.Name):
        yield node.name
    elif isinstance(node, tuple):
        for part in map(_names_in, node):  # pyright: ignore[reportUnknownArgumentType] - a tuple of anything
            yield from part


def _exported(wire: WireCircuit, where: str) -> tuple[str, dict[str, str], Mapping[str, Any]]:
    """Export a Qiskit circuit as text.

    Its parameters are renamed to valid OpenQASM names, in the order in which they are bound.
    """
    purpose = f"{where}: a circuit in QPY for the estimator on the executor"
    exporter: Any = qiskit("qiskit.qasm3", purpose)
    elements: Any = qiskit("qiskit.circuit", purpose)
    circuit = decode_circuit(wire).remove_final_measurements(inplace=False)
    parameters = {parameter.name: parameter for parameter in circuit.parameters}
    width = len(str(len(parameters)))
    names = {name: f"p{index:0{width}}" for index, name in enumerate(in_order(parameters))}
    try:
        renamed = circuit.assign_parameters(
            {one: elements.Parameter(names[name]) for name, one in parameters.items()}
        )
        text = exporter.dumps(renamed)
    except Exception as error:  # Qiskit raises many types here
        raise ConfigurationError(
            f"{where}: Qiskit cannot write the circuit {circuit.name!r} as OpenQASM 3 ({error})."
        ) from error
    return text, names, circuit.metadata or {}
