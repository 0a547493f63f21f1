"""PennyLane-qiskit: the device `qiskit.remote`.

The device imports IBM's primitives and creates them for any backend. For a backend that is not from IBM's client,
these run Qiskit's `BackendSamplerV2` and `BackendEstimatorV2`, and therefore `backend.run`: samples are the same, but
estimator options, including error mitigation, have no effect. To use them, replace the imported primitives by ours,
as the last problem does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pennylane as qml
from pennylane_qiskit import qiskit_device
from primitives import both, repeated
from problems import SEED, SHOTS, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from primitives import Primitives


def _node(mine: Primitives, measured: Callable[[], Any], **options: Any) -> Callable[[], Any]:
    device = qml.device(
        "qiskit.remote", wires=3, backend=mine.backend, seed_transpiler=SEED, optimization_level=1, **options
    )
    made: Callable[[], Any] = qml.set_shots(qml.QNode(measured, device), SHOTS)
    return made


def _gates() -> None:
    qml.PauliX(2)
    qml.CRY(0.7, [2, 0])
    qml.RX(0.4, 1)
    qml.CNOT([0, 1])


@both
def outcomes(mine: Primitives) -> Value:
    """Device `qiskit.remote`: the probability of 001."""

    def measured() -> Any:
        _gates()
        return qml.probs(wires=[0, 1, 2])

    share = float(_node(mine, measured)()[0b001])
    return Value(share, (share * (1 - share) / SHOTS) ** 0.5)


def _value() -> Any:
    _gates()
    return qml.expval(qml.PauliZ(0) @ qml.PauliZ(1))


@both
def value(mine: Primitives) -> Value:
    """Device `qiskit.remote`: the expectation value of ZZI, not mitigated."""
    found = float(_node(mine, _value, resilience_level=0)())
    return Value(found, ((1 - found**2) / SHOTS) ** 0.5)


@both
@repeated
def mitigated(mine: Primitives) -> float:
    """The same with readout error mitigation, with the imported primitives replaced by ours."""
    with patch.object(qiskit_device, "Estimator", mine.estimator):
        return float(_node(mine, _value, resilience_level=1)())


PROBLEMS = (outcomes, value, mitigated)
