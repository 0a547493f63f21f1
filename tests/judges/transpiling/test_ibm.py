"""Compare `transpile` with IBM's own client: its targets, its pass manager, and its check of circuits."""

from __future__ import annotations

import math
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from qiskit import QuantumCircuit
from qiskit.circuit import Parameter
from qiskit.transpiler import TranspilerError, generate_preset_pass_manager
from qiskit_ibm_runtime.circuit import MidCircuitMeasure
from qiskit_ibm_runtime.utils.utils import is_isa_circuit
from support.snapshots import FEW, fakes, ibm_target, snapshot

from qrt_facade._circuits.target import target_of
from qrt_facade._circuits.transpiling import transpiled
from qrt_facade._service.broken import Broken
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

_FEWEST = ("lima", "rochester", "torino", "miami")
"""Those of FEW that every run compares: reset among the basis gates, broken couplings, Heron with rzz, no reset."""
_ALL = [name if name in _FEWEST else pytest.param(name, marks=pytest.mark.long) for name in sorted(fakes())]
_SOME = [name if name in _FEWEST else pytest.param(name, marks=pytest.mark.long) for name in FEW]
_LUCK = 1e-3
"""How much worse a circuit may be: the passes search at random, in another order if angles are folded late."""

_TIMING = (
    "dt",
    "granularity",
    "min_length",
    "pulse_alignment",
    "acquire_alignment",
    "concurrent_measurements",
)


def bell() -> QuantumCircuit:
    circuit = QuantumCircuit(2, 2)
    circuit.h(0)
    circuit.cx(0, 1)
    circuit.measure([0, 1], [0, 1])
    return circuit


def ghz() -> QuantumCircuit:
    circuit = QuantumCircuit(5, 5)
    circuit.h(0)
    for qubit in range(4):
        circuit.cx(0, qubit + 1)
    circuit.measure(range(5), range(5))
    return circuit


def mid_circuit() -> QuantumCircuit:
    circuit = QuantumCircuit(2, 3)
    circuit.h(0)
    circuit.measure(0, 0)
    circuit.cx(0, 1)
    circuit.measure([0, 1], [1, 2])
    return circuit


def flip() -> QuantumCircuit:
    circuit = QuantumCircuit(1, 1)
    circuit.h(0)
    circuit.measure(0, 0)
    return circuit


def reset() -> QuantumCircuit:
    circuit = QuantumCircuit(1, 1)
    circuit.x(0)
    circuit.reset(0)
    circuit.measure(0, 0)
    return circuit


def dynamic() -> QuantumCircuit:
    circuit = QuantumCircuit(2, 2)
    circuit.h(0)
    circuit.measure(0, 0)
    with circuit.if_test((circuit.clbits[0], 1)):
        circuit.h(1)
        circuit.rzz(-0.3, 0, 1)
    circuit.measure(1, 1)
    return circuit


def angles() -> QuantumCircuit:
    circuit = QuantumCircuit(3, 3)
    circuit.h(range(3))
    circuit.rzz(-0.3, 0, 1)
    circuit.rzz(Parameter("t"), 1, 2)
    circuit.rzz(4, 0, 1)
    circuit.measure(range(3), range(3))
    return circuit


def lone() -> QuantumCircuit:
    circuit = QuantumCircuit(3, 3)
    circuit.h(range(3))
    circuit.measure(range(3), range(3))
    return circuit


def short_measurement() -> QuantumCircuit:
    circuit = QuantumCircuit(1, 2)
    circuit.append(MidCircuitMeasure(), [0], [0])
    circuit.measure(0, 1)
    return circuit


CIRCUITS = [flip, bell, ghz, mid_circuit, reset, dynamic, angles, lone, short_measurement]


def placed(target: Any) -> Iterator[tuple[str, tuple[int, ...], str, str]]:
    """Return each instruction of a target at each place, with its duration and error to 12 digits."""
    for name in target.operation_names:
        for place, figures in (target[name] or {None: None}).items():
            yield (
                name,
                place or (),
                digits(getattr(figures, "duration", None)),
                digits(getattr(figures, "error", None)),
            )


