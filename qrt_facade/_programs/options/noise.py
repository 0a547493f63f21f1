"""Noise in options: a simulator's noise model, and the result of a noise learner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, cast

from qrt_facade._base.coerce import is_complex, is_list, is_mapping, is_real
from qrt_facade._programs.pubs.parameters import encode_array, is_array

if TYPE_CHECKING:
    from collections.abc import Mapping


class NoiseModel(Protocol):
    """Qiskit Aer's `NoiseModel`."""

    def to_dict(self, serializable: bool = False) -> dict[str, Any]:
        """Return its errors as plain values and arrays, arbitrarily nested, hence `Any`.

        Args:
            serializable: Whether to convert arrays and complex numbers to JSON types.
        """
        ...


class LearnedNoiseModel(Protocol):
    """The result of a noise learner, from `job.result()`: `qrt_facade.results.NoiseLearnerResult`."""

    def to_wire(self) -> dict[str, Any]:
        """Return the result as JSON, in the form that an estimator accepts."""
        ...


def is_noise_model(value: Any) -> bool:
    """Return whether this is Aer's noise model, its dict, or the output of `encode_noise_model`."""
    if is_mapping(value):
        return bool(value.get("__type__", "NoiseModel") == "NoiseModel")
    return callable(getattr(value, "to_dict", None))


def is_learned_noise(value: Any) -> bool:
    """Return whether this can be the result of a noise learner, its JSON, or a list of its typed layers."""
    if is_list(value):
        return all(is_mapping(layer) and layer.get("__class__") == "LayerError" for layer in value)
    if is_mapping(value):
        return bool(value.get("__type__") == "NoiseLearnerResult" if "__type__" in value else "data" in value)
    return callable(getattr(value, "to_wire", None))


def encode_noise_model(model: Mapping[str, Any] | NoiseModel) -> dict[str, Any]:
    """Encode a noise model in the typed form that IBM's client sends; return a typed one unchanged."""
    content = cast("dict[str, Any]", model if is_mapping(model) else cast("NoiseModel", model).to_dict())
    return content if "__type__" in content else _typed("NoiseModel", _typed_numbers(content))


def encode_learned_noise(learned: Any) -> Any:
    """Encode the result of a noise learner; `learned` is its JSON, whose outermost type may be missing."""
    bare = is_mapping(learned) and "__type__" not in learned
    return _typed("NoiseLearnerResult", learned) if bare else learned


def _typed_numbers(value: Any) -> Any:
    """Return the value with arrays and complex numbers in their typed form."""
    if is_mapping(value):
        return {key: _typed_numbers(item) for key, item in value.items()}
    if is_list(value):
        return [_typed_numbers(item) for item in value]
    if is_array(value):
        return encode_array(value)
    if is_complex(value) and not is_real(value):
        return _typed("complex", [value.real, value.imag])
    return value


def _typed(kind: str, value: Any) -> dict[str, Any]:
    return {"__type__": kind, "__value__": value}
