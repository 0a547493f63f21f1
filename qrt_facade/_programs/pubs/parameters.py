"""Parameter values of a PUB: by name or by position, one point or a sweep, validated and encoded for the wire.

The service binds positional values to the circuit's parameters sorted by name (Qiskit's order), and accepts a mapping
name -> number or nested list in which all lists have one shape. NumPy is only imported if an array is passed, or
if values of different shapes must be broadcast.
"""

from __future__ import annotations

import base64
import difflib
import io
import math
import zlib
from typing import TYPE_CHECKING, Any

from attrs import frozen

from qrt_facade._base.coerce import is_iterable, is_list, is_mapping, is_real, number_of
from qrt_facade._base.redaction import redacted_repr
from qrt_facade._base.wording import pluralize
from qrt_facade._circuits.parameter_names import in_order
from qrt_facade._programs.pubs.bound import bound_values
from qrt_facade._programs.sizes import literal_shape
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    from numpy.typing import NDArray


@frozen
class EncodedParameters:
    """Parameter values as JSON.

    Attributes:
        wire: The values as JSON, or None if the circuit has no parameters.
        shape: Shape of the sweep; None if it depends on an unknown number of parameters.
        least_points: Minimum number of points if the shape is unknown.
    """

    wire: Any = None
    shape: tuple[int, ...] | None = ()
    least_points: int = 1

    @property
    def points(self) -> int:
        """Number of points of the sweep, or a lower bound."""
        return self.least_points if self.shape is None else math.prod(self.shape)


def encode_parameters(values: Any, names: frozenset[str] | None, where: str) -> EncodedParameters:
    """Encode parameter values for the wire.

    Args:
        values: None; a mapping name -> number or array; or numbers by position, whose last axis runs over the
            parameters sorted by name. In a mapping, the last axis belongs to a tuple of names, and also to a single
            name if the axis has length 1: `{"p": [[0.1], [0.2]]}` has the shape (2,), as in Qiskit's `BindingsArray`.
            Different shapes, which Qiskit refuses, broadcast by NumPy's rules.
        names: The circuit's parameter names, or None if unknown.
        where: The PUB, used in messages.

    Raises:
        ConfigurationError: Values are not numbers, not finite or ragged, a name is missing or unknown, or shapes do
            not match.
    """
    if hasattr(values, "as_array") and hasattr(values, "data"):  # Qiskit's BindingsArray
        values = values.data
    encode = _encode_named if is_mapping(values) else _encode_positional
    encoded = encode(values, names, where)
    _check_points(encoded.shape, where)
    return encoded


def _check_points(shape: tuple[int, ...] | None, where: str) -> None:
    if shape is not None and 0 in shape:
        raise ConfigurationError(f"{where}: the sweep of shape {shape} has no points.")


def argument_array(values: Any, names: frozenset[str], where: str) -> NDArray[np.float64]:
    """Return parameter values as one array, for the executor.

    Args:
        values: As in `encode_parameters`.
        names: The circuit's parameter names.
        where: The item, used in messages.

    Returns:
        float64 of shape (..., parameters); the last axis runs over the names in the service's order, the others over
        the sweep.

    Raises:
        ConfigurationError: As in `encode_parameters`.
    """
    import numpy as np

    if _is_alone(values):
        raise ConfigurationError(
            f"{where}: {values!r} alone is ambiguous: it could be a parameter or shots, which are set for the whole "
            "job. "
            f"Pass [{values!r}] for a parameter, or None for no parameters."
        )
    if not is_mapping(values) and is_array(values):
        array = _as_float_array(values, where)
        shape = _placed(None, array.shape, names, where).shape or ()
        _check_points(shape, where)
        return array.reshape(*shape, len(names))
    encoded = encode_parameters(values, names, where)
    shape = encoded.shape or ()
    ordered = in_order(names)
    if not ordered:
        return np.empty((*shape, 0))
    found = bound_values(encoded.wire, ordered)
    if found is None:
        raise ConfigurationError(f"{where}: the parameter values cannot be read as an array of numbers.")
    columns = [found[name] for name in ordered]
    return np.stack(columns, axis=-1).reshape(*shape, len(ordered))


def _is_alone(values: Any) -> bool:
    """Return whether values are a single number, or a NumPy array of one without axes."""
    return is_real(values) or (is_array(values) and getattr(values, "shape", None) == ())


def is_array(value: Any) -> bool:
    """Return whether a value is a NumPy array or an object that converts itself to one."""
    return hasattr(value, "__array__") and not is_real(value)


