"""Types of PUBs; `qrt_facade._programs.pubs` describes the forms."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Never, Protocol, TypeAlias, TypeVar

from qrt_facade._base.kinds import NumPyReal, RealNumber, WholeNumber
from qrt_facade._circuits.kinds import Circuit

T_co = TypeVar("T_co", covariant=True)


class Several(Protocol[T_co]):
    """An iterable.

    Used instead of `Iterable`: in a union with that, mypy no longer infers a tuple as the PUB that it is.
    """

    def __iter__(self) -> Iterator[T_co]: ...


class Row(Protocol[T_co]):
    """A list or a tuple, or a value annotated as a `Sequence` that is one of these.

    Other sequences, such as `range`, are refused at run time, and so are texts, which this protocol excludes.
    """

    def __iter__(self) -> Iterator[T_co]: ...
    def __len__(self) -> int: ...
    def __contains__(self, value: object, /) -> bool: ...  # excludes str, whose method requires a str
    def count(self, value: Any, /) -> int: ...  # excludes sets and mappings, which do not have it


class SupportsArray(Protocol):
    """A NumPy array or scalar, or an object that converts itself to an array."""

    @property
    def __array__(self) -> Callable[..., Any]:
        """Return an array."""
        ...


class ArrayOfValues(SupportsArray, Protocol):
    """An array with at least one axis; a NumPy scalar could be either a parameter or shots."""

    def __len__(self) -> int: ...


class NumPyComplex(Protocol):
    """A complex NumPy scalar, such as `np.complex64`."""

    def __complex__(self) -> complex: ...
    def __abs__(self) -> NumPyReal: ...


class QiskitBindings(Protocol):
    """Qiskit's `BindingsArray`."""

    @property
    def as_array(self) -> Callable[..., Any]:
        """Return all values as one array."""
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
        """Return the Pauli as text."""
        ...


class QiskitPauliList(Protocol):
    """Qiskit's `PauliList`."""

    @property
    def to_labels(self) -> Callable[..., Any]:
        """Return each Pauli as text."""
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
        """Return a sum of Paulis without projectors."""
        ...


class ArrayOfObservables(Protocol):
    """Qiskit's `ObservablesArray`, or a NumPy array of observables."""

    @property
    def tolist(self) -> Callable[..., Any]:
        """Return nested lists."""
        ...


Numbers: TypeAlias = RealNumber | SupportsArray | Row["Numbers"] | Sequence[float]
"""A number, an array, or nested lists of these."""

# mypy infers the values of `{"theta": [0.1, 0.2], "phi": 0.5}` as objects, and mixed lists and tuples as sequences.
ParameterValues: TypeAlias = (
    Mapping[str, object] | Mapping[Any, Numbers] | Row[Numbers] | ArrayOfValues | QiskitBindings
)
"""Name -> number or array, or values by position, whose last axis runs over the parameters sorted by name."""

Coefficient: TypeAlias = int | float | complex | RealNumber | NumPyComplex
"""A number; after adding up its terms, an observable must be real."""

Observables: TypeAlias = (
    str
    | Mapping[Any, Coefficient]
    | QiskitPauli
    | QiskitPauliList
    | QiskitPauliSum
    | QiskitObservable
    | ArrayOfObservables
    | Row["Observables | Collection[str]"]  # mypy's type for a list of a text and a mapping
)
"""A Pauli string, Pauli string -> coefficient, Qiskit's operators, or nested lists of these."""

# mypy infers the types of a tuple's items from the expected type, which must be unambiguous among several tuple types:
# it tries each type that is not shorter, except open-ended ones. So only the longest PUB has a fixed length here, and
# the open ends of the others cannot contain anything. mypy does not look into nested unions, so they are spelled out
# below.
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
