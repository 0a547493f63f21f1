"""Execution of a quantum program on the emulated device, and encoding of its result in its schema version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from qiskit.primitives.containers.bindings_array import BindingsArray

from qrt_facade.emulator.domain.errors import ApiError
from qrt_facade.emulator.domain.quantum_programs import check_program, version_of
from qrt_facade.emulator.simulation import circuits as on_device
from qrt_facade.emulator.simulation.binding import bind, check_values
from qrt_facade.emulator.simulation.failures import bad_program
from qrt_facade.emulator.simulation.methods import WIDEST_DENSITY_MATRIX
from qrt_facade.emulator.simulation.quantum_programs import kerneled, tensors
from qrt_facade.emulator.simulation.quantum_programs.reading import Item, read_items
from qrt_facade.emulator.simulation.quantum_programs.scheduling import schedule

if TYPE_CHECKING:
    from qrt_facade.emulator.domain.quantum_programs import Version
    from qrt_facade.emulator.simulation.execution import Bits, Machine
    from qrt_facade.emulator.simulation.quantum_programs.tensors import Array
    from qrt_facade.emulator.simulation.target import Target


@dataclass(frozen=True)
class _Span:
    """An executed chunk of one item: the elements from `first` to before `end`, and its start and stop time."""

    index: int
    first: int
    end: int
    start: datetime
    stop: datetime


def run_executor(params: dict[str, Any], machine: Machine) -> dict[str, Any]:
    """Execute a quantum program and encode its result in the program's own schema version.

    All circuits are parsed, checked and charged before the first one runs. Qubits start each shot in the ground state;
    if `init_qubits` is false, the job's log contains a warning.

    Args:
        params: The params as sent, checked at submission.
        machine: The device.

    Raises:
        JobFailedError: the program cannot be decoded, or a circuit, an argument or an option is invalid.
    """
    try:
        check_program(params, in_session=True)
    except ApiError as error:  # the job was submitted to an older emulator, or not by the API
        raise bad_program(error.message) from error
    version, program = version_of(params), params["quantum_program"]
    machine.meter.apply_options(params["options"])
    if not params["options"].get("init_qubits", True):
        machine.warnings.append(
            "options.init_qubits is false, but the emulator starts each shot with all qubits in the ground state."
        )
    items = read_items(program, version, machine.target)
    for item in items:
        machine.meter.charge(item.circuit, program["shots"], item.size)
    level = program.get("meas_level", "classified") if len(version.levels) > 1 else "classified"
    generator = np.random.default_rng(machine.seed)
    spans: list[_Span] = []
    data = []
    for index, item in enumerate(items):
        arguments, results = item.drawn(generator)
        start = datetime.now(UTC)
        bits = _sampled(index, item, arguments, program["shots"], machine)
        spans += _chunks(index, item, start, datetime.now(UTC))
        results |= _by_level(item, bits, level, generator)
        encoded = {name: tensors.encode(array, packed=version.packed) for name, array in results.items()}
        metadata = _metadata(item, arguments, params["options"], machine.target) if version.extended else None
        data.append({"results": encoded, "metadata": metadata})
    timing = [_encoded(span, items[span.index], version) for span in spans]
    body = {"schema_version": version.name, "data": data, "metadata": {"chunk_timing": timing}}
    if version.extended:
        body["passthrough_data"] = program.get("passthrough_data")
    if version.roles:
        body["semantic_role"] = program.get("semantic_role")
    return body


def _sampled(index: int, item: Item, arguments: Array, shots: int, machine: Machine) -> Bits:
    """Sample an item: (*shape, shots, clbits)."""
    names = tuple(item.circuit.parameters)
    check_values(index, item.circuit, BindingsArray({names: arguments}, shape=(item.size,)))
    # The shots of one run of a wide circuit share noise, but replications must be independent.
    apart = max(map(len, on_device.independent_parts(item.circuit)), default=0) > WIDEST_DENSITY_MATRIX
    rows, copies = (arguments, None) if apart else _distinct(arguments)
    values = BindingsArray({names: rows}, shape=(len(rows),))
    width = item.circuit.num_clbits
    if copies is None:
        bits = machine.sweep(item.circuit, values, shots)
    else:
        bits = np.empty((item.size, shots, width), dtype=bool)
        bits[copies] = machine.sweep(item.circuit, values, shots * copies.shape[1]).reshape(
            *copies.shape, shots, width
        )
    return bits.reshape(*item.shape, shots, width)


def _chunks(index: int, item: Item, start: datetime, stop: datetime) -> list[_Span]:
    """Return the chunks of an item that was simulated in one run, whose time is divided among them by size."""
    size = max(item.size, 1)
    step = item.chunk_size or size
    edges = [*range(0, size, step), size]
    times = [start + (stop - start) * (edge / size) for edge in edges]
    return [
        _Span(index, min(edges[at], item.size), min(edges[at + 1], item.size), times[at], times[at + 1])
        for at in range(len(edges) - 1)
    ]


def _metadata(item: Item, arguments: Array, options: dict[str, Any], target: Target) -> dict[str, Any]:
    """Return the timing metadata that the options request, for the arguments of the first element."""
    metadata: dict[str, Any] = {"scheduler_timing": None, "stretch_values": None}
    if not (options.get("scheduler_timing") or options.get("stretch_values")):
        return metadata
    circuit = item.circuit
    if item.size and circuit.num_parameters:
        names = (parameter.name for parameter in circuit.parameters)
        circuit = bind(circuit, dict(zip(names, map(float, arguments[0]), strict=True)))
    planned = schedule(circuit, target)
    if options.get("scheduler_timing"):
        timing = {"timing": planned.timing, "circuit_duration": planned.duration}
        metadata["scheduler_timing"] = timing
    if options.get("stretch_values"):
        metadata["stretch_values"] = [
            {
                "name": stretch.name,
                "value": stretch.value or 0,
                "remainder": stretch.remainder,
                "expanded_values": [[planned.starts[at], duration] for at, duration in stretch.delays],
            }
            for stretch in item.stretches
        ]
    return metadata


def _distinct(arguments: Array) -> tuple[Array, Array | None]:
    """Return the distinct rows, and the indices of their copies if all have the same number of copies, more than one.

    Replications are copies of a row. Simulating a row once with all their shots is faster and equivalent.
    """
    rows, inverse, counts = np.unique(arguments, axis=0, return_inverse=True, return_counts=True)
    if not len(rows) or counts[0] == 1 or (counts != counts[0]).any():
        return arguments, None
    return rows, np.argsort(inverse.reshape(-1), kind="stable").reshape(len(rows), counts[0])


def _by_level(item: Item, bits: Bits, level: str, generator: np.random.Generator) -> dict[str, Array]:
    """Return the results of each register at a measurement level, under the service's names."""
    results: dict[str, Array] = {}
    if level in {"classified", "both"}:
        results |= on_device.by_register(item.circuit, bits)
    if level != "classified":
        points = kerneled.points(bits, kerneled.measured_qubits(item.circuit), generator)
        if level == "avg_kerneled":
            points = points.mean(axis=-2)
        suffix = kerneled.SUFFIXES.get(level, kerneled.SUFFIXES["kerneled"])
        results |= {
            name + suffix: array for name, array in on_device.by_register(item.circuit, points).items()
        }
    return results


def _encoded(span: _Span, item: Item, version: Version) -> dict[str, Any]:
    part: dict[str, Any] = {"idx_item": span.index, "size": span.end - span.first}
    if version.roles:
        permutation = list(range(len(item.shape)))
        part |= {"permutation": permutation, "element_range": [span.first, span.end, 1]}
    return {"start": span.start.isoformat(), "stop": span.stop.isoformat(), "parts": [part]}
