"""Estimates of a job's cost in seconds of QPU time, before it is submitted.

IBM's guide "Workload usage" (docs/guides/estimate-job-run-time) gives the formula:
`<per sub-job overhead> + (rep_delay + <circuit length>) * <num executions>`, with an overhead of about 2 s. A dry run
(`dry_run=True`) reports the exact cost, on plans that have mock devices.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.missing import with_hints
from qrt_facade._display.format import Number, whole
from qrt_facade._display.html import note as note_line
from qrt_facade._display.html import table
from qrt_facade._service.names import name_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade._display.facts import Value
    from qrt_facade._service.names import BackendOrName, SessionOrId

OVERHEAD_SECONDS: Final = 2.0
"""Of each job, "approximately 2s per sub-job": IBM's guide "Workload usage".

Public jobs were charged 1.9 to 2.7 s in addition to their circuits on ibm_marrakesh, 2.8 to 3.1 s on ibm_phoenix, and
5.6 to 5.9 s there if an estimator mitigates (project gradvar, docs/postrun, September 2026). Charges are whole seconds.
"""

_WIDTH: Final = 80
_SHOWN: Final = 12  # parts shown before the rest is summed up


@with_hints
@dataclass(frozen=True, slots=True)
class EstimatePart:
    """A part of an estimate, such as a PUB: one of `estimate.parts`.

    Attributes:
        name: Its name: `job`, `PUB 0`, `measurement noise`, ...
        seconds: Seconds of QPU time.
        executions: Circuits times shots.
        note: How the executions are calculated, or None.
    """

    name: str
    seconds: float
    executions: int
    note: str | None = None


@with_hints
@dataclass(frozen=True, slots=True)
class Estimate:
    """The expected cost of a job, or of several together: `client.sampler.estimate(...)`.

        print(estimate)                                  # a table of the parts
        estimate.seconds, estimate.lower_bound           # such as (4.56, False)

    By IBM's formula (guide "Workload usage"): 2 s for each job, and (`rep_delay` + circuit length) for each execution.
    The service rounds up to whole seconds. A dry run reports the exact charge, on plans that have mock devices.

    Attributes:
        backend: The backend for which it is estimated.
        parts: The job itself, each PUB or item, and what options add.
        unknown: Descriptions of what is unknown. Unless this is empty, the figures are lower bounds.
        assumptions: Descriptions of the assumptions.
    """

    backend: str
    parts: tuple[EstimatePart, ...]
    unknown: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        """Total seconds of QPU time, not rounded."""
        return sum((part.seconds for part in self.parts), 0.0)

    @property
    def executions(self) -> int:
        """Total circuits times shots."""
        return sum(part.executions for part in self.parts)

    @property
    def lower_bound(self) -> bool:
        """Whether it may cost more, because something in `unknown` adds to it."""
        return bool(self.unknown)

    def assuming(self, text: str) -> Estimate:
        """Return the estimate with an additional assumption.

        Args:
            text: The assumption.
        """
        return replace(self, assumptions=(*self.assumptions, text))

    def to_dict(self) -> dict[str, Any]:
        """Return the estimate as JSON, which is why the values are `Any`.

            estimate.to_dict()["seconds"]  # such as 4.56

        The totals are next to `parts`, `unknown` and `assumptions`.
        """
        return {
            "backend": self.backend,
            "seconds": self.seconds,
            "executions": self.executions,
            "lower_bound": self.lower_bound,
            "parts": [
                {
                    "name": part.name,
                    "seconds": part.seconds,
                    "executions": part.executions,
                    "note": part.note,
                }
                for part in self.parts
            ],
            "unknown": list(self.unknown),
            "assumptions": list(self.assumptions),
        }

    def __str__(self) -> str:
        rows = [("", "executions", "seconds"), *self._rows()]
        notes = [_note(part) for part in self._shown()]
        names, executions, seconds = (max(map(len, column)) for column in zip(*rows, strict=True))
        lines = [
            f"{name:<{names}}  {number:>{executions}}  {time:>{seconds}}  {text}".rstrip()[:_WIDTH]
            for (name, number, time), text in zip(rows, ["", *notes, ""], strict=True)
        ]
        for heading, texts in (("unknown", self.unknown), ("assumed", self.assumptions)):
            for text in _first(texts):
                lines += wrap(f"{heading}: {text}", _WIDTH, subsequent_indent="  ")
        return "\n".join([f"Estimate for {self.backend}", *lines])

    def _repr_html_(self) -> str:
        rows: list[Sequence[Value]] = [
            (name, Number(number), Number(time), text)
            for (name, number, time), text in zip(
                self._rows(), [*(_note(part) for part in self._shown()), ""], strict=True
            )
        ]
        return "".join(
            [
                table(f"Estimate for {self.backend}", ("part", "executions", "seconds", "how"), rows),
                *(note_line(f"unknown: {text}") for text in _first(self.unknown)),
                *(note_line(f"assumed: {text}") for text in _first(self.assumptions)),
            ]
        )

    def _shown(self) -> Sequence[EstimatePart]:
        """Return the parts to show: all, or the first ones and the sum of the rest."""
        if len(self.parts) <= _SHOWN:
            return self.parts
        rest = self.parts[_SHOWN - 1 :]
        more = EstimatePart(
            f"{len(rest)} more",
            sum(part.seconds for part in rest),
            sum(part.executions for part in rest),
        )
        return [*self.parts[: _SHOWN - 1], more]

    def _rows(self) -> list[tuple[str, str, str]]:
        """Return name, executions and seconds of each part shown, and of the total."""
        rows = [(part.name, str(whole(part.executions)), _seconds(part.seconds)) for part in self._shown()]
        total = "at least" if self.lower_bound else "total"
        return [*rows, (total, str(whole(self.executions)), _seconds(self.seconds))]


def together(estimates: Sequence[Estimate], *, backend: BackendOrName) -> Estimate:
    """Return the estimate of several jobs for one backend, each of which is a part.

    Args:
        estimates: The estimate of each job.
        backend: The backend.
    """
    return Estimate(
        backend=name_of("backend", backend),
        parts=tuple(
            EstimatePart(
                f"job {number}", one.seconds, one.executions, "at least" if one.lower_bound else None
            )
            for number, one in enumerate(estimates)
        ),
        unknown=tuple(dict.fromkeys(text for one in estimates for text in one.unknown)),
        assumptions=tuple(dict.fromkeys(text for one in estimates for text in one.assumptions)),
    )


def in_session(estimate: Estimate, session: SessionOrId | None) -> Estimate:
    """Return an estimate with a note on how its session is billed.

    Args:
        estimate: The estimate.
        session: The session that the job belongs to, its id, or None.
    """
    mode = getattr(session, "mode", None)
    if session is None or mode == "batch":
        return estimate
    whose = "a dedicated session is" if mode else "if this is a dedicated session, it is"
    return estimate.assuming(
        f"{whose} billed for the time from its first job to its end, regardless of its jobs"
    )


def _first(texts: Sequence[str]) -> Sequence[str]:
    """Return the texts to show: all, or the first ones and the number of the rest."""
    return texts if len(texts) <= _SHOWN else [*texts[: _SHOWN - 1], f"{len(texts) - _SHOWN + 1:,} more such"]


def _note(part: EstimatePart) -> str:
    return part.note or ""


def _seconds(time: float) -> str:
    return f"{time:,.2f}"
