"""What an executor job returns: for each item of the quantum program the samples of each classical register."""

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
"""What the names of the bit flips of a register begin with, where its measurement is twirled (samplomatic 0.21)."""

SIGNS: Final = "pauli_signs"
"""Name of the signs of probabilistic error cancellation, one for each noisy layer of each randomization (samplomatic 0.21)."""

_UNCOMPRESSED = ("v0.", "v1.")  # schema versions whose tensors are bare base64


class ExecutorItemResult(RegistersResult):
    """The result of one item of a quantum program: `Samples` of each classical register, `item.c` and `item["c"]`.

        result[0].c.counts()                     # {"01": 1, "11": 1}
        result[0].counts()                       # {"01": 1, "11": 1}
        result[0].shape                          # ()

    The samples have the item's shape. With `meas_level` "kerneled", "avg_kerneled" and "both" there are complex arrays,
    which `kerneled` returns. What else the program returns, such as the bit flips of twirled measurements
    (`measurement_flips.c`), is an array: `array`.

    Attributes:
        data: All of these by name. By type they are samples, which all but special programs return.
        metadata: What the service reports about the item: JSON.
    """

    _kind = "item"

    @property
    def timing(self) -> CircuitTiming | None:
        """The schedule of the circuit, if the program was submitted with `scheduler_timing` and the service reports it, else None.

            result[0].timing.duration             # 71

        Raises:
            ResultDecodeError: The service reports it in another form.
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
        """What the circuit's stretches became, if the program was submitted with `stretch_values`; an empty list without.

            result[0].stretches                  # []

        Raises:
            ResultDecodeError: The service reports that in another form.
        """
        return _reported(self.metadata, "stretch_values", StretchValue.of)

    @property
    def registers(self) -> list[str]:
        """Names of the classical registers."""
        return [name for name, value in _values(self).items() if isinstance(value, Samples)]

    def samples(self, name: str) -> Samples:
        """A classified register as `Samples`: as `item[name]`, but checked.

            result[0].samples("c").num_shots     # 2

        Args:
            name: Name of the register.

        Raises:
            KeyError: The item has no result of that name.
            ConfigurationError: The result of that name is not bits.
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
        """What the program returned by a name, as the array that it sent.

            result[0].array("c").tolist()        # [[True, False], [True, True]]

        Args:
            name: The name, such as that of a register.

        Returns:
            bool of shape (*item shape, shots, bits) for a classified register, where `[..., k]` is `c[k]`. Other arrays
            have the type and the shape that the program gives them, which is why their type is `Any`.

        Raises:
            KeyError: The item has no result of that name.
        """
        value: object = self[name]
        return value.bits() if isinstance(value, Samples) else np.asarray(value)

    def kerneled(self, name: str | None = None) -> NDArray[np.complex128]:
        """The data of a register that was measured with `meas_level` "kerneled", "avg_kerneled" or "both".

        Args:
            name: The register; the only one that there are such data of when not given.

        Returns:
            complex128, in the arbitrary units of the readout, of shape (*item shape, shots, bits), or of
            (*item shape, bits) for the mean over the shots.

        Raises:
            KeyError: The item has no such data of that register.
            ConfigurationError: `name` is not given and there are such data of no register, or of several.
        """
        found = self._kerneled()
        if name is None and len(found) != 1:
            names = ", ".join(found) or "none"
            raise ConfigurationError(
                f"Give the name of the register: the item has kerneled data of {len(found)}, {names}."
            )
        chosen = next(iter(found)) if name is None else name
        if chosen not in found:
            raise KeyError(f"The item has no kerneled data of {chosen!r}; it has those of {list(found)}.")
        return self.array(found[chosen]).astype(np.complex128, copy=False)

    def untwirled(self) -> ExecutorItemResult:
        """The item with the bit flips of twirled measurements undone: `measurement_flips.c` is applied to `c`, and left out.

        Raises:
            ConfigurationError: There are flips of a register that does not exist, or of another shape.
        """
        values = _values(self)
        for name in [name for name in values if name.startswith(FLIPS)]:
            register = name.removeprefix(FLIPS)
            samples, flips = values.get(register), self.samples(name)
            del values[name]
            if not isinstance(samples, Samples):
                raise ConfigurationError(f"{name!r} is of a register that the item does not have.")
            values[register] = _flipped(samples, flips, name)
        return self._with(values, self.shape)

    def merged(self, axes: int | Sequence[int] | None = None) -> ExecutorItemResult:
        """Fold replications into the shots: axes of the item's shape along which the same circuit ran again.

            result[0].merged().num_shots         # 2

        Args:
            axes: The axes, counted from the first or, if negative, from the last one. All of them when not given, which
                is right for an item without arguments: a result does not say which axes are those of the arguments.

        Returns:
            The item without these axes. Kerneled data have more shots, too; those that are a mean over the shots become
            the mean over the axes.

        Raises:
            ConfigurationError: There is no such axis, or one is named twice; or the item has other arrays, such as the bit
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
                raise ConfigurationError(f"{name!r} cannot be merged: it is not of a register{advice}.")
            elif self.shape not in {self.array(name).shape[:-1], self.array(name).shape[:-2]}:
                raise ConfigurationError(
                    f"{name!r} cannot be merged: it is of shape {self.array(name).shape}, and the item of {self.shape}."
                )
            elif self.array(name).ndim == ndim + 1:
                values[name] = self.array(name).mean(axis=chosen)
            else:
                values[name] = folded(self.array(name), chosen, ndim)
        return self._with(values, tuple(n for axis, n in enumerate(self.shape) if axis not in chosen))

    def _kerneled(self) -> dict[str, str]:
        """Register -> the name of its complex data."""
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

    The frame (`to_frame`) has the rows of all items: the number of the item is in the column `item`, the others are those
    of the items. Where items have different shapes, an index that one lacks is null.

    Attributes:
        metadata: What the service reports about the job as a whole: JSON.
        passthrough_data: What was sent along with the program: JSON of any form, with tensors as arrays, which is why it
            is `Any`.
        schema_version: Version of the result's schema, such as "v2.0".
        semantic_role: What IBM's client submitted the job as, such as "sampler_v2"; None for everybody else's jobs.
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
        document.check_all_taken()
        return cls(items, metadata, document.source, passthrough, version, role=role)

    def _table(self) -> ColumnTable:
        tables = (labelled(table_of(item), "item", number) for number, item in enumerate(self))
        return stacked(tables, (Column("item", "whole"), *SAMPLED[1:]))

    def _repr_html_(self) -> str:
        return self._html("Executor result")

    @property
    def chunk_spans(self) -> list[ChunkSpan]:
        """When which parts of the items ran, times in UTC; an empty list where the service does not report it.

            [part.item for span in result.chunk_spans for part in span.parts]     # [0]

        Raises:
            ResultDecodeError: The service reports that in another form.
        """
        return _reported(self.metadata, "chunk_timing", _chunk_span)

    def to_qiskit(self) -> Any:
        """The result as the `QuantumProgramResult` of IBM's client, equal to what that makes of it.

        `Any`, because Qiskit is not a dependency of this package.

        Raises:
            ConfigurationError: qiskit-ibm-runtime is not installed.
            ResultDecodeError: The service reports schedules, stretches or chunks in another form.
        """
        items = (({name: item.array(name) for name in item}, item.timing, item.stretches) for item in self)
        return to_qiskit.quantum_program_result(
            items, self.chunk_spans, self.passthrough_data, self.semantic_role
        )


def _chunk_span(chunk: Mapping[str, Any]) -> ChunkSpan:
    parts = tuple(map(ChunkPart.of, chunk["parts"]))
    return ChunkSpan(read_date(chunk["start"]), read_date(chunk["stop"]), parts)


def _reported(metadata: Mapping[str, Any], name: str, read: Callable[[Mapping[str, Any]], T]) -> list[T]:
    """Read what metadata list by a name.

    Raises:
        ResultDecodeError: They have another form.
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
    """Whether a name may be that of a classical register: that of flips has a dot, and of signs there are none for a shot."""
    return "." not in name and name != SIGNS


