"""A device's configuration, properties and status with the names of IBM's client, for libraries that read them.

They are views of the service's responses: every key is an attribute. Times are in seconds, as in IBM's classes.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen
from dateutil.parser import isoparse

from qrt_facade._base.coerce import list_of, mapping_of, number_of, text_of, texts_of, whole_of
from qrt_facade._base.units import HERTZ_PER_UNIT, SECONDS_PER_UNIT
from qrt_facade._circuits.target import width_of
from qrt_facade._service.backends import seconds_per_dt
from qrt_facade._service.broken import Broken, qubits_of
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qrt_facade._service.backends import BackendStatus as ServiceStatus

_MICROSECOND: Final = 1e-6
_NANOSECOND: Final = 1e-9


class _View:
    """Base class that exposes a mapping's keys as attributes."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._raw = dict(raw)

    def __getattr__(self, name: str) -> Any:
        raw: dict[str, Any] = self.__dict__.get("_raw", {})
        try:
            return raw[name]
        except KeyError:
            raise AttributeError(
                f"the backend's {type(self).__name__} has no {name!r}", name=name, obj=self
            ) from None

    def to_dict(self) -> dict[str, Any]:
        """Return the service's response: JSON, in the units of the API."""
        return dict(self._raw)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self._raw == other._raw

    __hash__ = None  # type: ignore[assignment] # like IBM's classes


class BackendConfiguration(_View):
    """The configuration of a device, as returned by `backend.configuration()`.

    Every key of the service's response is an attribute, such as `basis_gates`, `coupling_map`, `max_shots`,
    `simulator`, `meas_map`, `processor_type` and `max_experiments` (mthree reads the last to split its calibration into
    jobs); missing keys raise AttributeError. Times are in seconds.
    """

    @property
    def backend_name(self) -> str:
        """The device's name."""
        return text_of(self._raw.get("backend_name")) or ""

    @property
    def n_qubits(self) -> int:
        """Number of qubits."""
        return width_of(self._raw)

    @property
    def num_qubits(self) -> int:
        """Number of qubits, under the name that mthree and qiskit-experiments use."""
        return self.n_qubits

    @property
    def simulator(self) -> bool:
        """Whether it is a simulator, for which mthree submits more circuits at once."""
        return self._raw.get("simulator") is True

    @property
    def max_shots(self) -> int | None:
        """Maximum number of shots, or None; mthree's calibration respects it."""
        return whole_of(self._raw.get("max_shots"))

    @property
    def basis_gates(self) -> list[str]:
        """Names of its gates; qiskit-experiments reads them for randomized benchmarking."""
        return list(texts_of(self._raw.get("basis_gates")))

    @property
    def dt(self) -> float | None:
        """Time step in seconds, or None."""
        return seconds_per_dt(self._raw)

    @property
    def dtm(self) -> float | None:
        """Time step of measurements in seconds, or None."""
        steps = number_of(self._raw.get("dtm"))
        return None if steps is None else steps * _NANOSECOND

    @property
    def default_rep_delay(self) -> float | None:
        """Default delay between shots in seconds, or None."""
        delay = number_of(self._raw.get("default_rep_delay"))
        return None if delay is None else delay * _MICROSECOND

    @property
    def rep_delay_range(self) -> list[float]:
        """Minimum and maximum delay between shots in seconds; empty if a job cannot set it."""
        numbers = (number_of(one) for one in list_of(self._raw.get("rep_delay_range")))
        return [one * _MICROSECOND for one in numbers if one is not None]

    @property
    def online_date(self) -> datetime | None:
        """When the device went online, or None."""
        return _moment(self._raw.get("online_date"))


class BackendStatus(_View):
    """The status of a device, as returned by `backend.status()`.

    Attributes:
        backend_name: The device's name.
        backend_version: Its version, or an empty string.
        operational: Whether it runs jobs.
        pending_jobs: Number of waiting jobs; 0 if the service does not report it, as in IBM's class.
        status_msg: `active`, `maintenance`, `internal`, or another status of the service.
    """

    def __init__(self, name: str, status: ServiceStatus) -> None:
        super().__init__(status.raw)
        self.backend_name = name
        self.backend_version = status.backend_version or ""
        self.operational = status.operational
        self.pending_jobs = status.queue_length or 0
        self.status_msg = status.status or ""


