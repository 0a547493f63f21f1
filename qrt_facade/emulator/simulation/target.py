"""A device's instructions with their durations and errors, from its snapshot.

Snapshots contain measured values, some of which failed: a value that is missing, not a number or impossible (a negative
error, a T1 of 0) counts as not reported, and a probability above 1 as 1.
"""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qrt_facade._base.coerce import list_of, mapping_of, number_of
from qrt_facade._base.units import SECONDS_PER_UNIT, measured
from qrt_facade._service.instruction_sets import instructions_of
from qrt_facade.emulator.domain.devices import Device

if TYPE_CHECKING:
    from collections.abc import Mapping

Qubits = tuple[int, ...]


class Target:
    """A device as the target of circuits. Durations are in seconds, errors are average gate infidelities."""

    def __init__(self, device: Device) -> None:
        configuration, properties = device.configuration, device.properties
        self.name: str = device.name
        self.num_qubits: int = configuration["n_qubits"]
        self.dt: float = (number_of(configuration.get("dt")) or 1.0) * SECONDS_PER_UNIT["ns"]
        self.rep_delay: float = device.rep_delay_seconds
        self.rep_delays: tuple[float, float] | None = _rep_delays(configuration)
        self.instructions: frozenset[str] = instructions_of(configuration)
        placed = [gate for gate in configuration["gates"] if gate.get("coupling_map")]
        self._places = {gate["name"]: set(map(tuple, gate["coupling_map"])) for gate in placed}
        self._errors: dict[tuple[str, Qubits], float] = {}
        self._durations: dict[tuple[str, Qubits], float] = {}
        for gate in map(mapping_of, list_of(properties.get("gates"))):
            key = gate["gate"], tuple(gate["qubits"])
            reported = measured(gate.get("parameters"))
            if (error := _probability(reported.get("gate_error"))) is not None:
                self._errors[key] = error
            if (length := reported.get("gate_length", -1.0)) >= 0:
                self._durations[key] = length
        self._qubits = [measured(qubit) for qubit in list_of(properties.get("qubits"))]

    def has(self, instruction: str) -> bool:
        """Whether the device supports the instruction on any qubits."""
        return instruction in self.instructions

    def couples(self, gate: str, qubits: Qubits) -> bool:
        """Whether the gate exists on these qubits, in this order."""
        places = self._places.get(gate)
        return places is None or qubits in places

    def gate_error(self, gate: str, qubits: Qubits) -> float:
        """Return a gate's reported error; if rzz is reported as broken (1), that of the pair's basis gate."""
        error = self._lookup(self._errors, gate, qubits)
        if error < 1:
            return error
        candidates = [self._lookup(self._errors, other, qubits) for other in ("cz", "ecr", "cx")]
        return min([other for other in candidates if 0 < other < 1], default=1.0)

    def duration(self, instruction: str, qubits: Qubits) -> float:
        """Return how long an instruction takes; 0 if not reported."""
        if (
            instruction == "measure"
            and (length := self._of_qubit(qubits[0]).get("readout_length", -1.0)) >= 0
        ):
            return length
        return self._lookup(self._durations, instruction, qubits)

    @staticmethod
    def _lookup(table: dict[tuple[str, Qubits], float], name: str, qubits: Qubits) -> float:
        return table.get((name, qubits), table.get((name, qubits[::-1]), 0.0))

    def relaxation_times(self, qubit: int) -> tuple[float, float]:
        """Return T1 and T2 in seconds, T2 at most twice T1; infinite if not reported."""
        t1, t2 = (self._of_qubit(qubit).get(name, 0.0) for name in ("T1", "T2"))
        t1 = t1 if t1 > 0 else math.inf
        return t1, min(t2 if t2 > 0 else math.inf, 2 * t1)

    def readout_error(self, qubit: int, kind: str = "measure") -> tuple[float, float]:
        """Return the probabilities of reading 1 from a prepared 0, and 0 from a prepared 1.

        For additional kinds of measurement only the mean is reported; if it is missing, those of `measure` apply.
        """
        if kind != "measure" and (error := self._errors.get((kind, (qubit,)))) is not None:
            return error, error
        reported = self._of_qubit(qubit)
        mean = _probability(reported.get("readout_error")) or 0.0
        false_one, false_zero = (
            _probability(reported.get(name)) for name in ("prob_meas1_prep0", "prob_meas0_prep1")
        )
        return mean if false_one is None else false_one, mean if false_zero is None else false_zero

    def readout_contrast(self, qubit: int) -> float:
        """Return the factor by which readout shrinks an expectation value of Z: 1 if perfect, 0 without information.

        It is negative if more shots are read wrong than right.
        """
        return 1 - sum(self.readout_error(qubit))

    def _of_qubit(self, qubit: int) -> dict[str, float]:
        return self._qubits[qubit] if qubit < len(self._qubits) else {}


def _rep_delays(configuration: Mapping[str, Any]) -> tuple[float, float] | None:
    """Return the shortest and longest pause between shots that a job may request, in seconds; None if it is fixed."""
    limits = list_of(configuration.get("rep_delay_range"))
    numbers = [number for number in map(number_of, limits) if number is not None]
    if not configuration.get("dynamic_reprate_enabled") or len(numbers) != 2:
        return None
    least, most = (number * SECONDS_PER_UNIT["us"] for number in numbers)
    return least, most


def _probability(value: float | None) -> float | None:
    return None if value is None or value < 0 else min(value, 1.0)


@lru_cache(maxsize=16)
def load_target(name: str, configuration: str, properties: str) -> Target:
    """Return the target of a device with these snapshot files."""
    return Target(Device(name, Path(configuration), Path(properties)))