def _shape_of(values: dict[str, Any]) -> tuple[int, ...]:
    """The shape of an item, by its registers."""
    for value in values.values():
        if isinstance(value, Samples):
            return value.shape
    for name, value in values.items():
        if name.endswith("_iq"):
            shape: tuple[int, ...] = np.shape(value)[: -1 if _is_average(name, values) else -2]
            return shape
    return ()


def _is_average(name: str, values: Mapping[str, object]) -> bool:
    """Whether complex data are a mean over the shots, by their name; those of each shot of a register `c_avg` are called alike."""
    register = name.removesuffix("_avg_iq")
    return register != name and f"{register}_iq" not in values and f"{register}_avg" not in values


def _values(item: ExecutorItemResult) -> dict[str, object]:
    """All that an item has by name: by type these are samples, but they may be arrays."""
    return {name: item.data[name] for name in item.data}


def _flipped(samples: Samples, flips: Samples, name: str) -> Samples:
    if flips.num_bits != samples.num_bits:
        raise ConfigurationError(
            f"{name!r} has {pluralize(flips.num_bits, 'bit')}, and its register {samples.num_bits}."
        )
    try:
        array = np.bitwise_xor(samples.array, np.broadcast_to(flips.array, samples.array.shape))
    except ValueError:
        raise ConfigurationError(
            f"{name!r} is of shape {(*flips.shape, flips.num_shots)}, and its register of {(*samples.shape, samples.num_shots)}."
        ) from None
    return Samples(array, samples.num_bits, dry_run=samples.dry_run)


def executor_result_of(source: Source) -> ExecutorResult | None:
    """The executor's result of a source that was read as another program's; None when it is not the executor's.

    It is decoded on demand: beside the result that was made of it, it would take the memory twice. It has been decoded
    within the caller's limit before.
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
