"""Results of sampler and estimator jobs of version 1, which old jobs still have.

    from qrt_facade.results import SamplerResultV1, decode_result

    result = decode_result("sampler", body, as_=SamplerResultV1)
    dict(result[0])                              # {0: 0.51, 3: 0.49}
    result[0].binary_probabilities()             # {"00": 0.51, "11": 0.49}

Outcomes are numbers, or bitstrings on request.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self, overload

import numpy as np

from qrt_facade._base.arguments import checked_whole
from qrt_facade._base.coerce import is_list, is_mapping, is_real
from qrt_facade._base.secrets import safe_repr
from qrt_facade._base.wording import pluralize
from qrt_facade._display.format import share
from qrt_facade._display.frames import Framed
from qrt_facade._display.html import html_of, note, sections, table, values_table
from qrt_facade._display.rows import Column
from qrt_facade._service.mocks import marked_repr, marked_title
from qrt_facade.errors import ConfigurationError, ResultDecodeError
from qrt_facade.results import to_qiskit
from qrt_facade.results.base import StoredResult
from qrt_facade.results.tables import table_of_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from qrt_facade._display.rows import ColumnTable
    from qrt_facade.results.document import Document
    from qrt_facade.results.storage import Source

_MOST_ROWS = 10


class QuasiDistribution(dict[int, float]):
    """Quasi-probabilities by number: a dict of whole numbers and floats that add up to 1.

    Bit k of a number is classical bit k. Mitigation may make some of them negative.

        result[0][3]                                 # 0.49
        result[0].num_bits                           # 2

    Args:
        probabilities: Number -> quasi-probability.
        num_bits: Width of the bitstrings; defaults to the smallest width for all numbers.

    Attributes:
        num_bits: Width of the bitstrings sent by the service; if it sent none, the smallest width for all numbers.
    """

    num_bits: int

    def __init__(self, probabilities: Mapping[int, float], num_bits: int | None = None) -> None:
        super().__init__(probabilities)
        least = max((number.bit_length() for number in self), default=0)
        self.num_bits = max(least, num_bits or 0)

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> Self:
        """Read a distribution from the service's format: by bitstring, or by hexadecimal or decimal number."""
        keys = {key.lower() for key in written}
        if all(key.startswith("0x") for key in keys):
            base, width = 16, None
        elif all(set(key.removeprefix("0b")) <= {"0", "1"} for key in keys):
            base, width = 2, max((len(key.removeprefix("0b")) for key in keys), default=0)
        else:
            base, width = 10, None
        found: dict[int, float] = {}
        for key, probability in written.items():
            if not is_real(probability):
                raise ResultDecodeError(f"The quasi-probability of {key!r} is {probability!r}, not a number.")
            try:
                found[int(key, base)] = float(probability)
            except ValueError:
                raise ResultDecodeError(f"{key!r} is neither a bitstring nor a number.") from None
        return cls(found, width)

    def binary_probabilities(self, num_bits: int | None = None) -> dict[str, float]:
        """Return the quasi-probabilities by bitstring, whose rightmost character is classical bit 0.

            result[0].binary_probabilities(3)        # {"000": 0.51, "011": 0.49}

        Args:
            num_bits: Width of the bitstrings; defaults to `num_bits` of the distribution, and is at least what its
                numbers need.

        Raises:
            ConfigurationError: `num_bits` is not a whole number.
        """
        width = self.num_bits if num_bits is None else checked_whole("num_bits", num_bits, least=1)
        return {format(number, "b").zfill(width): value for number, value in self.items()}

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self), self.num_bits)

    def _repr_html_(self) -> str:
        ranked = sorted(self.binary_probabilities().items(), key=lambda item: (-item[1], item[0]))
        shown = table(
            "",
            ("bitstring", "quasi-probability"),
            [(bits, share(value)) for bits, value in ranked[:_MOST_ROWS]],
        )
        more = len(ranked) - _MOST_ROWS
        return shown + (note(f"and {pluralize(more, 'more bitstring')}") if more > 0 else "")


class SamplerResultV1(StoredResult, Sequence[QuasiDistribution], Framed):
    """Result of a sampler job of version 1: a sequence with one distribution per circuit.

        result[0].binary_probabilities()             # {"00": 0.51, "11": 0.49}
        result.metadata[0]["shots"]                  # 1000

    The frame (`to_frame`) has one row for each outcome of each circuit: `circuit` is its number, followed by
    `bitstring` and `quasi_probability`.

    Attributes:
        quasi_dists: The distributions, one per circuit; `result[0]` is the first one.
        metadata: The service's metadata of each circuit, such as `shots`: JSON, hence `Any`.
    """

    quasi_dists: list[QuasiDistribution]
    metadata: list[dict[str, Any]]

    program_id = "sampler"

    def __init__(
        self, quasi_dists: list[QuasiDistribution], metadata: list[dict[str, Any]], source: Source
    ) -> None:
        self.quasi_dists = quasi_dists
        self.metadata = metadata
        self._source = source

    @classmethod
    def of(cls, document: Document) -> Self:
        """Decode the result of a sampler job of version 1."""
        written = document.decode(document.root["quasi_dists"])
        if not is_list(written) or not all(map(is_mapping, written)):
            raise ResultDecodeError("quasi_dists is not a list of distributions.")
        distributions = [QuasiDistribution.of(one) for one in written]
        return cls(distributions, _metadata(document, len(written)), document.source)

    def to_qiskit(self) -> Any:
        """Convert the result to Qiskit's `SamplerResult`; `Any`, because Qiskit is not a dependency of this package.

        Raises:
            ConfigurationError: Qiskit is not installed, or no longer has the class.
        """
        return to_qiskit.sampler_result_v1([dict(one) for one in self.quasi_dists], self.metadata)

    @overload
    def __getitem__(self, index: int) -> QuasiDistribution: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[QuasiDistribution]: ...

    def __getitem__(self, index: int | slice) -> QuasiDistribution | Sequence[QuasiDistribution]:
        try:
            return self.quasi_dists[index]
        except IndexError:
            raise IndexError(f"There is no circuit {index}; the result has {len(self)}.") from None

    def __len__(self) -> int:
        return len(self.quasi_dists)

    def _table(self) -> ColumnTable:
        columns = (Column("circuit", "whole"), Column("bitstring"), Column("quasi_probability", "number"))
        return table_of_rows(
            columns,
            (
                {"circuit": number, "bitstring": bits, "quasi_probability": value}
                for number, one in enumerate(self.quasi_dists)
                for bits, value in one.binary_probabilities().items()
            ),
        )

    def _repr_html_(self) -> str:
        parts = ((f"Circuit {number}", html_of(one)) for number, one in enumerate(self.quasi_dists))
        title = marked_title("Sampler result of version 1", dry_run=self.dry_run)
        return sections(title, len(self), "circuit", parts)

    @safe_repr
    def __repr__(self) -> str:
        written = f"SamplerResultV1(quasi_dists={self.quasi_dists}, metadata={self.metadata})"
        return marked_repr(written, dry_run=self.dry_run)


