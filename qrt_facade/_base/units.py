"""Units of time, as the service and Qiskit abbreviate them."""

from __future__ import annotations

from typing import Final

SECONDS_PER_UNIT: Final = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9, "ps": 1e-12}
"""Abbreviation of a unit of time -> its length in seconds."""
