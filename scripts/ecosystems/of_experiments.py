"""qiskit-experiments: fits to the device's noise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from primitives import both, repeated
from problems import SEED, Value
from qiskit_experiments.library import T1, StandardRB

if TYPE_CHECKING:
    from primitives import Primitives

SHOTS = 1000
MICROSECOND = 1e-6


def _fitted(experiment: Any, mine: Primitives, name: str) -> Any:
    """Run an experiment with a sampler, whose backend it uses, and return the fitted values."""
    experiment.set_run_options(shots=SHOTS)
    data = experiment.run(sampler=mine.sampler(mode=mine.backend)).block_for_results()
    if data.errors():
        raise RuntimeError(data.errors())
    (row,) = data.analysis_results(name, dataframe=True).itertuples()
    return row.value


@both
def relaxation(mine: Primitives) -> Value:
    """T1 of qubit 0, fitted to 8 delays, in microseconds (error: of the fit)."""
    delays = [MICROSECOND * delay for delay in (1, 30, 60, 100, 150, 220, 320, 450)]
    found = _fitted(T1([0], delays), mine, "T1")
    return Value(found.nominal_value / MICROSECOND, found.std_dev / MICROSECOND)


@both
@repeated
def benchmarking(mine: Primitives) -> float:
    """StandardRB of qubit 0: the error of a Clifford gate, in thousandths."""
    found = _fitted(StandardRB([0], [1, 100, 300, 600], num_samples=2, seed=SEED), mine, "EPC")
    return float(found.nominal_value) * 1000


PROBLEMS = (relaxation, benchmarking)
