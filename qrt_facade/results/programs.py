"""What the noise learner and the executor return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

from attrs import frozen

from qrt_facade._base.coerce import (
    is_list,
    is_mapping,
)
from qrt_facade._base.secrets import safe_repr
from qrt_facade.errors import ConfigurationError
from qrt_facade.results.base import PubData, PubResult, Result, Source, StoredResult
from qrt_facade.results.execution_spans import read_date
from qrt_facade.results.npy import (
    Budget,
    read_tensor,
)
from qrt_facade.results.samples import Samples

if TYPE_CHECKING:
    from datetime import datetime

    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "ChunkSpan",
    "ExecutorItemResult",
    "ExecutorResult",
    "LayerError",
    "LearnedNoise",
    "NoiseLearnerResult",
    "PauliLindbladError",
    "read_executor",
    "read_noise_learner",
]

_UNCOMPRESSED = ("v0.", "v1.")  # schema versions whose tensors are bare base64


@frozen(eq=False)
class PauliLindbladError:
    """A Pauli-Lindblad channel.

    Attributes:
        generators: Pauli strings, the leftmost character for the highest qubit.
        rates: Rate of each generator, float64.
    """

    generators: list[str]
    rates: NDArray[np.float64]


@frozen(eq=False)
class LayerError:
    """Noise of one layer, as the second version of the noise learner returns it.

    Attributes:
        circuit: The layer, in the wire's form.
        qubits: The physical qubit of each of its qubits.
        error: Its noise, or None when it is not known.
    """

    circuit: Any
    qubits: list[int]
    error: PauliLindbladError | None


@frozen(eq=False)
class LearnedNoise:
    """Noise of one instruction, as the third version of the noise learner returns it.

    Attributes:
        generators: For each rate the generators that share it, as (Paulis, qubits).
        rates: Rates, float64.
        rates_std: Their standard deviations, float64.
        num_qubits: Number of qubits that the generators act on.
        metadata: The learning protocol ("trex" or "lindblad"), post-selection.
    """

    generators: list[list[tuple[str, list[int]]]]
    rates: NDArray[np.float64]
    rates_std: NDArray[np.float64]
    num_qubits: int
    metadata: dict[str, Any]


class NoiseLearnerResult(StoredResult, Sequence[LayerError | LearnedNoise]):
    """Result of a noise-learner job: a sequence with one item for each layer or instruction.

    Attributes:
        metadata: The backend, and the options of the learning.
    """

    program_id = "noise-learner"

    def __init__(
        self, items: Sequence[LayerError | LearnedNoise], metadata: dict[str, Any], source: Source
    ) -> None:
        self._items = tuple(items)
        self._source = source
        self.metadata = metadata

    @overload
    def __getitem__(self, index: int) -> LayerError | LearnedNoise: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[LayerError | LearnedNoise]: ...

    def __getitem__(self, index: int | slice) -> Any:
        return self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    @safe_repr
    def __repr__(self) -> str:
        return f"NoiseLearnerResult({list(self._items)})"

    def to_wire(self) -> dict[str, Any]:
        """The result as an estimator takes it back, in `ResilienceOptions.layer_noise_model`."""
        raw = self.raw
        return raw if "__type__" in raw else {"__type__": "NoiseLearnerResult", "__value__": raw}


@frozen
class ChunkSpan:
    """A time in which the executor ran parts of items.

    Attributes:
        start: Beginning, UTC.
        stop: End, UTC.
        parts: What ran then: the item's index (`idx_item`), the number of its elements (`size`), and from schema
            version 2.0 on which ones (`permutation`, `element_range`).
    """

    start: datetime
    stop: datetime
    parts: list[dict[str, Any]]


class ExecutorItemResult(PubResult):
    """Arrays of one item of a quantum program, by name: `item.meas` and `item["meas"]`.

    Classified registers are bool of shape (*item shape, shots, register width), where `[..., k]` is `c[k]`.
    """

    kind = "result"

    def samples(self, name: str) -> Samples:
        """A classified register as `Samples`, for counts and the like.

        Raises:
            ConfigurationError: The result of that name holds no bits.
        """
        values = self[name]
        if values.dtype.kind != "b" or values.ndim < 2:
            raise ConfigurationError(
                f"The result {name!r} holds {values.dtype} of shape {values.shape}, not bits."
            )
        return Samples.from_bits(values)


class ExecutorResult(Result[ExecutorItemResult]):
    """Result of an executor job: a sequence with one item for each item of the quantum program.

    Attributes:
        metadata: What the service says about the job as a whole.
        passthrough_data: What was sent along with the program, tensors as arrays.
        schema_version: Version of the result's schema, such as "v1.0".
    """

    program_id = "executor"

    def __init__(
        self,
        items: Sequence[ExecutorItemResult],
        metadata: dict[str, Any],
        source: Source,
        passthrough: Any,
        version: str,
    ) -> None:
        super().__init__(items, metadata, source)
        self.passthrough_data = passthrough
        self.schema_version = version

    @property
    def chunk_spans(self) -> list[ChunkSpan]:
        """When which parts of the items ran."""
        chunks: list[dict[str, Any]] = self.metadata.get("chunk_timing") or []
        return [
            ChunkSpan(read_date(chunk["start"]), read_date(chunk["stop"]), list(chunk["parts"]))
            for chunk in chunks
        ]


def read_executor(document: Mapping[str, Any], source: Source, budget: Budget) -> ExecutorResult:
    """Decode the result of an executor job, of any schema version whose tensors are known."""
    version = str(document["schema_version"])
    compressed = not version.startswith(_UNCOMPRESSED)
    items: list[ExecutorItemResult] = []
    for item in document["data"]:
        arrays = {
            name: read_tensor(tensor, budget, compressed=compressed)
            for name, tensor in item["results"].items()
        }
        items.append(ExecutorItemResult(PubData(arrays, (), "result"), dict(item.get("metadata") or {})))
    passthrough = _with_tensors(document.get("passthrough_data"), budget, compressed=compressed)
    return ExecutorResult(items, dict(document.get("metadata") or {}), source, passthrough, version)


def read_noise_learner(content: Mapping[str, Any], source: Source, budget: Budget) -> NoiseLearnerResult:
    """Decode the result of a noise-learner job, whose typed values are decoded already."""
    read = _learned if "schema_version" in content else _layer_error
    items = [read(item, budget) for item in content["data"]]
    return NoiseLearnerResult(items, dict(content.get("metadata") or {}), source)


def _learned(item: Mapping[str, Any], budget: Budget) -> LearnedNoise:
    return LearnedNoise(
        [[(paulis, list(qubits)) for paulis, qubits in terms] for terms in item["generators_sparse"]],
        read_tensor(item["rates"], budget, compressed=False),
        read_tensor(item["rates_std"], budget, compressed=False),
        int(item["num_qubits"]),
        dict(item.get("metadata") or {}),
    )


def _layer_error(item: Any, _budget: Budget) -> LayerError:
    if is_list(item):  # the form before the typed classes
        layer, error = item
    else:
        layer = _unwrapped(item)
        error = _unwrapped(layer["error"])
    if error is None:
        return LayerError(layer["circuit"], list(layer["qubits"]), None)
    generators = _unwrapped(error["generators"])
    labels = generators["data"] if is_mapping(generators) else generators
    return LayerError(
        layer["circuit"], list(layer["qubits"]), PauliLindbladError(list(labels), error["rates"])
    )


def _unwrapped(value: Any) -> Any:
    """The content of a value that names the class it was; the class itself is never looked for."""
    return value["__value__"] if is_mapping(value) and "__value__" in value else value


def _with_tensors(value: Any, budget: Budget, *, compressed: bool) -> Any:
    if is_list(value):
        return [_with_tensors(item, budget, compressed=compressed) for item in value]
    if not is_mapping(value):
        return value
    if set(value) == {"data", "shape", "dtype"}:
        return read_tensor(dict(value), budget, compressed=compressed)
    return {key: _with_tensors(item, budget, compressed=compressed) for key, item in value.items()}
