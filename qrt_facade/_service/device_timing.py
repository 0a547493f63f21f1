"""Durations of instructions on a device, and its pause between two shots."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from qrt_facade._base.coerce import list_of, mapping_of, number_of, text_of
from qrt_facade._base.units import SECONDS_PER_UNIT, measured
from qrt_facade._service.backends import seconds_per_dt
from qrt_facade._service.broken import qubits_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Lengths = dict[str, dict[tuple[int, ...], float]]
"""Seconds of each instruction on each tuple of qubits."""

_MICROSECONDS: Final = SECONDS_PER_UNIT["us"]

_WITHOUT_LENGTH: Final = frozenset({"barrier", "store", "gphase", "global_phase", "rz", "u1", "p"})
"""Instructions that take no time unless a device reports a length: phases are frame changes, made in software."""


@frozen(eq=False)
class DeviceTiming:
    """The timing of one device.

    Attributes:
        dt: The device's unit of time in seconds, or None.
        rep_delay: Default pause between two shots in seconds; None if the device reports none.
        rep_delay_range: The shortest and the longest pause that a job may request, in seconds; None if it may not.
    """

    dt: float | None
    rep_delay: float | None
    rep_delay_range: tuple[float, float] | None
    _lengths: Lengths = field(factory=dict[str, dict[tuple[int, ...], float]], repr=False)

    @classmethod
    def of(cls, configuration: Mapping[str, Any], properties: Mapping[str, Any] | None) -> DeviceTiming:
        """Parse the responses of `GET /backends/{id}/configuration` and `.../properties`; missing fields are unknown.

        Args:
            configuration: The configuration, which states `dt` in nanoseconds and pauses in microseconds.
            properties: The properties, with the length of each gate and readout, or None.
        """
        pause = number_of(configuration.get("default_rep_delay"))
        dt = number_of(seconds_per_dt(configuration))
        return cls(
            dt if dt is not None and dt > 0 else None,
            None if pause is None or pause < 0 else pause * _MICROSECONDS,
            _pauses(configuration),
            _lengths_of(mapping_of(properties)),
        )

    def length_of(self, name: str, qubits: tuple[int, ...]) -> float | None:
        """Return the duration of an instruction in seconds; None if the device reports none.

        A gate that is stated for only one direction of a pair takes as long in the other.

        Args:
            name: Its name, such as "cz" or "measure".
            qubits: The device's qubits on which it acts.
        """
        known = self._lengths.get(name)
        if known is not None:
            length = known.get(qubits)
            if length is None:
                length = known.get(qubits[::-1])
            if length is not None:
                return length
        return 0.0 if name in _WITHOUT_LENGTH else None


def _pauses(configuration: Mapping[str, Any]) -> tuple[float, float] | None:
    if configuration.get("dynamic_reprate_enabled") is not True:
        return None
    numbers = [number_of(one) for one in list_of(configuration.get("rep_delay_range"))]
    if len(numbers) != 2 or numbers[0] is None or numbers[1] is None:
        return None
    return numbers[0] * _MICROSECONDS, numbers[1] * _MICROSECONDS


def _lengths_of(properties: Mapping[str, Any]) -> Lengths:
    found: Lengths = {}
    for name, qubits, length in (*_gates(properties), *_readouts(properties)):
        if length is not None and 0 <= length < math.inf:
            found.setdefault(name, {})[qubits] = length
    return found


def _gates(properties: Mapping[str, Any]) -> Iterator[tuple[str, tuple[int, ...], float | None]]:
    for gate in map(mapping_of, list_of(properties.get("gates"))):
        name, qubits = text_of(gate.get("gate")), qubits_of(gate.get("qubits"))
        if name and qubits:
            yield name, qubits, measured(gate.get("parameters")).get("gate_length")


def _readouts(properties: Mapping[str, Any]) -> Iterator[tuple[str, tuple[int, ...], float | None]]:
    """Yield the length of `measure`: the qubit's readout length, as in IBM's client, before a gate of this name."""
    for qubit, readings in enumerate(list_of(properties.get("qubits"))):
        yield "measure", (qubit,), measured(readings).get("readout_length")
