"""Properties and transformations of circuits on a device: duration, relevant qubits, registers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from qiskit import QuantumCircuit, QuantumRegister
from qiskit.circuit import ControlFlowOp, Delay, Gate
from qiskit_aer.noise import thermal_relaxation_error

from qrt_facade._base.units import SECONDS_PER_UNIT
from qrt_facade.emulator.simulation.midcircuit import name_on_device

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

    from qrt_facade.emulator.simulation.target import Qubits, Target

    Bits = np.ndarray[Any, np.dtype[np.bool_]]

_IDLE = frozenset({"barrier", "delay"})

_SMALL_PART = 3
"""Width up to which independent qubits are simulated together: one circuit is cheaper than several."""


def instructions(circuit: QuantumCircuit, outer: list[int] | None = None) -> Iterator[tuple[Any, Qubits]]:
    """Yield every operation with its device qubits, including those inside control flow."""
    places = list(range(circuit.num_qubits)) if outer is None else outer
    for instruction in circuit.data:
        qubits = tuple(places[circuit.find_bit(qubit).index] for qubit in instruction.qubits)
        yield instruction.operation, qubits
        if isinstance(instruction.operation, ControlFlowOp):
            for block in instruction.operation.blocks:
                yield from instructions(block, list(qubits))


def has_control_flow(circuit: QuantumCircuit) -> bool:
    """Whether the circuit is dynamic."""
    result: bool = circuit.has_control_flow_op()
    return result


def is_static(circuit: QuantumCircuit) -> bool:
    """Whether all shots can be drawn from one final state: no feed-forward, reset, or gate after a measurement."""
    if has_control_flow(circuit):
        return False
    measured: set[Any] = set()
    for instruction in circuit.data:
        if instruction.name in _IDLE:
            continue
        if instruction.name == "reset" or not measured.isdisjoint(instruction.qubits):
            return False
        if instruction.clbits:
            measured.update(instruction.qubits)
    return True


def duration_seconds(circuit: QuantumCircuit, target: Target, folding: float = 1.0) -> float:
    """Return the duration of one shot, scheduled as soon as possible.

    The blocks of control flow count one after the other.

    Args:
        circuit: The circuit.
        target: The device.
        folding: How many times each two-qubit gate runs.
    """
    ends: dict[Any, float] = {}
    for instruction in circuit.data:
        qubits = tuple(circuit.find_bit(qubit).index for qubit in instruction.qubits)
        bits = [*instruction.qubits, *instruction.clbits]
        length = _length(instruction.operation, qubits, target)
        if len(qubits) == 2 and not instruction.clbits:
            length *= folding
        end = max((ends.get(bit, 0.0) for bit in bits), default=0.0) + length
        ends.update(dict.fromkeys(bits, end))
    return max(ends.values(), default=0.0)


def _length(operation: Any, qubits: Qubits, target: Target) -> float:
    if isinstance(operation, ControlFlowOp):
        return sum(
            _length(
                inner.operation, tuple(qubits[block.find_bit(qubit).index] for qubit in inner.qubits), target
            )
            for block in operation.blocks
            for inner in block.data
        )
    if isinstance(operation, Delay):
        return delay_seconds(operation, target)
    return 0.0 if operation.name == "barrier" else target.duration(name_on_device(operation, target), qubits)


def twirled_seconds(circuit: QuantumCircuit, target: Target, folding: float = 1.0) -> float:
    """Return the duration of one shot of a circuit whose two-qubit gates are twirled, which adds gates.

    "If you are using error suppression or mitigation techniques with the primitives, extra instructions might be
    inserted into your circuit, which would increase the total circuit length" (IBM's guide "Workload usage"). Each
    layer of two-qubit gates is dressed with single-qubit gates of two `sx` each; existing single-qubit gates merge with
    them.

    Args:
        circuit: The circuit.
        target: The device.
        folding: How many times each two-qubit gate runs.
    """
    others = circuit.copy_empty_like()
    for instruction in circuit.data:
        if not (isinstance(instruction.operation, Gate) and len(instruction.qubits) == 1):
            others.append(instruction)
    pairs = [one for one in circuit.data if isinstance(one.operation, Gate) and len(one.qubits) == 2]
    if not pairs:
        return duration_seconds(circuit, target, folding)
    layers: int = circuit.depth(lambda one: isinstance(one.operation, Gate) and len(one.qubits) == 2)
    turn = 2 * target.duration("sx", (circuit.find_bit(pairs[0].qubits[0]).index,))
    return duration_seconds(others, target, folding) + turn * layers * folding


def delay_seconds(delay: Delay, target: Target) -> float:
    """Return a delay's duration; a delay without a number (a stretch) counts as 0."""
    if not isinstance(delay.duration, int | float):
        return 0.0
    if delay.unit == "dt":
        return float(delay.duration) * target.dt
    return float(delay.duration) * SECONDS_PER_UNIT[delay.unit]