class EstimatorResultV1(StoredResult, Framed):
    """Result of an estimator job of version 1: one expectation value for each circuit and observable.

    Iterating and indexing return values: `result[0]` is the first, as a float. The frame (`to_frame`) has one row per
    value: `circuit` is its number, followed by `evs` and `stds`, which is null if unknown.

    Attributes:
        values: Expectation values: float64 of shape (circuits,).
        metadata: The service's metadata of each value, such as `variance` and `shots`: JSON, hence `Any`.
    """

    values: NDArray[np.float64]
    metadata: list[dict[str, Any]]

    program_id = "estimator"

    def __init__(self, values: NDArray[np.float64], metadata: list[dict[str, Any]], source: Source) -> None:
        self.values = values
        self.metadata = metadata
        self._source = source

    @classmethod
    def of(cls, document: Document) -> Self:
        """Decode the result of an estimator job of version 1."""
        written = document.decode(document.root["values"])
        numbers = all(map(is_real, written)) if is_list(written) else isinstance(written, np.ndarray)
        values = np.asarray(written, dtype=np.float64) if numbers else None
        if values is None or values.ndim != 1:
            raise ResultDecodeError("values is not a list of numbers.")
        return cls(values, _metadata(document, len(values)), document.source)

    @property
    def stds(self) -> NDArray[np.float64]:
        """Standard errors: float64 of shape (circuits,), from the metadata's `variance` and `shots`; NaN if missing."""
        errors = [_standard_error(one) for one in self.metadata] or [np.nan] * len(self.values)
        return np.asarray(errors, dtype=np.float64)

    def to_qiskit(self) -> Any:
        """Convert the result to Qiskit's `EstimatorResult`; `Any`, because Qiskit is not a dependency of this package.

        Raises:
            ConfigurationError: Qiskit is not installed, or no longer has the class.
        """
        return to_qiskit.estimator_result_v1(self.values, self.metadata)

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, index: int) -> float:
        try:
            return float(self.values[index])
        except IndexError:
            raise IndexError(f"There is no value {index}; the result has {len(self)}.") from None

    def __iter__(self) -> Iterator[float]:
        return iter(map(float, self.values))

    def _table(self) -> ColumnTable:
        columns = (Column("circuit", "whole"), Column("evs", "number"), Column("stds", "number"))
        values = zip(self.values.tolist(), self.stds.tolist(), strict=True)
        return table_of_rows(
            columns,
            (
                {"circuit": number, "evs": value, "stds": None if math.isnan(error) else error}
                for number, (value, error) in enumerate(values)
            ),
        )

    def _repr_html_(self) -> str:
        points = (
            ((index,), value, error) for index, (value, error) in enumerate(zip(self, self.stds, strict=True))
        )
        title = marked_title("Estimator result of version 1", dry_run=self.dry_run)
        return note(title) + values_table(points, len(self))

    @safe_repr
    def __repr__(self) -> str:
        written = f"EstimatorResultV1(values={self.values}, metadata={self.metadata})"
        return marked_repr(written, dry_run=self.dry_run)


def version_1_of(document: Document) -> type[SamplerResultV1 | EstimatorResultV1] | None:
    """Return the class of a document of version 1; None for another document."""
    root = document.root
    if not is_mapping(root) or "results" in root:
        return None
    return SamplerResultV1 if "quasi_dists" in root else EstimatorResultV1 if "values" in root else None


def refuse_version_1(document: Document, wanted: str) -> None:
    """Raise an error for a document of version 1 if one of version 2 was requested by its class.

    Raises:
        ConfigurationError: It is of version 1.
    """
    found = version_1_of(document)
    if found is not None:
        raise ConfigurationError(
            f"This is a result of version 1, not a {wanted}; load_result and decode_result read it as {found.__name__}."
        )


def _metadata(document: Document, length: int) -> list[dict[str, Any]]:
    metadata = document.decode(document.root.get("metadata") or [])
    if not is_list(metadata) or len(metadata) not in {0, length} or not all(map(is_mapping, metadata)):
        raise ResultDecodeError(f"metadata is not a list of {length} mappings.")
    return [document.marked(dict(one)) for one in metadata]


def _standard_error(metadata: Mapping[str, Any]) -> float:
    variance, shots = metadata.get("variance"), metadata.get("shots")
    if not is_real(variance) or not is_real(shots) or shots <= 0 or variance < 0:
        return float("nan")
    return float((variance / shots) ** 0.5)
