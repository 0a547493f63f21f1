"""Usage in seconds of QPU time, in resource units (RUs), or in both: under which names, and what an RU is here.

IBM documents `usage.value` of jobs, metrics and workloads, and two names of the Resource Controller. Those of the other
paths were not seen: they are inferred from these (`X_seconds` -> `X_ru`), and may be otherwise at IBM.
"""

from __future__ import annotations

from typing import Final, Literal

UsageMode = Literal["seconds", "both", "units"]
"""How usage is sent: in seconds, as until summer 2026; in both, as today; in RUs alone, as IBM has announced."""

RUS_PER_SECOND: Final = 2.5
"""RUs that a second of QPU time is charged here. It is invented, and differs from 1 so that mixed-up units show."""

_FIRST_WITH_UNITS = "2026-03-15"


def mode_of(wanted: UsageMode, api_version: str) -> UsageMode:
    """How usage is sent in an API version: the older ones know no RUs, and keep their seconds."""
    return wanted if api_version >= _FIRST_WITH_UNITS else "seconds"


def in_units(seconds: float) -> float:
    """Seconds of QPU time in RUs."""
    return round(seconds * RUS_PER_SECOND, 6)


def figure(
    mode: UsageMode, seconds: float | None, *, in_seconds_as: str, in_units_as: str
) -> dict[str, float]:
    """One figure under its names, and nothing under either where there is no figure.

        figure("both", 4, in_seconds_as="qpu_charge_time_seconds", in_units_as="value")

    Args:
        mode: Which names are sent.
        seconds: The figure in seconds.
        in_seconds_as: Its name in seconds.
        in_units_as: Its name in RUs.
    """
    if seconds is None:
        return {}
    shown: dict[str, float] = {}
    if mode != "units":
        shown[in_seconds_as] = seconds
    if mode != "seconds":
        shown[in_units_as] = in_units(seconds)
    return shown


def amount(mode: UsageMode, name: str, seconds: float | None) -> dict[str, float]:
    """One figure as `{name}_seconds`, `{name}_ru`, or both."""
    return figure(mode, seconds, in_seconds_as=f"{name}_seconds", in_units_as=f"{name}_ru")
