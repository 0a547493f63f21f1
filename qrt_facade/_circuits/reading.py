"""What a circuit holds, in whatever form it came: the calls of instructions, its registers, and its faults."""

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
        message: What is wrong, and what would be accepted; one line.
        code: The code that the job would end with: 1603 for text that is not OpenQASM, 1506 for a program that the
            importer refuses, 1521 for what is valid but not taken.
        line: Line of the program, from 1; None where there is no text.
        column: Column of the token, from 1.
        excerpt: The line, and under it a caret at the column; "" where there is no text.
        position: Index in the text of the instruction that the fault is about, from 0, where there is no excerpt yet.
    """

    message: str
    code: int
    line: int | None = None
    column: int | None = None
    excerpt: str = ""
    position: int | None = None

    @property
    def located(self) -> str:
        """The message, after the place that the excerpt shows, if there is one."""
        place = f"line {self.line}, column {self.column}: " if self.excerpt else ""
        return f"{place}{self.message}"


@frozen
class Call:
    """One instruction on qubits, those inside control flow included, broadcast over registers.

    Attributes:
        name: Name under which the service looks the instruction up, also "measure", "reset" and "delay".
        qubits: Indices in the order of declaration, which are the device's; None when one is not known.
        angles: Its parameters.
        source: Name in the program, where the service knows the instruction by another.
        line: Line of the program, from 1, or None.
        position: Index of its statement in the text, from 0, or None. Calls that differ in nothing else are equal.
        bits: Indices of the classical bits that it writes, as those of a measurement. Equal calls may differ in them.
        unit: Unit of the duration of a delay, which is its only angle: "dt", or one of time such as "ns".
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
    """A condition or a box around calls.

    Attributes:
        kind: "if" or "box".
        first: Index of its first call in `Reading.calls`.
        ends: Index after the last call of each of its parts: of what is done if the condition holds, and if not.
        qubits: The qubits that it acts on.
        bits: The classical bits that it reads or writes.
        duration: How long a box is to last, and its unit, or None.
    """

    kind: str
    first: int
    ends: tuple[int, ...]
    qubits: tuple[int, ...]
    bits: tuple[int, ...]
    duration: tuple[float, str] | None = None


@frozen
class Reading:
    """What a circuit holds.

    Attributes:
        calls: Instructions on qubits, in the order of the program.
        blocks: Conditions and boxes among the calls, in the order in which they begin, the outer before the inner.
        faults: Why it cannot be loaded, in the order of the program. The calls may then be incomplete.
        num_qubits: Declared qubits, or one more than the highest physical qubit; None when not known.
        parameters: Names of the parameters that need a value, in QPY as `PlainName` where they are not elements of a vector; None
            when not known.
        registers: Classical registers, which are the fields of a sampler's result: name -> size.
        measures: Whether a measurement writes to a bit of a register; None when not known.
        measures_loose_bits: Whether a measurement writes to a bit that belongs to no register, which no result holds.
        control_flow: Kinds of control flow that occur: "if", "nested if", "for", "while", "switch", "box", "break".
        measures_conditionally: Whether a measurement stands inside a condition.
        redefined: Native or standard gates that the program defines itself.
        metadata: Metadata of a Qiskit circuit; empty for text, which has none.
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
