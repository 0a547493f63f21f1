"""Result of an executor job: for each item of the quantum program, the samples of each classical register."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

import numpy as np

from qrt_facade._base.coerce import is_list, is_mapping
from qrt_facade._base.wording import pluralize
from qrt_facade._display.frames import Framed, table_of
from qrt_facade._display.rows import Column
from qrt_facade.errors import ConfigurationError, ResultDecodeError
from qrt_facade.results import to_qiskit
from qrt_facade.results.base import PubData, Result
from qrt_facade.results.bounds import shown
from qrt_facade.results.document import read_document
from qrt_facade.results.execution_spans import read_date
from qrt_facade.results.npy import is_tensor, read_register, read_tensor
from qrt_facade.results.pubs import check_registers
from qrt_facade.results.registers import RegistersResult
from qrt_facade.results.replications import checked_axes, folded
from qrt_facade.results.samples import Samples
from qrt_facade.results.tables import SAMPLED, labelled, stacked
from qrt_facade.results.timing import ChunkPart, ChunkSpan, CircuitTiming, StretchValue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from qrt_facade._display.rows import ColumnTable
    from qrt_facade.results.document import Document
    from qrt_facade.results.storage import Source

T = TypeVar("T")

FLIPS: Final = "measurement_flips."
"""Prefix of the names of a register's bit flips, if its measurement is twirled (samplomatic 0.21)."""

SIGNS: Final = "pauli_signs"
"""Name of the signs of probabilistic error cancellation, one per noisy layer and randomization (samplomatic 0.21)."""

_UNCOMPRESSED = ("v0.", "v1.")  # schema versions with uncompressed tensors


