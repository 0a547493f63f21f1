"""The executions of an estimator: each basis of each point, for its shots, and what mitigation adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from qrt_facade._base.coerce import mapping_of
from qrt_facade._base.wording import pluralize
from qrt_facade._programs.estimates.bases import bases_of
from qrt_facade._programs.estimates.given import given_shots, given_whole, note_missing_pubs
from qrt_facade._programs.estimates.learning import LayerLearning
from qrt_facade._programs.estimates.lengths import SweptCircuit
from qrt_facade._programs.estimates.mitigation import Mitigation
from qrt_facade._programs.estimates.twirls import twirled_length
from qrt_facade._programs.sizes import default_shots, pubs_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qrt_facade._programs.estimates.bases import Bases
    from qrt_facade._programs.estimates.tally import Tally


@frozen(eq=False)
class _Pub:
    """One PUB: its circuit, what is measured of it, the shots of each basis, and the seconds of a readout."""

    index: int
    swept: SweptCircuit
    bases: Bases
    shots: int
    readout: float


def add_estimator(tally: Tally, params: Mapping[str, Any]) -> None:
    """Add the executions of an estimator job.

    Args:
        tally: Where they are added.
        params: The job's parameters.
    """
    note_missing_pubs(tally, params)
    mitigation = Mitigation.of(tally, params)
    default = default_shots("estimator", params)
    asked = given_shots(tally, "precision of the job", params.get("precision"))
    options = mapping_of(params.get("options"))
    given_whole(tally, "default_shots", options.get("default_shots"))
    given_shots(tally, "default_precision", options.get("default_precision"))
    pubs: list[_Pub] = []
    for index, given in enumerate(pubs_of(params)):
        circuit, observables, values, precision = [*given, None, None, None][:4]
        swept = SweptCircuit.of(tally, circuit, values)
        tally.is_unknown(*swept.unknown)
        try:
            bases = bases_of(observables, swept.shape)
        except (ValueError, TypeError, StopIteration, AttributeError):
            tally.is_unknown(f"how many circuits the observables of PUB {index} need")
            continue
        own = given_shots(tally, f"precision of PUB {index}", precision)
        shots = mitigation.twirl.shots(own or asked, default)
        pubs.append(_Pub(index, swept, bases, shots, _readout(tally, swept, bases)))
    for pub in pubs:
        _add_pub(tally, pub, mitigation)
    _add_learning(tally, pubs, mitigation)


def _add_pub(tally: Tally, pub: _Pub, mitigation: Mitigation) -> None:
    """Add the circuits of one PUB, at all noise factors."""
    seconds = 0.0
    for factor in mitigation.factors:
        folding = factor if mitigation.folds else 1.0
        length = twirled_length(pub.swept, tally, mitigation.twirl, folding=folding)
        tally.is_unknown(*length.unknown)
        seconds += length.seconds + pub.readout
    factors = len(mitigation.factors)
    amplified = f" x {pluralize(factors, 'noise factor')}" if factors > 1 else ""
    tally.add(
        f"PUB {pub.index}",
        circuits=pub.bases.circuits * factors,
        shots=pub.shots,
        seconds=seconds / factors,
        note=f"{pluralize(pub.bases.circuits, 'circuit')} x {pluralize(pub.shots, 'shot')}{amplified}",
    )
    if mitigation.cancels:
        tally.is_unknown(
            "by how much probabilistic error cancellation multiplies the executions, which the learned noise decides "
            "(at most `pec.max_overhead`, 100 by default)"
        )


def _readout(tally: Tally, swept: SweptCircuit, bases: Bases) -> float:
    """Seconds of the change of basis, two `sx`, and of the readout, which a circuit that measures has already."""
    change = 2 * swept.longest(("sx",))
    if swept.measures:
        return change
    lengths = [tally.timing.length_of("measure", (qubit,)) for qubit in bases.qubits or (0,)]
    known = [length for length in lengths if length is not None]
    if not known:
        tally.is_unknown("how long a readout takes")
    return change + max(known, default=0.0)


def _add_learning(tally: Tally, pubs: Sequence[_Pub], mitigation: Mitigation) -> None:
    """Add the circuits from which the noise of layers and of measurements is learned."""
    if mitigation.learns_layers:
        LayerLearning.of(tally, mitigation.learning).add(tally, [pub.swept for pub in pubs])
    if not mitigation.measurements or not pubs:
        return
    randomizations, shots = mitigation.readout_learning
    if mitigation.readout_auto:
        tally.assume(
            f"the noise of measurements is learned with {pluralize(shots, 'shot')} for each randomization, as the usage of public "
            'jobs shows; IBM documents "auto"'
        )
    tally.add(
        "readout noise",
        circuits=randomizations,
        shots=shots,
        seconds=max(pub.readout for pub in pubs),
        note=f"{pluralize(randomizations, 'randomization')} x {pluralize(shots, 'shot')}",
    )
