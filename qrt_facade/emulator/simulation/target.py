"""What a device can execute, how long that takes and how often it goes wrong, from its snapshot."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from qrt_facade._base.units import SECONDS_PER_UNIT
from qrt_facade.emulator.domain.devices import Device

Qubits = tuple[int, ...]


class Target:
    """One device as circuits see it. Durations are in seconds, errors are average gate infidelities."""

    def __init__(self, device: Device) -> None:
        configuration, properties = device.configuration, device.properties
        self.name = device.name
        self.num_qubits: int = configuration["n_qubits"]
        self.dt: float = (configuration.get("dt") or 1.0) * SECONDS_PER_UNIT["ns"]
        self.rep_delay: float = device.rep_delay_seconds
        self.instructions = {*configuration.get("supported_instructions", ()), *configuration["basis_gates"]}
        placed = [gate for gate in configuration["gates"] if gate.get("coupling_map")]
        self._places = {gate["name"]: set(map(tuple, gate["coupling_map"])) for gate in placed}
        self._errors: dict[tuple[str, Qubits], float] = {}
        self._durations: dict[tuple[str, Qubits], float] = {}
        for gate in properties["gates"]:
            key = gate["gate"], tuple(gate["qubits"])
            for entry in gate["parameters"]:
                if entry["name"] == "gate_error":
                    self._errors[key] = entry["value"]
                elif entry["name"] == "gate_length":
                    self._durations[key] = entry["value"] * SECONDS_PER_UNIT[entry["unit"]]
        self._qubits = [
            {entry["name"]: entry["value"] * SECONDS_PER_UNIT.get(entry["unit"], 1.0) for entry in qubit}
            for qubit in properties["qubits"]
        ]

    def has(self, instruction: str) -> bool:
        """Whether the device knows the instruction at all."""
        return instruction in self.instructions

    def couples(self, gate: str, qubits: Qubits) -> bool:
        """Whether the gate exists on these qubits, in this order."""
        places = self._places.get(gate)
        return places is None or qubits in places

    def gate_error(self, gate: str, qubits: Qubits) -> float:
        """Reported error of a gate; where rzz is reported as out of order (1), that of the pair's own gate."""
        error = self._lookup(self._errors, gate, qubits)
        if error < 1:
            return error
        candidates = [self._lookup(self._errors, other, qubits) for other in ("cz", "ecr", "cx")]
        return min([other for other in candidates if 0 < other < 1], default=1.0)

    def duration(self, instruction: str, qubits: Qubits) -> float:
        """How long an instruction takes; 0 if nothing is reported."""
        if instruction == "measure":
            return float(self._qubits[qubits[0]].get("readout_length", 0.0))
        return self._lookup(self._durations, instruction, qubits)

    @staticmethod
    def _lookup(table: dict[tuple[str, Qubits], float], name: str, qubits: Qubits) -> float:
        return table.get((name, qubits), table.get((name, qubits[::-1]), 0.0))

    def relaxation_times(self, qubit: int) -> tuple[float, float]:
        """T1 and T2 in seconds, T2 at most twice T1; infinite where nothing is reported."""
        t1 = self._qubits[qubit].get("T1", float("inf"))
        t2 = self._qubits[qubit].get("T2", float("inf"))
        return t1, min(t2, 2 * t1)

    def readout_error(self, qubit: int) -> tuple[float, float]:
        """The probabilities to read 1 from a prepared 0, and 0 from a prepared 1."""
        reported = self._qubits[qubit]
        mean = reported.get("readout_error", 0.0)
        return reported.get("prob_meas1_prep0", mean), reported.get("prob_meas0_prep1", mean)


@lru_cache(maxsize=16)
def load_target(name: str, configuration: str, properties: str) -> Target:
    """The target of a device with these snapshot files."""
    return Target(Device(name, Path(configuration), Path(properties)))
