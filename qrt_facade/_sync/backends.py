# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""The backends of an instance: list them, inspect them, choose one."""

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
from qrt_facade._sync.backend_suggestions import suggest_backends
from qrt_facade._sync.raw import NullResponseError
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

    The attributes show the state in the last list of backends; the methods query the service each time.

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
        """Number of qubits, or None if the list does not report it."""
        return self.state.num_qubits

    @property
    def queue_length(self) -> int | None:
        """Number of queued jobs, or None if the list does not report it."""
        return self.state.queue_length

    @property
    def operational(self) -> bool:
        """Whether it was online in the last list."""
        return self.state.operational

    @property
    def is_mock(self) -> bool:
        """Whether it is a mock device, such as `mock_fez`, which runs dry runs: no QPU time, random values."""
        return self.state.is_mock

    def status(self) -> BackendStatus:
        """Fetch the backend's status: whether it is operational, and the number of queued jobs.

            (backend.status()).operational  # True

        Raises:
            NotFoundError: The instance has no such backend.
            UnexpectedResponseError: The response is for another backend, or does not follow the API's schema.
        """
        from qrt_client.api.backends import get_backend_status

        answer = self._connection.read(
            get_backend_status.sync_detailed, self.name, client=self._connection.raw
        )
        check_backend(self.name, answer.get("backend_name", answer.get("name")))
        return BackendStatus.of(answer)

    def configuration(self, *, calibration_id: str | None = None) -> BackendConfigurationResponse:
        """Return the backend's configuration: `n_qubits`, `basis_gates`, `coupling_map` (directed pairs), ...

        `dt` is in nanoseconds and `rep_delay_range` in microseconds, as in the API. Fields missing from the response
        are None. A notebook shows a small table; `to_dict()` returns all fields.

            configuration = backend.configuration()
            configuration.n_qubits  # 156

        Args:
            calibration_id: Id of an alternative calibration. Defaults to the backend's regular one.

        Raises:
            NotFoundError: The instance has no such backend.
            UnexpectedResponseError: The response is for another backend, or does not follow the API's schema.
        """
        from qrt_client.api.backends import get_backend_configuration

        from qrt_facade._service.device_answers import DeviceConfiguration, shown

        check_not_blank(calibration_id=calibration_id)
        try:
            response = get_backend_configuration.sync_detailed(
                self.name, client=self._connection.raw, calibration_id=or_unset(calibration_id)
            )
        except NotFoundError as refusal:
            suggest_backends(self._connection, refusal, self.name)
            raise
        check_backend(self.name, response.parsed.backend_name)
        return shown(response.parsed, DeviceConfiguration)

    def properties(
        self, *, at: datetime | date | str | None = None, calibration_id: str | None = None
    ) -> BackendPropertiesResponse | None:
        """Return the backend's calibration data: T1, T2 and readout error per qubit, error and length per gate.

        Each number has a unit. A notebook shows a small table; `to_dict()` returns all fields.

            properties = backend.properties()
            [value.name for value in properties.qubits[0]]  # such as ["T1", "T2", "readout_error"]

        Args:
            at: Return the properties as of this time: a datetime, a date (its start), or text such as `2026-09-30
                14:00`; without a UTC offset, local time is assumed. Defaults to the latest.
            calibration_id: Id of an alternative calibration. Defaults to the backend's regular one.

        Returns:
            The properties, or None if the backend publishes none, as for simulators.

        Raises:
            NotFoundError: The instance has no such backend.
            UnexpectedResponseError: The response is for another backend, or does not follow the API's schema.
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
        except NullResponseError:  # other backends return an object without properties instead
            return None
        found = response.parsed
        if found.backend_name is None and found == BackendPropertiesResponse():
            return None
        check_backend(self.name, found.backend_name)
        return shown(found, DeviceProperties)

    def defaults(self) -> dict[str, Any] | None:
        """Return the pulse defaults, or None; current backends have none.

        The API does not specify the fields, so their values are any JSON values.

            defaults = backend.defaults()
            defaults is None  # True

        Raises:
            NotFoundError: The instance has no such backend.
        """
        from qrt_client.api.backends import get_backend_defaults

        response = get_backend_defaults.sync_detailed(self.name, client=self._connection.raw)
        return None if response.parsed is None else response.parsed.to_dict()

    def plot(self, *, ax: Axes | None = None) -> Axes:
        """Draw the backend's qubits, coloured by readout error, and couplings, coloured by two-qubit gate error.

        Requires the extra `plot`. Errors are in percent; qubits and gates reported as faulty (error 1) are highlighted.

        Args:
            ax: The matplotlib axes to draw on. Defaults to those of a new pyplot figure.

        Returns:
            The axes.

        Raises:
            ImportError: matplotlib is not installed.
            NotFoundError: The instance has no such backend.
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
        """Return the problems for which the service would reject a job, without submitting it and without Qiskit.

        Finds: programs that cannot be parsed (showing the line with a caret), instructions that the backend does not
            support, qubit pairs that are not coupled, angles and delays out of range for the PUB's values, circuits
            that return nothing, and too many qubits, executions or tags, or too large a payload. The first problem is
            the one with which the job would fail. Constructs that cannot be analysed are not reported.
        Issues a `CircuitWarning` for what runs but may be wrong: qubits and gates that the backend reports as faulty,
        native gates that the program redefines, conditional measurements, and measurements whose bits are not part of
        the result.

            backend.check(circuit, shots=1000)  # []
            [problem.message for problem in backend.check("OPENQASM 3.0; qubit[2] q; h q[0];")]

        Args:
            pubs: The content of the job: a circuit, a PUB or a list of PUBs, as for `sampler.submit` or
                `estimator.submit`; or items, as for `executor.submit`.
            program_id: The program that the PUBs or items are for: `sampler`, `estimator` or `executor`.
            shots: Sampler and executor only: shots of PUBs that do not set their own. Defaults to the service's
                default.
            precision: Estimator only: target standard error of PUBs that do not set their own. Defaults to the
                service's default.
            resilience_level: Estimator only: 0 to 2; level 2 twirls gates, which fractional gates do not allow.
            options: The primitive's options, as an object or a dict.
            parameters: Sampler and executor only: parameter values for PUBs and items without their own.
            tags: Tags of the job.

        Returns:
            The problems, each with a message and, if known, the service's error code. Empty if none was found.

        Raises:
            ConfigurationError: `pubs` are not PUBs or items, or an option is invalid.
            NotFoundError: The instance has no such backend.
        """
        from qrt_facade._programs.executor.items import executor_job
        from qrt_facade._programs.params import estimator_params, sampler_params

        tags = checked_texts("tags", tags)
        configuration, properties = (self.configuration()).to_dict(), self.properties()
        dt = seconds_per_dt(configuration)
        chosen: Any = options  # the overloads ensure that options and program match
        if program_id == "estimator":
            params = estimator_params(
                pubs, precision=precision, resilience_level=resilience_level, options=chosen, dt=dt
            )
        elif program_id == "executor":
            # Chunk sizes are only accepted in a session; whether the job will run in one is unknown here.
            params = executor_job(pubs, shots=shots, parameters=parameters, session="some", dt=dt)
        else:
            params = sampler_params(pubs, shots=shots, options=chosen, parameters=parameters, dt=dt)
        measured = None if properties is None else properties.to_dict()
        found = examine(program_id, params, configuration, properties=measured, tags=tags)
        for text in found.warnings:
            warn_caller(text, CircuitWarning)
        return found.problems

    @overload
    def transpile(  # type: ignore[overload-overlap] # Qiskit circuits keep their class
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
    def transpile(  # type: ignore[overload-overlap] # Qiskit circuits keep their class
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
        """Transpile a circuit to this backend's instructions and coupled qubits, and return a Qiskit `QuantumCircuit`.

        Avoids faulty qubits and gates: those that the properties mark as not operational or with an error of 1. Delays
        are converted to the device's unit, `dt`. Requires Qiskit.

            bell = 'OPENQASM 3.0; include "stdgates.inc"; qubit[2] q; bit[2] c; h q[0]; cx q[0], q[1]; c = measure q;'
            isa = backend.transpile(bell, seed=1)
            isa.num_qubits  # 156

        Args:
            circuit: A `QuantumCircuit`, OpenQASM text, the path of a file, or a list of these.
            optimization_level: Qiskit's optimization level, 0 to 3: a higher level takes longer and gives fewer gates.
            fractional_gates: Whether gates with arbitrary angles (rx, rzz) may be used. Angles of `rzz` are mapped to
                [0, pi/2], the range that the service accepts. A parameter is mapped by an expression, which needs
                additional single-qubit gates; assign its value first to avoid them. Submit such a circuit as it is: the
                service does not evaluate functions in OpenQASM text.
            seed: Seed for reproducible output. Random by default.
            initial_layout: The backend's qubit for each qubit of the circuit, in order, such as
                `backend.best_qubits(2)`. Chosen by Qiskit by default. For a list of circuits it applies to each.

        Returns:
            The transpiled circuit, or for a list (or tuple) a list in the same order. Type checkers see a
            `QuantumCircuit` for a `QuantumCircuit`, and an object with its members for text.

        Raises:
            ConfigurationError: Qiskit is not installed, an argument is invalid, or a circuit cannot be parsed (the
                message shows the line), cannot be transpiled, or does not fit on the working qubits.
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
        """Return the `n` coupled qubits with the lowest expected error, according to the backend's calibration.

        A set of qubits is scored by the product of (1 - error) of one `sx` and one measurement per qubit, and of one
        two-qubit gate per coupled pair. Qubits and gates that are faulty or were not measured are excluded. Does not
        require Qiskit; the same properties always give the same qubits.

            qubits = backend.best_qubits(3)  # such as (96, 103, 102)
            ghz = 'OPENQASM 3.0; include "stdgates.inc"; qubit[3] q; h q[0]; cx q[0], q[1]; cx q[1], q[2];'
            isa = backend.transpile(ghz, initial_layout=qubits)

        In OpenQASM text, without Qiskit, use the numbers as physical qubits:

            a, b = backend.best_qubits(2)
            text = f'OPENQASM 3.0; include "stdgates.inc"; bit[2] c; cz ${a}, ${b}; c[0] = measure ${a};'

        Args:
            n: Number of qubits, at least 1.
            shape: `"path"`: each qubit is coupled to the next, for circuits on a line; or `"connected"`: each qubit is
                coupled to some earlier one, which allows branches and so more qubits.
            exclude: Numbers of qubits to exclude.
            at: Use the properties as of this time, as for `properties`. Defaults to the latest.

        Returns:
            The numbers of the qubits. A path of up to 50 qubits is optimal (on devices of 127 to 156 qubits); a longer
            one is the best one found. Connected qubits are the best ones found: not worse than the best path, and not
            improvable by exchanging one qubit. Takes 0.3 s for 30 of 156 qubits, a few seconds for 100.

        Raises:
            ConfigurationError: An argument is invalid, there are no properties as of `at`, or fewer than `n` coupled
                qubits work.
            NotFoundError: The instance has no such backend.
        """
        left_out = checked_qubits("exclude", exclude)
        wanted = checked_whole("n", n, least=1)
        configuration, properties = (self.configuration()).to_dict(), self.properties(at=at)
        if properties is None and at is not None:
            raise ConfigurationError(f"at={redacted_repr(at)}: {self.name} has no properties from that time")
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

    Each method queries the service.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self, *, include_mocks: bool = False) -> BackendList[Backend]:
        """Return the backends, with one request; configurations are not fetched.

        A notebook shows the list as a table.

            [backend.name for backend in client.backends.list() if backend.operational]

        Args:
            include_mocks: Whether to include mock devices, such as `mock_fez`, which run dry runs. Instances on the
                Open and Pay-As-You-Go plans have none.

        Returns:
            The backends, in the order of the response. Empty if the instance may use none.

        Raises:
            ConfigurationError: `include_mocks` is not a bool; nothing was sent.
        """
        from qrt_client.api.backends import list_backends

        mocks = checked_flag("include_mocks", include_mocks)
        answer = self._connection.read(
            list_backends.sync_detailed,
            client=self._connection.raw,
            include_mocks=or_unset(True if mocks else None),
        )
        states = BackendState.all_of(answer)
        # The service may include mock devices without being asked.
        return BackendList(Backend(self._connection, state) for state in states if mocks or not state.is_mock)

    def get(self, name: str) -> Backend:
        """Return a backend by its name, with one request.

            (client.backends.get("ibm_fez")).num_qubits  # 156

        Args:
            name: Name of a backend, such as `ibm_fez`, or of a mock device, such as `mock_fez`.

        Raises:
            ConfigurationError: The name is not valid; nothing was sent.
            NotFoundError: The instance has no such backend; the message lists those it has.
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
        """Return the suitable online backend with the shortest queue, never a mock device.

        Among equal queues, the backend with the lower median two-qubit gate and readout errors is preferred. An unknown
        queue length counts as the longest.

            (client.backends.least_busy(min_qubits=100)).name  # such as "ibm_fez"
            pair = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; cz $0, $1; c[0] = measure $0;'
            (client.backends.least_busy(circuit=pair)).name  # such as "ibm_fez"
            (client.backends.least_busy(gates=["rzz"])).name  # such as "ibm_fez"

        Args:
            min_qubits: Only consider backends with at least this many qubits.
            circuit: Only consider backends that run this circuit (or each of a list) unchanged: they support its
                instructions on its qubits, and none of these is faulty. For a circuit that still has to be transpiled
                use `min_qubits`.
            gates: Only consider backends with these instructions, such as `["cz", "if_else"]`.

        Returns:
            The backend. Needs one request; with `circuit` or `gates`, one or two more for each backend examined.

        Raises:
            ConfigurationError: An argument is invalid, or the circuit cannot be parsed; nothing was sent.
            NotFoundError: No backend is suitable; the message gives the reason for each.
        """
        demand = Demand.of(min_qubits, circuit=circuit, gates=gates)
        return least_busy_of(self.list(), demand)


def least_busy_of(backends: Sequence[Backend], demand: Demand) -> Backend:
    """Return the least busy backend that meets the requirements.

    Raises:
        NotFoundError: No backend is suitable; the message gives the reason for each.
    """
    reasons = {
        one.name: why
        for one in backends
        if not one.is_mock and (why := demand.objection(one.state)) is not None
    }
    for index in demand.ranked([one.state for one in backends]):
        backend = backends[index]
        why = _mismatch(backend, demand) if demand.asks_devices else None
        if why is None:
            return backend
        reasons[backend.name] = why
    raise demand.refusal(reasons)


def _mismatch(backend: Backend, demand: Demand) -> str | None:
    """Return the reason why a backend does not meet the requirements, or None."""
    why = demand.configuration_objection((backend.configuration()).to_dict())
    if why is not None or not demand.places:
        return why
    properties = backend.properties()
    return None if properties is None else demand.properties_objection(properties.to_dict())
