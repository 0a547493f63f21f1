"""Base classes of results: their source, their metadata, and the data of a PUB by name."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar, cast, overload

from qrt_facade._base.coerce import is_mapping
from qrt_facade._base.missing import migration_hint, with_hints
from qrt_facade._base.secrets import safe_repr
from qrt_facade._base.wording import abbreviated_list
from qrt_facade._display.format import shape
from qrt_facade._display.html import MAX_ROWS, html_of, more, note, sections
from qrt_facade._service.limits import DEFAULT_RESULT_BYTES
from qrt_facade._service.mocks import DRY_RUN, marked_repr, marked_title
from qrt_facade.errors import ConfigurationError
from qrt_facade.results.document import PROGRAMS, read_document
from qrt_facade.results.execution_spans import ExecutionSpans
from qrt_facade.results.storage import Source, read_source, write_source

if TYPE_CHECKING:
    from pathlib import Path

    from qrt_facade._display.html import Shown
    from qrt_facade.results.document import Document

if TYPE_CHECKING:
    from typing_extensions import TypeVar as TypeVarWithDefault  # bundled with type checkers

    ValueT_co = TypeVarWithDefault("ValueT_co", covariant=True, default=Any)
else:
    ValueT_co = TypeVar("ValueT_co", covariant=True)


class StoredResult:
    """A result that keeps its JSON source, and can be saved to a file."""

    program_id: ClassVar[str]
    _source: Source

    @classmethod
    @abstractmethod
    def of(cls, document: Document) -> Self:
        """Decode a result of this class's program."""

    @property
    def dry_run(self) -> bool:
        """Whether it comes from a dry run: the values have the right shape, but are random."""
        return self._source.dry_run

    @property
    def raw(self) -> Any:
        """The JSON of the result, as sent by the service; parsed on each access and not cached.

        `Any`, because programs return JSON of many shapes.

        Raises:
            ResultDecodeError: It does not fit into memory.
        """
        return self._source.parse()

    def save(self, path: str | Path) -> None:
        """Write the result, without loss, to a file that `load` reads.

            result.save("bell.json.gz")
            type(result).load("bell.json.gz")[0].counts()    # {"00": 1, "11": 1}

        Args:
            path: The file, which is replaced if it exists; compressed if its name ends in `.gz`.

        Raises:
            ConfigurationError: The file cannot be written. An existing file is then unchanged.
        """
        write_source(self._source, path)

    @classmethod
    def load(cls, path: str | Path, *, max_bytes: int = DEFAULT_RESULT_BYTES) -> Self:
        """Read a result written by `save`.

        Args:
            path: The file.
            max_bytes: Limit on the total size of the arrays, and of a compressed file after decompression.
                Defaults to 1 GiB.

        Raises:
            ConfigurationError: The file does not exist, is not a saved result, or is one of another program.
            ResultDecodeError: The file is damaged, or larger than `max_bytes`.
        """
        source = read_source(path, max_bytes)
        if source.program_id == "executor" != cls.program_id:
            # The class of its result depends on how the job was submitted. The module that determines it imports this
            # one.
            decoding = import_module("qrt_facade.results.decoding")
            loaded: Self = decoding.load_result(path, max_bytes=max_bytes, as_=cls)
            return loaded
        if source.program_id in PROGRAMS and source.program_id != cls.program_id:
            raise ConfigurationError(
                f"{path} contains a result of the program {source.program_id!r}, not of {cls.program_id!r}."
            )
        return read_document(source, cls.of, max_bytes=max_bytes)

    def to_qiskit(self) -> Any:
        """Convert the result to Qiskit's classes, equal to what IBM's client returns.

        `Any`, because Qiskit is not a dependency of this package.

        Raises:
            ConfigurationError: Qiskit is not installed, or has no class for the result.
        """
        raise ConfigurationError(f"Qiskit has no class for {type(self).__name__}.")


def source_of(result: StoredResult) -> Source:
    """Return the source of a result, for another result derived from it."""
    return result._source  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


class PubData(Mapping[str, ValueT_co]):
    """The data of a PUB by name, as items and as attributes: a read-only mapping.

        result[0].data["c"].num_shots      # 2
        list(result[0].data)               # ["c"]

    For a sampler the values are `Samples`, one per classical register (complex arrays if `meas_type` requests
    kerneled data); for an estimator float64 arrays (`evs`, `stds`, ...); for an executor arrays.

    Args:
        fields: The data by name.
        shape: The PUB's shape.
        kind: The word for one of them in messages.
        dry_run: Whether they come from a dry run and are random; the repr shows it.

    Attributes:
        shape: The PUB's shape: () for a single circuit, otherwise that of the sweep.
    """

    shape: tuple[int, ...]
    _dry_run = False  # for data pickled by an older version

    def __init__(
        self,
        fields: Mapping[str, ValueT_co],
        shape: tuple[int, ...],
        kind: str = "field",
        *,
        dry_run: bool = False,
    ) -> None:
        self._fields = dict(fields)
        self._kind = kind
        self._dry_run = dry_run
        self.shape = shape

    def __getitem__(self, name: str) -> ValueT_co:
        try:
            return self._fields[name]
        except KeyError:
            raise KeyError(self._no_such(name)) from None

    def __getattr__(self, name: str) -> ValueT_co:
        # Copying and unpickling access attributes before the fields exist.
        if not name.startswith("_") and name in self._fields:
            return self._fields[name]
        raise AttributeError(self._no_such(name) if not name.startswith("_") else name, name=name, obj=self)

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._fields]

    def _repr_html_(self) -> str:
        parts = "".join(self._html_of(name, value) for name, value in islice(self.items(), MAX_ROWS))
        # Samples carry the mark themselves; arrays, and a PUB without data, do not.
        mark = note(DRY_RUN) if self._dry_run and DRY_RUN not in parts else ""
        return mark + parts + more(len(self) - MAX_ROWS, self._kind)

    def _html_of(self, name: str, value: object) -> str:
        if hasattr(value, "_repr_html_"):  # samples; arrays have no HTML table
            kind = self._kind.rpartition(" ")[2].capitalize()  # `Register` for a classical register
            return note(f"{kind} {name}") + html_of(cast("Shown", value))
        return note(f"{name}: {_brief(value)}")

    @safe_repr
    def __repr__(self) -> str:
        return marked_repr(f"PubData(shape={self.shape}, {_fields(self)})", dry_run=self._dry_run)

    def _no_such(self, name: str) -> str:
        owner = "item" if self._kind == "result" else "PUB"
        return f"The {owner} has no {self._kind} {name!r}; it has {', '.join(map(repr, self._fields)) or 'none'}."