@frozen
class Reading:
    """One calibration value: IBM's `Nduv`.

    Attributes:
        name: Its name, such as `T1`.
        value: The number, in `unit`.
        unit: The unit, such as `us`.
        date: When it was measured, or None.
    """

    name: str
    value: float
    unit: str
    date: datetime | None

    @classmethod
    def all_of(cls, listed: object) -> list[Reading]:
        """Read a list from the response; entries without a name or a value are skipped."""
        entries = map(mapping_of, list_of(listed))
        return [
            cls(name, value, text_of(entry.get("unit")) or "", _moment(entry.get("date")))
            for entry in entries
            if (name := text_of(entry.get("name"))) and (value := number_of(entry.get("value"))) is not None
        ]

    @property
    def in_base_unit(self) -> float:
        """The number in seconds or Hz; other units are not converted."""
        return self.value * SECONDS_PER_UNIT.get(self.unit, HERTZ_PER_UNIT.get(self.unit, 1.0))


@frozen
class GateReadings:
    """Calibration values of one gate: IBM's `GateProperties`.

    Attributes:
        gate: The gate's name.
        qubits: Its qubits.
        parameters: The values.
    """

    gate: str
    qubits: list[int]
    parameters: list[Reading]


class BackendProperties(_View):
    """Calibration data of a device, as returned by `backend.properties()`.

    Attributes:
        qubits: Readings of each qubit, from which qiskit-experiments builds its readout mitigator.
        gates: Readings of each gate on each of its places.
        general: Other readings.
        last_update_date: When the newest reading was taken, or None.
    """

    def __init__(self, raw: Mapping[str, Any]) -> None:
        super().__init__(raw)
        self.qubits = [Reading.all_of(one) for one in list_of(raw.get("qubits"))]
        self.gates = [
            GateReadings(text_of(gate.get("gate")) or "", list(place), Reading.all_of(gate.get("parameters")))
            for gate in map(mapping_of, list_of(raw.get("gates")))
            if (place := qubits_of(gate.get("qubits")))
        ]
        self.general = Reading.all_of(raw.get("general"))
        self.last_update_date = _moment(raw.get("last_update_date"))
        self._broken = Broken.reported(raw)
        self._of_gates = {
            (one.gate, tuple(one.qubits)): {reading.name: reading for reading in one.parameters}
            for one in self.gates
        }

    def faulty_qubits(self) -> list[int]:
        """Return the qubits that the service reports as not operational; mthree does not calibrate them."""
        return sorted(self._broken.qubits)

    def faulty_gates(self) -> list[GateReadings]:
        """Return the gates that the service reports as not operational."""
        return [one for one in self.gates if (one.gate, tuple(one.qubits)) in self._broken.gates]

    def is_qubit_operational(self, qubit: int) -> bool:
        """Return whether the service reports a qubit as operational, or does not report it.

        Args:
            qubit: Its index.
        """
        return qubit not in self._broken.qubits

    def is_gate_operational(self, gate: str, qubits: int | Iterable[int]) -> bool:
        """Return whether the service reports a gate on its qubits as operational, or does not report it.

        Args:
            gate: Its name, such as `cz`.
            qubits: Its qubits, in order; a single one may be an int.
        """
        return (gate, _place(qubits)) not in self._broken.gates

    def qubit_property(self, qubit: int, name: str | None = None) -> Any:
        """Return calibration values of a qubit.

        Args:
            qubit: Its index.
            name: Name of a reading, such as `T1`, `frequency` or `readout_error`; None for all.

        Returns:
            (value, time), with times in seconds and frequencies in Hz; without a name, a dict of all readings by name.
            The type is `Any` because the two differ, as in IBM's class.

        Raises:
            ConfigurationError: The device has no such qubit, or no such reading.
        """
        if not 0 <= qubit < len(self.qubits):
            raise ConfigurationError(
                f"qubit {qubit} does not exist; the properties have {len(self.qubits)} qubits"
            )
        found = {one.name: (one.in_base_unit, one.date) for one in self.qubits[qubit]}
        return found if name is None else _named(found, name, f"qubit {qubit}")

    def gate_property(
        self, gate: str, qubits: int | Iterable[int] | None = None, name: str | None = None
    ) -> Any:
        """Return calibration values of a gate.

        Args:
            gate: Its name, such as `cz`.
            qubits: Its qubits, in order; a single one may be an int; None for all.
            name: Name of a reading, `gate_error` or `gate_length`; None for all.

        Returns:
            (value, time), with lengths in seconds. Without a name, a dict of all readings by name; without qubits, a
            dict of these by tuple of qubits. The type is `Any` because the three differ, as in IBM's class.

        Raises:
            ConfigurationError: The properties have no such gate there, or no such reading.
        """
        places = {
            place: {one.name: (one.in_base_unit, one.date) for one in readings.values()}
            for (called, place), readings in self._of_gates.items()
            if called == gate
        }
        if not places:
            raise ConfigurationError(f"the properties have no gate {gate!r}")
        if qubits is None:
            return places
        found = _named(places, _place(qubits), f"gate {gate!r}")
        return found if name is None else _named(found, name, f"gate {gate!r} on {_place(qubits)}")

    def gate_error(self, gate: str, qubits: int | Iterable[int]) -> float:
        """Return the error of a gate, between 0 and 1.

        Args:
            gate: Its name, such as `cz`.
            qubits: Its qubits, in order; a single one may be an int.

        Raises:
            ConfigurationError: The properties have no such gate there, or no such reading.
        """
        return float(self.gate_property(gate, qubits, "gate_error")[0])

    def gate_length(self, gate: str, qubits: int | Iterable[int]) -> float:
        """Return the duration of a gate in seconds.

        Args:
            gate: Its name, such as `cz`.
            qubits: Its qubits, in order; a single one may be an int.

        Raises:
            ConfigurationError: The properties have no such gate there, or no such reading.
        """
        return float(self.gate_property(gate, qubits, "gate_length")[0])

    def t1(self, qubit: int) -> float:
        """Return T1 of a qubit in seconds.

        Args:
            qubit: Its index.

        Raises:
            ConfigurationError: The device has no such qubit, or no such reading.
        """
        return float(self.qubit_property(qubit, "T1")[0])

    def t2(self, qubit: int) -> float:
        """Return T2 of a qubit in seconds.

        Args:
            qubit: Its index.

        Raises:
            ConfigurationError: The device has no such qubit, or no such reading.
        """
        return float(self.qubit_property(qubit, "T2")[0])

    def frequency(self, qubit: int) -> float:
        """Return the frequency of a qubit in Hz.

        Args:
            qubit: Its index.

        Raises:
            ConfigurationError: The device has no such qubit, or no such reading.
        """
        return float(self.qubit_property(qubit, "frequency")[0])

    def readout_error(self, qubit: int) -> float:
        """Return the readout error of a qubit, between 0 and 1.

        Args:
            qubit: Its index.

        Raises:
            ConfigurationError: The device has no such qubit, or no such reading.
        """
        return float(self.qubit_property(qubit, "readout_error")[0])

    def readout_length(self, qubit: int) -> float:
        """Return the duration of a qubit's measurement in seconds.

        Args:
            qubit: Its index.

        Raises:
            ConfigurationError: The device has no such qubit, or no such reading.
        """
        return float(self.qubit_property(qubit, "readout_length")[0])


def _named(found: Mapping[Any, Any], name: Any, owner: str) -> Any:
    if name not in found:
        raise ConfigurationError(
            f"the properties of {owner} have no {name!r}; they have {', '.join(map(str, found))}"
        )
    return found[name]


def _place(qubits: int | Iterable[int]) -> tuple[int, ...]:
    return (qubits,) if isinstance(qubits, int) else tuple(qubits)


def _moment(value: object) -> datetime | None:
    text = value if isinstance(value, datetime) else text_of(value)
    if text is None or isinstance(text, datetime):
        return text
    try:
        return isoparse(text)
    except ValueError:
        return None
