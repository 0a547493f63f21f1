"""A device's configuration, properties and status under the names of IBM's client, which peers read.

They are views of the service's answers: every key is an attribute. Times are in seconds here, as in IBM's classes.
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
    """Attributes from a mapping."""

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
        """Return the service's answer: JSON, in the units of the API."""
        return dict(self._raw)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self._raw == other._raw

    __hash__ = None  # type: ignore[assignment] # as IBM's classes


class BackendConfiguration(_View):
    """What a device is made of: what `backend.configuration()` returns.

    Every key of the service's answer is an attribute, such as `basis_gates`, `coupling_map`, `max_shots`, `simulator`,
    `meas_map`, `processor_type` and `max_experiments` (mthree reads the last to split its calibration into jobs); what the
    service leaves out raises AttributeError. Times are in seconds.
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
        """Number of qubits: mthree and qiskit-experiments read it under this name."""
        return self.n_qubits

    @property
    def simulator(self) -> bool:
        """Whether it is a simulator: mthree lets one run more circuits at once."""
        return self._raw.get("simulator") is True

    @property
    def max_shots(self) -> int | None:
        """Most shots of a circuit, or None: mthree calibrates with no more."""
        return whole_of(self._raw.get("max_shots"))

    @property
    def basis_gates(self) -> list[str]:
        """Names of its gates: qiskit-experiments reads them for randomized benchmarking."""
        return list(texts_of(self._raw.get("basis_gates")))

    @property
    def dt(self) -> float | None:
        """Seconds of one step of time, or None."""
        return seconds_per_dt(self._raw)

    @property
    def dtm(self) -> float | None:
        """Seconds of one step of time of measurements, or None."""
        given = number_of(self._raw.get("dtm"))
        return None if given is None else given * _NANOSECOND

    @property
    def default_rep_delay(self) -> float | None:
        """Seconds between shots where a job sets none, or None."""
        given = number_of(self._raw.get("default_rep_delay"))
        return None if given is None else given * _MICROSECOND

    @property
    def rep_delay_range(self) -> list[float]:
        """The shortest and the longest pause between shots in seconds; empty where a job may not set it."""
        numbers = (number_of(one) for one in list_of(self._raw.get("rep_delay_range")))
        return [one * _MICROSECOND for one in numbers if one is not None]

    @property
    def online_date(self) -> datetime | None:
        """When it went online, or None."""
        return _moment(self._raw.get("online_date"))


class BackendStatus(_View):
    """How a device stands: what `backend.status()` returns.

    Attributes:
        backend_name: The device's name.
        backend_version: Its version, or an empty text.
        operational: Whether it runs jobs.
        pending_jobs: How many jobs wait; 0 where the service does not say, as in IBM's class.
        status_msg: `active`, `maintenance`, `internal`, or another word of the service's.
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
    """One measured quantity: IBM's `Nduv`.

    Attributes:
        name: Such as `T1`.
        value: The number, in `unit`.
        unit: Such as `us`.
        date: When it was measured, or None.
    """

    name: str
    value: float
    unit: str
    date: datetime | None

    @classmethod
    def all_of(cls, listed: object) -> list[Reading]:
        """Read a list of the service's; entries without a name or a value are left out."""
        entries = map(mapping_of, list_of(listed))
        return [
            cls(name, value, text_of(entry.get("unit")) or "", _moment(entry.get("date")))
            for entry in entries
            if (name := text_of(entry.get("name"))) and (value := number_of(entry.get("value"))) is not None
        ]

    @property
    def in_base_unit(self) -> float:
        """The number in seconds or Hz; other units are left as they are."""
        return self.value * SECONDS_PER_UNIT.get(self.unit, HERTZ_PER_UNIT.get(self.unit, 1.0))


@frozen
class GateReadings:
    """What was measured of one gate: IBM's `GateProperties`.

    Attributes:
        gate: The gate's name.
        qubits: Its qubits.
        parameters: What was measured.
    """

    gate: str
    qubits: list[int]
    parameters: list[Reading]


