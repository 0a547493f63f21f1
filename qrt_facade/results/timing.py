"""Timing: the schedule of an executor's circuit, its resolved stretches, and the chunks of a job.

Times of a circuit are in `dt`, the time step of the control electronics, which the backend's configuration states in
seconds. The text of a schedule has one line per instruction, as written by the service's compiler and
read by IBM's client (qiskit-ibm-runtime 0.51, `visualization/circuit_schedule.py`):

    main,x_0,Qubit 0,7,64,play
    branch, instruction, channel, start, duration, pulse
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, overload

import numpy as np
from attrs import field, frozen

from qrt_facade._base.arguments import checked_flag
from qrt_facade._base.coerce import is_integer, is_list
from qrt_facade._base.secrets import safe_repr
from qrt_facade._base.wording import abbreviated_list
from qrt_facade._display.format import whole
from qrt_facade._display.frames import Framed
from qrt_facade._display.html import MAX_ROWS, more, table
from qrt_facade._display.plots import schedule
from qrt_facade._display.rows import Column
from qrt_facade.errors import ConfigurationError, ResultDecodeError
from qrt_facade.results.bounds import shown
from qrt_facade.results.tables import table_of_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from qrt_facade._display.rows import ColumnTable

_COLUMNS: Final = ("branch", "instruction", "channel", "start", "duration", "pulse")
_FRAME: Final = (
    Column("branch"),
    Column("instruction"),
    Column("channel"),
    Column("start_dt", "whole"),
    Column("duration_dt", "whole"),
    Column("pulse"),
)
_LARGEST_MASK: Final = 1 << 28
_LONGEST: Final = 1 << 53
"""A year in `dt`; floats, which plots use, represent it exactly."""


@frozen
class TimedInstruction:
    """An instruction in the schedule of a circuit.

    Attributes:
        branch: `main`, or `then` and `else` of control flow.
        instruction: Its name with the qubits it acts on, such as `x_0` or `barrier`.
        channel: The channel that it runs on, such as `Qubit 0`, or `AWGR0_0` for readout.
        start: Start in `dt`, from the start of the circuit.
        duration: Length in `dt`; 0 for instructions that take no time.
        pulse: The operation of the channel, such as `play` or `capture`.
    """

    branch: str
    instruction: str
    channel: str
    start: int
    duration: int
    pulse: str

    @property
    def stop(self) -> int:
        """End in `dt`."""
        return self.start + self.duration

    @property
    def name(self) -> str:
        """Name of the instruction without its qubits, such as `x`."""
        return self.instruction.partition("_")[0]


@frozen(repr=False)
class CircuitTiming(Sequence[TimedInstruction], Framed):
    """The schedule of an item's circuit: a sequence of its instructions, in the service's order.

        for step in result[0].timing:
            print(step.channel, step.instruction, step.start, step.duration)

    The frame (`to_frame`) has one row per instruction: `branch`, `instruction`, `channel`, `start_dt`, `duration_dt`
    and `pulse`.

    Attributes:
        duration: Length of the circuit in `dt`.
        text: The schedule as sent by the service.
    """

    duration: int
    text: str
    _instructions: tuple[TimedInstruction, ...]

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> CircuitTiming:
        """Read `scheduler_timing` of an item's metadata.

        Raises:
            ResultDecodeError: It has another format.
        """
        text, duration = value.get("timing"), value.get("circuit_duration")
        if not isinstance(text, str) or not is_integer(duration) or abs(duration) > _LONGEST:
            raise ResultDecodeError(
                f"The schedule of an item is {shown(dict(value))}; expected timing and duration."
            )
        return cls(int(duration), text, tuple(_instructions_in(text)))

    def _table(self) -> ColumnTable:
        return table_of_rows(
            _FRAME,
            (
                {
                    "branch": step.branch,
                    "instruction": step.instruction,
                    "channel": step.channel,
                    "start_dt": step.start,
                    "duration_dt": step.duration,
                    "pulse": step.pulse,
                }
                for step in self
            ),
        )

    @property
    def channels(self) -> list[str]:
        """The channels of the instructions: qubits first, with `Qubit 2` before `Qubit 10`."""
        channels = {step.channel for step in self._instructions}
        return sorted(channels, key=lambda name: (not name.startswith("Qubit"), _naturally(name)))

    def plot(
        self, channels: Sequence[str] | None = None, *, barriers: bool = False, ax: Axes | None = None
    ) -> Axes:
        """Draw the schedule, one row per channel; needs the extra `plot`.

            result[0].timing.plot(["Qubit 0", "Qubit 1"])

        Args:
            channels: The channels to draw, the first on top; defaults to all, of which at most 64 are drawn.
            barriers: Whether to draw barriers.
            ax: matplotlib axes to draw on; defaults to a new pyplot figure.

        Returns:
            The axes.

        Raises:
            ImportError: matplotlib is not installed.
            ConfigurationError: The schedule has no such channel.
        """
        known = self.channels
        chosen = known if channels is None else list(channels)
        if unknown := [name for name in chosen if name not in known]:
            raise ConfigurationError(
                f"The schedule has no channel {abbreviated_list(unknown)}; it has {abbreviated_list(known)}."
            )
        drawn = checked_flag("barriers", barriers)
        bars = [
            schedule.Bar(step.channel, step.name, step.start, step.duration, step.branch)
            for step in self._instructions
            if drawn or step.name != "barrier"
        ]
        return schedule.plot(bars, chosen, duration=self.duration, ax=ax)

    @overload
    def __getitem__(self, index: int) -> TimedInstruction: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[TimedInstruction]: ...

    def __getitem__(self, index: int | slice) -> TimedInstruction | Sequence[TimedInstruction]:
        return self._instructions[index]

    def __len__(self) -> int:
        return len(self._instructions)

    @safe_repr
    def __repr__(self) -> str:
        return f"CircuitTiming({len(self)} instructions, duration={self.duration})"

    def _repr_html_(self) -> str:
        rows = [
            (step.channel, step.instruction, whole(step.start), whole(step.duration), step.pulse, step.branch)
            for step in self._instructions[:MAX_ROWS]
        ]
        columns = ("channel", "instruction", "start (dt)", "duration (dt)", "pulse", "branch")
        shown_rows = table(f"Schedule of {self.duration:,} dt", columns, rows)
        return shown_rows + more(len(self) - MAX_ROWS, "instruction")


def _instructions_in(text: str) -> list[TimedInstruction]:
    found: list[TimedInstruction] = []
    for line in text.splitlines():
        words = line.split(",")
        if not line.strip() or "shift_phase" in words[0]:  # a frame change, which IBM's client skips too
            continue
        try:
            branch, instruction, channel, start, duration, pulse = map(str.strip, words)
            found.append(TimedInstruction(branch, instruction, channel, _time(start), _time(duration), pulse))
        except ValueError:
            raise ResultDecodeError(
                f"The schedule has the line {shown(line)}; expected {', '.join(_COLUMNS)}."
            ) from None
    return found


def _time(text: str) -> int:
    """Return a time in `dt`.

    Raises:
        ValueError: It is not a whole number, or too large to be drawn.
    """
    value = int(text)
    if abs(value) > _LONGEST:
        raise ValueError
    return value


def _naturally(name: str) -> tuple[tuple[int, str], ...]:
    """Return a sort key that orders numbers in names by value."""
    parts = re.split(r"([0-9]{1,9})", name)
    return tuple((int(part), "") if number % 2 else (-1, part) for number, part in enumerate(parts))


@frozen
class StretchValue:
    """The resolved value of a stretch of an item's circuit.

    Attributes:
        name: Name of the stretch.
        value: Its length in `dt`, without the remainder.
        remainder: `dt` that remain if each use of the stretch has this length.
        delays: For each delay that uses it, in order: its start and its length in `dt`.
    """

    name: str
    value: int
    remainder: int
    delays: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> StretchValue:
        """Read one entry of `stretch_values` in an item's metadata."""
        delays = tuple((int(at), int(length)) for at, length in value["expanded_values"])
        return cls(str(value["name"]), int(value["value"]), int(value["remainder"]), delays)


