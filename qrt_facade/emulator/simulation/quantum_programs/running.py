"""A quantum program run on the emulated device, and its result in the form of its version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from qiskit.primitives.containers.bindings_array import BindingsArray

from qrt_facade.emulator.domain.errors import ApiError
from qrt_facade.emulator.domain.quantum_programs import check_program, version_of
from qrt_facade.emulator.simulation import circuits as on_device
from qrt_facade.emulator.simulation.binding import check_values
from qrt_facade.emulator.simulation.failures import bad_program, incompatible
from qrt_facade.emulator.simulation.quantum_programs import kerneled, tensors
from qrt_facade.emulator.simulation.quantum_programs.reading import Item, read_items

if TYPE_CHECKING:
    from qrt_facade.emulator.domain.quantum_programs import Version
    from qrt_facade.emulator.simulation.execution import Bits, Machine
    from qrt_facade.emulator.simulation.quantum_programs.tensors import Array
    from qrt_facade.emulator.simulation.target import Target


@dataclass(frozen=True)
class _Span:
    """A chunk of one item that was executed: the elements from `first` up to `end`, and when."""

    index: int
    first: int
    end: int
    start: datetime
    stop: datetime


def run_executor(params: dict[str, Any], machine: Machine) -> dict[str, Any]:
    """Execute a quantum program and encode its result in the program's own schema version.

    All circuits are read, checked and charged before the first of them runs. Qubits begin each shot in their ground state,
    whatever `init_qubits` is.

    Args:
        params: The params as they were sent, whose form was checked when the job was submitted.
        machine: The device.

    Raises:
        JobFailedError: the program cannot be read, or a circuit, an argument or an option is not acceptable.
    """
    try:
        check_program(params, in_session=True)
    except ApiError as error:  # of a job that was not submitted through the API, or to an older emulator
        raise bad_program(error.message) from error
    version, program = version_of(params), params["quantum_program"]
    rep_delay = _rep_delay(params["options"], machine.target)
    items = read_items(program, version, machine.target)
    for item in items:
        machine.meter.charge(item.circuit, program["shots"], item.size, rep_delay=rep_delay)
    level = program.get("meas_level", "classified") if len(version.levels) > 1 else "classified"
    generator = np.random.default_rng(machine.seed)
    spans: list[_Span] = []
    data = []
    for index, item in enumerate(items):
        arguments, results = item.drawn(generator)
        bits, chunks = _sampled(index, item, arguments, program["shots"], machine)
        spans += chunks
        results |= _by_level(item, bits, level, generator)
        encoded = {name: tensors.encode(array, packed=version.packed) for name, array in results.items()}
        metadata = {"scheduler_timing": None, "stretch_values": None} if version.extended else None
        data.append({"results": encoded, "metadata": metadata})
    timing = [_encoded(span, items[span.index], version) for span in spans]
    body = {"schema_version": version.name, "data": data, "metadata": {"chunk_timing": timing}}
    if version.extended:
        body["passthrough_data"] = program.get("passthrough_data")
    if version.roles:
        body["semantic_role"] = program.get("semantic_role")
    return body


def _rep_delay(options: dict[str, Any], target: Target) -> float | None:
    """The pause between two shots that the options ask for, in seconds."""
    wanted: float | None = options.get("rep_delay")
    if wanted is None:
        return None
    if target.rep_delays is None:
        raise incompatible(f"options.rep_delay is {wanted}; {target.name} has one pause between shots only.")
    least, most = target.rep_delays
    if not least <= wanted <= most:
        raise incompatible(
            f"options.rep_delay is {wanted} s; {target.name} takes {least:g} to {most:g} s between shots."
        )
    return wanted


def _sampled(
    index: int, item: Item, arguments: Array, shots: int, machine: Machine
) -> tuple[Bits, list[_Span]]:
    """Shots of an item, (*shape, shots, clbits), and the chunks in which they were executed one after the other."""
    spans = []
    step = item.chunk_size or max(item.size, 1)
    names = tuple(item.circuit.parameters)
    bits = np.zeros((item.size, shots, item.circuit.num_clbits), dtype=bool)
    everything = BindingsArray({names: arguments}, shape=(item.size,))
    check_values(index, item.circuit, everything)
    for first in range(0, max(item.size, 1), step):
        start, end = datetime.now(UTC), min(first + step, item.size)
        values = BindingsArray({names: arguments[first:end]}, shape=(end - first,))
        bits[first:end] = machine.sweep(item.circuit, values, shots)
        spans.append(_Span(index, first, end, start, datetime.now(UTC)))
    return bits.reshape(*item.shape, shots, item.circuit.num_clbits), spans


def _by_level(item: Item, bits: Bits, level: str, generator: np.random.Generator) -> dict[str, Array]:
    """What each register returns at a level of measurement, by the names that the service gives to it."""
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
