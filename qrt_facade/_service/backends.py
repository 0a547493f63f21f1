"""The state of a backend at one moment.

No I/O: this module sends no requests.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from qrt_facade._base.coerce import list_of, mapping_of, number_of, text_of, whole_of
from qrt_facade._base.missing import with_hints
from qrt_facade._base.secrets import redacted_text
from qrt_facade._base.suggestions import closest_match
from qrt_facade._base.units import SECONDS_PER_UNIT
from qrt_facade._base.wording import pluralize
from qrt_facade._display.facts import compare
from qrt_facade._display.format import error_rate, whole, yes_or_no
from qrt_facade._display.html import facts_table, table
from qrt_facade._service.mocks import MOCK_CLASS, is_mock_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qrt_facade._display.facts import Facts

FRACTIONAL_GATES: Final = ("rx", "rzz")
"""Gates with a free angle, which cannot be combined with gate twirling (error 1519); IBM's own client hides them
too."""


@dataclass(frozen=True, slots=True)
class BackendState:
    """A backend as described by the list of backends: `backend.state`.

        backend.state.num_qubits                         # 156
        backend.state.operational                        # True

    Attributes:
        name: Its name.
        status: `online`, `paused`, `offline`, or a status added later; None in API version 2024-01-01, which lists names only.
        reason: Reason for the status, such as `available` or `maintenance`, or None.
        num_qubits: Number of qubits, or None.
        queue_length: Number of waiting jobs, or None.
        processor: Family and revision, such as `Heron 2`, or None.
        clops: Circuit layer operations per second, or None.
        two_qubit_error: Median error of its two-qubit gates, 0 to 1, or that of a layer of them; None if unknown.
        readout_error: Median error of its readout, 0 to 1, or None.
        raw: The unprocessed entry: JSON, which is why its values are `Any`.
    """

    name: str
    status: str | None
    reason: str | None
    num_qubits: int | None
    queue_length: int | None
    processor: str | None
    clops: float | None
    two_qubit_error: float | None
    readout_error: float | None
    raw: Mapping[str, Any] = field(repr=False)

    @property
    def operational(self) -> bool:
        """Whether it runs jobs; a backend without a status is assumed to."""
        return self.status in {None, "online"}

    @property
    def is_mock(self) -> bool:
        """Whether it is a mock device, on which dry runs run: by its class, or by a name such as `mock_fez`."""
        return self.raw.get("class") == MOCK_CLASS or is_mock_name(self.name)

    def facts(self) -> Facts:
        """Return labels and values for display."""
        reason = None if self.reason in {self.status, "available"} else self.reason
        mock = "(mock device: dry runs only)" if self.is_mock else None
        status = " ".join(filter(None, (self.status, reason and f"({reason})", mock)))
        return [
            ("status", status or None),
            ("processor", self.processor),
            ("qubits", whole(self.num_qubits)),
            ("queue", whole(self.queue_length)),
            ("2Q error", error_rate(self.two_qubit_error)),
            ("readout error", error_rate(self.readout_error)),
            ("CLOPS", whole(self.clops)),
        ]

    def _repr_html_(self) -> str:
        return facts_table(f"Backend {self.name}", self.facts())

    @classmethod
    def all_of(cls, answer: Mapping[str, Any]) -> list[BackendState]:
        """Parse a list of backends; entries without a backend name are skipped."""
        states = (cls._of(entry) for entry in list_of(answer.get("devices")))
        return [state for state in states if state is not None]

    @classmethod
    def named(cls, name: str) -> BackendState:
        """Return the state of a backend of which only the name is known.

        Args:
            name: Its name.
        """
        return cls(name, None, None, None, None, None, None, None, None, {"name": name})

    @classmethod
    def _of(cls, entry: object) -> BackendState | None:
        raw = {"name": entry} if isinstance(entry, str) else mapping_of(entry)
        name = text_of(raw.get("name"))
        if name is None:
            return None
        status = mapping_of(raw.get("status"))
        metrics = mapping_of(raw.get("performance_metrics"))
        processor = mapping_of(raw.get("processor_type"))
        named = [str(processor[key]) for key in ("family", "revision") if processor.get(key)]
        two_qubit = mapping_of(metrics.get("two_q_error_median")) or mapping_of(
            metrics.get("two_q_error_layered")
        )
        return cls(
            name=name,
            status=text_of(status.get("name")),
            reason=redacted_text(status.get("reason")),
            num_qubits=whole_of(raw.get("qubits")),
            queue_length=whole_of(raw.get("queue_length")),
            processor=" ".join(named) or None,
            clops=number_of(mapping_of(raw.get("clops")).get("value")),
            two_qubit_error=number_of(two_qubit.get("value")),
            readout_error=number_of(mapping_of(metrics.get("readout_error_median")).get("value")),
            raw=raw,
        )


@dataclass(frozen=True, slots=True)
class Described:
    """A backend's description of itself.

    Attributes:
        configuration: Its configuration, as JSON.
        properties: Its properties, as JSON; None if it publishes none.
        asked: When they were requested, in seconds of the monotonic clock.
    """

    configuration: Mapping[str, Any]
    properties: Mapping[str, Any] | None
    asked: float


@with_hints
@dataclass(frozen=True, slots=True)
class BackendStatus:
    """The current status of a backend: returned by `backend.status()`.

    Attributes:
        operational: Whether it runs jobs.
        status: `active`, `maintenance`, `internal`, or another status of the service.
        message: The service's message, or None.
        queue_length: Number of waiting jobs, 0 or more, or None if the service omits it.
        backend_version: Its version, or None.
        raw: The unprocessed response: JSON, which is why its values are `Any`.
    """

    operational: bool
    status: str | None
    message: str | None
    queue_length: int | None
    backend_version: str | None
    raw: Mapping[str, Any] = field(repr=False)

    def _repr_html_(self) -> str:
        facts: Facts = [
            ("runs jobs", yes_or_no(self.operational)),
            ("status", self.status),
            ("message", self.message),
            ("queue", None if self.queue_length is None else pluralize(self.queue_length, "job")),
            ("version", self.backend_version),
        ]
        return facts_table("Status", facts)

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> BackendStatus:
        """Parse the service's response; missing fields are tolerated."""
        waiting = whole_of(raw.get("length_queue"))
        return cls(
            operational=raw.get("state") is True,
            status=text_of(raw.get("status")),
            message=text_of(raw.get("message")),
            queue_length=None if waiting is None else max(waiting, 0),
            backend_version=text_of(raw.get("backend_version")),
            raw=raw,
        )


class Listed(Protocol):
    """A backend of the blocking or the asynchronous client."""

    @property
    def state(self) -> BackendState:
        """Its state in the last list."""
        ...


ListedT = TypeVar("ListedT", bound=Listed)


class BackendList(list[ListedT]):
    """A list of backends that a notebook shows as one table for comparison."""

    def _repr_html_(self) -> str:
        columns, rows = compare("backend", ((backend.state.name, backend.state.facts()) for backend in self))
        return table(pluralize(len(self), "backend"), columns, rows)


def unknown_backend(name: str, names: Iterable[str]) -> str:
    """Return the message about a backend that an instance does not have.

    Args:
        name: The name that was given.
        names: The names of the instance's backends.
    """
    names = sorted(names)
    near = closest_match(name, names)
    question = "" if near is None else f". Did you mean {near!r}?"
    return f"this instance has no backend {name!r}; available: {', '.join(names) or 'none'}{question}"


def seconds_per_dt(configuration: Mapping[str, Any]) -> float | None:
    """Return a backend's `dt` in seconds; its configuration states nanoseconds. None if it states none."""
    dt = number_of(configuration.get("dt"))
    return dt * SECONDS_PER_UNIT["ns"] if dt else None
