"""Read the result of an executor job that the estimator of IBM's client submitted.

Facts from qiskit-ibm-runtime 0.51, `decoders/executor_estimator`, and from qiskit-mitigation 0.1, `mitigation_task.py`,
`pec.py` and `trex.py`. `passthrough_data["qiskit_mitigation"]` describes a task per PUB, and one for the readout
calibration (TREX). A task's item has the shape (randomizations, configurations): a configuration is a parameter point
measured in a Pauli basis. Its only register, `_meas`, has one bit per qubit.

Zero-noise extrapolation is not supported: IBM's fits use SciPy, and other fits would give other values.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from attrs import field, frozen

from qrt_facade._base.coerce import is_list, is_mapping, is_real
from qrt_facade._service.limits import MAX_VALUES
from qrt_facade.results.base import PubData, source_of
from qrt_facade.results.bounds import checked_shape, shown
from qrt_facade.results.estimator import EstimatorPubResult, EstimatorResult
from qrt_facade.results.executor import SIGNS
from qrt_facade.results.roles.items import compilation_of, dry_run_mark, metadata_of_circuits
from qrt_facade.results.roles.unread import UnreadError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from qrt_facade.results.executor import ExecutorItemResult, ExecutorResult
    from qrt_facade.results.samples import Samples

_REGISTER: Final = "_meas"
_FORMER_CALIBRATION: Final = "_trex_cal"
"""The calibration's register before qiskit-mitigation 0.1."""

_VERSION: Final = "0.1"
_MOST_TERMS: Final = MAX_VALUES
"""Maximum terms over all values of a PUB: a few numbers can declare shapes that broadcast to any number of values."""

_MOST_BYTES: Final = 1 << 38
"""Maximum bytes of samples to process, which take some minutes."""

_DIAGONAL: Final = str.maketrans("XY+r-l", "ZZ0011")
"""Replaces each character of a label by its form when the qubit is measured in the label's own basis."""

_BASIS: Final = str.maketrans("01+-rl", "ZZXXYY")
"""The axis along which each character of a label is measured."""


def read_estimator(result: ExecutorResult, about: Mapping[str, Any]) -> EstimatorResult:
    """Read the result as an estimator's.

    Args:
        result: The executor's result.
        about: `passthrough_data["post_processor"]`, of version v0.1.

    Raises:
        UnreadError: The mitigation is not supported, or is described in an unknown version.
        KeyError: The data is incomplete.
        ValueError: The data does not match the arrays.
    """
    described = result.passthrough_data["qiskit_mitigation"]
    for task in described:
        _check_known(task)
    calibrations = [task for task in described if task["mitigation"] == "trex"]
    tasks = [task for task in described if task["mitigation"] != "trex"]
    if len(tasks) != about["num_pubs"]:
        raise ValueError(f"there are {len(tasks)} tasks for {shown(about['num_pubs'])} PUBs")
    readout = _Readout.of(_item(result, calibrations[-1])) if calibrations else None
    circuits = metadata_of_circuits(about.get("circuits_metadata"), len(tasks))
    pubs = [
        _pub(result, number, task, readout, circuit)
        for number, (task, circuit) in enumerate(zip(tasks, circuits, strict=True))
    ]
    return EstimatorResult(pubs, _metadata(result, about), source_of(result))


def _check_known(task: Mapping[str, Any]) -> None:
    kind = task["mitigation"]
    if task["version"] != _VERSION:
        raise UnreadError(
            "it belongs to an estimator, described by qiskit-mitigation in the unsupported version "
            f"{shown(task['version'])}"
        )
    if kind in ("gate_folding", "pea"):
        raise UnreadError(
            "it belongs to an estimator with zero-noise extrapolation, whose fits IBM's client computes with SciPy"
        )
    if kind not in (None, "pec", "trex"):
        raise UnreadError(f"it belongs to an estimator with the unknown mitigation {shown(kind)}")
    if kind != "trex" and not task["broadcast_obs_and_params"]:
        raise UnreadError("it belongs to an estimator that measured each observable for all parameters")


