"""Encode the items of an executor job from every accepted form."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from qrt_facade._base.arguments import checked_flag, checked_number, checked_whole
from qrt_facade._base.coerce import is_integer, is_iterable, is_list, is_mapping
from qrt_facade._base.encodable import checked_json
from qrt_facade._base.redaction import redacted_repr
from qrt_facade._circuits.encoding import encode_circuit, is_circuit, parameters_of
from qrt_facade._circuits.parameter_names import in_order
from qrt_facade._programs.executor.item import ExecutorItem
from qrt_facade._programs.executor.program import (
    ExecutorOptions,
    ExecutorProgram,
    ProgramItem,
    SamplexItem,
    executor_params,
)
from qrt_facade._programs.executor.versions import NEWEST, checked_meas_level
from qrt_facade._programs.pubs.parameters import argument_array
from qrt_facade._service.limits import DEFAULT_SHOTS, MAX_EXECUTIONS
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade._circuits.encoding import WireCircuit
    from qrt_facade._programs.executor.versions import SchemaVersion
    from qrt_facade._programs.sizes import ProgramParams

_FORMS: Final = "a circuit, (circuit, arguments), (circuit, arguments, shape) or an ExecutorItem"
_MOST_AXES: Final = 30
"""Limit for an item. NumPy 1 arrays have at most 32 axes, and the data has two more: the shots and the bits."""


def executor_program(
    items: Any,
    *,
    shots: Any = None,
    parameters: Any = None,
    chunk_size: Any = "auto",
    init_qubits: Any = True,
    rep_delay: Any = None,
    scheduler_timing: Any = False,
    stretch_values: Any = False,
    meas_level: Any = None,
    passthrough_data: Any = None,
    experimental: Any = None,
    dt: float | None = None,
) -> ExecutorProgram:
    """Check and encode the program of an executor job.

    Args:
        items: One item or an iterable of items, each a circuit, `(circuit, arguments[, shape])` or an `ExecutorItem`;
            or a `QuantumProgram` of samplomatic or of IBM's client, which has its own shots, measurement level and
            passthrough data.
        shots: Shots of each bound circuit; defaults to 4096, the service's default for a sampler. (The executor itself
            has no default.)
        parameters: Values for items without their own, such as a bare circuit.
        chunk_size: Default for items that set none.
        init_qubits: Whether the qubits are reset before each shot.
        rep_delay: Delay between two shots in seconds; None for the backend's default.
        scheduler_timing: Whether the schedule of each circuit is returned.
        stretch_values: Whether the resolved stretches of each circuit are returned.
        meas_level: What is returned for each measurement; defaults to "classified".
        passthrough_data: A JSON tree that may contain NumPy arrays.
        experimental: JSON that the service may read.
        dt: Length of the device's `dt` in seconds, to convert delays in seconds.

    Raises:
        DelayUnitError: A circuit has delays in seconds, and `dt` is None.
        ConfigurationError: An argument is invalid; the message names it, and the item by its index.
    """
    options = ExecutorOptions(
        init_qubits=checked_flag("init_qubits", init_qubits),
        rep_delay=None if rep_delay is None else checked_number("rep_delay", rep_delay, unit="seconds"),
        scheduler_timing=checked_flag("scheduler_timing", scheduler_timing),
        stretch_values=checked_flag("stretch_values", stretch_values),
        experimental=_checked_experimental(experimental),
    )
    role = None
    if _is_quantum_program(items):
        shots = _of_program("shots", items.shots, shots)
        meas_level = _of_program("meas_level", items.meas_level, meas_level)
        passthrough_data = _of_program("passthrough_data", items.passthrough_data, passthrough_data)
        role = getattr(items, "_semantic_role", None)
    listed = _as_items(items)
    if parameters is not None and all(map(_is_samplomatic, listed)):
        raise ConfigurationError(
            "parameters: items of samplomatic have their own arguments; set them there, and omit `parameters`."
        )
    chunk = _checked_chunk(chunk_size, "chunk_size")
    encoded = tuple(_encoded(index, item, parameters, chunk, dt) for index, item in enumerate(listed))
    _check_chunks(encoded)
    return ExecutorProgram(
        encoded,
        DEFAULT_SHOTS if shots is None else checked_whole("shots", shots, least=1),
        "classified" if meas_level is None else checked_meas_level(meas_level),
        passthrough_data,
        options,
        role,
    )


def executor_job(
    items: Any,
    *,
    schema_version: SchemaVersion = NEWEST,
    session: object = None,
    dt: float | None = None,
    **settings: Any,
) -> ProgramParams:
    """Build the `params` of an executor job from what users pass.

    Args:
        items: As in `executor_program`.
        schema_version: Version of the schema to write.
        session: The session of the job, or its id; None outside a session.
        dt: Length of the device's `dt` in seconds, to convert delays in seconds.
        settings: Other arguments of `executor_program`.

    Raises:
        DelayUnitError: A circuit has delays in seconds, and `dt` is None.
        ConfigurationError: An argument is invalid.
    """
    program = executor_program(items, dt=dt, **settings)
    refuse_chunks(program, session)
    return executor_params(program, schema_version=schema_version, dt=dt)


def refuse_chunks(program: ExecutorProgram, session: object) -> None:
    """Check that numeric chunk sizes are only used in a session; a batch does not count.

    Args:
        program: The program.
        session: The session or its id, or None. An id is not checked further; the service does that.

    Raises:
        ConfigurationError: An item has a numeric chunk size.
    """
    mode = getattr(session, "mode", None)
    if session is not None and mode != "batch":
        return
    for index, item in enumerate(program.items):
        if item.chunk_size != "auto":
            where = "a session, and not within a batch" if mode == "batch" else "a session"
            raise ConfigurationError(
                f"item {index}: chunk_size={item.chunk_size} is only supported within {where}; use session.executor, "
                "or "
                'set it to "auto".'
            )


def _of_program(name: str, own: Any, argument: Any) -> Any:
    if argument is None or argument is own or (isinstance(argument, (int, str)) and argument == own):
        return own
    if own is None:
        return argument
    raise ConfigurationError(
        f"{name}: the QuantumProgram has its own {name}; set it there, and omit the argument."
    )


def _checked_experimental(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not is_mapping(value):
        raise ConfigurationError(f"experimental={redacted_repr(value)}: expected a dict of options.")
    checked: dict[str, Any] = checked_json("experimental", value)
    return checked


def _checked_chunk(value: Any, where: str) -> int | Literal["auto"]:
    if isinstance(value, str) and value == "auto":
        return "auto"
    if not is_integer(value) or value < 1:
        raise ConfigurationError(
            f'{where}={redacted_repr(value)}: expected "auto", or a whole number of at least 1.'
        )
    return int(value)


def _check_chunks(items: Sequence[ProgramItem | SamplexItem]) -> None:
    automatic = [index for index, item in enumerate(items) if item.chunk_size == "auto"]
    if automatic and len(automatic) < len(items):
        other = next(index for index, item in enumerate(items) if item.chunk_size != "auto")
        raise ConfigurationError(
            f'item {automatic[0]} has chunk_size "auto", but item {other} has {items[other].chunk_size}: in one '
            "program, use "
            'numbers for all items or "auto" for all.'
        )


def _as_items(items: Any) -> list[Any]:
    if _is_quantum_program(items):
        return _listed(items.items)
    if is_circuit(items) or _is_item_object(items):
        return [items]
    if isinstance(items, (str, bytes)) or not is_iterable(items):
        encode_circuit(items)  # raises and explains why
    if is_mapping(items) or isinstance(items, (set, frozenset)):
        raise ConfigurationError(
            f"Items in a mapping or a set would lose values or their order; pass a list of items, each {_FORMS}."
        )
    return _listed(items)


def _listed(items: Any) -> list[Any]:
    found = list(items)
    if not found:
        raise ConfigurationError(f"There are no items; an item is {_FORMS}.")
    if all(_is_item(item) for item in found):
        return found
    if is_circuit(found[0]):
        return [found]
    wrong = next(index for index, item in enumerate(found) if not _is_item(item))
    if isinstance(found[wrong], str):
        encode_circuit(found[wrong])
    raise ConfigurationError(f"item {wrong} is {redacted_repr(found[wrong])}; an item is {_FORMS}.")


def _is_item(value: Any) -> bool:
    if is_list(value):
        return bool(value) and is_circuit(value[0])
    return is_circuit(value) or _is_item_object(value)


def _is_item_object(value: Any) -> bool:
    return isinstance(value, ExecutorItem) or _is_samplomatic(value)


def _is_samplomatic(value: Any) -> bool:
    """Return whether a value is a `CircuitItem` or a `SamplexItem` of samplomatic."""
    return hasattr(value, "circuit") and (
        hasattr(value, "circuit_arguments") or hasattr(value, "samplex_arguments")
    )


def _is_quantum_program(value: Any) -> bool:
    """Return whether a value is a `QuantumProgram` of samplomatic, or of IBM's client, which derives from it."""
    return all(hasattr(value, name) for name in ("shots", "items", "meas_level", "passthrough_data"))


