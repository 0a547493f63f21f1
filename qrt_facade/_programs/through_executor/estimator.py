"""Convert estimator PUBs to an executor program in which every basis, twirl and parameter point is a parameter value.

Each circuit is sent once, with `rz(a) sx rz(b) sx` and a measurement appended to each qubit that an observable acts on.
Its item sweeps the angles over everything to be measured, and the passthrough data describes how to read the result,
even in another process: `results.through_executor.estimator`.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from attrs import frozen

from qrt_facade._base.coerce import texts_of
from qrt_facade._circuits.parameter_names import in_order
from qrt_facade._programs.executor.program import ExecutorProgram, ProgramItem
from qrt_facade._programs.pubs.encoding import checked_precision, encode_estimator_pubs
from qrt_facade._programs.through_executor.bases import angles
from qrt_facade._programs.through_executor.estimator_options import Resolved, resolve
from qrt_facade._programs.through_executor.measurements import Measurements, measurements_of
from qrt_facade._programs.through_executor.observed_text import Source, observed, source_of
from qrt_facade._programs.through_executor.passthrough import passthrough_of
from qrt_facade._programs.through_executor.shots import Shots, randomized, replicated
from qrt_facade._programs.through_executor.terms import ObservableTerms, width_of
from qrt_facade._programs.through_executor.twirling import balanced_flips
from qrt_facade._service.limits import MAX_VALUES, shots_for
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from qrt_facade._base.kinds import RealNumber, WholeNumber
    from qrt_facade._programs.options.programs import EstimatorOptions
    from qrt_facade._programs.pubs.encoding import EncodedPub
    from qrt_facade._programs.through_executor.observed_text import ObservedText

_NEEDED: Final = ("rz", "sx")
_LEAST_LEARNING: Final = 32
_MOST_VALUES: Final = 1 << 27  # limit on parameter values of one PUB, 1 GiB as float64
_CALIBRATION: Final = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'


@frozen(eq=False)
class _Pub:
    """One PUB, split into its parts.

    Attributes:
        source: Its circuit.
        observables: Its observables, over all qubits.
        measurements: The bases to measure.
        values: (points, parameters) values of the circuit's parameters, in the order of `names`.
        names: The circuit's parameters, by their names in the text.
        sweep: Shape of the parameter values.
        qubits: The measured qubits.
        precision: Target standard error.
        shots: Shots for that precision.
    """

    source: Source
    observables: ObservableTerms
    measurements: Measurements
    values: NDArray[np.float64]
    names: tuple[str, ...]
    sweep: tuple[int, ...]
    qubits: NDArray[np.int64]
    precision: float
    shots: int


def plan_estimator(
    pubs: Any,
    *,
    precision: RealNumber | None = None,
    resilience_level: WholeNumber | None = None,
    options: EstimatorOptions | Mapping[str, Any] | None = None,
    parameters: Any = None,
    seed: int,
    configuration: Mapping[str, Any] | None = None,
    dt: float | None = None,
) -> ExecutorProgram:
    """Build the executor program of an estimator job.

    The arguments are those of `estimator_params`. Terms measured in one basis share its shots: the terms of all
    observables at one parameter point are put into qubit-wise commuting groups. If observables broadcast against a
    sweep, only the occurring pairs of points and bases run: along a sweep with varying observables, each point runs one
    set of bases. The identity takes no shots.

    Each basis gets at least `ceil(1 / precision**2)` shots. A program has a single number of shots, so PUBs of
    different precision become replications, see `shots`. Resilience level 0 mitigates nothing. Level 1 twirls the
    measurements, and adds a circuit without gates that measures the same qubits in the same way; its factors correct
    the readout error (TREX, https://arxiv.org/abs/2012.09738). Zero-noise extrapolation, PEC, gate twirling and
    dynamical decoupling are refused.

    Args:
        pubs: One PUB or an iterable of PUBs.
        precision: Target standard error of PUBs that set none.
        resilience_level: 0 or 1, default 1; 2 only if the options it enables are disabled again.
        options: `EstimatorOptions`, or a dict of the same names. `seed_estimator` overrides `seed`.
        parameters: Values for PUBs without their own.
        seed: Seed of the twirling. The program depends only on the arguments and the seed.
        configuration: The backend's configuration as JSON, whose basis gates must include rz and sx; None to assume
            that.
        dt: Length of the backend's `dt` in seconds, to convert delays in seconds.

    Raises:
        DelayUnitError: A circuit has delays in seconds, and `dt` is None.
        ConfigurationError: An argument is invalid or unsupported; the message names it.
    """
    resolved = resolve(
        options,
        None if resilience_level is None else int(resilience_level),
        checked_precision(precision, "estimator"),
    )
    _check_gates(configuration)
    encoded = encode_estimator_pubs(pubs, parameters=parameters, dt=dt)
    parts = [_read(pub, f"PUB {index}", resolved) for index, pub in enumerate(encoded)]
    return _program(_with_required_item(parts), resolved, seed if resolved.seed is None else resolved.seed)


def _check_gates(configuration: Mapping[str, Any] | None) -> None:
    gates = texts_of((configuration or {}).get("basis_gates"))
    if gates and not set(_NEEDED).issubset(gates):
        raise ConfigurationError(
            "The estimator on the executor measures in other bases with rz and sx, but the backend has "
            f"{', '.join(gates)}; "
            'use program="primitives" as long as the service has the program estimator.'
        )


def _read(pub: EncodedPub, where: str, resolved: Resolved) -> _Pub:
    wire, observed_wire, *more = pub.wire
    values, precision = [*more, None, None][:2]
    source = source_of(wire, where)
    _check_width(width_of(observed_wire), source, where)
    observables = ObservableTerms.read(observed_wire)
    arguments = pub.arguments(values)
    if arguments is None:
        raise ConfigurationError(f"{where}: the circuit's parameters and their values cannot be read.")
    sweep = arguments.shape[:-1]
    _check_number(observables.shape, sweep, where)
    names = in_order(pub.names or ())
    return _Pub(
        source=source,
        observables=observables,
        measurements=measurements_of(observables, sweep),
        values=arguments.reshape(math.prod(sweep), len(names)),
        names=tuple(source.names[name] for name in names),
        sweep=sweep,
        qubits=np.flatnonzero(observables.codes.any(axis=0)),
        precision=resolved.precision if precision is None else float(precision),
        shots=resolved.shots if precision is None else shots_for(precision),
    )


def _check_width(width: int, source: Source, where: str) -> None:
    """Check the length of Pauli strings, which may include physical qubits that the text does not use."""
    reading = source.program.reading
    least = reading.num_qubits or 0
    if width < least or (width > least and source.program.qubit_names):
        raise ConfigurationError(
            f"{where}: the observable has {width} Paulis, but the circuit has {least} qubits; "
            "write one character for each qubit, the highest qubit first."
        )


def _check_number(observables: tuple[int, ...], sweep: tuple[int, ...], where: str) -> None:
    values = math.prod(np.broadcast_shapes(observables, sweep))
    if values > MAX_VALUES:
        raise ConfigurationError(
            f"{where} has {values:,} values, with observables of shape {observables} and a sweep of {sweep}; "
            f"accepted: at most {MAX_VALUES:,} for one PUB."
        )


def _with_required_item(parts: Sequence[_Pub]) -> list[tuple[_Pub, bool]]:
    """Return PUBs and whether each has an item: identities alone need none, but a program needs at least one."""
    needed = [len(part.measurements.points) > 0 for part in parts]
    if not any(needed):
        needed[0] = True
    return list(zip(parts, needed, strict=True))


def _program(parts: Sequence[tuple[_Pub, bool]], resolved: Resolved, seed: int) -> ExecutorProgram:
    shots = _shots(parts, resolved)
    items: list[ProgramItem] = []
    described: list[dict[str, Any]] = []
    for index, ((part, needed), repetitions) in enumerate(zip(parts, shots.repetitions, strict=True)):
        description = _described(part, shots.each * repetitions, repetitions)
        if needed:
            shape = (repetitions, len(part.measurements.points) or 1, len(part.qubits) or 1)
            _check_size(shape, 2 * shape[2] + len(part.names), f"PUB {index}")
            flips = balanced_flips(shape, seed, index) if resolved.twirls else None
            item, register = _item(part, flips, repetitions)
            description |= {"item": len(items), "register": register, "flips": flips}
            items.append(item)
        described.append(description)
    needed_to_read: dict[str, Any] = {"pubs": described, "metadata": resolved.metadata()}
    qubits = np.unique(np.concatenate([part.qubits for part, _ in parts]))
    if resolved.mitigates and qubits.size:
        item, calibration = _calibration(qubits, shots, resolved, seed, len(parts))
        needed_to_read["calibration"] = {**calibration, "item": len(items)}
        items.append(item)
    return ExecutorProgram(
        items=tuple(items),
        shots=shots.each,
        passthrough_data=passthrough_of("estimator", needed_to_read),
        options=resolved.executor,
    )


def _check_size(shape: tuple[int, int, int], parameters: int, where: str) -> None:
    """Check the number of parameter values, before any are allocated."""
    repetitions, configurations, _ = shape
    if (values := repetitions * configurations * parameters) > _MOST_VALUES:
        raise ConfigurationError(
            f"{where}: {configurations} points and bases in {repetitions} repetitions, with {parameters} parameters "
            "each, have "
            f"{values} values; accepted: at most {_MOST_VALUES}. Split the points or the observables into several "
            "jobs, or "
            "set twirling.num_randomizations."
        )


def _shots(parts: Sequence[tuple[_Pub, bool]], resolved: Resolved) -> Shots:
    """Return the shots of the program; PUBs that take no shots are ignored."""
    asked = [part.shots for part, needed in parts if needed]
    sizes = [len(part.measurements.points) for part, needed in parts if needed]
    if resolved.twirls:
        found = randomized(asked, sizes, resolved.randomizations, resolved.shots_per_randomization)
    else:
        found = replicated(asked, sizes)
    repetitions = iter(found.repetitions)
    return Shots(found.each, tuple(next(repetitions) if needed else 0 for _, needed in parts))


def _item(part: _Pub, flips: NDArray[np.bool_] | None, repetitions: int) -> tuple[ProgramItem, str]:
    """Return the circuit of a PUB, swept over its configurations: shape (repetitions, configurations)."""
    qubits = part.qubits if part.qubits.size else np.zeros(1, dtype=np.int64)
    text = observed(part.source, [int(qubit) for qubit in qubits])
    points = part.measurements.points
    if points.size:
        bases = part.measurements.bases[part.measurements.groups][:, qubits]
    else:  # only identities: an item must measure something
        points, bases = np.zeros(1, dtype=np.int64), np.zeros((1, 1), dtype=np.uint8)
    arguments, names = _arguments(text, part.names, part.values[points], bases, flips)
    shape = (repetitions, len(points))
    return ProgramItem(text.text, names, arguments, shape), text.register


def _arguments(
    text: ObservedText,
    own: Sequence[str],
    values: NDArray[np.float64],
    bases: NDArray[np.uint8],
    flips: NDArray[np.bool_] | None,
) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """Return values of all parameters of a text, in the order in which the service binds them.

    Args:
        text: The text.
        own: The parameters of the original circuit.
        values: (configurations, own parameters) values of these.
        bases: (configurations, qubits) codes of the Paulis to measure.
        flips: (repetitions, configurations, qubits), or None for no flips.
    """
    first, second = angles(bases, np.zeros(1, dtype=np.bool_) if flips is None else flips)
    shape = first.shape[:-1]
    table = np.concatenate([np.broadcast_to(values, (*shape, len(own))), first, second], axis=-1)
    columns = [*own, *text.first, *text.second]
    places = {name: place for place, name in enumerate(columns)}
    names = tuple(in_order(columns))
    return np.ascontiguousarray(table[..., [places[name] for name in names]]), names


def _calibration(
    qubits: NDArray[np.int64], shots: Shots, resolved: Resolved, seed: int, index: int
) -> tuple[ProgramItem, dict[str, Any]]:
    """Return the twirled circuit that measures all qubits of all PUBs without gates, and its description.

    By default there are as many randomizations as the largest number of any PUB, and at least 32, so that the factors
    are as precise as the values that they divide. A default number is even, because flips come in pairs.
    """
    number = resolved.learning_randomizations or max(_LEAST_LEARNING, *shots.repetitions)
    if resolved.learning_shots is not None:
        number = math.ceil(number * resolved.learning_shots / shots.each)
    if resolved.learning_randomizations is None or resolved.learning_shots is not None:
        number += number % 2
    flips = balanced_flips((number, len(qubits)), seed, index)
    text = observed(source_of(_CALIBRATION, "the calibration"), [int(qubit) for qubit in qubits])
    bases = np.zeros((number, len(qubits)), dtype=np.uint8)
    arguments, names = _arguments(text, (), np.zeros((number, 0)), bases, flips)
    item = ProgramItem(text.text, names, arguments, (number,))
    return item, {"register": text.register, "qubits": qubits, "flips": flips}


def _described(part: _Pub, shots: int, repetitions: int) -> dict[str, Any]:
    """Return the description that a PUB's data is read with, as JSON with arrays."""
    observables, measurements = part.observables, part.measurements
    return {
        "observables_shape": list(observables.shape),
        "sweep_shape": list(part.sweep),
        "qubits": part.qubits,
        "codes": observables.codes[:, part.qubits],
        "offsets": observables.offsets,
        "terms": observables.terms,
        "coefficients": observables.coefficients,
        "constants": observables.constants,
        "set_of_point": measurements.set_of_point,
        "groups_of_set": measurements.groups_of_set,
        "terms_of_group": measurements.terms_of_group,
        "group_terms": measurements.terms,
        "shots": shots,
        "num_randomizations": repetitions,
        "target_precision": part.precision,
        "circuit_metadata": json.dumps(dict(part.source.metadata)),
    }
