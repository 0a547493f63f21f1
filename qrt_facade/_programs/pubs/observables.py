"""Observables of an estimator PUB: Pauli strings, weighted sums, arrays of them, and Qiskit's classes.

Qiskit's classes are recognised by their methods, not by import. Accepted is what Qiskit's `EstimatorPub` accepts:
an operator is Hermitian if its coefficients are real once equal terms are added up.
"""

from __future__ import annotations

import cmath
import math
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import is_complex, is_list, is_mapping
from qrt_facade._base.redaction import redacted_repr
from qrt_facade._base.wording import pluralize
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PAULIS: Final = frozenset("IXYZ")
_PROJECTORS: Final = {
    "0": ("Z", 0.5),
    "1": ("Z", -0.5),
    "+": ("X", 0.5),
    "-": ("X", -0.5),
    "r": ("Y", 0.5),
    "l": ("Y", -0.5),
}
"""Projectors on eigenstates, as (I + P) / 2 or (I - P) / 2: character -> P and its factor."""

_PHASES: Final = {"": 1, "-": -1, "i": 1j, "-i": -1j}
_MAX_TERMS: Final = 4096
"""Maximum number of Paulis that the projectors of one PUB expand to: k projectors in a term give 2**k Paulis."""

_NEGLIGIBLE: Final = 1e-8
_IMAGINARY: Final = 100 * 2**-52
"""Qiskit's tolerances: it drops terms up to the first, and ignores imaginary parts below the second."""

_ACCEPTED: Final = (
    "a Pauli string, a mapping Pauli string -> real coefficient, Qiskit's Pauli, SparsePauliOp, SparseObservable, "
    "PauliList "
    "and ObservablesArray, and nested lists of these"
)


def encode_observables(
    observables: Any, num_qubits: int | None, where: str
) -> tuple[str | dict[str, float] | list[Any], tuple[int, ...]]:
    """Encode observables for the wire.

    Args:
        observables: A Pauli string such as `"ZZIX"` (leftmost character: highest qubit); a mapping Pauli string ->
            real coefficient (a weighted sum); Qiskit's `Pauli`, `SparsePauliOp`, `SparseObservable`, `PauliList` or
            `ObservablesArray`; or nested sequences of these, which broadcast against the parameter values. In addition
            to I, X, Y and Z a string may contain Qiskit's projectors 0, 1, +, -, r and l, which are expanded into
            Paulis.
        num_qubits: Number of qubits of the circuit, or None if unknown.
        where: The PUB, used in messages.

    Returns:
        The observables as JSON, and their shape.

    Raises:
        ConfigurationError: A string contains other characters or differs in length from the others or from the circuit
            (the service's error 1501); an operator is not Hermitian, not finite, or zero; projectors expand to more
            than 4,096 Paulis; or sequences are ragged or empty.
    """
    wire, shape = _Encoder(where).encode(observables)
    lengths = {len(label) for label in _labels(wire)}
    if len(lengths) > 1:
        raise ConfigurationError(f"{where}: the Pauli strings have different lengths: {sorted(lengths)}.")
    length = next(iter(lengths))
    if num_qubits is not None and length != num_qubits:
        raise ConfigurationError(
            f"{where}: the observable has {pluralize(length, 'Pauli')}, but the circuit has "
            f"{pluralize(num_qubits, 'qubit')}; "
            "write one character for each qubit, the highest qubit first (+ and - are projectors, not signs)."
        )
    return wire, shape


