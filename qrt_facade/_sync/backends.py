# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Backends: which there are, how they stand, what they can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, overload

from qrt_facade._base.arguments import (
    check_not_blank,
    checked_flag,
    checked_texts,
    checked_whole,
    stripped_id,
)
from qrt_facade._base.boundary import error_boundary
from qrt_facade._base.coerce import or_unset
from qrt_facade._base.coupling_map import CouplingMap
from qrt_facade._base.logs import warn_caller
from qrt_facade._base.missing import AttributeText
from qrt_facade._base.moments import moment_from
from qrt_facade._base.redaction import redacted_repr
from qrt_facade._base.resources import Resource
from qrt_facade._base.secrets import safe_repr
from qrt_facade._base.wording import pluralize
from qrt_facade._circuits.qubit_choice import Graph, best_qubits, checked_qubits
from qrt_facade._display.html import html_of
from qrt_facade._display.plots import coupling_map
from qrt_facade._programs.choosing import Demand
from qrt_facade._programs.preflight import examine
from qrt_facade._service.backends import (
    BackendList,
    BackendState,
    BackendStatus,
    seconds_per_dt,
    unknown_backend,
)
from qrt_facade._service.identity import check_backend
from qrt_facade._service.mocks import is_mock_name
from qrt_facade._sync.near_backends import name_backends
from qrt_facade._sync.raw import NullAnswerError
from qrt_facade.errors import CircuitWarning, ConfigurationError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from typing import Literal

    from matplotlib.axes import Axes
    from qrt_client.models import (
        BackendConfigurationResponse,
        BackendPropertiesResponse,
    )

    from qrt_facade._base.kinds import RealNumber, WholeNumber
    from qrt_facade._circuits.kinds import Circuit, QiskitCircuit, TranspiledCircuit
    from qrt_facade._circuits.qubit_choice import Shape
    from qrt_facade._programs.executor.kinds import ExecutorItems
    from qrt_facade._programs.options.dicts import (
        EstimatorOptionsDict,
        SamplerOptionsDict,
    )
    from qrt_facade._programs.options.programs import EstimatorOptions, SamplerOptions
    from qrt_facade._programs.preflight import Problem
    from qrt_facade._programs.pubs.kinds import (
        EstimatorPubs,
        ParameterValues,
        SamplerPubs,
    )
    from qrt_facade._service.names import TagList
    from qrt_facade._sync.connection import Connection

    C = TypeVar("C", bound=Circuit)
    Q = TypeVar("Q", bound=QiskitCircuit)