class PubResult(Generic[ValueT_co]):
    """The result of one PUB. Its data is in `data`, with shortcuts: `pub.c` and `pub["c"]` are `pub.data["c"]`.

    Attributes:
        data: The data by name.
        metadata: The service's metadata: JSON, with typed values decoded. For a dry run it contains `dry_run` as True.
    """

    data: PubData[ValueT_co]
    metadata: dict[str, Any]

    def __init__(self, data: PubData[ValueT_co], metadata: dict[str, Any]) -> None:
        self.data = data
        self.metadata = metadata

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the PUB: () for a single circuit, otherwise that of the sweep."""
        return self.data.shape

    @property
    def dry_run(self) -> bool:
        """Whether it comes from a dry run: the data has the right shape, but is random."""
        return self.metadata.get("dry_run") is True

    def __getitem__(self, name: str) -> ValueT_co:
        return self.data[name]

    def __getattr__(self, name: str) -> ValueT_co:
        if name.startswith("_") or name == "data":
            raise AttributeError(name)
        try:
            value: ValueT_co = getattr(self.data, name)
        except AttributeError as error:
            if (advice := migration_hint(self, name)) is None:
                raise
            message = f"{error} Instead of IBM's {name!r} {advice}."
        else:
            return value
        raise AttributeError(message, name=name, obj=self)

    def _repr_html_(self) -> str:
        shown = html_of(self.data)
        return shown if DRY_RUN in shown else self._mark_html() + shown

    def _mark_html(self) -> str:
        return note(DRY_RUN) if self.dry_run else ""

    def __contains__(self, name: object) -> bool:
        return name in self.data

    def __iter__(self) -> Iterator[str]:
        return iter(self.data)

    def __len__(self) -> int:
        return len(self.data)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.data]

    @safe_repr
    def __repr__(self) -> str:
        written = f"{type(self).__name__}(shape={self.shape}, {_fields(self.data)})"
        return marked_repr(written, dry_run=self.dry_run)


PubResultT_co = TypeVar("PubResultT_co", covariant=True, bound=PubResult[Any])


@with_hints
class Result(StoredResult, Sequence[PubResultT_co], Generic[PubResultT_co]):
    """Result of a primitive: a sequence with one item per PUB.

    Attributes:
        metadata: The service's metadata of the whole job: JSON, with typed values decoded. For a dry run
            it contains `dry_run` as True, and so does the metadata of each PUB.
    """

    metadata: dict[str, Any]
    _part = "PUB"
    """The word for one item in messages."""

    def __init__(self, pubs: Sequence[PubResultT_co], metadata: dict[str, Any], source: Source) -> None:
        self._pubs = tuple(pubs)
        self._source = source
        self.metadata = metadata

    @property
    def execution_spans(self) -> ExecutionSpans | None:
        """When which shots ran, in UTC; None if the service does not report it."""
        execution = self.metadata.get("execution")
        spans = execution.get("execution_spans") if is_mapping(execution) else None
        return spans if isinstance(spans, ExecutionSpans) else None

    @overload
    def __getitem__(self, index: int) -> PubResultT_co: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[PubResultT_co]: ...

    def __getitem__(self, index: int | slice) -> PubResultT_co | Sequence[PubResultT_co]:
        try:
            return self._pubs[index]
        except IndexError:
            raise IndexError(f"There is no {self._part} {index}; the result has {len(self._pubs)}.") from None

    def __len__(self) -> int:
        return len(self._pubs)

    def _html(self, title: str) -> str:
        parts = (
            (f"{self._part} {number}, shape {shape(pub.shape)}", html_of(pub))
            for number, pub in enumerate(self)
        )
        return sections(marked_title(title, dry_run=self.dry_run), len(self), self._part, parts)

    @safe_repr
    def __repr__(self) -> str:
        return marked_repr(f"{type(self).__name__}([{abbreviated_list(self._pubs)}])", dry_run=self.dry_run)


def _fields(data: Mapping[str, Any]) -> str:
    written = [f"{name}={_brief(value)}" for name, value in islice(data.items(), MAX_ROWS)]
    left_out = len(data) - MAX_ROWS
    return ", ".join(written + ([f"... {left_out:,} more"] if left_out > 0 else []))


def _brief(value: Any) -> str:
    shape = getattr(value, "shape", None)
    if shape is not None and hasattr(value, "dtype"):
        return f"{value.dtype}{list(shape)}" if shape else f"{value}"
    return repr(value)
