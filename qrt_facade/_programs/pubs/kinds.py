"""What PUBs may be, for type checkers; `qrt_facade._programs.pubs` describes the forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

from qrt_facade._circuits.kinds import Circuit


class SupportsArray(Protocol):
    """An array of NumPy, or what NumPy can make one of."""

    @property
    def __array__(self) -> Callable[..., Any]:
        """Makes the array."""
        ...


class QiskitBindings(Protocol):
    """Qiskit's `BindingsArray`."""

    @property
    def as_array(self) -> Callable[..., Any]:
        """Makes one array of all values."""
        ...


class QiskitPub(Protocol):
    """Qiskit's `SamplerPub` or `EstimatorPub`."""

    @property
    def circuit(self) -> Any:
        """The circuit."""
        ...

    @property
    def parameter_values(self) -> Any:
        """The values of its parameters."""
        ...


class QiskitPauli(Protocol):
    """Qiskit's `Pauli`."""

    @property
    def to_label(self) -> Callable[..., Any]:
        """Writes it as text."""
        ...


class QiskitPauliList(Protocol):
    """Qiskit's `PauliList`."""

    @property
    def to_labels(self) -> Callable[..., Any]:
        """Writes each as text."""
        ...


class QiskitPauliSum(Protocol):
    """Qiskit's `SparsePauliOp`."""

    @property
    def paulis(self) -> Any:
        """Its Paulis."""
        ...

    @property
    def coeffs(self) -> Any:
        """Their coefficients."""
        ...


class QiskitObservable(Protocol):
    """Qiskit's `SparseObservable`."""

    @property
    def as_paulis(self) -> Callable[..., Any]:
        """Writes its projectors as sums of Paulis."""
        ...


class ArrayOfObservables(Protocol):
    """Qiskit's `ObservablesArray`, or a NumPy array of observables."""

    @property
    def tolist(self) -> Callable[..., Any]:
        """Writes it as nested lists."""
        ...


Numbers: TypeAlias = float | SupportsArray | Sequence["Numbers"]
"""A number, an array, or nested lists of these."""

ParameterValues: TypeAlias = Mapping[Any, Numbers] | Sequence[Numbers] | SupportsArray | QiskitBindings
"""Name -> number or array, or values by position, whose last axis runs over the parameters sorted by name."""

Observables: TypeAlias = (
    str
    | Mapping[Any, complex]
    | QiskitPauli
    | QiskitPauliList
    | QiskitPauliSum
    | QiskitObservable
    | ArrayOfObservables
    | Sequence["Observables"]
)
"""A Pauli string, Pauli string -> coefficient, Qiskit's operators, or nested lists of these."""

SamplerPub: TypeAlias = (
    Circuit
    | tuple[Circuit]
    | tuple[Circuit, ParameterValues | None]
    | tuple[Circuit, ParameterValues | None, int | None]
    | QiskitPub
)
"""A circuit, `(circuit, parameters)` or `(circuit, parameters, shots)`."""

SamplerPubs: TypeAlias = SamplerPub | Iterable[SamplerPub]
"""One sampler PUB, or several."""

EstimatorPub: TypeAlias = (
    tuple[Circuit, Observables]
    | tuple[Circuit, Observables, ParameterValues | None]
    | tuple[Circuit, Observables, ParameterValues | None, float | None]
    | QiskitPub
)
"""`(circuit, observables)`, `(circuit, observables, parameters)` or `(circuit, observables, parameters, precision)`."""

EstimatorPubs: TypeAlias = EstimatorPub | Iterable[EstimatorPub]
"""One estimator PUB, or several."""
