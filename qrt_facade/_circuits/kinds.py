"""Types of the circuits that are accepted: text, a path, the wire format, or an object of a known SDK.

SDKs are not imported, so their circuits are protocols with members that nothing else has. At run time
`qrt_facade._circuits.sdks` decides what is accepted.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias, TypedDict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class WireQpy(TypedDict):
    """QPY in the wire format, the only mapping that is a circuit; others may be parameter values."""

    __type__: Literal["QuantumCircuit"]
    __value__: str


class QiskitCircuit(Protocol):
    """A Qiskit `QuantumCircuit`."""

    @property
    def num_qubits(self) -> int:
        """Number of qubits."""
        ...

    @property
    def num_clbits(self) -> int:
        """Number of classical bits."""
        ...


class QiskitInstruction(Protocol):
    """A Qiskit `CircuitInstruction`, such as an item of `circuit.data`: an operation and the bits it is applied to."""

    @property
    def operation(self) -> object:
        """The operation."""
        ...

    @property
    def qubits(self) -> Sequence[object]:
        """The qubits that it acts on."""
        ...

    @property
    def clbits(self) -> Sequence[object]:
        """The classical bits that it acts on."""
        ...


class CirqCircuit(Protocol):
    """A Cirq `Circuit`."""

    @property
    def to_qasm(self) -> Callable[..., Any]:
        """Export the circuit as OpenQASM."""
        ...


class PytketCircuit(Protocol):
    """A pytket `Circuit`."""

    @property
    def n_qubits(self) -> int:
        """Number of qubits."""
        ...

    @property
    def get_commands(self) -> Callable[..., Any]:
        """List the commands."""
        ...


class PennyLaneTape(Protocol):
    """A PennyLane `QuantumScript` or `QuantumTape`."""

    @property
    def operations(self) -> Any:
        """The operations."""
        ...

    @property
    def measurements(self) -> Any:
        """The measurements."""
        ...


class PennyLaneQNode(Protocol):
    """A PennyLane `QNode` that takes no arguments."""

    @property
    def construct(self) -> Callable[..., Any]:
        """Build the tape."""
        ...

    @property
    def device(self) -> Any:
        """The device that runs it."""
        ...


class BraketCircuit(Protocol):
    """A Braket `Circuit`."""

    @property
    def to_ir(self) -> Callable[..., Any]:
        """Export the circuit as OpenQASM."""
        ...


class TranspiledCircuit(QiskitCircuit, Protocol):
    """A Qiskit `QuantumCircuit` created from something else, such as text.

    Qiskit publishes no types, and may not be installed where a program is type-checked, so all other members are typed
    as `Any`. To type-check against `QuantumCircuit`, pass one to `transpile`.
    """

    def __getattr__(self, name: str, /) -> Any:
        """Any other member of a `QuantumCircuit`."""
        ...


Circuit: TypeAlias = (
    str
    | Path
    | WireQpy
    | QiskitCircuit
    | CirqCircuit
    | PytketCircuit
    | PennyLaneTape
    | PennyLaneQNode
    | BraketCircuit
)
"""OpenQASM 2 or 3 text, a path to such text or to QPY, a circuit of a known SDK, or QPY in the wire format."""