def digits(value: float | None) -> str:
    return "" if value is None else f"{value:.11e}"


@pytest.mark.parametrize("name", _ALL)
def test_the_target_of_a_snapshot_matches_ibms_except_for_faulty_parts(name: str) -> None:
    configuration, properties = snapshot(name)
    found, wanted = target_of(configuration, properties, fractional_gates=True), ibm_target(name)
    broken = Broken.of(properties)
    assert set(placed(found)) == {entry for entry in placed(wanted) if not broken.forbids(*entry[:2])}
    for one in found.operation_names:
        mine, theirs = found.operation_from_name(one), wanted.operation_from_name(one)
        if not isinstance(theirs, type):  # control flow
            assert (mine.name, mine.num_qubits, mine.num_clbits, len(mine.params)) == (
                (theirs.name, theirs.num_qubits, theirs.num_clbits, len(theirs.params))
            )
    assert [getattr(found, one) for one in _TIMING] == [getattr(wanted, one) for one in _TIMING]
    for mine, theirs in zip(found.qubit_properties, wanted.qubit_properties, strict=True):
        assert (mine.t1, mine.t2, mine.frequency) == pytest.approx((theirs.t1, theirs.t2, theirs.frequency))


def log_fidelity(circuit: QuantumCircuit, target: Any) -> float:
    """Return the sum of the logarithms of each instruction's fidelity, by the errors of a target."""
    total = 0.0
    for one in circuit.data:
        places = target[one.operation.name] if one.operation.name in target.operation_names else None
        figures = (places or {}).get(tuple(circuit.find_bit(qubit).index for qubit in one.qubits))
        total += math.log(max(1 - (getattr(figures, "error", None) or 0), 1e-9))
    return total


def by_ibm(circuit: QuantumCircuit, target: Any, level: int) -> QuantumCircuit | None:
    """The circuit as IBM's pass manager writes it; None where it refuses."""
    try:
        return generate_preset_pass_manager(level, target=target, seed_transpiler=7).run(circuit)
    except TranspilerError:
        return None


def compare(name: str, circuits: list[QuantumCircuit], level: int) -> None:
    """Transpile what IBM accepts, and compare; what IBM refuses may come out in order, too."""
    configuration, properties = snapshot(name)
    options: dict[str, Any] = {"optimization_level": level, "fractional_gates": True, "seed": 7}
    target, broken = ibm_target(name), Broken.of(properties)
    theirs = [by_ibm(circuit, target, level) for circuit in circuits]
    accepted = [circuit for circuit, found in zip(circuits, theirs, strict=True) if found is not None]
    for ours, found in zip(
        transpiled(accepted, configuration, properties, **options), filter(None, theirs), strict=True
    ):
        assert is_isa_circuit(ours, target) == ""
        if (
            not broken and not ours.parameters
        ):  # a folded parameter has gates that IBM's passes leave to the user
            assert log_fidelity(ours, target) >= log_fidelity(found, target) - _LUCK
        for one in ours.data:
            place = tuple(ours.find_bit(qubit).index for qubit in one.qubits)
            assert one.name == "barrier" or not broken.forbids(one.name, place)
    for circuit, found in zip(circuits, theirs, strict=True):
        if found is None:
            with suppress(ConfigurationError):
                assert is_isa_circuit(transpiled(circuit, configuration, properties, **options), target) == ""


@pytest.mark.parametrize("name", _SOME)
def test_transpiled_circuits_pass_ibms_check_and_are_as_good_as_ibms(name: str) -> None:
    compare(name, [one() for one in (bell, ghz, mid_circuit, dynamic, angles)], 1)


@pytest.mark.long
@pytest.mark.parametrize("level", range(4))
@pytest.mark.parametrize("name", sorted(fakes()))
def test_transpile_passes_ibms_check_on_every_device_and_level(name: str, level: int) -> None:
    width = snapshot(name)[0]["n_qubits"]
    compare(name, [one() for one in CIRCUITS if one().num_qubits <= width], level)
