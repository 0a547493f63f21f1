"""Units of time and frequency, by the abbreviations that the service and Qiskit use."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from qrt_facade._base.coerce import list_of, mapping_of, number_of

if TYPE_CHECKING:
    from collections.abc import Mapping

SECONDS_PER_UNIT: Final = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9, "ps": 1e-12}
"""Unit of time -> its length in seconds."""

HERTZ_PER_UNIT: Final = {"Hz": 1.0, "kHz": 1e3, "MHz": 1e6, "GHz": 1e9}
"""Unit of frequency -> its value in hertz."""


def measured(quantities: object, units: Mapping[str, str] = MappingProxyType({})) -> dict[str, float]:
    """Return measured quantities by name, from the service's lists of `name`, `value` and `unit`.

    Times are converted to seconds; all other values are returned as sent. Entries without a value are omitted.

    Args:
        quantities: The list in a backend's properties: the values of a qubit, or the parameters of a gate.
        units: Quantity -> unit of time to return instead of seconds. A value that is sent in that unit is returned
            unchanged.
    """
    found: dict[str, float] = {}
    for entry in map(mapping_of, list_of(quantities)):
        name, value = str(entry.get("name")), number_of(entry.get("value"))
        if value is None:
            continue
        came = SECONDS_PER_UNIT.get(str(entry.get("unit")))
        wanted = SECONDS_PER_UNIT[units.get(name, "s")]
        found[name] = value if came is None or came == wanted else value * came / wanted
    return found