def _encoded(
    index: int, item: Any, parameters: Any, chunk_size: int | Literal["auto"], dt: float | None
) -> ProgramItem | SamplexItem:
    where = f"item {index}"
    try:
        if _is_samplomatic(item):
            return _of_samplomatic(item, where, chunk_size, dt)
        return _of_parts(_parts(item, where), where, parameters, chunk_size, dt)
    except RecursionError:
        raise ConfigurationError(f"{where}: lists or mappings are nested too deeply.") from None


def _parts(item: Any, where: str) -> ExecutorItem:
    if isinstance(item, ExecutorItem):
        return item
    parts: list[Any] = list(item) if is_list(item) else [item]
    if len(parts) > 3:
        raise ConfigurationError(f"{where} has {len(parts)} elements; an item is {_FORMS}.")
    return ExecutorItem(*parts)


def _of_parts(
    item: ExecutorItem, where: str, parameters: Any, chunk_size: int | Literal["auto"], dt: float | None
) -> ProgramItem:
    circuit = _circuit(item.circuit, where, dt)
    names = parameters_of(item.circuit, circuit, for_executor=True)
    values = parameters if item.arguments is None else item.arguments
    if names is None:
        raise ConfigurationError(
            f"{where}: the circuit's parameters cannot be read from it, but their values are sent by position."
        )
    arguments = argument_array(values, names, where)
    shape = _extended(item.shape, arguments.shape[:-1], where)
    own = item.chunk_size
    chunk = chunk_size if own is None else _checked_chunk(own, f"{where}: chunk_size")
    return ProgramItem(circuit, tuple(in_order(names)), arguments, shape, chunk)


