"""Compare the number of measurement bases of an estimator with Qiskit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from qiskit.primitives.containers.observables_array import ObservablesArray
from qiskit.quantum_info import PauliList

from qrt_facade._programs.estimates.bases import bases_of

_SUMS = st.integers(1, 6).flatmap(
    lambda width: st.lists(
        st.text("IIXYZ", min_size=width, max_size=width), min_size=1, max_size=20, unique=True
    )
)


@given(_SUMS)
def test_observables_are_grouped_into_as_many_bases_as_in_qiskit(labels: list[str]) -> None:
    observable = dict.fromkeys(labels, 1.0)
    ordered = list(dict(ObservablesArray.coerce(observable)[()]))
    groups = PauliList(ordered).group_commuting(qubit_wise=True)
    assert bases_of(observable, ()).circuits == len(groups)


@given(_SUMS, st.integers(1, 5))
def test_observables_that_broadcast_over_a_sweep_share_bases_at_each_point(
    labels: list[str], points: int
) -> None:
    column = [[label] for label in labels]
    together = bases_of(dict.fromkeys(labels, 1.0), ())
    assert bases_of(column, (points,)).circuits <= points * len(labels)
    if len(labels) == 1:
        assert bases_of(column, (points,)).circuits == points * together.circuits