@frozen
class ChunkPart:
    """Elements of an item that ran in a chunk.

    Attributes:
        item: Number of the item in the program, from 0.
        size: Number of its elements that ran.
        permutation: Order of the axes of the item's shape in which elements are counted; None up to schema version 1.1.
        element_range: Start, stop and step of the elements, counted in C order of the permuted shape; None up to schema
            version 1.1.
    """

    item: int
    size: int
    permutation: tuple[int, ...] | None = None
    element_range: tuple[int, int, int] | None = None

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> ChunkPart:
        """Read a part of a chunk in the metadata."""
        permutation, elements = value.get("permutation"), value.get("element_range")
        if elements is not None:
            start, stop, step = map(int, elements)
            elements = (start, stop, step)
        return cls(
            int(value["idx_item"]),
            int(value["size"]),
            tuple(map(int, permutation)) if is_list(permutation) else None,
            elements,
        )

    def mask(self, shape: tuple[int, ...]) -> NDArray[np.bool_]:
        """Return which elements of the item ran in the chunk.

            part = result.chunk_spans[0].parts[0]
            part.mask(result[part.item].shape)

        Args:
            shape: The item's shape.

        Returns:
            bool of the item's shape.

        Raises:
            ConfigurationError: The service does not report which elements ran, or the shape belongs to another item.
        """
        if self.permutation is None or self.element_range is None:
            raise ConfigurationError(
                "The service does not report which elements ran; it does from schema version 2.0 on."
            )
        start, stop, step = self.element_range
        elements = math.prod(shape)
        if (
            sorted(self.permutation) != list(range(len(shape)))
            or not 0 <= start <= stop <= elements
            or step < 1
        ):
            raise ConfigurationError(
                f"shape={shown(shape)} does not have the elements {self.element_range} of the axes "
                f"{shown(self.permutation)}"
            )
        if elements > _LARGEST_MASK:
            raise ConfigurationError(f"shape={shown(shape)} has more than {_LARGEST_MASK:,} elements")
        permuted = np.zeros(elements, dtype=np.bool_)
        permuted[start:stop:step] = True
        lengths = [shape[axis] for axis in self.permutation]
        return permuted.reshape(lengths).transpose(np.argsort(self.permutation))


@frozen
class ChunkSpan:
    """A period in which the executor ran parts of items.

    Attributes:
        start: Start time, aware, in UTC.
        stop: End time, aware, in UTC. The period may include time between circuits.
        parts: The parts that ran.
    """

    start: datetime
    stop: datetime
    parts: tuple[ChunkPart, ...] = field(factory=tuple[ChunkPart, ...])

    @property
    def duration(self) -> float:
        """Seconds from start to stop."""
        return (self.stop - self.start).total_seconds()