def _pub(
    result: ExecutorResult,
    number: int,
    task: Mapping[str, Any],
    readout: _Readout | None,
    circuit: Any,
) -> EstimatorPubResult:
    item = _item(result, task)
    if task.get("trex_calibration") and readout is None:
        raise ValueError(f"PUB {number} needs a readout calibration, which is missing")
    measured = _Measured.of(item, task, readout if task.get("trex_calibration") else None)
    values = measured.values(*_observables(task["observables"]), checked_shape(task["param_shape"]))
    shape = values["evs"].shape
    # As in IBM's client, even if a task's item has another number.
    metadata: dict[str, Any] = {"compilation": compilation_of(result[number])}
    if circuit is not None:
        metadata["circuit_metadata"] = circuit
    return EstimatorPubResult(
        PubData(values, shape, "field", dry_run=item.dry_run), metadata | dry_run_mark(item)
    )


def _item(result: ExecutorResult, task: Mapping[str, Any]) -> ExecutorItemResult:
    index: int = task["program_item_index"]
    return result[index]


def _metadata(result: ExecutorResult, about: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if (options := about.get("options")) is not None:
        found = {
            "options": dict(options),
            "target_precision": about.get("precision"),
            "shots": about.get("shots"),
        }
        if "resilience" in options:
            found["options"]["resilience"] = _used(options["resilience"])
    return found | {"executor": result.metadata} | dry_run_mark(result)


def _used(resilience: Mapping[str, Any]) -> dict[str, Any]:
    """Return the resilience options, without those of disabled features."""
    switches = {
        "zne": "zne_mitigation",
        "pec": "pec_mitigation",
        "measure_noise_learning": "measure_mitigation",
    }
    return {
        name: value
        for name, value in resilience.items()
        if name not in switches or resilience.get(switches[name])
    }


@frozen
class _Readout:
    """The readout calibration: qubits in their ground states, measured with twirling.

    Attributes:
        samples: The bits with their flips undone, of shape () with all shots.
    """

    samples: Samples
    _rates: dict[int, float] = field(factory=dict[int, float])

    @classmethod
    def of(cls, item: ExecutorItemResult) -> _Readout:
        plain = item.untwirled()
        return cls(plain.samples(_REGISTER if _REGISTER in plain else _FORMER_CALIBRATION).merged())

    def factor(self, label: str) -> float:
        """Return the factor to multiply the expectation value of a label by.

        qiskit-mitigation uses a qubit's fraction of ones as the rate of its X generator in a Pauli-Lindblad map.
        """
        qubits = [len(label) - 1 - place for place, character in enumerate(label) if character != "I"]
        return math.exp(2 * sum(map(self._rate, qubits)))

    def _rate(self, qubit: int) -> float:
        if qubit not in self._rates:
            width = self.samples.num_bits
            label = "I" * (width - 1 - qubit) + "Z" + "I" * qubit
            self._rates[qubit] = (1 - float(self.samples.expectation(label))) / 2
        return self._rates[qubit]


@frozen
class _Moments:
    """The mean of a term, its variance over all shots, and its variance between randomizations."""

    mean: float
    variance: float
    between: float


@frozen
class _Measured:
    """The measured data of a PUB.

    Attributes:
        samples: The bits, flips undone, of shape (randomizations, configurations).
        bases: Parameter point -> its bases, each with its configuration.
        signs: 1 or -1 of shape (randomizations, configurations) with probabilistic error cancellation, otherwise None.
        gamma: The factor that probabilistic error cancellation multiplies values by.
        readout: The readout calibration, if readout is mitigated.
    """

    samples: Samples
    bases: Mapping[tuple[int, ...], Sequence[tuple[str, int]]]
    signs: NDArray[np.int8] | None
    gamma: float
    readout: _Readout | None
    _moments: dict[tuple[int, str], _Moments] = field(factory=dict[tuple[int, str], _Moments])

    @classmethod
    def of(cls, item: ExecutorItemResult, task: Mapping[str, Any], readout: _Readout | None) -> _Measured:
        samples = item.untwirled().samples(_REGISTER)
        if len(samples.shape) != 2 or not samples:
            raise ValueError(
                f"{_REGISTER} has shape {samples.shape}, not one of randomizations and configurations"
            )
        bases: dict[tuple[int, ...], list[tuple[str, int]]] = {}
        for configuration, (point, basis) in enumerate(task["param_basis_pairs"]):
            bases.setdefault(tuple(point), []).append((str(basis), configuration))
        signs, gamma = None, 1.0
        if task["mitigation"] == "pec":
            flipped = item.array(SIGNS).sum(axis=-1) % 2
            if flipped.shape != samples.shape:
                raise ValueError(f"{SIGNS} has shape {flipped.shape}, not {samples.shape}")
            signs, gamma = (1 - 2 * flipped).astype(np.int8), float(task["pec_gamma"])
        return cls(samples, bases, signs, gamma, readout)

    def values(
        self, observables: Sequence[Mapping[str, float]], shape: tuple[int, ...], points: tuple[int, ...]
    ) -> dict[str, NDArray[np.float64]]:
        """Return expectation values and their errors, with the names that IBM's client uses.

        Args:
            observables: Labels with their coefficients, for each observable in C order.
            shape: The observables' shape.
            points: The parameters' shape.
        """
        whole = np.broadcast_shapes(shape, points)
        self._check_work(observables, math.prod(whole))
        chosen = np.broadcast_to(np.arange(len(observables)).reshape(shape), whole)
        values = np.empty((3, *whole))
        for index in np.ndindex(whole):
            point = tuple(
                0 if length == 1 else at
                for at, length in zip(index[len(whole) - len(points) :], points, strict=True)
            )
            values[:, *index] = self._value(observables[int(chosen[index])], point)
        # Indexing only the axis would return a number instead of an array for a single point.
        return {"evs": values[0, ...], "stds": values[2, ...], "ensemble_standard_error": values[1, ...]}

    def _check_work(self, observables: Sequence[Mapping[str, float]], values: int) -> None:
        terms = values * max((len(observable) for observable in observables), default=0)
        configurations = self.samples.shape[1]
        needed = min(terms, configurations * len({label for one in observables for label in one}))
        if (
            max(terms, values) > _MOST_TERMS
            or needed * self.samples.array.nbytes > _MOST_BYTES * configurations
        ):
            raise ValueError(f"{values:,} values of {len(observables):,} observables are too many to compute")

    def _value(self, observable: Mapping[str, float], point: tuple[int, ...]) -> tuple[float, float, float]:
        mean = variance = between = 0.0
        for label, coefficient in observable.items():
            found = self._term(self._configuration(label, point), label)
            scale = float(coefficient) * self.gamma * (self.readout.factor(label) if self.readout else 1.0)
            mean += scale * found.mean
            variance += scale**2 * found.variance
            between += scale**2 * found.between
        randomizations = self.samples.shape[0]
        ensemble = math.sqrt(variance / (randomizations * self.samples.num_shots))
        return mean, ensemble, math.sqrt(between / randomizations) if randomizations > 1 else ensemble

    def _configuration(self, label: str, point: tuple[int, ...]) -> int:
        """Return the first configuration of a point in whose basis a label is diagonal."""
        axes = label.translate(_BASIS)
        for basis, configuration in self.bases[point]:
            if len(basis) == len(axes) and all(
                axis in {"I", other} for axis, other in zip(axes, basis, strict=True)
            ):
                return configuration
        raise ValueError(f"{shown(label)} was not measured at the point {shown(point)}")

    def _term(self, configuration: int, label: str) -> _Moments:
        diagonal = label.translate(_DIAGONAL)
        found = self._moments.get((configuration, diagonal))
        if found is None:
            found = self._moments[configuration, diagonal] = self._measured(configuration, diagonal)
        return found

    def _measured(self, configuration: int, diagonal: str) -> _Moments:
        samples = self.samples[:, configuration]
        means = samples.expectation(diagonal)  # of each randomization
        if self.signs is not None:
            means = means * self.signs[:, configuration]
        mean = float(means.mean())
        # The square of a term is 1, or 0 if a projector excludes the shot.
        square = float(samples.expectation(diagonal.replace("Z", "I")).mean())
        return _Moments(mean, max(square - mean**2, 0.0), float(means.var()))


def _observables(value: Any) -> tuple[list[Mapping[str, float]], tuple[int, ...]]:
    """Return observables in nested lists, in C order, and the shape of the lists."""
    if is_mapping(value):
        if not all(is_real(coefficient) for coefficient in value.values()):
            raise TypeError(f"an observable has the coefficients {shown(list(value.values()))}")
        return [value], ()
    if not is_list(value):
        raise TypeError(f"an observable is {shown(value)}")
    parts = [_observables(item) for item in value]
    shapes = {shape for _, shape in parts}
    if len(shapes) > 1:
        raise ValueError(f"the observables are ragged: {shown(sorted(shapes))}")
    return [one for found, _ in parts for one in found], (len(parts), *(shapes.pop() if shapes else ()))
