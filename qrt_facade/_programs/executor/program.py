"""An encoded executor program, and the `params` built from it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

from attrs import field, frozen

from qrt_facade._programs.executor.circuits import (
    are_texts,
    encode_qpy_file,
    encode_qpy_items,
    texts_of_version_3,
)
from qrt_facade._programs.executor.samplexes import encode_samplex
from qrt_facade._programs.executor.tensors import encode_tensor, encode_tree
from qrt_facade._programs.executor.versions import NEWEST, check_supported, in_model, schema_of
from qrt_facade._programs.sizes import ProgramParams, PubSize

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from qrt_facade._circuits.encoding import WireCircuit
    from qrt_facade._programs.executor.versions import MeasLevel, Schema, SchemaVersion


@frozen(kw_only=True)
class ExecutorOptions:
    """How shots are repeated, and what is returned in addition to the data.

    Attributes:
        init_qubits: Whether the qubits are reset before each shot.
        rep_delay: Delay between two shots in seconds; None for the backend's default.
        scheduler_timing: Whether the schedule of each circuit is returned.
        stretch_values: Whether the resolved stretches of each circuit are returned.
        experimental: Options that the service may change without notice.
    """

    init_qubits: bool = True
    rep_delay: float | None = None
    scheduler_timing: bool = False
    stretch_values: bool = False
    experimental: Mapping[str, Any] = field(factory=dict[str, Any])


@frozen(eq=False)
class ProgramItem:
    """One encoded circuit with the values of its parameters.

    Attributes:
        circuit: OpenQASM text, or QPY in the wire format, as returned by `encode_circuit`.
        parameters: Names of its parameters in the order in which the service binds values: see `in_order`.
        arguments: float64 of shape (..., parameters); the leading axes are those of a sweep.
        shape: Shape of the item's data, to which the arguments' sweep broadcasts. Additional axes are replications.
        chunk_size: Maximum number of argument sets bound in one shot loop; "auto" lets the service choose.
    """

    circuit: WireCircuit
    parameters: tuple[str, ...]
    arguments: NDArray[np.float64]
    shape: tuple[int, ...]
    chunk_size: int | Literal["auto"] = "auto"

    @property
    def points(self) -> int:
        """Number of bound circuits that the item runs, each with the program's shots."""
        return math.prod(self.shape)

    @property
    def spread_arguments(self) -> NDArray[np.float64]:
        """The arguments of every bound circuit, of shape `shape + (parameters,)`."""
        import numpy as np

        return np.ascontiguousarray(np.broadcast_to(self.arguments, (*self.shape, self.arguments.shape[-1])))


@frozen(eq=False)
class SamplexItem:
    """One circuit whose arguments the service draws from a samplex.

    Attributes:
        circuit: QPY in the wire format.
        samplex: A `Samplex` of samplomatic.
        samplex_arguments: Its arguments by name: bools, integers, arrays, or Qiskit's `PauliLindbladMap`.
        shape: Shape of the item's data; axes in addition to those of the arguments are randomizations.
        chunk_size: Maximum number of argument sets bound in one shot loop; "auto" lets the service choose.
    """

    circuit: WireCircuit
    samplex: Any
    samplex_arguments: Mapping[str, Any]
    shape: tuple[int, ...]
    chunk_size: int | Literal["auto"] = "auto"

    @property
    def points(self) -> int:
        """Number of bound circuits that the item runs, each with the program's shots."""
        return math.prod(self.shape)


@frozen(eq=False)
class ExecutorProgram:
    """The program of one executor job.

    Attributes:
        items: The circuits, in order.
        shots: Shots of each bound circuit, the same for the whole program.
        meas_level: What is returned for each measurement.
        passthrough_data: A JSON tree whose leaves may be NumPy arrays, returned unchanged with the result.
        options: How the shots are repeated.
        semantic_role: How IBM's client interprets the result; only set by its programs.
    """

    items: tuple[ProgramItem | SamplexItem, ...]
    shots: int
    meas_level: MeasLevel = "classified"
    passthrough_data: Any = None
    options: ExecutorOptions = field(factory=ExecutorOptions)
    semantic_role: str | None = None


def executor_params(
    program: ExecutorProgram, *, schema_version: SchemaVersion = NEWEST, dt: float | None = None
) -> ProgramParams:
    """Build the `params` of an executor job.

    Arguments are sent broadcast to the shape of their item. In versions with a shape that is redundant, but IBM's
    client sends an empty shape for circuits, with the comment that it is not supported yet
    (`quantum_program/converters/converters_2_0.py` of qiskit-ibm-runtime 0.51); broadcast arguments mean the same
    either way.

    Args:
        program: The program.
        schema_version: Version of the schema to write.
        dt: Length of the device's `dt` in seconds, for delays in seconds in text that is sent as QPY.

    Raises:
        DelayUnitError: A text that must be sent as QPY has delays in seconds, and `dt` is None.
        ConfigurationError: There is no such version, it does not support what the program requests, or it needs Qiskit,
            which is not installed.
    """
    schema = schema_of(schema_version)
    options, passed = program.options, program.passthrough_data
    requested = {
        "passthrough_data": passed is not None,
        "scheduler_timing": options.scheduler_timing,
        "stretch_values": options.stretch_values,
        "experimental": bool(options.experimental),
        "semantic_role": program.semantic_role is not None,
    }
    check_supported(schema, program.meas_level, requested)
    quantum_program: dict[str, Any] = {"shots": program.shots, **_items(program, schema, dt)}
    settings: dict[str, Any] = {"init_qubits": options.init_qubits, "rep_delay": options.rep_delay}
    if schema.extras:
        quantum_program["meas_level"] = program.meas_level
        quantum_program["passthrough_data"] = encode_tree(passed, compressed=schema.texts)
        settings["scheduler_timing"] = options.scheduler_timing
        settings["stretch_values"] = options.stretch_values
        settings["experimental"] = dict(options.experimental)
    if program.semantic_role is not None:
        quantum_program["semantic_role"] = program.semantic_role
    wire = {"schema_version": schema.version, "quantum_program": quantum_program, "options": settings}
    return ProgramParams(
        in_model(schema, wire), [PubSize(item.points, program.shots) for item in program.items]
    )


def _items(program: ExecutorProgram, schema: Schema, dt: float | None) -> dict[str, Any]:
    """Return the items and, in versions that store them separately, the circuits."""
    circuits = [item.circuit for item in program.items]
    items = [_item(index, item, schema) for index, item in enumerate(program.items)]
    if not schema.one_file:
        own = encode_qpy_items(circuits, schema, dt)
        return {"items": [{"circuit": circuit, **item} for circuit, item in zip(own, items, strict=True)]}
    if schema.texts and are_texts(circuits):
        return {"circuits": {"data": texts_of_version_3(circuits)}, "items": items}
    return {"circuits": encode_qpy_file(circuits, schema, dt), "items": items}


def _item(index: int, item: ProgramItem | SamplexItem, schema: Schema) -> dict[str, Any]:
    where = f"item {index}"
    wire: dict[str, Any] = {"chunk_size": item.chunk_size}
    if isinstance(item, SamplexItem):
        wire |= {"item_type": "samplex", "shape": list(item.shape)}
        return wire | encode_samplex(item.samplex, item.samplex_arguments, schema, where)
    wire["item_type"] = "circuit"
    wire["circuit_arguments"] = encode_tensor(
        item.spread_arguments, compressed=schema.texts, where=f"{where}: arguments"
    )
    if schema.one_file:
        wire["shape"] = list(item.shape)
    return wire
