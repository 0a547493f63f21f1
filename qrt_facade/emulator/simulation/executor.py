"""The program `executor`, which qiskit-ibm-runtime 0.50 and later builds its primitives on.

Only here qiskit-ibm-runtime is imported, for what belongs to it alone: reading a quantum program of any
schema version, and drawing from a samplex. The circuits then run on the emulated device like all others.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
from qiskit.primitives.containers.bindings_array import BindingsArray

from qrt_facade.emulator.simulation import circuits as on_device
from qrt_facade.emulator.simulation import isa
from qrt_facade.emulator.simulation.binding import check_values
from qrt_facade.emulator.simulation.delays import in_dt
from qrt_facade.emulator.simulation.failures import incompatible
from qrt_facade.emulator.simulation.midcircuit import standardised
from qrt_facade.emulator.simulation.refusals import refuse_what_is_not_taken
from qrt_facade.emulator.simulation.wire import decode_versioned

if TYPE_CHECKING:
    from qiskit import QuantumCircuit

    from qrt_facade.emulator.simulation.execution import Machine
    from qrt_facade.emulator.simulation.target import Target

_ROUNDING = 1e-9


def run_executor(params: dict[str, Any], machine: Machine) -> dict[str, Any]:
    """Execute a quantum program and encode its result in the program's own schema version.

    Raises:
        JobFailedError: the program cannot be read, or a circuit is not acceptable.
    """
    from qiskit_ibm_runtime.quantum_program.params_converters import QUANTUM_PROGRAM_PARAMS_CONVERTERS

    version = params.get("schema_version", "v0.1")
    program = decode_versioned(QUANTUM_PROGRAM_PARAMS_CONVERTERS, version, params)
    level = getattr(program, "meas_level", "classified")
    if level != "classified":
        raise incompatible(f"meas_level is {level!r}; this emulator returns classified results only.")
    circuits = [_checked(item.circuit, machine.target) for item in program.items]
    for item, circuit in zip(program.items, circuits, strict=True):
        machine.meter.charge(circuit, program.shots, math.prod(item.shape))
    dated = "version_" + version.removeprefix("v").replace(".", "_")
    models = import_module(f"ibm_quantum_schemas.executor.{dated}.models")
    # Tensors are compressed in newer versions; the model of the item says how.
    tensor = get_args(models.QuantumProgramResultItemModel.model_fields["results"].annotation)[1]
    data, spans = [], []
    generator = np.random.default_rng(machine.seed)
    for index, (item, circuit) in enumerate(zip(program.items, circuits, strict=True)):
        start = datetime.now(UTC)
        values, drawn = _drawn(item, circuit, generator)
        check_values(index, circuit, values)
        sampled = machine.sweep(circuit, values, program.shots)
        results = {**drawn, **on_device.by_register(circuit, sampled)}
        encoded = {name: tensor.from_numpy(array).model_dump(mode="json") for name, array in results.items()}
        data.append({"results": encoded, "metadata": {} if version != "v0.1" else None})
        spans.append(_span(index, item.shape, start, version))
    body = {"schema_version": version, "data": data, "metadata": {"chunk_timing": spans}}
    sent = params["quantum_program"]
    return body | {name: sent[name] for name in ("passthrough_data", "semantic_role") if name in sent}


def _checked(circuit: QuantumCircuit, target: Target) -> QuantumCircuit:
    """The circuit of an item, if the device can execute it."""
    circuit = in_dt(circuit)
    refuse_what_is_not_taken(circuit, boxes=True)
    isa.check_isa(circuit, target)
    return standardised(circuit)


def _drawn(
    item: Any, circuit: QuantumCircuit, generator: np.random.Generator
) -> tuple[BindingsArray, dict[str, np.ndarray[Any, Any]]]:
    """The values of the circuit's parameters over the item's shape, and what else its samplex drew."""
    drawn: dict[str, np.ndarray[Any, Any]] = {}
    if hasattr(item, "samplex"):
        from qiskit_ibm_runtime.fake_provider.executor.broadcast_sample import broadcast_sample

        item.samplex.finalize()
        drawn = broadcast_sample(item.samplex, item.samplex_arguments, item.shape, generator)
        arguments = drawn.pop("parameter_values", np.zeros((*item.shape, 0)))
    else:
        arguments = item.circuit_arguments
    return BindingsArray({tuple(circuit.parameters): _snapped(arguments)}, shape=item.shape), drawn


def _snapped(angles: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Angles with rounding errors taken out of multiples of pi/2, so that Clifford circuits are seen as such."""
    nearest = np.round(angles / (np.pi / 2)) * (np.pi / 2)
    return np.where(np.abs(angles - nearest) < _ROUNDING, nearest, angles)


def _span(index: int, shape: tuple[int, ...], start: datetime, version: str) -> dict[str, Any]:
    size = math.prod(shape)
    part: dict[str, Any] = {"idx_item": index, "size": size}
    if not version.startswith("v0."):
        part |= {"permutation": list(range(len(shape))), "element_range": [0, size, 1]}
    return {"start": start.isoformat(), "stop": datetime.now(UTC).isoformat(), "parts": [part]}
