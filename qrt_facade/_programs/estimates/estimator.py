"""Count the executions of an estimator: shots for each basis of each point, plus those that mitigation adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from qrt_facade._base.coerce import mapping_of
from qrt_facade._base.wording import pluralize
from qrt_facade._programs.estimates.bases import bases_of
from qrt_facade._programs.estimates.job_numbers import note_missing_pubs, read_shots, read_whole
from qrt_facade._programs.estimates.learning import LayerLearning
from qrt_facade._programs.estimates.lengths import SweptCircuit
from qrt_facade._programs.estimates.mitigation import Mitigation
from qrt_facade._programs.estimates.twirls import twirled_length
from qrt_facade._programs.sizes import default_shots, pubs_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qrt_facade._programs.estimates.bases import Bases
    from qrt_facade._programs.estimates.builder import EstimateBuilder


@frozen(eq=False)
class _Pub:
    """One PUB: its circuit, its measurement bases, the shots per basis, and the duration of a readout in seconds."""

    index: int
    swept: SweptCircuit
    bases: Bases
    shots: int
    readout: float


def add_estimator(builder: EstimateBuilder, params: Mapping[str, Any]) -> None:
    """Add the executions of an estimator job.

    Args:
        builder: The estimate to add to.
        params: The job's parameters.
    """
    note_missing_pubs(builder, params)
    mitigation = Mitigation.of(builder, params)
    default = default_shots("estimator", params)
    asked = read_shots(builder, "precision of the job", params.get("precision"))
    options = mapping_of(params.get("options"))
    read_whole(builder, "default_shots", options.get("default_shots"))
    read_shots(builder, "default_precision", options.get("default_precision"))
    pubs: list[_Pub] = []
    for index, wire in enumerate(pubs_of(params)):
        circuit, observables, values, precision = [*wire, None, None, None][:4]
        swept = SweptCircuit.of(builder, circuit, values)
        builder.is_unknown(*swept.unknown)
        try:
            bases = bases_of(observables, swept.shape)
        except (ValueError, TypeError, StopIteration, AttributeError):
            builder.is_unknown(f"the number of circuits for the observables of PUB {index}")
            continue
        own = read_shots(builder, f"precision of PUB {index}", precision)
        shots = mitigation.twirl.shots(own or asked, default)
        pubs.append(_Pub(index, swept, bases, shots, _readout(builder, swept, bases)))
    for pub in pubs:
        _add_pub(builder, pub, mitigation)
    _add_learning(builder, pubs, mitigation)


def _add_pub(builder: EstimateBuilder, pub: _Pub, mitigation: Mitigation) -> None:
    """Add the circuits of one PUB for all noise factors."""
    seconds = 0.0
    for factor in mitigation.factors:
        folding = factor if mitigation.folds else 1.0
        length = twirled_length(pub.swept, builder, mitigation.twirl, folding=folding)
        builder.is_unknown(*length.unknown)
        seconds += length.seconds + pub.readout
    factors = len(mitigation.factors)
    amplified = f" x {pluralize(factors, 'noise factor')}" if factors > 1 else ""
    builder.add(
        f"PUB {pub.index}",
        circuits=pub.bases.circuits * factors,
        shots=pub.shots,
        seconds=seconds / factors,
        note=f"{pluralize(pub.bases.circuits, 'circuit')} x {pluralize(pub.shots, 'shot')}{amplified}",
    )
    if mitigation.cancels:
        builder.is_unknown(
            "the factor by which probabilistic error cancellation multiplies the executions, which depends on the "
            "learned noise "
            "(at most `pec.max_overhead`, 100 by default)"
        )


def _readout(builder: EstimateBuilder, swept: SweptCircuit, bases: Bases) -> float:
    """Return the seconds of the change of basis (two `sx`) and of the readout, unless the circuit itself measures."""
    change = 2 * swept.longest(("sx",))
    if swept.measures:
        return change
    lengths = [builder.timing.length_of("measure", (qubit,)) for qubit in bases.qubits or (0,)]
    known = [length for length in lengths if length is not None]
    if not known:
        builder.is_unknown("the duration of a readout")
    return change + max(known, default=0.0)


def _add_learning(builder: EstimateBuilder, pubs: Sequence[_Pub], mitigation: Mitigation) -> None:
    """Add the circuits that learn the noise of layers and of measurements."""
    if mitigation.learns_layers:
        LayerLearning.of(builder, mitigation.learning).add(builder, [pub.swept for pub in pubs])
    if not mitigation.measurements or not pubs:
        return
    randomizations, shots = mitigation.readout_learning
    if mitigation.readout_auto:
        builder.assume(
            f"measurement noise is learned with {pluralize(shots, 'shot')} per randomization, as observed in the "
            "usage of public "
            'jobs; IBM documents "auto"'
        )
    builder.add(
        "readout noise",
        circuits=randomizations,
        shots=shots,
        seconds=max(pub.readout for pub in pubs),
        note=f"{pluralize(randomizations, 'randomization')} x {pluralize(shots, 'shot')}",
    )