def _of_samplomatic(
    item: Any, where: str, chunk_size: int | Literal["auto"], dt: float | None
) -> ProgramItem | SamplexItem:
    chunk = chunk_size if item.chunk_size is None else item.chunk_size
    if hasattr(item, "circuit_arguments"):
        parts = ExecutorItem(item.circuit, item.circuit_arguments, tuple(item.shape), chunk)
        return _of_parts(parts, where, None, chunk_size, dt)
    circuit = _circuit(item.circuit, where, dt)
    arguments = dict(item.samplex_arguments.items())
    return SamplexItem(
        circuit,
        item.samplex,
        arguments,
        _checked_shape(item.shape, where),
        _checked_chunk(chunk, f"{where}: chunk_size"),
    )


def _circuit(circuit: Any, where: str, dt: float | None) -> WireCircuit:
    try:
        return encode_circuit(circuit, dt=dt, for_executor=True)
    except ConfigurationError as error:
        raise type(error)(f"{where}: {error}") from error


def _extended(shape_argument: Any, swept: tuple[int, ...], where: str) -> tuple[int, ...]:
    """Return the shape of an item's data, which extends that of its arguments."""
    shape = swept if shape_argument is None else _checked_shape(shape_argument, where)
    fits = len(shape) >= len(swept) and all(
        own in (1, whole) for own, whole in zip(reversed(swept), reversed(shape), strict=False)
    )
    if not fits:
        raise ConfigurationError(
            f"{where}: the shape {shape} does not extend the shape {swept} of the arguments by NumPy's broadcasting "
            "rules; accepted: "
            f"that shape, or more axes before it, for example {(10, *swept)} for ten replications."
        )
    if len(shape) > _MOST_AXES:
        raise ConfigurationError(f"{where}: the shape has {len(shape)} axes; accepted: at most {_MOST_AXES}.")
    if (points := math.prod(shape)) > MAX_EXECUTIONS:
        raise ConfigurationError(
            f"{where}: the shape {shape} has {redacted_repr(points)} points; accepted: at most {MAX_EXECUTIONS} "
            "executions in a job."
        )
    return shape


def _checked_shape(value: Any, where: str) -> tuple[int, ...]:
    name = f"{where}: shape"
    if is_integer(value):
        return (checked_whole(name, value, least=1),)
    # Sets have no order, and the elements of bytes would be numbers.
    is_sequence = is_iterable(value) and not is_mapping(value) and getattr(value, "shape", None) != ()
    if not is_sequence or isinstance(value, (str, bytes, bytearray, set, frozenset)):
        raise ConfigurationError(
            f"{name}={redacted_repr(cast('object', value))}: expected a whole number, or a tuple of them such as "
            "(10, 20)."
        )
    return tuple(checked_whole(name, one, least=1) for one in cast("Any", value))
