"""Warnings about circuits that run, but may not do what the user intended."""

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
_ADVICE: Final = "results will be poor; backend.transpile uses other qubits"
_TELLS_NOTHING: Final = 0.02
"""Readout contrast that cannot be distinguished from zero after a calibration with some thousand shots."""


def circuit_warnings(program_id: str, reading: Reading) -> Iterator[str]:
    """Yield warnings that do not depend on the backend."""
    if program_id in {"sampler", "executor"} and reading.measures and reading.measures_loose_bits:
        yield (
            "a measurement writes to a bit outside all registers, so the result will not contain it; "
            "declare a register, for example bit[1] c instead of bit c"
        )
    if program_id == "estimator" and any(call.name == "measure" for call in reading.calls):
        yield (
            "the estimator removes the measurements at the end of the circuit; the observables define what is "
            "measured"
        )
    if reading.measures_conditionally:
        yield (
            "the service has deprecated measurements inside conditions; measure unconditionally and use the bit "
            "only if needed"
        )


@frozen
class DeviceReport:
    """The properties of a backend that warnings depend on; read once for all PUBs of a job.

    Attributes:
        name: The backend's name.
        basis_gates: Its native gates.
        broken: Its broken qubits and gates.
        unreadable: Working qubits whose readout carries no information.
    """

    name: str
    basis_gates: frozenset[str]
    broken: Broken
    unreadable: frozenset[int]

    @classmethod
    def of(cls, configuration: Mapping[str, Any], properties: Mapping[str, Any] | None) -> DeviceReport:
        """Build a report from the responses of `GET /backends/{id}/configuration` and `.../properties`, if any."""
        broken = Broken.of(properties)
        basis_gates = frozenset(texts_of(configuration.get("basis_gates")))
        unreadable = frozenset(_without_readout(properties) - broken.qubits)
        return cls(name_of(configuration), basis_gates, broken, unreadable)


def device_warnings(reading: Reading, device: DeviceReport) -> Iterator[str]:
    """Yield warnings about running a circuit on this backend."""
    # Gates missing from stdgates.inc, such as rzz, are defined by every program that uses them, exported ones included.
    native = sorted({*reading.redefined}.intersection(device.basis_gates, STANDARD))
    if native:
        yield (
            f"the program defines {_listed(native)}, but {device.name} applies its own gate of that name; "
            "rename yours if it differs"
        )
    if device.broken:
        yield from _broken_parts(reading, device.name, device.broken)
    qubits = sorted(_measured(reading) & device.unreadable)
    if qubits:
        yield (
            f"{device.name} reads the same values from qubits {_listed(qubits)} whatever their state, because of "
            "their readout errors; "
            "backend.transpile(circuit, optimization_level=2) prefers other qubits"
        )


def _measured(reading: Reading) -> set[int]:
    """Return the device qubits that a circuit measures."""
    names = ("measure", "measure_2")
    return {qubit for call in reading.calls if call.name in names for qubit in call.qubits or ()}


def _without_readout(properties: Mapping[str, Any] | None) -> set[int]:
    """Return the qubits that are read as 1 equally often in both states."""
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
