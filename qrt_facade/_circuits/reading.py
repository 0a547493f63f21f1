"""The content of a circuit, independent of its format: instruction calls, registers and faults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade._circuits.expressions import Expression


@frozen
class Fault:
    """Why the service cannot load or run a circuit.

    Attributes:
        message: What is wrong, and what is accepted; one line.
        code: The code that the job would fail with: 1603 for text that is not OpenQASM, 1506 for a program that the
            importer refuses, 1521 for a valid but unsupported program.
        line: Line of the program, from 1; None if there is no text.
        column: Column of the token, from 1.
        excerpt: The line, with a caret at the column below it; "" if there is no text.
        position: Index from 0 in the text of the faulty instruction, set while there is no excerpt yet.
    """

    message: str
    code: int
    line: int | None = None
    column: int | None = None
    excerpt: str = ""
    position: int | None = None

    @property
    def located(self) -> str:
        """The message, preceded by the line and column if there is an excerpt."""
        place = f"line {self.line}, column {self.column}: " if self.excerpt else ""
        return f"{place}{self.message}"


@frozen
class Call:
    """One instruction on qubits, broadcast over registers; instructions inside control flow are included.

    Attributes:
        name: Name of the instruction at the service, including "measure", "reset" and "delay".
        qubits: Indices in order of declaration, which are the device's; None if one is unknown.
        angles: Its parameters.
        source: Name in the program, if the service uses another one.
        line: Line of the program, from 1, or None.
        position: Index from 0 of its statement in the text, or None. Not compared.
        bits: Indices of the classical bits that it writes, such as those of a measurement. Not compared.
        unit: Unit of a delay's duration, which is its only angle: "dt", or a unit of time such as "ns".
    """

    name: str
    qubits: tuple[int, ...] | None
    angles: tuple[Expression, ...] = ()
    source: str | None = None
    line: int | None = None
    position: int | None = field(default=None, eq=False)
    bits: tuple[int, ...] = field(default=(), eq=False)
    unit: str = "dt"


@frozen
class Block:
    """A condition or a box around instructions.

    Attributes:
        kind: "if" or "box".
        first: Index of its first call in `Reading.calls`.
        ends: Index after the last call of each of its parts: the branch if the condition is true, and the else branch.
        qubits: The qubits that it acts on.
        bits: The classical bits that it reads or writes.
        duration: Duration of a box and its unit, or None.
    """

    kind: str
    first: int
    ends: tuple[int, ...]
    qubits: tuple[int, ...]
    bits: tuple[int, ...]
    duration: tuple[float, str] | None = None


@frozen
class Reading:
    """The content of a circuit.

    Attributes:
        calls: Instructions on qubits, in the order of the program.
        blocks: Conditions and boxes in the calls, in the order in which they begin, outer before inner.
        faults: Why the circuit cannot be loaded, in program order. The calls may then be incomplete.
        num_qubits: Number of declared qubits, or one more than the highest physical qubit; None if unknown.
        parameters: Names of the parameters that need a value, in QPY as `PlainName` unless they are vector elements;
            None if unknown.
        registers: Classical registers, which are the fields of a sampler's result: name -> size.
        measures: Whether a measurement writes to a bit of a register; None if unknown.
        measures_loose_bits: Whether a measurement writes to a bit outside all registers, which results do not contain.
        control_flow: Kinds of control flow used: "if", "nested if", "for", "while", "switch", "box", "break".
        measures_conditionally: Whether a measurement is inside a condition.
        redefined: Native or standard gates that the program defines itself.
        metadata: Metadata of a Qiskit circuit; empty for text.
    """

    calls: tuple[Call, ...] = ()
    faults: tuple[Fault, ...] = ()
    num_qubits: int | None = None
    parameters: frozenset[str] | None = None
    registers: Mapping[str, int] = field(factory=dict[str, int])
    measures: bool | None = None
    measures_loose_bits: bool = False
    control_flow: frozenset[str] = frozenset()
    measures_conditionally: bool = False
    redefined: frozenset[str] = frozenset()
    metadata: Mapping[str, Any] = field(factory=dict[str, Any])
    blocks: tuple[Block, ...] = ()