class ExecutorItemResult(RegistersResult):
    """The result of one item of a quantum program: `Samples` of each classical register, `item.c` and `item["c"]`.

        result[0].c.counts()                     # {"01": 1, "11": 1}
        result[0].counts()                       # {"01": 1, "11": 1}
        result[0].shape                          # ()

    The samples have the item's shape. With `meas_level` "kerneled", "avg_kerneled" and "both" there are complex arrays,
    returned by `kerneled`. Other data that the program returns, such as the bit flips of twirled measurements
    (`measurement_flips.c`), is returned by `array`.

    Attributes:
        data: All of these by name, typed as samples, which is what most programs return.
        metadata: The service's metadata of the item: JSON.
    """

    _kind = "item"

    @property
    def timing(self) -> CircuitTiming | None:
        """The schedule of the circuit, if requested with `scheduler_timing` and reported by the service, or None.

            result[0].timing.duration             # 71

        Raises:
            ResultDecodeError: The service reports it in another format.
        """
        value = self.metadata.get("scheduler_timing")
        if value is None:
            return None
        if not is_mapping(value):
            raise ResultDecodeError(
                f"The schedule of an item is {shown(value)}; expected an object.", program_id="executor"
            )
        return CircuitTiming.of(value)

    @property
    def stretches(self) -> list[StretchValue]:
        """The resolved values of the circuit's stretches, if requested with `stretch_values`; otherwise an empty list.

            result[0].stretches                  # []

        Raises:
            ResultDecodeError: The service reports them in another format.
        """
        return _reported(self.metadata, "stretch_values", StretchValue.of)

    @property
    def registers(self) -> list[str]:
        """Names of the classical registers."""
        return [name for name, value in _values(self).items() if isinstance(value, Samples)]

    def samples(self, name: str) -> Samples:
        """Return a classified register as `Samples`: like `item[name]`, but checked.

            result[0].samples("c").num_shots     # 2

        Args:
            name: Name of the register.

        Raises:
            KeyError: The item has no result of that name.
            ConfigurationError: The result of that name does not consist of bits.
        """
        value: object = self[name]
        if isinstance(value, Samples):
            return value
        array = self.array(name)
        if array.dtype.kind != "b" or array.ndim < 2:
            raise ConfigurationError(
                f"The result {name!r} contains {array.dtype} of shape {array.shape}, not bits."
            )
        return Samples.from_bits(array, dry_run=self.dry_run)

    def array(self, name: str) -> NDArray[Any]:
        """Return the program's result of a name as an array.

            result[0].array("c").tolist()        # [[True, False], [True, True]]

        Args:
            name: The name, for example that of a register.

        Returns:
            bool of shape (*item shape, shots, bits) for a classified register, where `[..., k]` is `c[k]`. Other arrays
            have the type and shape that the program returned, hence `Any`.

        Raises:
            KeyError: The item has no result of that name.
        """
        value: object = self[name]
        return value.bits() if isinstance(value, Samples) else np.asarray(value)

    def kerneled(self, name: str | None = None) -> NDArray[np.complex128]:
        """Return the data of a register measured with `meas_level` "kerneled", "avg_kerneled" or "both".

        Args:
            name: The register; may be omitted if only one has such data.

        Returns:
            complex128, in the arbitrary units of the readout, of shape (*item shape, shots, bits), or of
            (*item shape, bits) for the mean over the shots.

        Raises:
            KeyError: The item has no such data for that register.
            ConfigurationError: `name` is omitted, and no register or several have such data.
        """
        found = self._kerneled()
        if name is None and len(found) != 1:
            names = ", ".join(found) or "none"
            raise ConfigurationError(
                f"Pass the name of the register: the item has kerneled data of {len(found)} registers: {names}."
            )
        chosen = next(iter(found)) if name is None else name
        if chosen not in found:
            raise KeyError(f"The item has no kerneled data of {chosen!r}; it has that of {list(found)}.")
        return self.array(found[chosen]).astype(np.complex128, copy=False)

    def untwirled(self) -> ExecutorItemResult:
        """Undo the bit flips of twirled measurements: apply `measurement_flips.c` to `c`, and remove it.

        Raises:
            ConfigurationError: Flips belong to a register that does not exist, or differ from it in shape.
        """
        values = _values(self)
        for name in [name for name in values if name.startswith(FLIPS)]:
            register = name.removeprefix(FLIPS)
            samples, flips = values.get(register), self.samples(name)
            del values[name]
            if not isinstance(samples, Samples):
                raise ConfigurationError(f"{name!r} belongs to a register that the item does not have.")
            values[register] = _flipped(samples, flips, name)
        return self._with(values, self.shape)

    def merged(self, axes: int | Sequence[int] | None = None) -> ExecutorItemResult:
        """Merge replications into the shots: axes of the item's shape along which the same circuit was repeated.

            result[0].merged().num_shots         # 2

        Args:
            axes: The axes, counted from the first or, if negative, from the last one. Defaults to all of them, which
                is right for an item without arguments: a result does not say which axes belong to the arguments.

        Returns:
            The item without these axes. Kerneled data gets more shots, too; means over the shots become
            means over the axes.

        Raises:
            ConfigurationError: There is no such axis, or one is repeated; or the item has other arrays, such as the bit
                flips that `untwirled` undoes.
        """
        ndim, chosen = len(self.shape), checked_axes(axes, self.shape)
        kerneled = set(self._kerneled().values())
        values = _values(self)
        for name, value in values.items():
            if isinstance(value, Samples):
                values[name] = value.merged(chosen)
            elif name not in kerneled:
                advice = "; untwirled() applies them" if name.startswith(FLIPS) else ""
                raise ConfigurationError(
                    f"{name!r} cannot be merged, because it does not belong to a register{advice}."
                )
            elif self.shape not in {self.array(name).shape[:-1], self.array(name).shape[:-2]}:
                raise ConfigurationError(
                    f"{name!r} cannot be merged: its shape is {self.array(name).shape}, but that of the item is "
                    f"{self.shape}."
                )
            elif self.array(name).ndim == ndim + 1:
                values[name] = self.array(name).mean(axis=chosen)
            else:
                values[name] = folded(self.array(name), chosen, ndim)
        return self._with(values, tuple(n for axis, n in enumerate(self.shape) if axis not in chosen))

    def _kerneled(self) -> dict[str, str]:
        """Return register -> name of its complex data."""
        values = _values(self)
        return {
            name.removesuffix("_avg_iq" if _is_average(name, values) else "_iq"): name
            for name, value in values.items()
            if name.endswith("_iq") and not isinstance(value, Samples) and self.array(name).dtype.kind == "c"
        }

    def _with(self, values: dict[str, Any], shape: tuple[int, ...]) -> ExecutorItemResult:
        return ExecutorItemResult(PubData(values, shape, "result", dry_run=self.dry_run), self.metadata)


class ExecutorResult(Result[ExecutorItemResult], Framed):
    """Result of an executor job: a sequence with one item for each item of the quantum program.

        result[0].c.counts()                     # {"01": 1, "11": 1}
        result.schema_version                    # "v2.0"

    The frame (`to_frame`) has the rows of all items: the item's number is in the column `item`, the other columns are
    those of the items. If items have different shapes, missing indices are null.

    Attributes:
        metadata: The service's metadata of the whole job: JSON.
        passthrough_data: The data sent along with the program: JSON of any form, with tensors as arrays, hence
            `Any`.
        schema_version: Version of the result's schema, such as "v2.0".
        semantic_role: The role that IBM's client set at submission, such as "sampler_v2"; None for other jobs.
    """

    program_id = "executor"
    _part = "item"
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
        root = document.root
        version = str(root["schema_version"])
        compressed = not version.startswith(_UNCOMPRESSED)
        items = [_item(document, item, compressed=compressed) for item in root["data"]]
        read = partial(read_tensor, budget=document.budget, compressed=compressed, text=document.text)
        passthrough = _with_tensors(root.get("passthrough_data"), read)
        metadata = document.marked(dict(root.get("metadata") or {}))
        role = root.get("semantic_role")
        role = role if isinstance(role, str) else None
        document.check_all_used()
        return cls(items, metadata, document.source, passthrough, version, role=role)

    def _table(self) -> ColumnTable:
        tables = (labelled(table_of(item), "item", number) for number, item in enumerate(self))
        return stacked(tables, (Column("item", "whole"), *SAMPLED[1:]))

    def _repr_html_(self) -> str:
        return self._html("Executor result")

    @property
    def chunk_spans(self) -> list[ChunkSpan]:
        """When which parts of the items ran, in UTC; an empty list if the service does not report it.

            [part.item for span in result.chunk_spans for part in span.parts]     # [0]

        Raises:
            ResultDecodeError: The service reports it in another format.
        """
        return _reported(self.metadata, "chunk_timing", _chunk_span)

    def to_qiskit(self) -> Any:
        """Convert the result to `QuantumProgramResult` of IBM's client, equal to what that returns.

        `Any`, because Qiskit is not a dependency of this package.

        Raises:
            ConfigurationError: qiskit-ibm-runtime is not installed.
            ResultDecodeError: The service reports schedules, stretches or chunks in another format.
        """
        items = (({name: item.array(name) for name in item}, item.timing, item.stretches) for item in self)
        return to_qiskit.quantum_program_result(
            items, self.chunk_spans, self.passthrough_data, self.semantic_role
        )