@error_boundary
class Backend:
    """A quantum computer that the instance may use.

    Its attributes are what the last list of backends reported; its methods ask the service anew.

        backend = client.backends.get("ibm_fez")
        backend.num_qubits  # 156
    """

    def __init__(self, connection: Connection, state: BackendState) -> None:
        self._connection = connection
        self.state = state

    @property
    def name(self) -> str:
        """The backend's name, such as `ibm_fez`."""
        return AttributeText.of("backend.name", self.state.name)

    @property
    def num_qubits(self) -> int | None:
        """How many qubits it has, or None when the list leaves it out."""
        return self.state.num_qubits

    @property
    def queue_length(self) -> int | None:
        """How many jobs wait for it, or None when the list leaves it out."""
        return self.state.queue_length

    @property
    def operational(self) -> bool:
        """Whether it was online at the last list."""
        return self.state.operational

    @property
    def is_mock(self) -> bool:
        """Whether it is a mock device such as `mock_fez`, on which dry runs run: no QPU time, random values."""
        return self.state.is_mock

    def status(self) -> BackendStatus:
        """Ask whether it runs jobs now, and how many wait.

            (backend.status()).operational  # True

        Raises:
            NotFoundError: There is no such backend for this instance.
            UnexpectedResponseError: The answer is about another backend, or not what the API promises.
        """
        from qrt_client.api.backends import get_backend_status

        answer = self._connection.read(
            get_backend_status.sync_detailed, self.name, client=self._connection.raw
        )
        check_backend(self.name, answer.get("backend_name", answer.get("name")))
        return BackendStatus.of(answer)

    def configuration(self, *, calibration_id: str | None = None) -> BackendConfigurationResponse:
        """Return what it is made of: `n_qubits`, `basis_gates`, `coupling_map` (directed pairs), `max_shots`, ...

        `dt` is in nanoseconds and `rep_delay_range` in microseconds, as in the API. What the service leaves out is None.
        A notebook shows a small table; `to_dict()` has all of it.

            configuration = backend.configuration()
            configuration.n_qubits  # 156

        Args:
            calibration_id: Id of an alternative calibration; the backend's usual one when not given.

        Raises:
            NotFoundError: There is no such backend for this instance.
            UnexpectedResponseError: The answer is about another backend, or not what the API promises.
        """
        from qrt_client.api.backends import get_backend_configuration

        from qrt_facade._service.device_answers import DeviceConfiguration, shown

        check_not_blank(calibration_id=calibration_id)
        try:
            response = get_backend_configuration.sync_detailed(
                self.name, client=self._connection.raw, calibration_id=or_unset(calibration_id)
            )
        except NotFoundError as refusal:
            name_backends(self._connection, refusal, self.name)
            raise
        check_backend(self.name, response.parsed.backend_name)
        return shown(response.parsed, DeviceConfiguration)

    def properties(
        self, *, at: datetime | date | str | None = None, calibration_id: str | None = None
    ) -> BackendPropertiesResponse | None:
        """Return what was measured of it: T1, T2, readout errors per qubit, error and length per gate.

        Each number comes with its unit. A notebook shows a small table; `to_dict()` has all of it.

            properties = backend.properties()
            [value.name for value in properties.qubits[0]]  # such as ["T1", "T2", "readout_error"]

        Args:
            at: The properties as they were at this moment: a datetime, a date (its first moment), or text such as
                `2026-09-30 14:00`; local time when it has no offset. The newest when not given.
            calibration_id: Id of an alternative calibration; the backend's usual one when not given.

        Returns:
            The properties; None when the backend publishes none, as simulators do.

        Raises:
            NotFoundError: There is no such backend for this instance.
            UnexpectedResponseError: The answer is about another backend, or not what the API promises.
        """
        from qrt_client.api.backends import get_backend_properties
        from qrt_client.models import BackendPropertiesResponse

        from qrt_facade._service.device_answers import DeviceProperties, shown

        check_not_blank(calibration_id=calibration_id)
        moment = or_unset(moment_from("at", at))
        try:
            response = get_backend_properties.sync_detailed(
                self.name,
                client=self._connection.raw,
                updated_before=moment,
                calibration_id=or_unset(calibration_id),
            )
        except NullAnswerError:  # where others answer an object without properties
            return None
        found = response.parsed
        if found.backend_name is None and found == BackendPropertiesResponse():
            return None
        check_backend(self.name, found.backend_name)
        return shown(found, DeviceProperties)

    def defaults(self) -> dict[str, Any] | None:
        """Return the pulse defaults; None on today's backends, which have none.

        The API does not describe their fields, so that the values are whatever JSON has.

            defaults = backend.defaults()
            defaults is None  # True

        Raises:
            NotFoundError: There is no such backend for this instance.
        """
        from qrt_client.api.backends import get_backend_defaults

        response = get_backend_defaults.sync_detailed(self.name, client=self._connection.raw)
        return None if response.parsed is None else response.parsed.to_dict()

    def plot(self, *, ax: Axes | None = None) -> Axes:
        """Draw its qubits, coloured by readout error, and their couplings, coloured by the error of two-qubit gates.

        Needs the extra `plot`. Errors are shown in percent; what the service calls broken (error 1) stands out.

        Args:
            ax: matplotlib axes to draw on; those of a new pyplot figure when not given.

        Returns:
            The axes that were drawn on.

        Raises:
            ImportError: matplotlib is not installed.
            NotFoundError: There is no such backend for this instance.
        """
        configuration, properties = self.configuration(), self.properties()
        measured = {} if properties is None else properties.to_dict()
        shown = CouplingMap.of(self.name, configuration.to_dict(), measured)
        return coupling_map.plot(shown, ax=ax)

    def _repr_html_(self) -> str:
        return html_of(self.state)

    @overload
    def check(
        self,
        pubs: SamplerPubs,
        *,
        program_id: Literal["sampler"] = "sampler",
        shots: WholeNumber | None = None,
        options: SamplerOptions | SamplerOptionsDict | None = None,
        parameters: ParameterValues | None = None,
        tags: TagList = (),
    ) -> list[Problem]: ...

    @overload
    def check(
        self,
        pubs: EstimatorPubs,
        *,
        program_id: Literal["estimator"],
        precision: RealNumber | None = None,
        resilience_level: WholeNumber | None = None,
        options: EstimatorOptions | EstimatorOptionsDict | None = None,
        tags: TagList = (),
    ) -> list[Problem]: ...

    @overload
    def check(
        self,
        pubs: ExecutorItems,
        *,
        program_id: Literal["executor"],
        shots: WholeNumber | None = None,
        parameters: ParameterValues | None = None,
        tags: TagList = (),
    ) -> list[Problem]: ...

    def check(
        self,
        pubs: SamplerPubs | EstimatorPubs | ExecutorItems,
        *,
        program_id: Literal["sampler", "estimator", "executor"] = "sampler",
        shots: WholeNumber | None = None,
        precision: RealNumber | None = None,
        resilience_level: WholeNumber | None = None,
        options: SamplerOptions | SamplerOptionsDict | EstimatorOptions | EstimatorOptionsDict | None = None,
        parameters: ParameterValues | None = None,
        tags: TagList = (),
    ) -> list[Problem]:
        """Return what the service would reject, without submitting and without Qiskit.

        Programs that cannot be read (with the line, and a caret at the place), instructions that the backend does not
        have, pairs that are not coupled, angles and delays out of range under the PUB's values, circuits of which
        nothing would be returned, too many qubits, executions, tags, too large a payload. The first problem is the one
        that the job would end with. What cannot be understood is not complained of.

        Warns (`CircuitWarning`) of what runs, but perhaps not as it was meant: qubits and gates that the backend reports
        as broken, native gates that the program redefines, conditional measurements, measurements whose bits no result
        contains.

            backend.check(circuit, shots=1000)  # []
            [problem.message for problem in backend.check("OPENQASM 3.0; qubit[2] q; h q[0];")]

        Args:
            pubs: What would be submitted: a circuit, a PUB or a list of PUBs, as for `sampler.submit` or `estimator.submit`;
                or items, as for `executor.submit`.
            program_id: `sampler`, `estimator` or `executor`: what the PUBs or items are for.
            shots: Sampler and executor only: shots of PUBs that do not set their own; the service's default when not given.
            precision: Estimator only: standard error aimed at by PUBs that do not set their own; the service's default
                when not given.
            resilience_level: Estimator only: 0 to 2; level 2 twirls gates, which fractional gates do not allow.
            options: The primitive's options, as an object or a dict.
            parameters: Sampler and executor only: values for PUBs and items that carry none, such as a bare circuit.
            tags: Tags of the job.

        Returns:
            The problems, each with a message and, where it is known, the service's code; empty when nothing was found.

        Raises:
            ConfigurationError: They are not PUBs, not items, or an option is invalid.
            NotFoundError: There is no such backend for this instance.
        """
        from qrt_facade._programs.executor.items import executor_job
        from qrt_facade._programs.params import estimator_params, sampler_params

        tags = checked_texts("tags", tags)
        configuration, properties = (self.configuration()).to_dict(), self.properties()
        dt = seconds_per_dt(configuration)
        chosen: Any = options  # the overloads pair options with their program; in here the two are apart
        if program_id == "estimator":
            params = estimator_params(
                pubs, precision=precision, resilience_level=resilience_level, options=chosen, dt=dt
            )
        elif program_id == "executor":
            # Chunk sizes are taken within a session, and whether there will be one is not known here.
            params = executor_job(pubs, shots=shots, parameters=parameters, session="some", dt=dt)
        else:
            params = sampler_params(pubs, shots=shots, options=chosen, parameters=parameters, dt=dt)
        measured = None if properties is None else properties.to_dict()
        found = examine(program_id, params, configuration, properties=measured, tags=tags)
        for text in found.warnings:
            warn_caller(text, CircuitWarning)
        return found.problems

    @overload
    def transpile(  # type: ignore[overload-overlap] # Qiskit's own comes back as its own class
        self,
        circuit: Q,
        *,
        optimization_level: int = 1,
        fractional_gates: bool = False,
        seed: int | None = None,
        initial_layout: Sequence[int] | None = None,
    ) -> Q: ...

    @overload
    def transpile(
        self,
        circuit: Circuit,
        *,
        optimization_level: int = 1,
        fractional_gates: bool = False,
        seed: int | None = None,
        initial_layout: Sequence[int] | None = None,
    ) -> TranspiledCircuit: ...

    @overload
    def transpile(  # type: ignore[overload-overlap] # Qiskit's own comes back as its own class
        self,
        circuit: list[Q] | tuple[Q, ...],
        *,
        optimization_level: int = 1,
        fractional_gates: bool = False,
        seed: int | None = None,
        initial_layout: Sequence[int] | None = None,
    ) -> list[Q]: ...

    @overload
    def transpile(
        self,
        circuit: list[C] | tuple[C, ...],
        *,
        optimization_level: int = 1,
        fractional_gates: bool = False,
        seed: int | None = None,
        initial_layout: Sequence[int] | None = None,
    ) -> list[TranspiledCircuit]: ...

    def transpile(
        self,
        circuit: object,
        *,
        optimization_level: int = 1,
        fractional_gates: bool = False,
        seed: int | None = None,
        initial_layout: Sequence[int] | None = None,
    ) -> object:
        """Return the circuit in this backend's own instructions and coupled qubits, as a Qiskit `QuantumCircuit`.

        Broken qubits and gates are avoided: those that the properties mark as not operational or with an error of 1.
        Delays come out in the device's own unit, `dt`. Needs Qiskit.

            bell = 'OPENQASM 3.0; include "stdgates.inc"; qubit[2] q; bit[2] c; h q[0]; cx q[0], q[1]; c = measure q;'
            isa = backend.transpile(bell, seed=1)
            isa.num_qubits  # 156

        Args:
            circuit: A `QuantumCircuit`, OpenQASM text, a path to it, or a list of these.
            optimization_level: 0 to 3, as Qiskit has it: more takes longer and gives fewer gates.
            fractional_gates: Whether gates with a free angle (rx, rzz) may be used. Angles of `rzz` come out in
                [0, pi/2], which is what the service takes. A parameter is folded by an expression, which costs gates on
                one qubit; assign its value first to spare them. Such a circuit is submitted as it is: in OpenQASM text
                the service does not compute functions.
            seed: Makes the outcome repeatable; a random one when not given.
            initial_layout: The backend's qubit for each qubit of the circuit, in their order, such as
                `backend.best_qubits(2)`; Qiskit chooses them when not given. For a list it applies to each circuit.

        Returns:
            The circuit, or for a list (or tuple) a list in the same order. For type checkers, a `QuantumCircuit` comes
            back as one; what is made of text has the members of one.

        Raises:
            ConfigurationError: Qiskit is not installed, an argument is invalid, a circuit cannot be read (the message shows
                the line) or transpiled, or does not fit the qubits that work.
        """
        from qrt_facade._circuits.transpiling import transpiled

        properties = self.properties()
        return transpiled(
            circuit,
            (self.configuration()).to_dict(),
            None if properties is None else properties.to_dict(),
            optimization_level=optimization_level,
            fractional_gates=fractional_gates,
            seed=seed,
            initial_layout=initial_layout,
        )

    def best_qubits(
        self,
        n: WholeNumber,
        *,
        shape: Shape = "path",
        exclude: Iterable[int] = (),
        at: datetime | date | str | None = None,
    ) -> tuple[int, ...]:
        """Return the n coupled qubits with the least expected error, by the backend's last calibration.

        A choice is scored by the product of (1 - error) of one `sx` and one measurement for each of its qubits, and of
        one two-qubit gate for each pair that it couples. What is broken, or was not measured, is never chosen. It does
        not need Qiskit; the same properties always give the same qubits.

            qubits = backend.best_qubits(3)  # such as (96, 103, 102)
            ghz = 'OPENQASM 3.0; include "stdgates.inc"; qubit[3] q; h q[0]; cx q[0], q[1]; cx q[1], q[2];'
            isa = backend.transpile(ghz, initial_layout=qubits)

        In OpenQASM text, without Qiskit, the numbers name the qubits of the device:

            a, b = backend.best_qubits(2)
            text = f'OPENQASM 3.0; include "stdgates.inc"; bit[2] c; cz ${a}, ${b}; c[0] = measure ${a};'

        Args:
            n: How many qubits, 1 or more.
            shape: `"path"`, where each qubit is coupled with the next one, as circuits on a line want it; or
                `"connected"`, where each is coupled with some earlier one. That may branch, and so reaches more qubits.
            exclude: Numbers of qubits to leave out; none when not given.
            at: The properties as they were at this moment, as for `properties`; the newest when not given.

        Returns:
            Numbers of the qubits. Up to 50 qubits no path is better (on devices of 127 to 156 qubits; a longer one is the
            best one found). Connected qubits are the best ones found: not worse than the best path, and no exchange of
            one qubit makes them better. It takes 0.3 s for 30 of 156 qubits, some seconds for 100.

        Raises:
            ConfigurationError: An argument is not acceptable, nothing was measured before `at`, or so many coupled qubits do
                not work.
            NotFoundError: There is no such backend for this instance.
        """
        left_out = checked_qubits("exclude", exclude)
        wanted = checked_whole("n", n, least=1)
        configuration, properties = (self.configuration()).to_dict(), self.properties(at=at)
        if properties is None and at is not None:
            raise ConfigurationError(f"at={redacted_repr(at)}: {self.name} has no properties of that time")
        measured = None if properties is None else properties.to_dict()
        return best_qubits(Graph.of(configuration, measured, left_out), wanted, shape)

    @safe_repr
    def __repr__(self) -> str:
        size = "unknown size" if self.num_qubits is None else pluralize(self.num_qubits, "qubit")
        queue = (
            "queue unknown" if self.queue_length is None else f"{pluralize(self.queue_length, 'job')} waiting"
        )
        mock = ", mock device" if self.is_mock else ""
        return f"<{type(self).__name__} {self.name}: {size}, {queue}{mock}>"