def independent_parts(circuit: QuantumCircuit) -> list[list[int]]:
    """Return groups of device qubits whose measurements are independent of each other.

    Groups can be simulated one by one, which makes wide circuits with little entanglement cheap. Qubits that no
    measurement depends on are in no group; small groups are merged. A dynamic circuit is a single group, and so is one
    that stores values in bits.
    """
    links: dict[Any, Any] = {}

    def root(bit: Any) -> Any:
        while (parent := links.setdefault(bit, bit)) is not bit:
            links[bit] = links[parent]
            bit = parent
        return bit

    observed = set()
    for instruction in circuit.data:
        if instruction.name in _IDLE:
            continue
        bits = [*instruction.qubits, *instruction.clbits]
        for bit in bits:
            links[root(bit)] = root(bits[0])
        if instruction.clbits:
            observed.add(bits[0])
    roots = {root(bit) for bit in observed}
    if has_control_flow(circuit) or circuit.count_ops().get("store"):
        everything = [index for index, qubit in enumerate(circuit.qubits) if qubit in links]
        return [everything] if everything else []
    parts: dict[Any, list[int]] = {}
    for index, qubit in enumerate(circuit.qubits):
        if qubit in links and root(qubit) in roots:
            parts.setdefault(root(qubit), []).append(index)
    return _merge_small(sorted(parts.values(), key=len))


def _merge_small(parts: list[list[int]]) -> list[list[int]]:
    merged: list[list[int]] = []
    for part in parts:
        if merged and len(merged[-1]) + len(part) <= _SMALL_PART:
            merged[-1] = sorted(merged[-1] + part)
        else:
            merged.append(part)
    return merged


def reduced(circuit: QuantumCircuit, qubits: list[int], target: Target, *, noise: bool) -> QuantumCircuit:
    """Return the circuit restricted to the given device qubits, so that idle qubits cost nothing to simulate.

    With noise, each delay is followed by the relaxation that occurs during it.
    """
    register = QuantumRegister(len(qubits), "q")
    smaller = QuantumCircuit(register, circuit.clbits, *circuit.cregs, global_phase=circuit.global_phase)
    for variable in circuit.iter_vars():
        smaller.add_uninitialized_var(variable)
    inside = [(index, qubit) for index, qubit in enumerate(qubits) if qubit < circuit.num_qubits]
    place = {circuit.qubits[qubit]: register[index] for index, qubit in inside}
    overwritten = _overwritten(circuit)
    for index, instruction in enumerate(circuit.data):
        if index in overwritten:
            continue
        kept = [place[qubit] for qubit in instruction.qubits if qubit in place]
        operation = instruction.operation
        if not kept and instruction.qubits:
            continue
        if operation.name == "barrier":
            smaller.barrier(kept)
            continue
        smaller.append(operation, kept, instruction.clbits)
        if noise and isinstance(operation, Delay):
            t1, t2 = target.relaxation_times(circuit.find_bit(instruction.qubits[0]).index)
            seconds = delay_seconds(operation, target)
            if seconds > 0 and math.isfinite(t2):
                smaller.append(thermal_relaxation_error(t1, t2, seconds).to_instruction(), kept)
    return smaller


def _overwritten(circuit: QuantumCircuit) -> set[int]:
    """Return the indices of final measurements whose bit is written again; both readouts would affect the bit."""
    if has_control_flow(circuit):
        return set()
    places: set[int] = set()
    used: set[Any] = set()  # qubits with gates later on, and bits that are written later on
    for index in range(len(circuit.data) - 1, -1, -1):
        instruction = circuit.data[index]
        if instruction.name == "measure":
            if instruction.clbits[0] in used and used.isdisjoint(instruction.qubits):
                places.add(index)
            used.update(instruction.clbits)
        elif instruction.name != "barrier":
            used.update(instruction.qubits)
    return places


def by_register(circuit: QuantumCircuit, shots: Bits) -> dict[str, Bits]:
    """Split shots (..., clbits) into one array (..., bits) for each classical register that has bits."""
    return {
        register.name: shots[..., [circuit.find_bit(bit).index for bit in register]]
        for register in circuit.cregs
        if len(register)
    }
