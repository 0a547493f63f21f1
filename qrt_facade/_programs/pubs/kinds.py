"""What PUBs may be, for type checkers; `qrt_facade._programs.pubs` describes the forms."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Never, Protocol, TypeAlias, TypeVar

from qrt_facade._base.kinds import NumPyReal, RealNumber, WholeNumber
from qrt_facade._circuits.kinds import Circuit

T_co = TypeVar("T_co", covariant=True)


class Several(Protocol[T_co]):
    """What can be looped over.

    In place of `Iterable`: where a union holds that, mypy no longer reads a tuple as the PUB that it is meant to be.
    """

    def __iter__(self) -> Iterator[T_co]: ...


class Row(Protocol[T_co]):
    """A list or a tuple, or what is annotated as a `Sequence` and is one of these.

    Other sequences, such as `range`, are refused when a program runs, and so are texts, which this leaves out.
    """

    def __iter__(self) -> Iterator[T_co]: ...
    def __len__(self) -> int: ...
    def __contains__(self, value: object, /) -> bool: ...  # str has another: it asks for a str
    def count(self, value: Any, /) -> int: ...  # sets and mappings have none


class SupportsArray(Protocol):
    """An array of NumPy, one of its numbers, or what NumPy can make an array of."""

    @property
    def __array__(self) -> Callable[..., Any]:
        """Makes the array."""
        ...


class ArrayOfValues(SupportsArray, Protocol):
    """An array that has an axis; a number of NumPy alone might be meant as a parameter or as shots."""

    def __len__(self) -> int: ...


class NumPyComplex(Protocol):
    """A complex number of NumPy, such as `np.complex64`."""

    def __complex__(self) -> complex: ...
    def __abs__(self) -> NumPyReal: ...


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


Numbers: TypeAlias = RealNumber | SupportsArray | Row["Numbers"] | Sequence[float]
"""A number, an array, or nested lists of these."""

# mypy takes the values of `{"theta": [0.1, 0.2], "phi": 0.5}` for objects, and lists beside tuples for sequences.
ParameterValues: TypeAlias = (
    Mapping[str, object] | Mapping[Any, Numbers] | Row[Numbers] | ArrayOfValues | QiskitBindings
)
"""Name -> number or array, or values by position, whose last axis runs over the parameters sorted by name."""

Coefficient: TypeAlias = int | float | complex | RealNumber | NumPyComplex
"""A number; the observable that its terms add up to is real."""

Observables: TypeAlias = (
    str
    | Mapping[Any, Coefficient]
    | QiskitPauli
    | QiskitPauliList
    | QiskitPauliSum
    | QiskitObservable
    | ArrayOfObservables
    | Row["Observables | Collection[str]"]  # which mypy takes a list of a text and a mapping for
)
"""A Pauli string, Pauli string -> coefficient, Qiskit's operators, or nested lists of these."""

# For mypy the types of a tuple's items depend on what it is to be, and it must be clear which of several tuples that is: it
# takes each for it that is not shorter, save those that end open. So the longest PUB alone ends closed here, and nothing
# can stand in the open ends of the others. It does not look into unions within a union, so they are written out below.
CircuitAlone: TypeAlias = tuple[Circuit, *tuple[Never, ...]]
CircuitWithValues: TypeAlias = tuple[Circuit, ParameterValues | None, *tuple[Never, ...]]
CircuitWithShots: TypeAlias = tuple[Circuit, ParameterValues | None, WholeNumber | None]

SamplerPub: TypeAlias = Circuit | CircuitAlone | CircuitWithValues | CircuitWithShots | QiskitPub
"""A circuit, `(circuit, parameters)` or `(circuit, parameters, shots)`."""

SamplerPubs: TypeAlias = (
    Circuit | CircuitAlone | CircuitWithValues | CircuitWithShots | QiskitPub | Several[SamplerPub]
)
"""One sampler PUB, or several."""

Observed: TypeAlias = tuple[Circuit, Observables, *tuple[Never, ...]]
ObservedWithValues: TypeAlias = tuple[Circuit, Observables, ParameterValues | None, *tuple[Never, ...]]
ObservedWithPrecision: TypeAlias = tuple[Circuit, Observables, ParameterValues | None, RealNumber | None]

EstimatorPub: TypeAlias = Observed | ObservedWithValues | ObservedWithPrecision | QiskitPub
"""`(circuit, observables)`, `(circuit, observables, parameters)` or `(circuit, observables, parameters, precision)`."""

EstimatorPubs: TypeAlias = (
    Observed | ObservedWithValues | ObservedWithPrecision | QiskitPub | Several[EstimatorPub]
)
"""One estimator PUB, or several."""
