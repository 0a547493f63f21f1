"""The sampler and the estimator: PUBs in, results out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack, cast

from qrt_facade._async.device_time import in_device_time, repeatable
from qrt_facade._base.boundary import error_boundary
from qrt_facade._policy.waiting import DEFAULT_TIMEOUT, check_wait
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from qrt_facade._async.connection import AsyncConnection
    from qrt_facade._async.job import AsyncJob
    from qrt_facade._async.jobs import AsyncJobs
    from qrt_facade._policy.submission import SubmissionOptions
    from qrt_facade._programs.options.dicts import EstimatorOptionsDict, SamplerOptionsDict
    from qrt_facade._programs.options.programs import EstimatorOptions, SamplerOptions
    from qrt_facade._programs.pubs.kinds import EstimatorPubs, ParameterValues, SamplerPubs
    from qrt_facade._service.names import BackendOrName, SessionOrId
    from qrt_facade.results import EstimatorResult, SamplerResult


@error_boundary
class AsyncSampler:
    """Runs circuits and returns, for each classical register, the bits of every shot."""

    def __init__(
        self, connection: AsyncConnection, jobs: AsyncJobs, *, session: SessionOrId | None = None
    ) -> None:
        self._connection = connection
        self._jobs = jobs
        self._session = session

    async def submit(
        self,
        pubs: SamplerPubs,
        *,
        backend: BackendOrName | None = None,
        shots: int | None = None,
        options: SamplerOptions | SamplerOptionsDict | None = None,
        parameters: ParameterValues | None = None,
        session: SessionOrId | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> AsyncJob[SamplerResult]:
        """Submit a sampler job and return it without waiting.

        A `QuantumCircuit` with delays in seconds makes one request more, for the length of the backend's `dt`.

        Args:
            pubs: A circuit, a PUB `(circuit[, parameters[, shots]])`, or a list of them. A circuit is OpenQASM text
                (2 or 3), a path to it, or an object of a known SDK. The service does not transpile: circuits must
                use the backend's own instructions and coupled qubits, or the job fails with code 1517.
            backend: Name of a backend, or a backend. Optional inside a session.
            shots: For PUBs that do not set their own; the service's default is 4096.
            options: Sampler options, as a mapping or `SamplerOptions`.
            parameters: Values for PUBs that carry none, such as a bare circuit.
            session: A session or batch, or its id.
            check: Compare the PUBs with the backend before anything is submitted, as `backend.check` does.
            submission: What `client.jobs.submit` takes: `tags`, `private`, `max_execution_time`, ...

        Raises:
            ConfigurationError: An argument is invalid; nothing was sent.
            SubmissionUncertainError: Whether the job exists is not known.
            ApiError: The service refused.
        """
        from qrt_facade._programs.params import sampler_params

        session = self._session if session is None else session
        pubs = repeatable(pubs)
        params = await in_device_time(
            self._connection,
            lambda dt: sampler_params(pubs, shots=shots, options=options, parameters=parameters, dt=dt),
            lambda: _backend_for("sampler", backend, session),
        )
        backend = _backend_for("sampler", backend, session)
        job = await self._jobs.submit(
            "sampler", params, backend=backend, session=session, check=check, **submission
        )
        return cast("AsyncJob[SamplerResult]", job)

    async def submit_many(
        self,
        jobs: Iterable[SamplerPubs],
        *,
        backend: BackendOrName | None = None,
        shots: int | None = None,
        options: SamplerOptions | SamplerOptionsDict | None = None,
        session: SessionOrId | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> Sequence[AsyncJob[SamplerResult]]:
        """Submit several sampler jobs, in order, as fast as the service lets them in; see `client.jobs.submit_many`.

        Args:
            jobs: The PUBs of each job, as `submit` takes them. All are checked before the first is sent.
            backend: As for `submit`, and so the rest.
            shots: For PUBs that do not set their own.
            options: Sampler options.
            session: A session or batch, or its id.
            check: Compare the PUBs with the backend before anything is submitted, as `backend.check` does.
            submission: Further arguments of `submit`, the same for every job.

        Raises:
            ConfigurationError: An argument is invalid; nothing was sent.
            SubmissionsStoppedError: One could not be submitted; `jobs` holds those before it.
        """
        from qrt_facade._programs.params import sampler_params

        session = self._session if session is None else session
        many = [repeatable(pubs) for pubs in jobs]
        params = await in_device_time(
            self._connection,
            lambda dt: [sampler_params(pubs, shots=shots, options=options, dt=dt) for pubs in many],
            lambda: _backend_for("sampler", backend, session),
        )
        backend = _backend_for("sampler", backend, session)
        submitted = await self._jobs.submit_many(
            "sampler", params, backend=backend, session=session, check=check, **submission
        )
        return cast("Sequence[AsyncJob[SamplerResult]]", submitted)

    async def run(
        self,
        pubs: SamplerPubs,
        *,
        backend: BackendOrName | None = None,
        shots: int | None = None,
        options: SamplerOptions | SamplerOptionsDict | None = None,
        parameters: ParameterValues | None = None,
        session: SessionOrId | None = None,
        check: bool = False,
        timeout: float = DEFAULT_TIMEOUT,
        on_update: Callable[[AsyncJob[SamplerResult]], object] | None = None,
        progress: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> SamplerResult:
        """Submit a sampler job, wait for its end, and return its result.

        Takes what `submit` and `Job.wait` take, and raises what they and `Job.result` raise.
        """
        check_wait(timeout, on_update)
        job = await self.submit(
            pubs,
            backend=backend,
            shots=shots,
            options=options,
            parameters=parameters,
            session=session,
            check=check,
            **submission,
        )
        await job.wait(timeout, on_update=on_update, progress=progress)
        return await job.result()


@error_boundary
class AsyncEstimator:
    """Runs circuits and returns expectation values of observables."""

    def __init__(
        self, connection: AsyncConnection, jobs: AsyncJobs, *, session: SessionOrId | None = None
    ) -> None:
        self._connection = connection
        self._jobs = jobs
        self._session = session

    async def submit(
        self,
        pubs: EstimatorPubs,
        *,
        backend: BackendOrName | None = None,
        precision: float | None = None,
        resilience_level: int | None = None,
        options: EstimatorOptions | EstimatorOptionsDict | None = None,
        session: SessionOrId | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> AsyncJob[EstimatorResult]:
        """Submit an estimator job and return it without waiting.

        A `QuantumCircuit` with delays in seconds makes one request more, for the length of the backend's `dt`.

        Args:
            pubs: A PUB `(circuit, observables[, parameters[, precision]])`, or a list of them. An observable is a
                Pauli string (leftmost letter: highest qubit), a mapping from Pauli strings to coefficients, or
                nested lists of these, which broadcast with the parameters as in NumPy.
            backend: Name of a backend, or a backend. Optional inside a session.
            precision: Standard error aimed at, for PUBs that do not set their own.
            resilience_level: 0 none, 1 readout mitigation (the service's default), 2 zero-noise extrapolation too.
            options: Estimator options, as a mapping or `EstimatorOptions`.
            session: A session or batch, or its id.
            check: Compare the PUBs with the backend before anything is submitted, as `backend.check` does.
            submission: What `client.jobs.submit` takes: `tags`, `private`, `max_execution_time`, ...

        Raises:
            ConfigurationError: An argument is invalid; nothing was sent.
            SubmissionUncertainError: Whether the job exists is not known.
            ApiError: The service refused.
        """
        from qrt_facade._programs.params import estimator_params

        session = self._session if session is None else session
        pubs = repeatable(pubs)
        params = await in_device_time(
            self._connection,
            lambda dt: estimator_params(
                pubs, precision=precision, resilience_level=resilience_level, options=options, dt=dt
            ),
            lambda: _backend_for("estimator", backend, session),
        )
        backend = _backend_for("estimator", backend, session)
        job = await self._jobs.submit(
            "estimator", params, backend=backend, session=session, check=check, **submission
        )
        return cast("AsyncJob[EstimatorResult]", job)

    async def submit_many(
        self,
        jobs: Iterable[EstimatorPubs],
        *,
        backend: BackendOrName | None = None,
        precision: float | None = None,
        resilience_level: int | None = None,
        options: EstimatorOptions | EstimatorOptionsDict | None = None,
        session: SessionOrId | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> Sequence[AsyncJob[EstimatorResult]]:
        """Submit several estimator jobs, in order, as fast as the service lets them in; see `client.jobs.submit_many`.

        Args:
            jobs: The PUBs of each job, as `submit` takes them. All are checked before the first is sent.
            backend: As for `submit`, and so the rest.
            precision: Standard error aimed at, for PUBs that do not set their own.
            resilience_level: 0, 1 or 2.
            options: Estimator options.
            session: A session or batch, or its id.
            check: Compare the PUBs with the backend before anything is submitted, as `backend.check` does.
            submission: Further arguments of `submit`, the same for every job.

        Raises:
            ConfigurationError: An argument is invalid; nothing was sent.
            SubmissionsStoppedError: One could not be submitted; `jobs` holds those before it.
        """
        from qrt_facade._programs.params import estimator_params

        session = self._session if session is None else session
        many = [repeatable(pubs) for pubs in jobs]
        params = await in_device_time(
            self._connection,
            lambda dt: [
                estimator_params(
                    pubs, precision=precision, resilience_level=resilience_level, options=options, dt=dt
                )
                for pubs in many
            ],
            lambda: _backend_for("estimator", backend, session),
        )
        backend = _backend_for("estimator", backend, session)
        submitted = await self._jobs.submit_many(
            "estimator", params, backend=backend, session=session, check=check, **submission
        )
        return cast("Sequence[AsyncJob[EstimatorResult]]", submitted)

    async def run(
        self,
        pubs: EstimatorPubs,
        *,
        backend: BackendOrName | None = None,
        precision: float | None = None,
        resilience_level: int | None = None,
        options: EstimatorOptions | EstimatorOptionsDict | None = None,
        session: SessionOrId | None = None,
        check: bool = False,
        timeout: float = DEFAULT_TIMEOUT,
        on_update: Callable[[AsyncJob[EstimatorResult]], object] | None = None,
        progress: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> EstimatorResult:
        """Submit an estimator job, wait for its end, and return its result.

        Takes what `submit` and `Job.wait` take, and raises what they and `Job.result` raise.
        """
        check_wait(timeout, on_update)
        job = await self.submit(
            pubs,
            backend=backend,
            precision=precision,
            resilience_level=resilience_level,
            options=options,
            session=session,
            check=check,
            **submission,
        )
        await job.wait(timeout, on_update=on_update, progress=progress)
        return await job.result()


def _backend_for(
    program_id: str, backend: BackendOrName | None, session: SessionOrId | None
) -> BackendOrName:
    """Return where a job goes: the backend that was named, or else the session's.

    Raises:
        ConfigurationError: There is neither.
    """
    backend = backend if backend is not None else getattr(session, "backend", None)
    if backend is None:
        raise ConfigurationError(
            f"backend= is missing: name the backend to run the {program_id} on, such as "
            "client.backends.least_busy(); it is optional inside a session"
        )
    return backend
