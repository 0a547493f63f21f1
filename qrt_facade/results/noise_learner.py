"""What a noise-learner job returns: the noise of layers (second version of the program) or instructions (third)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self, overload

import numpy as np
from attrs import field, frozen

from qrt_facade._base.coerce import is_list, is_mapping
from qrt_facade._base.logs import warn_caller
from qrt_facade._base.secrets import safe_repr
from qrt_facade._base.wording import abbreviated_list, pluralize
from qrt_facade._display.format import Number, uncertain, whole
from qrt_facade._display.html import MAX_ROWS, more, table
from qrt_facade._service.mocks import marked_repr, marked_title
from qrt_facade.errors import CircuitWarning, ConfigurationError, ResultDecodeError
from qrt_facade.results import to_qiskit
from qrt_facade.results.base import StoredResult
from qrt_facade.results.document import content_of
from qrt_facade.results.npy import read_tensor

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qrt_facade._circuits.kinds import WireQpy
    from qrt_facade.results.document import Document
    from qrt_facade.results.storage import Source


def _brief(values: Sequence[object] | NDArray[np.float64]) -> str:
    """Write a few of a channel's values: there are hundreds, and thousands in a result."""
    if isinstance(values, np.ndarray):
        return f"{values.dtype}{list(values.shape)}"
    return f"[{abbreviated_list(values, 3)}]"


@frozen(eq=False)
class PauliLindbladError:
    """A Pauli-Lindblad channel: errors that Pauli strings generate, each at a rate of its own.

    Attributes:
        generators: Pauli strings such as "XI", the rightmost character for qubit 0 of the layer.
        rates: Rate of each generator: float64 of shape (generators,), without a unit.
    """

    generators: list[str] = field(repr=_brief)
    rates: NDArray[np.float64] = field(repr=_brief)


@frozen(eq=False)
class LayerError:
    """Noise of one layer, as the second version of the noise learner returns it.

        result[0].qubits                         # [4, 7]
        result[0].error.generators               # ["XI", "ZZ"]

    Attributes:
        circuit: The layer as QPY in the wire's form, which is taken wherever a circuit is.
        qubits: The physical qubit of each of its qubits.
        error: Its noise, or None when it is not known.
    """

    circuit: WireQpy = field(repr=lambda _: "QPY")
    qubits: list[int]
    error: PauliLindbladError | None


@frozen(eq=False)
class LearnedNoise:
    """Noise of one instruction, as the third version of the noise learner returns it.

    Attributes:
        generators: For each rate the generators that share it, as (Paulis, qubits): `("XZ", [0, 1])` is X on qubit 0.
        rates: Rates: float64 of shape (rates,), without a unit.
        rates_std: Their standard deviations: float64 of the same shape.
        num_qubits: Number of qubits that the generators act on.
        metadata: The learning protocol ("trex" or "lindblad"), and what post-selection kept, with depths and qubits as
            numbers: JSON otherwise, which is why its values are `Any`. For a dry run `dry_run` is True in it.
    """

    generators: list[list[tuple[str, list[int]]]] = field(repr=_brief)
    rates: NDArray[np.float64] = field(repr=_brief)
    rates_std: NDArray[np.float64] = field(repr=_brief)
    num_qubits: int
    metadata: dict[str, Any]

    @property
    def terms(self) -> list[tuple[str, list[int], float]]:
        """Every generator with its rate, as (Paulis, qubits, rate); generators that share a rate each have it."""
        return [
            (paulis, list(qubits), rate)
            for shared, rate in zip(self.generators, self.rates.tolist(), strict=True)
            for paulis, qubits in shared
        ]

    def to_qiskit(self) -> Any:
        """The noise as Qiskit's `PauliLindbladMap`; `Any`, because Qiskit is not a dependency of this package.

        Raises:
            ConfigurationError: Qiskit is not installed, or is too old to have that class.
        """
        return to_qiskit.pauli_lindblad_map(self.terms, self.num_qubits)