@error_boundary
class Backends(Resource):
    """The backends of the instance.

        backend = client.backends.least_busy(min_qubits=100)
        [backend.name for backend in client.backends.list()]

    Each method asks the service anew.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self, *, include_mocks: bool = False) -> BackendList[Backend]:
        """Return the backends, with one request; configurations are fetched only when asked for.

        A notebook shows the list as a table.

            [backend.name for backend in client.backends.list() if backend.operational]

        Args:
            include_mocks: True for mock devices as well, such as `mock_fez`, on which dry runs run. Instances on the Open
                and Pay-As-You-Go plans have none.

        Returns:
            The backends in the service's order; the list is empty when the instance may use none.

        Raises:
            ConfigurationError: `include_mocks` is neither True nor False; nothing was sent.
        """
        from qrt_client.api.backends import list_backends

        mocks = checked_flag("include_mocks", include_mocks)
        answer = self._connection.read(
            list_backends.sync_detailed,
            client=self._connection.raw,
            include_mocks=or_unset(True if mocks else None),
        )
        states = BackendState.all_of(answer)
        # A service may send mock devices anyway.
        return BackendList(Backend(self._connection, state) for state in states if mocks or not state.is_mock)

    def get(self, name: str) -> Backend:
        """Return a backend by its name, with one request.

            (client.backends.get("ibm_fez")).num_qubits  # 156

        Args:
            name: Its name, such as `ibm_fez`, or that of a mock device, such as `mock_fez`.

        Raises:
            ConfigurationError: The name cannot be one; nothing was sent.
            NotFoundError: The instance has no such backend; the message names those it has.
        """
        wanted = stripped_id("backend name", name)
        backends = self.list(include_mocks=is_mock_name(wanted))
        for backend in backends:
            if backend.name == wanted:
                return backend
        raise NotFoundError(unknown_backend(wanted, [backend.name for backend in backends]))

    def least_busy(
        self,
        min_qubits: WholeNumber = 0,
        *,
        circuit: Circuit | Sequence[Circuit] | None = None,
        gates: Sequence[str] | None = None,
    ) -> Backend:
        """Return the online backend with the shortest queue of those that fit, which is never a mock device.

        Of equal queues, the backend with the lower median errors of two-qubit gate and readout comes first. A queue of
        unknown length counts as the longest.

            (client.backends.least_busy(min_qubits=100)).name  # such as "ibm_fez"
            pair = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; cz $0, $1; c[0] = measure $0;'
            (client.backends.least_busy(circuit=pair)).name  # such as "ibm_fez"
            (client.backends.least_busy(gates=["rzz"])).name  # such as "ibm_fez"

        Args:
            min_qubits: Only backends with at least this many qubits; any when not given.
            circuit: Only backends that run this circuit (or each of a list) as it is: they have its instructions on its
                qubits, and none of these is broken. For a circuit that is to be transpiled give `min_qubits`.
            gates: Only backends with these instructions, such as `["cz", "if_else"]`; any when not given.

        Returns:
            The backend. One request lists all; with `circuit` or `gates` one or two more are sent for each backend that is tried.

        Raises:
            ConfigurationError: An argument is not acceptable, or the circuit cannot be read; nothing was sent.
            NotFoundError: No backend fits; the message gives the reason for each.
        """
        demand = Demand.of(min_qubits, circuit=circuit, gates=gates)
        return least_busy_of(self.list(), demand)


def least_busy_of(backends: Sequence[Backend], demand: Demand) -> Backend:
    """Return the least busy of the backends that have what is wanted.

    Raises:
        NotFoundError: None has; the message gives the reason for each.
    """
    reasons = {
        one.name: why
        for one in backends
        if not one.is_mock and (why := demand.objection(one.state)) is not None
    }
    for index in demand.ranked([one.state for one in backends]):
        backend = backends[index]
        why = _misfit(backend, demand) if demand.asks_devices else None
        if why is None:
            return backend
        reasons[backend.name] = why
    raise demand.refusal(reasons)


def _misfit(backend: Backend, demand: Demand) -> str | None:
    """Return why a backend does not run what is wanted, or None."""
    why = demand.misfit((backend.configuration()).to_dict())
    if why is not None or not demand.places:
        return why
    properties = backend.properties()
    return None if properties is None else demand.breakage(properties.to_dict())
