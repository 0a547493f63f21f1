"""Usage in seconds of QPU time, in resource units (RUs), or both: the field names, and the rate.

IBM documents `usage.value` of jobs, metrics and workloads, and two names of the Resource Controller. The names of the
other paths were never observed: they are inferred from these (`X_seconds` -> `X_ru`) and may differ at IBM.
"""

from __future__ import annotations

from typing import Final, Literal

UsageMode = Literal["seconds", "both", "units"]
"""How usage is reported: in seconds, as until summer 2026; in both, as today; only in RUs, as IBM has announced."""

RUS_PER_SECOND: Final = 2.5
"""RUs charged for a second of QPU time. The rate is invented; it differs from 1 so that mixed-up units are noticed."""

_FIRST_WITH_UNITS = "2026-03-15"


def mode_of(setting: UsageMode, api_version: str) -> UsageMode:
    """Return how usage is reported in an API version: older versions have no RUs and keep their seconds."""
    return setting if api_version >= _FIRST_WITH_UNITS else "seconds"


def in_units(seconds: float) -> float:
    """Convert seconds of QPU time to RUs."""
    return round(seconds * RUS_PER_SECOND, 6)


def figure(
    mode: UsageMode, seconds: float | None, *, in_seconds_as: str, in_units_as: str
) -> dict[str, float]:
    """Return one figure under its field names; empty if there is no figure.

        figure("both", 4, in_seconds_as="qpu_charge_time_seconds", in_units_as="value")

    Args:
        mode: Which units are sent.
        seconds: The figure in seconds.
        in_seconds_as: Name of the field in seconds.
        in_units_as: Name of the field in RUs.
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
    """Return one figure as `{name}_seconds`, `{name}_ru`, or both."""
    return figure(mode, seconds, in_seconds_as=f"{name}_seconds", in_units_as=f"{name}_ru")
