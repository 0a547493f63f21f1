"""Encode PUBs in every accepted form for the wire."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from attrs import frozen

from qrt_facade._base.arguments import checked_number, checked_whole
from qrt_facade._base.coerce import is_iterable, is_list, is_mapping
from qrt_facade._base.redaction import redacted_repr
from qrt_facade._circuits.delays import DelayUnitError
from qrt_facade._circuits.encoding import (
    WireCircuit,
    encode_circuit,
    is_circuit,
    num_qubits_of,
    parameters_of,
)
from qrt_facade._circuits.parameter_names import in_order
from qrt_facade._programs.pubs.bound import bound_values
from qrt_facade._programs.pubs.observables import encode_observables
from qrt_facade._programs.pubs.parameters import EncodedParameters, encode_parameters
from qrt_facade._programs.sizes import PubSize, shots_of
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    import numpy as np
    from numpy.typing import NDArray

_SAMPLER_FORMS = "a circuit, (circuit, parameters) or (circuit, parameters, shots)"
_ESTIMATOR_FORMS = (
    "(circuit, observables), (circuit, observables, parameters) or (circuit, observables, parameters, "
    "precision)"
)


@frozen
class EncodedPub:
    """A PUB as sent on the wire.

    Attributes:
        wire: Its parts as JSON: `[circuit, parameters, shots]` for a sampler,
            `[circuit, observables, parameters, precision]` for an estimator, without trailing None.
        size: Points and shots.
        names: Names of its circuit's parameters; None if unknown.
        shape: Shape of the sweep of its parameter values, without observables; None if unknown.
    """

    wire: list[Any]
    size: PubSize
    names: frozenset[str] | None = None
    shape: tuple[int, ...] | None = None

    def arguments(self, values: Any) -> NDArray[np.float64] | None:
        """Return the values of the circuit's parameters as one array.

        Args:
            values: Those in `wire`.

        Returns:
            float64 of shape (*shape, parameters), in the order in which the service binds them; None if the parameters
            are unknown, or the values cannot be read.
        """
        import numpy as np

        if self.names is None or self.shape is None:
            return None
        ordered = in_order(self.names)
        found: Mapping[str, NDArray[np.float64]] | None = bound_values(values, ordered) if ordered else {}
        if found is None:
            return None
        columns = [np.reshape(found[name], self.shape) for name in ordered]
        return np.stack(columns, axis=-1) if columns else np.empty((*self.shape, 0))


def encode_sampler_pubs(pubs: Any, *, parameters: Any = None, dt: float | None = None) -> list[EncodedPub]:
    """Encode sampler PUBs for the wire.

    Args:
        pubs: One PUB or an iterable of PUBs; see the package's docstring for the forms.
        parameters: Values for PUBs without their own, such as a bare circuit.
        dt: Length of the device's `dt` in seconds, to convert delays in seconds.

    Raises:
        ConfigurationError: A value is not a PUB, or one of its parts is invalid; the message names the PUB by its
            index.
    """
    encoded: list[EncodedPub] = []
    for index, pub in enumerate(_as_pubs(pubs, _SAMPLER_FORMS)):
        where = f"PUB {index}"
        circuit, values, shots = _unpack(pub, 3, where, _SAMPLER_FORMS)
        with _check_nesting(where):
            wire, names, bound = _bind(circuit, parameters if values is None else values, where, dt)
        shots = checked_shots(shots, where)
        parts = _trimmed([wire, bound.wire, shots], 1)
        encoded.append(EncodedPub(parts, PubSize(bound.points, shots), names, bound.shape))
    return encoded


def encode_estimator_pubs(pubs: Any, *, parameters: Any = None, dt: float | None = None) -> list[EncodedPub]:
    """Encode estimator PUBs for the wire.

    Args:
        pubs: One PUB or an iterable of PUBs; see the package's docstring for the forms.
        parameters: Values for PUBs without their own.
        dt: Length of the device's `dt` in seconds, to convert delays in seconds.

    Raises:
        ConfigurationError: A value is not a PUB, one of its parts is invalid, or observables and parameter values do
            not broadcast together; the message names the PUB by its index.
    """
    encoded: list[EncodedPub] = []
    for index, pub in enumerate(_as_pubs(pubs, _ESTIMATOR_FORMS)):
        where = f"PUB {index}"
        circuit, observables, values, precision = _unpack(pub, 4, where, _ESTIMATOR_FORMS)
        if observables is None:
            raise ConfigurationError(f"{where} has no observables; an estimator PUB is {_ESTIMATOR_FORMS}.")
        with _check_nesting(where):
            own_or_shared = parameters if values is None else values
            wire, names, bound = _bind(circuit, own_or_shared, where, dt, measured=False)
            wire_observables, shape = encode_observables(observables, num_qubits_of(circuit, wire), where)
        _check_broadcast(shape, bound.shape, where)
        precision = checked_precision(precision, where)
        parts = _trimmed([wire, wire_observables, bound.wire, precision], 2)
        size = PubSize(bound.points, shots_of(precision))
        encoded.append(EncodedPub(parts, size, names, bound.shape))
    return encoded


def checked_shots(shots: Any, where: str) -> int | None:
    """Return shots as an int, or None; raise a ConfigurationError for anything but a positive integer."""
    return None if shots is None else checked_whole(f"{where}: shots", shots, least=1)


def checked_precision(precision: Any, where: str) -> float | None:
    """Return the target standard error, or None; raise a ConfigurationError for anything but a positive number."""
    return None if precision is None else checked_number(f"{where}: precision", precision, positive=True)


@contextmanager
def _check_nesting(where: str) -> Generator[None]:
    try:
        yield
    except RecursionError:
        raise ConfigurationError(f"{where}: lists or mappings are nested too deeply.") from None


def _as_pubs(pubs: Any, forms: str) -> list[Any]:
    if is_circuit(pubs) or _is_qiskit_pub(pubs):
        return [pubs]
    if isinstance(pubs, (str, bytes)) or not is_iterable(pubs):
        encode_circuit(pubs)  # raises and explains why
    if is_mapping(pubs) or isinstance(pubs, (set, frozenset)):
        raise ConfigurationError(
            f"PUBs in a mapping or a set would lose values or their order; pass a list of PUBs, each {forms}."
        )
    items = list(pubs)
    if not items:
        raise ConfigurationError(f"There are no PUBs; a PUB is {forms}.")
    if all(_is_pub(item) for item in items):
        return items
    if is_circuit(items[0]):
        return [items]
    wrong = next(index for index, item in enumerate(items) if not _is_pub(item))
    if isinstance(items[wrong], str):
        encode_circuit(items[wrong])
    raise ConfigurationError(f"PUB {wrong} is {_shortened(items[wrong])}; a PUB is {forms}.")


def _is_pub(value: Any) -> bool:
    if is_list(value):
        return bool(value) and is_circuit(value[0])
    return is_circuit(value) or _is_qiskit_pub(value)


def _is_qiskit_pub(value: Any) -> bool:
    return hasattr(value, "circuit") and hasattr(value, "parameter_values")


def _unpack(pub: Any, size: int, where: str, forms: str) -> list[Any]:
    """Extend a PUB to its full length, with None for omitted parts."""
    if _is_qiskit_pub(pub):
        if size == 3:
            return [pub.circuit, pub.parameter_values, pub.shots]
        return [pub.circuit, pub.observables, pub.parameter_values, pub.precision]
    parts = pub if is_list(pub) else [pub]
    if len(parts) > size:
        raise ConfigurationError(f"{where} has {len(parts)} elements; a PUB is {forms}.")
    return [*parts, *[None] * (size - len(parts))]


def _bind(
    circuit: Any, values: Any, where: str, dt: float | None, *, measured: bool = True
) -> tuple[WireCircuit, frozenset[str] | None, EncodedParameters]:
    """Return the encoded circuit, the names of its parameters, and their values."""
    try:
        wire = encode_circuit(circuit, dt=dt, measured=measured)
    except DelayUnitError as error:
        raise DelayUnitError(f"{where}: {error}") from error
    names = parameters_of(circuit, wire)
    return wire, names, encode_parameters(values, names, where)


def _check_broadcast(observables: tuple[int, ...], parameters: tuple[int, ...] | None, where: str) -> None:
    if parameters is None:
        return
    for left, right in zip(reversed(observables), reversed(parameters), strict=False):
        if left != right and 1 not in {left, right}:
            raise ConfigurationError(
                f"{where}: observables of shape {observables} and parameter values of shape {parameters} "
                "do not broadcast together by NumPy's rules."
            )


def _trimmed(parts: list[Any], least: int) -> list[Any]:
    while len(parts) > least and parts[-1] is None:
        parts.pop()
    return parts


def _shortened(value: Any) -> str:
    text = redacted_repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
