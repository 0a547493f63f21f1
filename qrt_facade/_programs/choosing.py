"""Decide which backends fit a circuit or job, and rank those that fit.

Pure functions: the clients request configurations and properties in this order until one backend fits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from qrt_facade._base.arguments import checked_texts, checked_whole
from qrt_facade._base.coerce import is_list
from qrt_facade._base.wording import pluralize
from qrt_facade._circuits.encoding import encode_circuit
from qrt_facade._circuits.isa import EXEMPT, isa_violations
from qrt_facade._circuits.readers import read_circuit
from qrt_facade._programs.preflight import check
from qrt_facade._programs.sizes import pubs_of
from qrt_facade._service.broken import Broken
from qrt_facade._service.instruction_sets import instructions_of
from qrt_facade.errors import ConfigurationError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qrt_facade._circuits.reading import Reading
    from qrt_facade._service.backends import BackendState

_ON_TWO_QUBITS: Final = frozenset({"cz", "ecr", "cx", "rzz", "swap", "iswap", "rxx", "ryy", "rzx"})

_MOST_NAMED: Final = 5
"""Maximum number of missing instructions listed per backend."""


@frozen
class Demand:
    """Requirements for a backend.

    Attributes:
        min_qubits: Minimum number of qubits.
        gates: Required instructions.
        readings: Circuits that must run unchanged.
        job: Program and params of a job that the backend must not reject; None if only circuits are compared.
    """

    min_qubits: int = 0
    gates: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    job: tuple[str, Mapping[str, Any]] | None = None

    @classmethod
    def of(cls, min_qubits: object, *, circuit: Any = None, gates: object = None) -> Demand:
        """Read the arguments of `least_busy`.

        Raises:
            ConfigurationError: An argument is invalid, or a circuit cannot be read; the message names it.
        """
        least = checked_whole("min_qubits", min_qubits)
        names = () if gates is None else tuple(checked_texts("gates", gates))
        listed = [] if circuit is None else list(circuit) if is_list(circuit) else [circuit]
        if is_list(circuit) and not listed:
            raise ConfigurationError("circuit=[]: expected a circuit, or a list of circuits")
        found = [read_circuit(encode_circuit(one)) for one in listed]
        readings = tuple(reading for reading in found if reading is not None)
        for reading in readings:
            if reading.faults:
                fault = reading.faults[0]
                raise ConfigurationError(
                    f"the circuit cannot be read: {fault.located}"
                    + (f"\n{fault.excerpt}" if fault.excerpt else "")
                )
        return cls(least, names, readings)

    @classmethod
    def of_job(cls, program_id: str, params: Mapping[str, Any], *, min_qubits: int = 0) -> Demand:
        """Return the requirements of a job that is submitted unchanged."""
        found = (read_circuit(pub[0], for_executor=program_id == "executor") for pub in pubs_of(params))
        return cls(min_qubits, (), tuple(one for one in found if one is not None), (program_id, params))

    @property
    def asks_devices(self) -> bool:
        """Whether configurations and properties are needed to decide, not only the list of backends."""
        return bool(self.gates or self.readings or self.job)

    @property
    def places(self) -> bool:
        """Whether a circuit uses device qubits, which may be broken."""
        return any(call.qubits for reading in self.readings for call in reading.calls)

    def ranked(self, states: Sequence[BackendState]) -> list[int]:
        """Return the indices of the online backends that are large enough, best first, without mock backends.

        The shortest queue comes first, and an unknown queue length last. Equal queues are ordered by the fidelity
        expected from the backends' median errors, of one two-qubit gate and the readout of its qubits, or of a
        readout only if no gate couples qubits; then by name.
        """
        usable = [
            index for index, state in enumerate(states) if self.objection(state) is None and not state.is_mock
        ]
        return sorted(usable, key=lambda index: self._order(states[index]))

    def _order(self, state: BackendState) -> tuple[bool, int, bool, float, str]:
        errors = [
            state.readout_error,
            *([state.two_qubit_error, state.readout_error] if self._couples else []),
        ]
        fidelity = 1.0
        for error in errors:
            fidelity *= 1 - (error or 0.0)
        unmeasured = any(error is None for error in errors)
        return state.queue_length is None, state.queue_length or 0, unmeasured, -fidelity, state.name

    @property
    def _couples(self) -> bool:
        if not (self.gates or self.readings):
            return True
        calls = (call for reading in self.readings for call in reading.calls if call.name != "barrier")
        return bool(_ON_TWO_QUBITS.intersection(self.gates)) or any(
            len(call.qubits or ()) > 1 for call in calls
        )

    def objection(self, state: BackendState) -> str | None:
        """Return why the list of backends rules one out, or None."""
        if not state.operational:
            return state.reason or state.status or "not online"
        if self.min_qubits > 0 and (state.num_qubits or 0) < self.min_qubits:
            return (
                "an unknown number of qubits"
                if state.num_qubits is None
                else pluralize(state.num_qubits, "qubit")
            )
        return None

    def configuration_objection(self, configuration: Mapping[str, Any]) -> str | None:
        """Return why a backend's configuration rules it out, or None."""
        known = instructions_of(configuration)
        calls = (call for reading in self.readings for call in reading.calls)
        wanted = dict.fromkeys([*self.gates, *(call.name for call in calls)])
        if missing := [name for name in wanted if name not in known and name not in EXEMPT]:
            more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
            return f"no {', '.join(missing[:_MOST_NAMED])}{more}"
        if self.job is not None:
            problems = check(*self.job, configuration)
            return problems[0].message if problems else None
        faults = (fault for reading in self.readings for fault in isa_violations(reading, configuration))
        return next((fault.located for fault in faults), None)

    def properties_objection(self, properties: Mapping[str, Any] | None) -> str | None:
        """Return which broken part of a backend the circuits use, or None."""
        broken = Broken.of(properties)
        for reading in self.readings if broken else ():
            for call in reading.calls:
                if call.qubits and call.name != "barrier" and broken.forbids(call.name, tuple(call.qubits)):
                    qubits = ", ".join(f"${qubit}" for qubit in call.qubits)
                    return f"{call.name} on {qubits} does not currently work there"
        return None

    def refusal(self, reasons: Mapping[str, str]) -> NotFoundError:
        """Return the error to raise when no backend fits.

        Args:
            reasons: Backend name -> why it does not fit.
        """
        wanted = [f"has at least {pluralize(self.min_qubits, 'qubit')}"] if self.min_qubits else []
        if self.gates:
            wanted.append(f"has {', '.join(self.gates)}")
        if self.readings or self.job:
            wanted.append("runs this circuit unchanged")
        what = " that " + " and ".join(wanted) if wanted else ""
        alike: dict[str, list[str]] = {}
        for name, reason in reasons.items():
            alike.setdefault(reason, []).append(name)
        why = "; ".join(f"{', '.join(names)}: {reason}" for reason, names in alike.items()) or "none"
        also = (
            "; to transpile a circuit later, pass min_qubits instead"
            if self.readings and not self.job
            else ""
        )
        return NotFoundError(f"there is no online backend{what}; backends of this instance: {why}{also}")
