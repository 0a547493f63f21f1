"""A device as Qiskit's `BackendV2`."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false, reportUntypedBaseClass=false, reportMissingTypeStubs=false
# pyright: reportIncompatibleMethodOverride=false, reportIncompatibleVariableOverride=false
# Qiskit publishes no types.

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qiskit.providers import BackendV2, Options

from qrt_facade._base.arguments import checked_flag, checked_list, stripped_id
from qrt_facade._base.boundary import error_boundary
from qrt_facade._base.secrets import safe_repr
from qrt_facade.errors import ConfigurationError
from qrt_facade.qiskit.clients import client_behind, is_client, is_device, refuse
from qrt_facade.qiskit.keywords import RunOptions  # noqa: TC001 - resolved when keywords are checked

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from typing import Unpack

    from qrt_facade._service.names import SessionOrId
    from qrt_facade._sync.backends import Backend as Device
    from qrt_facade._sync.client import RuntimeClient
    from qrt_facade.qiskit.device import BackendConfiguration, BackendProperties, BackendStatus
    from qrt_facade.qiskit.jobs import BackendJob

_ACCEPTED: Final = "Backend(client, name) with a RuntimeClient, or Backend(client.backends.get(name))"
_SHOTS: Final = 4096
"""The service's default."""


@error_boundary
class Backend(BackendV2):  # type: ignore[misc] # Qiskit publishes no types
    """A device as Qiskit's `BackendV2`, for pass managers, the primitives of this package, and running circuits.

        from qiskit import QuantumCircuit, transpile
        flip = QuantumCircuit(1)
        flip.x(0)
        flip.measure_all()
        backend = Backend(client, "ibm_fez")
        backend.run(transpile(flip, backend), shots=1000).result().get_counts()  # such as {"0": 9, "1": 991}

    Constructing a backend makes no requests. Configuration and properties are requested when needed, and cached until
    `refresh()`. Every key of the configuration is an attribute of the backend, as in IBM's client: `backend.simulator`,
    `backend.basis_gates`, `backend.processor_type`.
    """

    def __init__(
        self,
        client: RuntimeClient | Device,
        name: str | None = None,
        *,
        use_fractional_gates: bool = False,
    ) -> None:
        """Create a backend.

        Args:
            client: The client, or one of its backends, which already has a name.
            name: The device's name, such as `ibm_fez`.
            use_fractional_gates: Whether circuits may be transpiled to `rx` and `rzz` with a free angle, if the device
                has them. With Qiskit 2.2 and newer, pass managers fold angles of `rzz` into [0, pi/2]; parameters are
                not folded, as with IBM's client (`client.backends.get(name).transpile` folds these as well).

        Raises:
            ConfigurationError: The client is asynchronous or of another type, or the name is invalid.
        """
        if not (is_client(client) or is_device(client)):
            refuse("client", client, _ACCEPTED)
        if is_device(client):
            if name is not None:
                raise ConfigurationError(
                    f"name={name!r} cannot be combined with a backend, which already has a name"
                )
            name = client.name
        elif name is None:
            raise ConfigurationError(f"the name of the backend is missing; accepted: {_ACCEPTED}")
        fractional = checked_flag("use_fractional_gates", use_fractional_gates)
        super().__init__(name=stripped_id("backend name", name))
        self._client = client_behind(client)
        self._device = client if is_device(client) else None
        self._fractional = fractional
        self._configuration: BackendConfiguration | None = None
        self._properties: BackendProperties | None = None
        self._asked_properties = False
        self._target: Any = None
        self.set_options(use_fractional_gates=fractional)

    @classmethod
    def _default_options(cls) -> Any:
        return Options(shots=_SHOTS, memory=False, use_fractional_gates=False)

    @property
    def client(self) -> RuntimeClient:
        """The client that makes the backend's requests and submits its jobs."""
        return self._client

    @property
    def device(self) -> Device:
        """The client's backend of this name: `check`, `transpile`, `best_qubits`, `plot`.

        Raises:
            NotFoundError: The instance has no such backend; the message lists its backends.
        """
        if self._device is None:
            self._device = self._client.backends.get(str(self.name))
        return self._device

    @property
    def target(self) -> Any:
        """Qiskit's `Target`, equal to the one that IBM's client builds; `Any`, since Qiskit publishes no types.

        Raises:
            NotFoundError: The instance has no such backend.
        """
        if self._target is None:
            from qrt_facade._circuits.folding import register_folding

            self._target = self._target_of(self.properties())
            if self._fractional:
                register_folding()
        return self._target

    def target_history(self, datetime: datetime | date | str | None = None) -> Any:
        """Return the target with the properties at another time, without caching it.

        Qiskit publishes no types, hence `Any`.

        Args:
            datetime: The time as a datetime, a date, or ISO 8601 text; None for now.

        Raises:
            ConfigurationError: The time is invalid.
            NotFoundError: The instance has no such backend.
        """
        return self._target_of(self.properties(datetime=datetime))

    def _target_of(self, properties: BackendProperties | None) -> Any:
        from qrt_facade._circuits.target import target_of

        return target_of(
            self.configuration().to_dict(),
            None if properties is None else properties.to_dict(),
            fractional_gates=self._fractional,
            as_ibms=True,
        )

    @property
    def max_circuits(self) -> int | None:
        """None: a job is limited by its size, as in IBM's client."""
        return None

    @property
    def dtm(self) -> float:
        """Time step of measurements in seconds.

        Raises:
            NotImplementedError: The device states none.
        """
        step = self.configuration().dtm
        if step is None:
            raise NotImplementedError(f"the configuration of {self.name} has no dtm")
        return step

    @property
    def meas_map(self) -> list[list[int]]:
        """Groups of qubits that are measured together.

        Raises:
            NotImplementedError: The device states none.
        """
        groups: list[list[int]] | None = self.configuration().to_dict().get("meas_map")
        if groups is None:
            raise NotImplementedError(f"the configuration of {self.name} has no meas_map")
        return groups

    def configuration(self) -> BackendConfiguration:
        """Return the configuration of the device, which mthree, qiskit-experiments and PennyLane read.

        It is requested once; `refresh()` requests it again.

        Raises:
            NotFoundError: The instance has no such backend.
        """
        if self._configuration is None:
            from qrt_facade.qiskit.device import BackendConfiguration

            self._configuration = BackendConfiguration(self.device.configuration().to_dict())
            self.backend_version = self._configuration.to_dict().get("backend_version")
            self.description = self._configuration.to_dict().get("description")
            self.online_date = self._configuration.online_date
        return self._configuration

    def properties(
        self, refresh: bool = False, datetime: datetime | date | str | None = None
    ) -> BackendProperties | None:
        """Return the calibration data of the device; None if it publishes none.

        Args:
            refresh: Whether to request the data again.
            datetime: Time of the properties; properties at another time are not cached.

        Raises:
            NotFoundError: The instance has no such backend.
        """
        from qrt_facade.qiskit.device import BackendProperties

        if datetime is not None or refresh or not self._asked_properties:
            answer = self.device.properties(at=datetime)
            found = None if answer is None else BackendProperties(answer.to_dict())
            if datetime is not None:
                return found
            self._properties, self._asked_properties = found, True
        return self._properties

    def status(self) -> BackendStatus:
        """Request whether the device runs jobs, and the number of waiting jobs.

        Raises:
            NotFoundError: The instance has no such backend.
        """
        from qrt_facade.qiskit.device import BackendStatus

        return BackendStatus(str(self.name), self.device.status())

    def refresh(self) -> None:
        """Request configuration and properties again, and rebuild the target.

        Raises:
            NotFoundError: The instance has no such backend.
        """
        self._configuration, self._asked_properties, self._target = None, False, None
        self.configuration()
        self.properties()

    def run(
        self,
        run_input: Any,
        *,
        shots: int | None = None,
        memory: bool | None = None,
        meas_level: int | None = None,
        meas_return: str | None = None,
        rep_delay: float | None = None,
        init_qubits: bool | None = None,
        seed_simulator: int | None = None,
        job_tags: Iterable[str] | None = None,
        session: SessionOrId | None = None,
        **submission: Unpack[RunOptions],
    ) -> BackendJob:
        """Run circuits and return the job, whose result is Qiskit's `Result` with counts and memory.

        They run as one sampler job. IBM's client dropped `backend.run`, but Qiskit's `BackendSamplerV2`, mthree and
        others need it.

        Args:
            run_input: A `QuantumCircuit` without free parameters, in the device's instructions, or a list of them.
            shots: Shots of each circuit; defaults to `backend.options.shots`.
            memory: Whether the result contains each shot; defaults to `backend.options.memory`.
            meas_level: 2 (default) for bits, or 1 for complex values.
            meas_return: `single` for the values of each shot, or `avg` for their average; only with `meas_level=1`.
            rep_delay: Delay between shots in seconds.
            init_qubits: Whether qubits are reset before each shot.
            seed_simulator: For simulators only.
            job_tags: The same as `tags`; the name in IBM's `backend.run`, which mthree uses.
            session: A session or batch, or its id.
            submission: Keywords of `client.sampler.submit`: `tags`, `key`, `dry_run`, `check`, `max_seconds`,
                `program`, ...

        Raises:
            ConfigurationError: A circuit or an option is invalid; nothing was submitted.
            ApiError: The service rejected the request.
        """
        from qrt_facade.qiskit.running import run_circuits

        own: Any = self.options
        if job_tags is not None:
            more = checked_list("job_tags", job_tags, "a list of strings")
            submission["tags"] = [
                *checked_list("tags", submission.get("tags", ()), "a list of strings"),
                *more,
            ]
        return run_circuits(
            self,
            self._client.sampler,
            run_input,
            shots=own.shots if shots is None else shots,
            memory=checked_flag("memory", own.memory if memory is None else memory),
            meas_level=meas_level,
            meas_return=meas_return,
            execution={"rep_delay": rep_delay, "init_qubits": init_qubits},
            seed=seed_simulator,
            session=session,
            submission=submission,
        )

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(
                f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self
            )
        return getattr(self.configuration(), name)

    @safe_repr
    def __repr__(self) -> str:
        return f"<{type(self).__name__}({self.name!r})>"