class NoiseLearnerResult(StoredResult, Sequence[LayerError | LearnedNoise]):
    """Result of a noise-learner job: a sequence with one item for each layer or instruction.

        [layer.qubits for layer in result if isinstance(layer, LayerError)]      # [[4, 7]]

    Give it to an estimator in `ResilienceOptions(layer_noise_model=result)`.

    Attributes:
        metadata: The backend, and the options of the learning: JSON, which is why its values are `Any`.
    """

    metadata: dict[str, Any]

    program_id = "noise-learner"

    def __init__(
        self, items: Sequence[LayerError | LearnedNoise], metadata: dict[str, Any], source: Source
    ) -> None:
        self._items = tuple(items)
        self._source = source
        self.metadata = metadata

    @classmethod
    def of(cls, document: Document) -> Self:
        """Decode the result of a noise-learner job."""
        content = content_of(document.decode(document.root))
        read = learned_noise if "schema_version" in content else _layer_error
        items = [read(item, document) for item in content["data"]]
        return cls(items, document.marked(dict(content.get("metadata") or {})), document.source)

    @overload
    def __getitem__(self, index: int) -> LayerError | LearnedNoise: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[LayerError | LearnedNoise]: ...

    def __getitem__(
        self, index: int | slice
    ) -> LayerError | LearnedNoise | Sequence[LayerError | LearnedNoise]:
        return self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    @safe_repr
    def __repr__(self) -> str:
        return marked_repr(f"NoiseLearnerResult([{abbreviated_list(self._items, 3)}])", dry_run=self.dry_run)

    def _repr_html_(self) -> str:
        learned = any(isinstance(item, LearnedNoise) for item in self._items)
        part = "instruction" if learned else "layer"
        title = marked_title(f"Noise-learner result: {pluralize(len(self), part)}", dry_run=self.dry_run)
        rows = [(str(number), *_row(item)) for number, item in enumerate(self._items[:MAX_ROWS])]
        columns = (part, "qubits", "rates", "highest rate", "of")
        return table(title, columns, rows) + more(len(self) - MAX_ROWS, part)

    def to_qiskit(self) -> Any:
        """The result as `NoiseLearnerResult` of IBM's client; `Any`, because that is not a dependency of this package.

        Raises:
            ConfigurationError: That client is not installed, or the result is of the third version, for which it has
                no classes.
        """
        layers = [layer for layer in self if isinstance(layer, LayerError)]
        if len(layers) < len(self):
            raise ConfigurationError(
                "Noise of the third version is not in the classes of the second; load_result reads it as NoiseLearnerV3Result."
            )
        parts = [(layer.circuit, layer.qubits, _parts(layer.error)) for layer in layers]
        return to_qiskit.noise_learner_result(parts, self.metadata)

    def to_wire(self) -> dict[str, Any]:
        """The result as JSON, as an estimator takes it back in `ResilienceOptions.layer_noise_model`.

        That of a dry run is random, of which a `CircuitWarning` warns: an estimator on a QPU would mitigate by it.
        """
        if self.dry_run:
            warn_caller(
                "layer_noise_model is the result of a dry run: its rates are random, not learned from a device",
                CircuitWarning,
            )
        raw = self.raw
        return raw if "__type__" in raw else {"__type__": "NoiseLearnerResult", "__value__": raw}


def _row(item: LayerError | LearnedNoise) -> tuple[str, Number | None, Number | None, str | None]:
    """Summarize the noise of a layer or instruction: its qubits, how many rates, the highest, and its generator."""
    if isinstance(item, LayerError):
        qubits = ", ".join(map(str, item.qubits))
        if item.error is None or not len(item.error.rates):
            return qubits, None if item.error is None else whole(0), None, None
        highest = int(np.argmax(item.error.rates))
        rate = uncertain(float(item.error.rates[highest]), None)
        return qubits, whole(len(item.error.rates)), rate, item.error.generators[highest]
    if not len(item.rates):
        return pluralize(item.num_qubits, "qubit"), whole(0), None, None
    highest = int(np.argmax(item.rates))
    rate = uncertain(float(item.rates[highest]), float(item.rates_std[highest]))
    shared = ", ".join(f"{paulis} on {', '.join(map(str, at))}" for paulis, at in item.generators[highest])
    return pluralize(item.num_qubits, "qubit"), whole(len(item.rates)), rate, shared


def _parts(error: PauliLindbladError | None) -> tuple[list[str], NDArray[np.float64]] | None:
    return None if error is None else (error.generators, error.rates)


def learned_noise(item: Mapping[str, Any], document: Document) -> LearnedNoise:
    """Decode the noise of one instruction.

    Raises:
        ValueError: It has not as many rates as generators.
    """
    budget = document.budget
    generators = [[(paulis, list(qubits)) for paulis, qubits in terms] for terms in item["generators_sparse"]]
    rates = read_tensor(item["rates"], budget, compressed=False)
    if rates.shape != (len(generators),):
        raise ValueError(f"{len(generators)} generators have rates of shape {rates.shape}")
    return LearnedNoise(
        generators,
        rates,
        read_tensor(item["rates_std"], budget, compressed=False),
        int(item["num_qubits"]),
        document.marked(_with_numbers_as_keys(item.get("metadata") or {})),
    )


def _with_numbers_as_keys(value: Any) -> Any:
    """The same value, with the depths and qubits by which something is listed as numbers; JSON has them as text."""
    if not is_mapping(value):
        return value
    return {
        int(key) if isinstance(key, str) and key.isdecimal() else key: _with_numbers_as_keys(item)
        for key, item in value.items()
    }


def _layer_error(item: Any, _document: Document) -> LayerError:
    if is_list(item):  # the form before the typed classes
        layer, error = item
    else:
        layer = content_of(item)
        error = content_of(layer["error"])
    circuit = _qpy(layer["circuit"])
    if error is None:
        return LayerError(circuit, list(layer["qubits"]), None)
    generators = content_of(error["generators"])
    labels = generators["data"] if is_mapping(generators) else generators
    rates = np.asarray(error["rates"], dtype=np.float64)
    return LayerError(circuit, list(layer["qubits"]), PauliLindbladError(list(labels), rates))


def _qpy(circuit: Any) -> WireQpy:
    """Return a layer's circuit, which stays as it was written: reading it is left to Qiskit.

    Raises:
        ResultDecodeError: It is not QPY.
    """
    if not is_mapping(circuit) or circuit.get("__type__") != "QuantumCircuit":
        raise ResultDecodeError("The circuit of a layer is not QPY.")
    return {"__type__": "QuantumCircuit", "__value__": circuit["__value__"]}