def _chunk_span(chunk: Mapping[str, Any]) -> ChunkSpan:
    parts = tuple(map(ChunkPart.of, chunk["parts"]))
    return ChunkSpan(read_date(chunk["start"]), read_date(chunk["stop"]), parts)


def _reported(metadata: Mapping[str, Any], name: str, read: Callable[[Mapping[str, Any]], T]) -> list[T]:
    """Read a list in the metadata.

    Raises:
        ResultDecodeError: The values have another format.
    """
    values: list[Any] = metadata.get(name) or []
    try:
        return [read(value) for value in values]
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise ResultDecodeError(
            f"The metadata {name} cannot be read ({type(error).__name__}).", program_id="executor"
        ) from error


def _item(document: Document, item: Any, *, compressed: bool) -> ExecutorItemResult:
    dry_run, budget, text = document.source.dry_run, document.budget, document.text
    values: dict[str, Any] = {}
    for name, tensor in item["results"].items():
        register = (
            read_register(tensor, budget, compressed=compressed, text=text)
            if _may_be_register(name)
            else None
        )
        values[name] = (
            read_tensor(tensor, budget, compressed=compressed, text=text)
            if register is None
            else Samples(*register, dry_run=dry_run)
        )
    check_registers(values)
    metadata = document.marked(dict(item.get("metadata") or {}))
    return ExecutorItemResult(PubData(values, _shape_of(values), "result", dry_run=dry_run), metadata)


def _may_be_register(name: str) -> bool:
    """Return whether a name may be that of a register: flips have a dot in their name, and signs have no shots."""
    return "." not in name and name != SIGNS


def _shape_of(values: dict[str, Any]) -> tuple[int, ...]:
    """Return the shape of an item, from its registers."""
    for value in values.values():
        if isinstance(value, Samples):
            return value.shape
    for name, value in values.items():
        if name.endswith("_iq"):
            shape: tuple[int, ...] = np.shape(value)[: -1 if _is_average(name, values) else -2]
            return shape
    return ()


def _is_average(name: str, values: Mapping[str, object]) -> bool:
    """Return whether complex data is a mean over the shots, by its name, unless a register is named `c_avg`."""
    register = name.removesuffix("_avg_iq")
    return register != name and f"{register}_iq" not in values and f"{register}_avg" not in values


def _values(item: ExecutorItemResult) -> dict[str, object]:
    """Return all results of an item by name: typed as samples, but possibly arrays."""
    return {name: item.data[name] for name in item.data}


def _flipped(samples: Samples, flips: Samples, name: str) -> Samples:
    if flips.num_bits != samples.num_bits:
        raise ConfigurationError(
            f"{name!r} has {pluralize(flips.num_bits, 'bit')}, but its register has {samples.num_bits}."
        )
    try:
        array = np.bitwise_xor(samples.array, np.broadcast_to(flips.array, samples.array.shape))
    except ValueError:
        raise ConfigurationError(
            f"{name!r} has shape {(*flips.shape, flips.num_shots)}, but its register has "
            f"{(*samples.shape, samples.num_shots)}."
        ) from None
    return Samples(array, samples.num_bits, dry_run=samples.dry_run)


def executor_result_of(source: Source) -> ExecutorResult | None:
    """Return the executor's result of a source that was read as another program's; None if it is not the executor's.

    It is decoded on demand, because keeping both results would double the memory. It was already decoded
    within the caller's limit.
    """
    if source.program_id != ExecutorResult.program_id:
        return None
    return read_document(source, ExecutorResult.of, max_bytes=sys.maxsize)


def _with_tensors(value: Any, read: Callable[[Any], NDArray[Any]]) -> Any:
    if is_list(value):
        return [_with_tensors(item, read) for item in value]
    if not is_mapping(value):
        return value
    if is_tensor(value):
        return read(value)
    return {key: _with_tensors(item, read) for key, item in value.items()}