def encode_array(array: NDArray[Any]) -> dict[str, Any]:
    """Encode an array as a typed value of the wire: base64 of zlib of `.npy`, without pickle."""
    import numpy as np

    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return {
        "__type__": "ndarray",
        "__value__": base64.b64encode(zlib.compress(buffer.getbuffer())).decode("ascii"),
    }


def _encode_positional(values: Any, names: frozenset[str] | None, where: str) -> EncodedParameters:
    if _is_alone(values):
        raise ConfigurationError(
            f"{where}: {values!r} alone is ambiguous: it could be a parameter, or shots or precision. "
            f"Pass [{values!r}] for a parameter, or None for no parameters."
        )
    if values is None:
        shape: tuple[int, ...] = (0,)
        wire: Any = None
    elif _contains_array(values):
        array = _as_float_array(values, where)
        shape, wire = array.shape, encode_array(array)
    elif is_list(values):
        wire = _numbers(values, where)
        shape = _rectangular(wire, where)
    else:
        raise ConfigurationError(
            f"{where}: {values!r} is not a set of parameter values; accepted: a mapping name -> number or array, "
            "a sequence of numbers, a NumPy array."
        )
    return _placed(wire, shape, names, where)


def _placed(wire: Any, shape: tuple[int, ...], names: frozenset[str] | None, where: str) -> EncodedParameters:
    """Derive the sweep's shape from the shape of positional values, and check their number."""
    is_empty = math.prod(shape) == 0 and (not shape or shape[-1] == 0)
    if names is None:
        return EncodedParameters() if is_empty else EncodedParameters(wire, None, math.prod(shape[:-1]))
    if is_empty and not names:
        return EncodedParameters(wire if len(shape) > 1 else None, shape[:-1])
    if is_empty:
        raise ConfigurationError(f"{where}: the circuit's parameters {_listed(names)} have no values.")
    if not names:
        raise ConfigurationError(
            f"{where}: there are values of shape {shape}, but the circuit has no parameters."
        )
    if len(names) == 1:  # as in Qiskit, the axis over a single parameter is optional
        return EncodedParameters(wire, shape[:-1] if shape[-1] == 1 else shape)
    if shape[-1] != len(names):
        raise ConfigurationError(
            f"{where}: there {'is' if shape[-1] == 1 else 'are'} {pluralize(shape[-1], 'value')}, but the circuit has "
            f"{pluralize(len(names), 'parameter')}, in this order: {_listed(names)}."
        )
    return EncodedParameters(wire, shape[:-1])


def _encode_named(values: Mapping[Any, Any], names: frozenset[str] | None, where: str) -> EncodedParameters:
    by_name: dict[str, Any] = {}
    exact: set[str] = set()  # names whose axis over the names is already removed
    for key, value in values.items():
        parts = list(_parts(key, value, where))
        for name, part in parts:
            if name in by_name:
                raise ConfigurationError(f"{where}: the parameter {name!r} is set twice.")
            by_name[name] = part
        if len(parts) > 1:
            exact.update(name for name, _ in parts)
    if names is not None:
        _check_names(by_name, names, where)
    if not by_name:
        return EncodedParameters()
    if all(is_real(value) for value in by_name.values()):
        return EncodedParameters({name: _number(value, where) for name, value in by_name.items()}, ())
    return _broadcast(_as_qiskit_shapes(by_name, exact, where), where)


def _parts(key: Any, value: Any, where: str) -> Iterable[tuple[str, Any]]:
    """Split a value over the names in its key: a name, a Parameter, a tuple of them or a ParameterVector."""
    if isinstance(key, str):
        return [(key, value)]
    if is_iterable(key):
        names = [element if isinstance(element, str) else str(element.name) for element in key]
        if len(names) == 1:
            return [(names[0], value)]
        array = _as_float_array(value, where)
        if not array.shape or array.shape[-1] != len(names):
            raise ConfigurationError(
                f"{where}: values for {names} need a last axis of {len(names)}, not the shape {array.shape}."
            )
        return [(name, array[..., index]) for index, name in enumerate(names)]
    if isinstance(getattr(key, "name", None), str):
        return [(key.name, value)]
    raise ConfigurationError(
        f"{where}: {key!r} is not a parameter name; accepted: a str, or a tuple of them."
    )