class BackendProperties(_View):
    """What was measured of a device: what `backend.properties()` returns.

    Attributes:
        qubits: Readings of each qubit. qiskit-experiments makes its readout mitigator of them.
        gates: Readings of each gate on each of its places.
        general: Other readings.
        last_update_date: When the newest was measured, or None.
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
        """Return the qubits that the service reports not to be operational; mthree does not calibrate them."""
        return sorted(self._broken.qubits)

    def faulty_gates(self) -> list[GateReadings]:
        """Return the gates that the service reports not to be operational."""
        return [one for one in self.gates if (one.gate, tuple(one.qubits)) in self._broken.gates]

    def is_qubit_operational(self, qubit: int) -> bool:
        """Return whether the service reports a qubit as operational, or does not say.

        Args:
            qubit: Its index.
        """
        return qubit not in self._broken.qubits

    def is_gate_operational(self, gate: str, qubits: int | Iterable[int]) -> bool:
        """Return whether the service reports a gate on its qubits as operational, or does not say.

        Args:
            gate: Its name, such as `cz`.
            qubits: Its qubits, in order; one as an int.
        """
        return (gate, _place(qubits)) not in self._broken.gates

    def qubit_property(self, qubit: int, name: str | None = None) -> Any:
        """Return what was measured of a qubit.

        Args:
            qubit: Its index.
            name: One reading, such as `T1`, `frequency` or `readout_error`.

        Returns:
            (value, moment), times in seconds and frequencies in Hz; without a name a dict of all by their names. It is
            `Any` because the two differ, as in IBM's class.

        Raises:
            ConfigurationError: The device has no such qubit, or nothing of that name was measured.
        """
        if not 0 <= qubit < len(self.qubits):
            raise ConfigurationError(f"qubit {qubit} is not one of the {len(self.qubits)} of the properties")
        found = {one.name: (one.in_base_unit, one.date) for one in self.qubits[qubit]}
        return found if name is None else _named(found, name, f"qubit {qubit}")

    def gate_property(
        self, gate: str, qubits: int | Iterable[int] | None = None, name: str | None = None
    ) -> Any:
        """Return what was measured of a gate.

        Args:
            gate: Its name, such as `cz`.
            qubits: Its qubits, in order; one as an int.
            name: One reading: `gate_error` or `gate_length`.

        Returns:
            (value, moment), with lengths in seconds. Without a name a dict of all by their names, and without qubits a
            dict of these by the tuple of qubits. It is `Any` because the three differ, as in IBM's class.

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
            qubits: Its qubits, in order; one as an int.

        Raises:
            ConfigurationError: The properties have no such gate there, or no such reading.
        """
        return float(self.gate_property(gate, qubits, "gate_error")[0])

    def gate_length(self, gate: str, qubits: int | Iterable[int]) -> float:
        """Return the duration of a gate in seconds.

        Args:
            gate: Its name, such as `cz`.
            qubits: Its qubits, in order; one as an int.

        Raises:
            ConfigurationError: The properties have no such gate there, or no such reading.
        """
        return float(self.gate_property(gate, qubits, "gate_length")[0])

    def t1(self, qubit: int) -> float:
        """Return T1 of a qubit in seconds.

        Args:
            qubit: Its index.

        Raises:
            ConfigurationError: The device has no such qubit, or nothing was measured of it.
        """
        return float(self.qubit_property(qubit, "T1")[0])

    def t2(self, qubit: int) -> float:
        """Return T2 of a qubit in seconds.

        Args:
            qubit: Its index.

        Raises:
            ConfigurationError: The device has no such qubit, or nothing was measured of it.
        """
        return float(self.qubit_property(qubit, "T2")[0])

    def frequency(self, qubit: int) -> float:
        """Return the frequency of a qubit in Hz.

        Args:
            qubit: Its index.

        Raises:
            ConfigurationError: The device has no such qubit, or nothing was measured of it.
        """
        return float(self.qubit_property(qubit, "frequency")[0])

    def readout_error(self, qubit: int) -> float:
        """Return the readout error of a qubit, between 0 and 1.

        Args:
            qubit: Its index.

        Raises:
            ConfigurationError: The device has no such qubit, or nothing was measured of it.
        """
        return float(self.qubit_property(qubit, "readout_error")[0])

    def readout_length(self, qubit: int) -> float:
        """Return the duration of a qubit's measurement in seconds.

        Args:
            qubit: Its index.

        Raises:
            ConfigurationError: The device has no such qubit, or nothing was measured of it.
        """
        return float(self.qubit_property(qubit, "readout_length")[0])


def _named(found: Mapping[Any, Any], name: Any, whose: str) -> Any:
    if name not in found:
        raise ConfigurationError(
            f"the properties of {whose} have no {name!r}; they have {', '.join(map(str, found))}"
        )
    return found[name]


def _place(qubits: int | Iterable[int]) -> tuple[int, ...]:
    return (qubits,) if isinstance(qubits, int) else tuple(qubits)


def _moment(given: object) -> datetime | None:
    text = given if isinstance(given, datetime) else text_of(given)
    if text is None or isinstance(text, datetime):
        return text
    try:
        return isoparse(text)
    except ValueError:
        return None
