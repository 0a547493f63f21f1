"""What of a circuit runs, but perhaps not as it was meant: the texts of warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from qrt_facade._base.coerce import list_of, mapping_of, texts_of
from qrt_facade._base.units import measured
from qrt_facade._circuits.isa import name_of
from qrt_facade._circuits.qasm.gates import STANDARD
from qrt_facade._service.broken import Broken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qrt_facade._circuits.reading import Reading

_IDLE: Final = frozenset({"barrier", "delay", "store", "gphase"})
_MOST_NAMED: Final = 8
_ADVICE: Final = "its results will be poor: backend.transpile lays the circuit elsewhere"
_TELLS_NOTHING: Final = 0.02
"""Contrast of readout that cannot be told from none: its own uncertainty, from some thousand shots of calibration."""


def cautions(program_id: str, reading: Reading) -> Iterator[str]:
    """What can be said without knowing the backend."""
    if program_id in {"sampler", "executor"} and reading.measures and reading.measures_loose_bits:
        yield (
            "a measurement writes to a bit that belongs to no register, and the result will not contain it; "
            "declare a register, such as bit[1] c instead of bit c"
        )
    if program_id == "estimator" and any(call.name == "measure" for call in reading.calls):
        yield "the estimator leaves out the measurements at the end of the circuit; its observables say what is measured"
    if reading.measures_conditionally:
        yield "a measurement inside a condition is deprecated by the service; measure always, and use the bit if need be"


@frozen
class DeviceReport:
    """What a backend says of itself that may earn a circuit a warning; read once for all PUBs of a job.

    Attributes:
        name: The backend's name.
        basis_gates: Its own gates.
        broken: Its broken parts.
        unreadable: Working qubits whose readout tells nothing.
    """

    name: str
    basis_gates: frozenset[str]
    broken: Broken
    unreadable: frozenset[int]

    @classmethod
    def of(cls, configuration: Mapping[str, Any], properties: Mapping[str, Any] | None) -> DeviceReport:
        """Read what `GET /backends/{id}/configuration` and `.../properties` answered, or None for the latter."""
        broken = Broken.of(properties)
        basis_gates = frozenset(texts_of(configuration.get("basis_gates")))
        unreadable = frozenset(_without_readout(properties) - broken.qubits)
        return cls(name_of(configuration), basis_gates, broken, unreadable)


def device_cautions(reading: Reading, device: DeviceReport) -> Iterator[str]:
    """What the backend makes of the circuit."""
    # What stdgates.inc lacks, such as rzz, is defined by every program that uses it, the exporters' included.
    native = sorted({*reading.redefined}.intersection(device.basis_gates, STANDARD))
    if native:
        yield (
            f"the program defines {_listed(native)}, and {device.name} applies its own gate of that name; "
            "rename yours if it is another"
        )
    if device.broken:
        yield from _broken_parts(reading, device.name, device.broken)
    qubits = sorted(_measured(reading) & device.unreadable)
    if qubits:
        yield (
            f"{device.name} reads the qubits {_listed(qubits)} the same whatever their state is, by its readout errors; "
            "backend.transpile(circuit, optimization_level=2) prefers others"
        )


def _measured(reading: Reading) -> set[int]:
    """Device qubits that a circuit measures."""
    names = ("measure", "measure_2")
    return {qubit for call in reading.calls if call.name in names for qubit in call.qubits or ()}


def _without_readout(properties: Mapping[str, Any] | None) -> set[int]:
    """Qubits that are read as 1 equally often whichever state they are in."""
    found: set[int] = set()
    for qubit, readings in enumerate(list_of(mapping_of(properties).get("qubits"))):
        figures = measured(readings)
        false_one, false_zero = figures.get("prob_meas1_prep0"), figures.get("prob_meas0_prep1")
        if false_one is None or false_zero is None:
            false_one = false_zero = figures.get("readout_error", 0.0)
        if abs(1 - false_one - false_zero) < _TELLS_NOTHING:
            found.add(qubit)
    return found


def _broken_parts(reading: Reading, backend: str, broken: Broken) -> Iterator[str]:
    calls = {
        (call.name, call.qubits)
        for call in reading.calls
        if call.qubits is not None and call.name not in _IDLE
    }
    qubits = sorted({qubit for _, place in calls for qubit in place if qubit in broken.qubits})
    if qubits:
        yield f"{backend} reports the qubits {_listed(qubits)} as broken; {_ADVICE}"
    gates = sorted(f"{name} on qubits {place}" for name, place in calls if (name, place) in broken.gates)
    if gates:
        yield f"{backend} reports {_listed(gates)} as broken; {_ADVICE}"


def _listed(items: Sequence[object]) -> str:
    more = f" and {len(items) - _MOST_NAMED} more" if len(items) > _MOST_NAMED else ""
    return ", ".join(map(str, items[:_MOST_NAMED])) + more