def _check_names(keys: Iterable[str], names: frozenset[str], where: str) -> None:
    used = set(keys)
    unknown = sorted(used - names)
    if unknown:
        near = difflib.get_close_matches(unknown[0], names, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise ConfigurationError(
            f"{where}: the circuit has no parameter {unknown[0]!r}; it has {_listed(names) or 'none'}.{hint}"
        )
    missing = names - used
    if missing:
        raise ConfigurationError(f"{where}: the circuit's parameters {_listed(missing)} have no values.")


def _as_qiskit_shapes(values: dict[str, Any], exact: set[str], where: str) -> dict[str, Any]:
    """Drop last axes of length 1, which run over a single parameter, where Qiskit does: if all shapes then agree."""
    shapes = {name: _shape(value, where) for name, value in values.items()}
    dropped = {name for name, shape in shapes.items() if shape[-1:] == (1,) and name not in exact}
    if len({shape[:-1] if name in dropped else shape for name, shape in shapes.items()}) > 1:
        return values
    return {name: _without_last_axis(value) if name in dropped else value for name, value in values.items()}


def _shape(value: Any, where: str) -> tuple[int, ...]:
    return (
        _as_float_array(value, where).shape
        if _contains_array(value)
        else _rectangular(_numbers(value, where), where)
    )


def _without_last_axis(value: Any) -> Any:
    if is_array(value):
        return value[..., 0]
    return (
        [_without_last_axis(item) for item in value] if is_list(value[0]) or is_array(value[0]) else value[0]
    )


def _broadcast(values: dict[str, Any], where: str) -> EncodedParameters:
    """Broadcast a sweep's named values to one common shape, which the service requires."""
    if any(_contains_array(value) for value in values.values()):
        wire, shape = _broadcast_arrays(values, where)
    else:
        wire = {name: _numbers(value, where) for name, value in values.items()}
        shapes = {_rectangular(value, where) for value in wire.values()}
        if len(shapes) == 1:
            shape = shapes.pop()
        else:
            wire, shape = _broadcast_arrays(values, where)
    if shape and shape[-1] == 1:
        # The service interprets a last axis of 1 as the axis over a single parameter, so add such an axis.
        wire = {name: _with_last_axis(value) for name, value in wire.items()}
    return EncodedParameters(wire, shape)


def _broadcast_arrays(values: dict[str, Any], where: str) -> tuple[dict[str, Any], tuple[int, ...]]:
    import numpy as np

    arrays = {name: _as_float_array(value, where) for name, value in values.items()}
    try:
        shape = np.broadcast_shapes(*(array.shape for array in arrays.values()))
    except ValueError:
        shapes = ", ".join(f"{name}: {array.shape}" for name, array in arrays.items())
        raise ConfigurationError(
            f"{where}: the values' shapes do not broadcast together ({shapes})."
        ) from None
    return {name: np.broadcast_to(array, shape).tolist() for name, array in arrays.items()}, shape


def _with_last_axis(value: Any) -> list[Any]:
    return [_with_last_axis(item) for item in value] if is_list(value) else [value]


def _contains_array(values: Any) -> bool:
    if is_list(values):
        return any(_contains_array(item) for item in values)
    return is_array(values)


def _as_float_array(values: Any, where: str) -> NDArray[np.float64]:
    import numpy as np

    try:
        array = np.asarray(values)
    except ValueError:
        raise ConfigurationError(
            f"{where}: the parameter values are ragged; all must have one shape."
        ) from None
    if array.dtype.kind not in "iuf":
        raise ConfigurationError(f"{where}: parameter values must be real numbers, not {array.dtype}.")
    if np.ma.is_masked(values):  # conversion to a plain array would expose masked values
        raise ConfigurationError(f"{where}: a parameter value is masked.")
    array = array.astype(np.float64, copy=False)
    if not np.isfinite(array).all():
        raise ConfigurationError(f"{where}: a parameter value is not finite.")
    return array


def _numbers(value: Any, where: str) -> Any:
    if is_list(value):
        return [_numbers(item, where) for item in value]
    return _number(value, where)


def _number(value: Any, where: str) -> float:
    if not is_real(value):
        raise ConfigurationError(f"{where}: {value!r} is not a parameter value; accepted: real numbers.")
    number = number_of(value)
    if number is None:
        raise ConfigurationError(f"{where}: the parameter value {redacted_repr(value)} is not finite.")
    return number


def _rectangular(value: Any, where: str) -> tuple[int, ...]:
    shape = literal_shape(value)
    if shape is None:
        raise ConfigurationError(f"{where}: the parameter values are ragged; all must have one shape.")
    return shape


def _listed(names: Iterable[str]) -> str:
    return ", ".join(repr(name) for name in in_order(names))
