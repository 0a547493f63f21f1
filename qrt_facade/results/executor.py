"""What an executor job returns: arrays by name, for each item of the quantum program."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Self

from attrs import frozen
from numpy.typing import NDArray

from qrt_facade._base.coerce import is_list, is_mapping
from qrt_facade.errors import ConfigurationError, ResultDecodeError
from qrt_facade.results.base import PubData, PubResult, Result
from qrt_facade.results.document import read_document
from qrt_facade.results.execution_spans import read_date
from qrt_facade.results.npy import read_tensor
from qrt_facade.results.samples import Samples

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from qrt_facade.results.bounds import Budget
    from qrt_facade.results.document import Document
    from qrt_facade.results.storage import Source

_UNCOMPRESSED = ("v0.", "v1.")  # schema versions whose tensors are bare base64


@frozen
class ChunkSpan:
    """A time in which the executor ran parts of items.

    Attributes:
        start: Beginning, aware, in UTC.
        stop: End, aware, in UTC.
        parts: What ran then, as JSON: the item's index (`idx_item`), the number of its elements (`size`), and from schema
            version 2.0 on which ones (`permutation`, `element_range`).
    """

    start: datetime
    stop: datetime
    parts: list[dict[str, Any]]


class ExecutorItemResult(PubResult[NDArray[Any]]):
    """Arrays of one item of a quantum program, by name: `item.meas` and `item["meas"]`.

    Classified registers are bool of shape (*item shape, shots, register width), where `[..., k]` is `c[k]`. Other arrays
    have the type that the program gives them, so that it is open to type checkers.

        result[0].meas.shape                     # (2, 2)
        result[0].samples("meas").counts()       # {"01": 1, "11": 1}

    Attributes:
        data: The arrays by name.
        metadata: What the service reports about the item: JSON.
    """

    def samples(self, name: str) -> Samples:
        """A classified register as `Samples`, for counts and the like.

            result[0].samples("meas").num_shots  # 2

        Args:
            name: Name of the register.

        Raises:
            KeyError: The item has no result of that name.
            ConfigurationError: The result of that name is not bits.
        """
        values = self[name]
        if values.dtype.kind != "b" or values.ndim < 2:
            raise ConfigurationError(
                f"The result {name!r} contains {values.dtype} of shape {values.shape}, not bits."
            )
        return Samples.from_bits(values, dry_run=self.dry_run)


class ExecutorResult(Result[ExecutorItemResult]):
    """Result of an executor job: a sequence with one item for each item of the quantum program.

        result[0]["meas"].dtype.name             # "bool"
        result.schema_version                    # "v1.0"

    Attributes:
        metadata: What the service reports about the job as a whole: JSON.
        passthrough_data: What was sent along with the program: JSON of any form, with tensors as arrays, which is why it
            is `Any`.
        schema_version: Version of the result's schema, such as "v1.0".
        semantic_role: What IBM's client submitted the job as, such as "sampler_v2"; None for everybody else's jobs.
    """

    program_id = "executor"
    passthrough_data: Any
    schema_version: str
    semantic_role: str | None

    def __init__(
        self,
        items: Sequence[ExecutorItemResult],
        metadata: dict[str, Any],
        source: Source,
        passthrough: Any,
        version: str,
        *,
        role: str | None = None,
    ) -> None:
        super().__init__(items, metadata, source)
        self.passthrough_data = passthrough
        self.schema_version = version
        self.semantic_role = role

    @classmethod
    def of(cls, document: Document) -> Self:
        """Decode the result of an executor job, of any schema version whose tensors are known."""
        root, budget = document.root, document.budget
        version = str(root["schema_version"])
        compressed = not version.startswith(_UNCOMPRESSED)
        items: list[ExecutorItemResult] = []
        for item in root["data"]:
            arrays = {
                name: read_tensor(tensor, budget, compressed=compressed)
                for name, tensor in item["results"].items()
            }
            metadata = document.marked(dict(item.get("metadata") or {}))
            items.append(
                ExecutorItemResult(PubData(arrays, (), "result", dry_run=document.source.dry_run), metadata)
            )
        passthrough = _with_tensors(root.get("passthrough_data"), budget, compressed=compressed)
        metadata = document.marked(dict(root.get("metadata") or {}))
        role = root.get("semantic_role")
        role = role if isinstance(role, str) else None
        return cls(items, metadata, document.source, passthrough, version, role=role)

    def _repr_html_(self) -> str:
        return self._html("Executor result", "item")

    @property
    def chunk_spans(self) -> list[ChunkSpan]:
        """When which parts of the items ran, times in UTC; an empty list where the service does not report it.

        Raises:
            ResultDecodeError: The service reports that in another form.
        """
        chunks: list[dict[str, Any]] = self.metadata.get("chunk_timing") or []
        try:
            return [
                ChunkSpan(read_date(chunk["start"]), read_date(chunk["stop"]), list(chunk["parts"]))
                for chunk in chunks
            ]
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise ResultDecodeError(
                f"The metadata chunk_timing cannot be read ({type(error).__name__}).", program_id="executor"
            ) from error


def executor_result_of(source: Source) -> ExecutorResult | None:
    """The executor's result of a source that was read as another program's; None when it is not the executor's.

    It is decoded on demand: beside the result that was made of it, it would take the memory twice. It has been decoded
    within the caller's limit before.
    """
    if source.program_id != ExecutorResult.program_id:
        return None
    return read_document(source, ExecutorResult.of, max_bytes=sys.maxsize)


def _with_tensors(value: Any, budget: Budget, *, compressed: bool) -> Any:
    if is_list(value):
        return [_with_tensors(item, budget, compressed=compressed) for item in value]
    if not is_mapping(value):
        return value
    if set(value) == {"data", "shape", "dtype"}:
        return read_tensor(value, budget, compressed=compressed)
    return {key: _with_tensors(item, budget, compressed=compressed) for key, item in value.items()}
