"""Convert results to Qiskit's classes. Qiskit is imported only when a conversion is requested."""

from __future__ import annotations

import importlib
import importlib.util
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import is_list, is_mapping
from qrt_facade._circuits.encoding import decode_circuit
from qrt_facade._circuits.sdks import qiskit
from qrt_facade.errors import ConfigurationError
from qrt_facade.results.execution_spans import ExecutionSpan, ExecutionSpans
from qrt_facade.results.samples import Samples

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    import numpy as np
    from numpy.typing import NDArray

    from qrt_facade.results.base import PubResult
    from qrt_facade.results.timing import ChunkSpan, CircuitTiming, StretchValue

_PURPOSE: Final = "to_qiskit()"


def primitive_result(pubs: Iterable[PubResult[Any]], metadata: dict[str, Any], pub_class: str) -> Any:
    """Return Qiskit's `PrimitiveResult`, with items of the named class of `qiskit.primitives.containers`."""
    containers = qiskit("qiskit.primitives.containers", _PURPOSE)
    items = [
        getattr(containers, pub_class)(
            containers.DataBin(shape=pub.shape, **{name: _value(field) for name, field in pub.data.items()}),
            metadata=_value(pub.metadata),
        )
        for pub in pubs
    ]
    return containers.PrimitiveResult(items, metadata=_value(metadata))


def sampler_result_v1(quasi_dists: list[dict[int, float]], metadata: list[dict[str, Any]]) -> Any:
    """Return Qiskit's `SamplerResult`, of version 1 of the primitives."""
    distribution = _version_1("qiskit.result", "QuasiDistribution")
    return _version_1("qiskit.primitives", "SamplerResult")(
        [distribution(one) for one in quasi_dists], metadata
    )


def estimator_result_v1(values: NDArray[np.float64], metadata: list[dict[str, Any]]) -> Any:
    """Return Qiskit's `EstimatorResult`, of version 1 of the primitives."""
    return _version_1("qiskit.primitives", "EstimatorResult")(values, metadata)


def _version_1(module: str, name: str) -> Any:
    found = getattr(qiskit(module, _PURPOSE), name, None)
    if found is None:
        raise ConfigurationError(
            f"The installed Qiskit no longer has {name} and the other results of version 1."
        )
    return found


def noise_learner_result(
    layers: Iterable[tuple[Any, list[int], tuple[list[str], NDArray[np.float64]] | None]],
    metadata: dict[str, Any],
) -> Any:
    """Return `NoiseLearnerResult` of IBM's client, from each layer's circuit, qubits and noise."""
    classes = qiskit("qiskit_ibm_runtime.results.noise_learner", _PURPOSE, install="qiskit-ibm-runtime")
    pauli_list = qiskit("qiskit.quantum_info", _PURPOSE).PauliList
    errors = [
        classes.LayerError(
            _value(circuit),
            qubits,
            noise and classes.PauliLindbladError(pauli_list(noise[0]), noise[1]),
        )
        for circuit, qubits, noise in layers
    ]
    return classes.NoiseLearnerResult(errors, _value(metadata))


def pauli_lindblad_map(terms: list[tuple[str, list[int], float]], num_qubits: int) -> Any:
    """Return Qiskit's `PauliLindbladMap` of terms: Paulis, qubits and rate."""
    found = getattr(qiskit("qiskit.quantum_info", _PURPOSE), "PauliLindbladMap", None)
    if found is None:
        raise ConfigurationError(
            "The installed version of Qiskit has no PauliLindbladMap; to_qiskit() requires a newer one."
        )
    return found.from_sparse_list(terms, num_qubits=num_qubits)


def calibrator_result(start: datetime, stop: datetime) -> Any:
    """Return `CalibratorResult` of IBM's client."""
    results = qiskit("qiskit_ibm_runtime.results", _PURPOSE, install="qiskit-ibm-runtime")
    found = getattr(results, "CalibratorResult", None)
    if found is None:
        raise ConfigurationError("The installed version of qiskit-ibm-runtime has no CalibratorResult.")
    return found(start, stop)


def quantum_program_result(
    items: Iterable[tuple[Mapping[str, NDArray[Any]], CircuitTiming | None, list[StretchValue]]],
    spans: Iterable[ChunkSpan],
    passthrough: Any,
    role: str | None,
) -> Any:
    """Return `QuantumProgramResult` of IBM's client, from each item's arrays, schedule and stretches."""
    classes = qiskit("qiskit_ibm_runtime.results.quantum_program", _PURPOSE, install="qiskit-ibm-runtime")
    data = [
        classes.QuantumProgramItemResult(dict(arrays), _item_metadata(timing, stretches, classes))
        for arrays, timing, stretches in items
    ]
    chunks = [
        classes.ChunkSpan(
            span.start, span.stop, [classes.ChunkPart(part.item, part.size) for part in span.parts]
        )
        for span in spans
    ]
    made = classes.QuantumProgramResult(data, classes.Metadata(chunks), passthrough)
    made._semantic_role = role  # noqa: SLF001 - the attribute that IBM's client uses
    return made


def _item_metadata(timing: CircuitTiming | None, stretches: list[StretchValue], classes: Any) -> Any:
    return classes.ItemMetadata(
        timing and classes.SchedulerTiming(timing.text, timing.duration),
        [classes.StretchValues(one.name, one.value, one.remainder, list(one.delays)) for one in stretches]
        or None,
    )


def _value(value: Any) -> Any:
    if isinstance(value, Samples):
        return qiskit("qiskit.primitives.containers", _PURPOSE).BitArray(value.array, value.num_bits)
    if isinstance(value, ExecutionSpans):
        return _spans(value)
    if is_list(value):
        return [_value(item) for item in value]
    if is_mapping(value):
        if value.get("__type__") == "QuantumCircuit":
            return decode_circuit(value)
        return {key: _value(item) for key, item in value.items()}
    return value


def _spans(spans: ExecutionSpans) -> Any:
    """Return spans in the classes of IBM's client, or unchanged without that client: Qiskit has no such classes."""
    if importlib.util.find_spec("qiskit_ibm_runtime") is None:
        return spans
    package = importlib.import_module("qiskit_ibm_runtime.execution_span")
    return package.ExecutionSpans([_span(span, package) for span in spans])


def _span(span: ExecutionSpan, package: Any) -> Any:
    start, stop = span.start.replace(tzinfo=None), span.stop.replace(tzinfo=None)
    names = {"ExecutionSpan": "SliceSpan", "TwirledSliceSpanV2": "twirled_slice_span.TwirledSliceSpanV2"}
    cls: Any = package
    for name in names.get(span.tag, span.tag).split("."):
        cls = getattr(cls, name)
    slices: dict[int, tuple[Any, ...]] = {}
    for pub, part in span.slices.items():
        parts = (part.shape, part.at_front, part.points, part.shots, part.pub_shots)
        slices[pub] = tuple(item for item in parts if item is not None)
    return cls(start, stop, slices)
