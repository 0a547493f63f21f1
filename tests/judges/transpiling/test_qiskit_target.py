"""Compare the target of `qrt_facade.qiskit.Backend` with IBM's own client, instruction by instruction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.snapshots import fakes, ibm_target, snapshot

from qrt_facade._circuits.target import target_of

if TYPE_CHECKING:
    from qiskit.transpiler import Target

_DEFAULT = ("fractional", "burlington", "boston")
"""With fractional gates; with broken couplings; with reset_2 and measure_2."""
_ALL = [name if name in _DEFAULT else pytest.param(name, marks=pytest.mark.long) for name in sorted(fakes())]
_FIELDS = (
    "num_qubits",
    "dt",
    "granularity",
    "min_length",
    "pulse_alignment",
    "acquire_alignment",
    "concurrent_measurements",
)


def described(target: Target) -> dict[str, Any]:
    """Return each instruction: its kind, where it exists, and its duration and error there."""
    found: dict[str, Any] = {}
    for name in target.operation_names:
        operation = target.operation_from_name(name)
        if isinstance(operation, type):  # control flow, which exists everywhere
            found[name] = operation
            continue
        places = {
            place: figures
            and (
                figures.duration and pytest.approx(figures.duration),
                figures.error and pytest.approx(figures.error),
            )
            for place, figures in target[name].items()
        }
        kind = (operation.name, operation.num_qubits, operation.num_clbits, len(operation.params))
        bounded = target.gate_has_angle_bounds(name)
        edges = [-1.0, -1e-3, 0.0, 1.0, 1.5707963, 1.58] if bounded else []
        allowed = [target.supported_angle_bound(name, [angle]) for angle in edges]
        found[name] = (kind, places, allowed)
    return found


@pytest.mark.parametrize("name", _ALL)
def test_the_target_equals_that_of_ibms_client(name: str) -> None:
    configuration, properties = snapshot(name)
    found = target_of(configuration, properties, fractional_gates=True, as_ibms=True)
    wanted = ibm_target(name)
    assert described(found) == described(wanted)
    assert [getattr(found, field) for field in _FIELDS] == [getattr(wanted, field) for field in _FIELDS]
    for mine, theirs in zip(found.qubit_properties, wanted.qubit_properties, strict=True):
        assert (mine.t1, mine.t2, mine.frequency) == pytest.approx((theirs.t1, theirs.t2, theirs.frequency))