class _Encoder:
    """Encodes the observables of one PUB.

    Args:
        where: The PUB, used in messages.
    """

    def __init__(self, where: str) -> None:
        self._where = where
        self._expanded = 0

    def encode(self, value: Any) -> tuple[Any, tuple[int, ...]]:
        """Return an observable, or an array of them, with its shape."""
        if isinstance(value, str):
            return (str(value) if _PAULIS.issuperset(value) and value else self._sum([(value, 1.0)])), ()
        if is_mapping(value):
            return self._sum(value.items()), ()
        if is_list(value):
            return self._array(value)
        return self._object(value)

    def _object(self, value: Any) -> tuple[Any, tuple[int, ...]]:
        if hasattr(value, "to_sparse_list") and hasattr(value, "bit_terms"):  # SparseObservable
            terms = [
                (_dense_label(paulis, qubits, value.num_qubits), coefficient)
                for paulis, qubits, coefficient in value.to_sparse_list()
            ]
            return self._sum(terms), ()
        if hasattr(value, "to_labels"):  # PauliList
            return self._array([self._phased(label) for label in value.to_labels()])
        if hasattr(value, "to_label"):  # Pauli
            return self.encode(self._phased(value.to_label()))
        if hasattr(value, "paulis") and hasattr(value, "to_list"):  # SparsePauliOp
            return self._sum(value.to_list()), ()
        if hasattr(value, "tolist"):  # ObservablesArray, numpy array of objects
            return self.encode(value.tolist())
        raise self._refused(
            f"{' '.join(redacted_repr(value).split())} is not an observable; accepted: {_ACCEPTED}"
        )

    def _array(self, items: Iterable[Any]) -> tuple[list[Any], tuple[int, ...]]:
        encoded = [self.encode(item) for item in items]
        shapes = {shape for _, shape in encoded}
        if len(shapes) != 1:
            raise self._refused(
                f"the observables are {'ragged; they need one shape' if shapes else 'an empty list'}"
            )
        return [wire for wire, _ in encoded], (len(encoded), *shapes.pop())

    def _sum(self, terms: Iterable[tuple[Any, Any]]) -> dict[str, float]:
        """Add up the terms of an operator: equal terms are merged, as in Qiskit, and projectors become Paulis."""
        merged: dict[str, complex] = {}
        for key, coefficient in terms:
            phase, label = self._unphased(key)
            merged[label] = merged.get(label, 0) + phase * self._number(coefficient, label)
        if not merged:
            raise self._refused("an observable has no terms")
        total: dict[str, float] = {}
        for label, number in merged.items():
            if abs(number.imag) >= _IMAGINARY and abs(number) > _NEGLIGIBLE:
                raise self._refused(
                    f"the coefficient of {label} is {number:.6g}: observables must be Hermitian, with real coefficients"
                )
            for pauli, weight in self._paulis(label) if abs(number) > _NEGLIGIBLE else ():
                total[pauli] = total.get(pauli, 0.0) + weight * number.real
        kept = {pauli: number for pauli, number in total.items() if number}
        if not kept:
            raise self._refused("an observable is zero: its terms cancel or have coefficients of 0")
        return kept

    def _unphased(self, key: Any) -> tuple[complex, str]:
        """Return the phase and the label of a Pauli. A `str` has no phase: + and - in labels are projectors."""
        if isinstance(key, str):
            return 1, key
        if not hasattr(key, "to_label"):
            raise self._refused(f"{redacted_repr(key)} is not a Pauli string")
        return _split(str(key.to_label()))

    def _phased(self, label: str) -> str | dict[str, float]:
        phase, text = _split(label)
        if phase.imag:
            raise self._refused(f"the Pauli {label!r} has an imaginary phase; observables must be Hermitian")
        return text if phase == 1 else {text: phase.real}

    def _paulis(self, label: str) -> Iterator[tuple[str, float]]:
        """Yield the Paulis and weights of a label: the label itself, or the expansion of its projectors."""
        if not label or not _PAULIS.issuperset(label.translate(_NO_PROJECTORS)):
            raise self._refused(f"{label!r} is not a Pauli string; accepted characters: I, X, Y, Z")
        projectors = [character for character in label if character in _PROJECTORS]
        if not projectors:
            yield label, 1.0
            return
        self._expanded += 1 << len(projectors)
        if self._expanded > _MAX_TERMS:
            raise self._refused(
                f"the {len(projectors)} projectors of {label if len(label) <= 40 else label[:37] + '...'} expand, "
                "together "
                f"with earlier ones, to {self._expanded:,} Paulis; accepted: at most {_MAX_TERMS:,}. For projectors "
                "on 0 and "
                "1 run the sampler, and compute the expectation value of its samples: result[0].c.expectation(label)"
            )
        for choice in product((False, True), repeat=len(projectors)):
            chosen = iter(choice)
            pauli, weight = "", 1.0
            for character in label:
                if character in _PAULIS:
                    pauli += character
                else:
                    letter, half = _PROJECTORS[character]
                    acts = next(chosen)
                    pauli += letter if acts else "I"
                    weight *= half if acts else 0.5
            yield pauli, weight

    def _number(self, value: Any, label: str) -> complex:
        if not is_complex(value):
            raise self._refused(f"the coefficient {value!r} of {label} is not a number")
        try:
            number = complex(value)
        except OverflowError:
            number = complex(math.inf)
        if not cmath.isfinite(number):
            raise self._refused(f"the coefficient {redacted_repr(value)} of {label} is not finite")
        return number

    def _refused(self, what: str) -> ConfigurationError:
        return ConfigurationError(f"{self._where}: {what}.")


_NO_PROJECTORS: Final = str.maketrans("".join(_PROJECTORS), "I" * len(_PROJECTORS))


def _split(label: str) -> tuple[complex, str]:
    """Return the phase and the letters of a label written by `Pauli.to_label`, such as `-iXZ`."""
    text = label.lstrip("+-i")
    return _PHASES[label[: len(label) - len(text)].lstrip("+")], text


def _dense_label(paulis: str, qubits: Iterable[int], num_qubits: int) -> str:
    label = ["I"] * num_qubits
    for pauli, qubit in zip(paulis, qubits, strict=True):
        label[num_qubits - 1 - qubit] = pauli
    return "".join(label)


def _labels(wire: Any) -> Iterable[str]:
    if isinstance(wire, str):
        yield wire
    else:  # the keys of a weighted sum, or the items of a list
        for item in wire:
            yield from _labels(item)
