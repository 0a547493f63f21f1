"""Results and devices to display and to plot."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from qrt_facade.emulator.domain.devices import Device
from qrt_facade.results import CircuitTiming, EstimatorPubResult, Samples
from qrt_facade.results.base import PubData

if TYPE_CHECKING:
    from collections.abc import Sequence


def samples(values: Sequence[int], bits: int) -> Samples:
    """Samples of these numbers, one for each shot."""
    width = -(-bits // 8)
    rows = [list(value.to_bytes(width, "big")) for value in values]
    return Samples(np.array(rows, np.uint8).reshape(len(rows), width), bits)


def estimated(evs: Any, stds: Any) -> EstimatorPubResult:
    """Result of a PUB with these values and errors."""
    evs = np.asarray(evs, float)
    return EstimatorPubResult(PubData({"evs": evs, "stds": np.asarray(stds, float)}, evs.shape), {})


def schedule(qubits: int) -> CircuitTiming:
    """The schedule of a circuit with a branch, in the service's format."""
    lines: list[str] = []
    for qubit in range(qubits):
        partner = qubit - qubit % 2
        lines += [
            f"main,reset_{qubit},Qubit {qubit},0,400,play",
            f"main,barrier,Qubit {qubit},420,0,barrier",
            f"main,sx_{qubit},Qubit {qubit},440,64,play",
            f"main,cz_{partner}_{partner + 1},Qubit {qubit},504,220,play",
            f"then,x_{qubit},Qubit {qubit},740,200,play",
            f"else,delay_{qubit},Qubit {qubit},740,200,delay",
            f"main,measure_{qubit},AWGR{qubit // 4}_{qubit % 4},1000,1400,capture",
        ]
    return CircuitTiming.of({"timing": "\n".join(lines), "circuit_duration": 2400})


def device(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The configuration of a device, and properties that no new snapshot changes."""
    configuration = Device.named(name).configuration
    qubits = [
        [{"name": "readout_error", "unit": "", "value": 0.01 + 0.008 * (1 + math.sin(qubit))}]
        for qubit in range(configuration["n_qubits"])
    ]
    pairs = sorted({(min(edge), max(edge)) for edge in configuration["coupling_map"]})
    errors = {pair: 0.003 + 0.002 * math.cos(sum(pair)) for pair in pairs} | {pairs[0]: 1.0}
    del errors[pairs[1]]  # the first coupling is broken, and the second has no data
    gates = [
        {
            "gate": "cz",
            "qubits": list(pair),
            "parameters": [{"name": "gate_error", "unit": "", "value": error}],
        }
        for pair, error in errors.items()
    ]
    return configuration, {"qubits": qubits, "gates": gates}
