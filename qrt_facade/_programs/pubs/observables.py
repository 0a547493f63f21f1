"""Observables of an estimator PUB: Pauli strings, weighted sums, arrays of them, and Qiskit's own classes.

Qiskit's classes are recognised by what they can do, not by import.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from qrt_facade._base.coerce import is_complex, is_list, is_mapping
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable

_PAULIS = frozenset("IXYZ")


def encode_observables(
    observables: Any, num_qubits: int | None, where: str
) -> tuple[str | dict[str, float] | list[Any], tuple[int, ...]]:
    """Write observables for the wire.

    Args:
        observables: A Pauli string such as `"ZZIX"` (leftmost character: highest qubit); a mapping Pauli string ->
            real coefficient (a weighted sum); Qiskit's `Pauli`, `SparsePauliOp`, `SparseObservable`, `PauliList` or
            `ObservablesArray`; or nested sequences of these, which broadcast against the parameter values.
        num_qubits: Width of the circuit, or None when it is not known.
        where: The PUB, for messages.

    Returns:
        The JSON-ready observables and their shape.

    Raises:
        ConfigurationError: Other characters than I, X, Y, Z; lengths that differ from each other or from the
            circuit (the service's error 1501); complex coefficients; ragged or empty sequences.
    """
    wire, shape = _encode(observables, where)
    lengths = {len(label) for label in _labels(wire)}
    if len(lengths) > 1:
        raise ConfigurationError(f"{where}: the Pauli strings have different lengths: {sorted(lengths)}.")
    length = next(iter(lengths))
    if num_qubits is not None and length != num_qubits:
        raise ConfigurationError(
            f"{where}: the observable has {length} Paulis, but the circuit has {num_qubits} qubits; "
            "write one character for each qubit, the highest qubit first."
        )
    return wire, shape


def _encode(value: Any, where: str) -> tuple[Any, tuple[int, ...]]:
    if isinstance(value, str):
        return _checked_label(value, where), ()
    if is_mapping(value):
        return _weighted_sum(value.items(), where), ()
    if is_list(value):
        return _array(value, where)
    return _encode_object(value, where)


def _encode_object(value: Any, where: str) -> tuple[Any, tuple[int, ...]]:
    if hasattr(value, "as_paulis"):  # SparseObservable, whose terms may also be projectors
        value = value.as_paulis()
        terms = [
            (_dense_label(paulis, qubits, value.num_qubits), coefficient)
            for paulis, qubits, coefficient in value.to_sparse_list()
        ]
        return _weighted_sum(terms, where), ()
    if hasattr(value, "to_labels"):  # PauliList
        return _array(value.to_labels(), where)
    if hasattr(value, "to_label"):  # Pauli
        return _phased(value.to_label(), where), ()
    if hasattr(value, "paulis") and hasattr(value, "to_list"):  # SparsePauliOp
        return _weighted_sum(value.to_list(), where), ()
    if hasattr(value, "tolist"):  # ObservablesArray, numpy array of objects
        return _encode(value.tolist(), where)
    raise ConfigurationError(
        f"{where}: {value!r} is not an observable; accepted: a Pauli string, a mapping Pauli string -> coefficient, "
        "Qiskit's Pauli and SparsePauliOp, and nested lists of these."
    )


def _array(items: Iterable[Any], where: str) -> tuple[list[Any], tuple[int, ...]]:
    encoded = [_encode(item, where) for item in items]
    shapes = {shape for _, shape in encoded}
    if len(shapes) != 1:
        raise ConfigurationError(
            f"{where}: the observables are {'ragged; they need one shape' if shapes else 'an empty list'}."
        )
    return [wire for wire, _ in encoded], (len(encoded), *shapes.pop())


def _weighted_sum(terms: Iterable[tuple[Any, Any]], where: str) -> dict[str, float]:
    total: dict[str, float] = {}
    for label, coefficient in terms:
        sign, text = _unphased(label if isinstance(label, str) else label.to_label(), where)
        text = _checked_label(text, where)
        total[text] = total.get(text, 0.0) + sign * _real(coefficient, text, where)
    if not total:
        raise ConfigurationError(f"{where}: an observable has no terms.")
    return total


def _phased(label: str, where: str) -> str | dict[str, float]:
    sign, text = _unphased(label, where)
    text = _checked_label(text, where)
    return text if sign == 1 else {text: float(sign)}


def _unphased(label: str, where: str) -> tuple[int, str]:
    if "i" in label:
        raise ConfigurationError(
            f"{where}: the Pauli {label!r} has an imaginary phase; observables are Hermitian."
        )
    return (-1 if label.startswith("-") else 1), label.lstrip("+-")


def _checked_label(label: str, where: str) -> str:
    if not label or not _PAULIS.issuperset(label):
        raise ConfigurationError(
            f"{where}: {label!r} is not a Pauli string; accepted characters: I, X, Y, Z."
        )
    return label


def _real(value: Any, label: str, where: str) -> float:
    if not is_complex(value):
        raise ConfigurationError(f"{where}: the coefficient {value!r} of {label} is not a number.")
    number = complex(value)
    if number.imag or not math.isfinite(number.real):
        raise ConfigurationError(
            f"{where}: the coefficient {value!r} of {label} is not a finite real number."
        )
    return number.real


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
