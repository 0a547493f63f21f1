"""A program of the executor, encoded: what `params` are written from, in each version of their schema."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from attrs import field, frozen

from qrt_facade._programs.executor.tensors import encode_tensor, encode_tree
from qrt_facade._programs.sizes import ProgramParams, PubSize

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from qrt_facade._circuits.encoding import WireCircuit

SchemaVersion: TypeAlias = Literal["v0.1", "v0.2", "v1.0", "v1.1", "v2.0"]
"""The versions of the executor's `params`."""

MeasLevel: TypeAlias = Literal["classified", "kerneled", "avg_kerneled", "both"]
"""What is returned of a measurement: bits, complex numbers, their mean over the shots, or bits and complex numbers."""

NEWEST: Final[SchemaVersion] = "v2.0"


@frozen(kw_only=True)
class ExecutorOptions:
    """How the shots of a program are repeated, and what is returned beside the data.

    Attributes:
        init_qubits: Whether the qubits are reset before each shot.
        rep_delay: Seconds between two shots; None for the backend's default.
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
    """One circuit with the values of its parameters, encoded.

    Attributes:
        circuit: OpenQASM text, or the wire's wrapper of QPY, as `encode_circuit` returns it.
        parameters: Names of its parameters in the order in which the service binds values: see `bound.in_order`.
        arguments: float64 of shape (..., parameters); the axes before the last are those of a sweep.
        shape: Shape of the item's data: what the arguments' sweep broadcasts to. Axes beyond it are replications.
        chunk_size: How many argument sets at most are bound in one shot loop; "auto" leaves that to the service.
    """

    circuit: WireCircuit
    parameters: tuple[str, ...]
    arguments: NDArray[np.float64]
    shape: tuple[int, ...]
    chunk_size: int | Literal["auto"] = "auto"

    @property
    def points(self) -> int:
        """How many bound circuits the item runs, each for the program's shots."""
        return math.prod(self.shape)


ExecutorItem: TypeAlias = ProgramItem


@frozen(eq=False)
class ExecutorProgram:
    """What one job of the executor runs.

    Attributes:
        items: The circuits, in order.
        shots: Shots of each bound circuit: one number for the whole program.
        meas_level: What is returned of each measurement.
        passthrough_data: A JSON tree whose leaves may be NumPy arrays; it comes back with the result, unchanged.
        options: How the shots are repeated.
    """

    items: tuple[ProgramItem, ...]
    shots: int
    meas_level: MeasLevel = "classified"
    passthrough_data: Any = None
    options: ExecutorOptions = field(factory=ExecutorOptions)


def executor_params(program: ExecutorProgram, *, schema_version: SchemaVersion = NEWEST) -> ProgramParams:
    """Make the `params` of an executor job.

    Args:
        program: The program.
        schema_version: Version of the schema that they are written in.

    Raises:
        ConfigurationError: The version cannot say what the program asks for.
    """
    compressed = schema_version == "v2.0"
    if schema_version != NEWEST or not all(isinstance(item.circuit, str) for item in program.items):
        raise NotImplementedError(schema_version)
    items = [
        {
            "item_type": "circuit",
            "circuit_arguments": encode_tensor(
                item.arguments, compressed=compressed, where=f"item {index}: arguments"
            ),
            "shape": list(item.shape),
            "chunk_size": item.chunk_size,
        }
        for index, item in enumerate(program.items)
    ]
    quantum_program = {
        "shots": program.shots,
        "circuits": {"data": [item.circuit for item in program.items]},
        "items": items,
        "meas_level": program.meas_level,
        "passthrough_data": encode_tree(program.passthrough_data, compressed=compressed),
    }
    options = {
        "init_qubits": program.options.init_qubits,
        "rep_delay": program.options.rep_delay,
        "scheduler_timing": program.options.scheduler_timing,
        "stretch_values": program.options.stretch_values,
        "experimental": dict(program.options.experimental),
    }
    wire = {"schema_version": schema_version, "quantum_program": quantum_program, "options": options}
    return ProgramParams(wire, [PubSize(item.points, program.shots) for item in program.items])
