"""What a circuit may be, for type checkers: text, a path, the wire's form, or an object of a known SDK.

SDKs are not imported, so their circuits are described by members that nothing else has. What is accepted when a program
runs is decided by `qrt_facade._circuits.sdks`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias, TypedDict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class WireQpy(TypedDict):
    """QPY as it goes over the wire. No other mapping is a circuit; one may be the values of a circuit's parameters."""

    __type__: Literal["QuantumCircuit"]
    __value__: str


class QiskitCircuit(Protocol):
    """A Qiskit `QuantumCircuit`."""

    @property
    def num_qubits(self) -> int:
        """How many qubits it has."""
        ...

    @property
    def num_clbits(self) -> int:
        """How many classical bits it has."""
        ...


class QiskitInstruction(Protocol):
    """A Qiskit `CircuitInstruction`, such as an item of `circuit.data`: an operation with the bits that it is applied to."""

    @property
    def operation(self) -> object:
        """What is applied."""
        ...

    @property
    def qubits(self) -> Sequence[object]:
        """The qubits it is applied to."""
        ...

    @property
    def clbits(self) -> Sequence[object]:
        """The classical bits it is applied to."""
        ...


class CirqCircuit(Protocol):
    """A Cirq `Circuit`."""

    @property
    def to_qasm(self) -> Callable[..., Any]:
        """Writes it as OpenQASM."""
        ...


class PytketCircuit(Protocol):
    """A pytket `Circuit`."""

    @property
    def n_qubits(self) -> int:
        """How many qubits it has."""
        ...

    @property
    def get_commands(self) -> Callable[..., Any]:
        """Lists its commands."""
        ...


class PennyLaneTape(Protocol):
    """A PennyLane `QuantumScript` or `QuantumTape`."""

    @property
    def operations(self) -> Any:
        """Its operations."""
        ...

    @property
    def measurements(self) -> Any:
        """Its measurements."""
        ...


class PennyLaneQNode(Protocol):
    """A PennyLane `QNode` that takes no arguments."""

    @property
    def construct(self) -> Callable[..., Any]:
        """Makes its tape."""
        ...

    @property
    def device(self) -> Any:
        """Where it runs."""
        ...


class BraketCircuit(Protocol):
    """A Braket `Circuit`."""

    @property
    def to_ir(self) -> Callable[..., Any]:
        """Writes it as OpenQASM."""
        ...


class TranspiledCircuit(QiskitCircuit, Protocol):
    """A Qiskit `QuantumCircuit` made of something else, such as text.

    Qiskit publishes no types, and may not be installed where a program is checked. Its other members are there too, as
    `Any`. Transpile a `QuantumCircuit` to get one for a type checker as well.
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
"""OpenQASM 2 or 3 text, a path to such text or to QPY, a circuit of a known SDK, or the wire's own form of QPY."""
