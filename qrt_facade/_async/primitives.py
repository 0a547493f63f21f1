"""The sampler and estimator primitives: they take PUBs and return results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

from qrt_facade._async.device_time import in_device_time, repeatable
from qrt_facade._async.job import wait_for_result
from qrt_facade._async.jobs import estimate_work, estimate_works, submit_work, submit_works
from qrt_facade._base.arguments import checked_list
from qrt_facade._base.boundary import error_boundary
from qrt_facade._base.resources import Resource
from qrt_facade._policy.programs import checked_program
from qrt_facade._policy.submission_options import SubmissionOptions  # noqa: TC001 - looked up when a keyword is checked
from qrt_facade._policy.waiting import DEFAULT_TIMEOUT, check_wait
from qrt_facade._service.names import backend_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from qrt_facade._async.connection import AsyncConnection
    from qrt_facade._async.job import AsyncJob
    from qrt_facade._async.jobs import AsyncJobs
    from qrt_facade._base.kinds import RealNumber, WholeNumber
    from qrt_facade._policy.polling import PollingStrategy
    from qrt_facade._policy.programs import ProgramChoice
    from qrt_facade._programs.options.dicts import EstimatorOptionsDict, SamplerOptionsDict
    from qrt_facade._programs.options.programs import EstimatorOptions, SamplerOptions
    from qrt_facade._programs.pubs.kinds import EstimatorPubs, ParameterValues, SamplerPubs
    from qrt_facade._programs.through_executor.work import Work
    from qrt_facade._service.estimates import Estimate
    from qrt_facade._service.names import BackendOrName, SessionOrId
    from qrt_facade.results import EstimatorResult, SamplerResult


@error_boundary
class AsyncSampler(Resource):
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
        shots: WholeNumber | None = None,
        options: SamplerOptions | SamplerOptionsDict | None = None,
        parameters: ParameterValues | None = None,
        session: SessionOrId | None = None,
        program: ProgramChoice = "auto",
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> AsyncJob[SamplerResult]:
        """Submit a sampler job and return it without waiting.

            job = await client.sampler.submit(circuit, backend=backend, shots=1000)
            result = await job.result()
            result[0].c.counts()  # such as {"00": 498, "11": 502}

        A `QuantumCircuit` with delays in seconds needs one more request, for the length of the backend's `dt`.

        Args:
            pubs: A circuit, a PUB `(circuit[, parameters[, shots]])`, or an iterable of them. A circuit is OpenQASM
                text (2 or 3), a `pathlib.Path` of text or QPY, or a circuit of Qiskit, Cirq, pytket, PennyLane or
                Braket. The service does not transpile: circuits must use the backend's instructions and coupled qubits,
                or the job fails with code 1517; `backend.transpile` rewrites them. Parameters are a mapping from names
                to numbers or arrays, which broadcast, or an array of shape (..., parameters), in the order of the
                sorted names; a sweep of shape (20,) runs the circuit at 20 points.
            backend: Name of a backend, or a backend. Optional inside a session.
            shots: Number of shots per point for PUBs that do not set their own; the service's default is 4096.
            options: Sampler options, as a dict or `SamplerOptions`.
            parameters: Parameter values for PUBs without their own, such as a bare circuit.
            session: Session or batch to run in, or its id. Defaults to that of `session.sampler`.
            program: "auto" runs the program `sampler`; once the service reports that it is retired, "auto" runs the
                program `executor` and issues one `ProgramRetiredWarning`. The result is the same, but options that the
                executor does not support are rejected: gate twirling, dynamical decoupling, simulator options.
                "primitives" and "executor" select one of them. An executor job has a single number of shots: PUBs with
                different shots run as repetitions of the greatest common divisor, so that each gets exactly its shots
                in one job; too many repetitions are rejected.
            check: Whether to check the PUBs against the backend before they are submitted, as `backend.check` does,
                with two requests. Problems that the backend would reject raise `ConfigurationError`; circuits that run
                but may be wrong issue a `CircuitWarning`.
            submission: Options common to all programs: `tags` (at most 7), `private`, `max_execution_time` (seconds of
                QPU time), `calibration_id`, `log_level`, `submission_tag`, `on_uncertain`, `advice`, `dry_run` (no QPU
                time, random values), `key` (the same key returns the same job), `on_failed`, `max_seconds` (maximum
                cost in QPU time). See `client.jobs.submit`.

        Raises:
            ConfigurationError: An argument is invalid; with `check`, the backend would reject the job; with `dry_run`,
                the backend has no mock device; or the job with this `key` differs. No job was created.
            SubmissionUncertainError: It is unknown whether the job was created.
            ApiError: The service rejected the job or, with `check`, did not return the backend's description.
        """
        chosen = checked_program(program)
        session = self._session if session is None else session
        (work,) = await self._works(
            [pubs], shots=shots, options=options, parameters=parameters, backend=backend, session=session
        )
        backend = backend_for("sampler", backend, session)
        return await submit_work(
            self._jobs, work, chosen, backend=backend, session=session, check=check, **submission
        )

    async def submit_many(
        self,
        jobs: Iterable[SamplerPubs],
        *,
        backend: BackendOrName | None = None,
        shots: WholeNumber | None = None,
        options: SamplerOptions | SamplerOptionsDict | None = None,
        session: SessionOrId | None = None,
        program: ProgramChoice = "auto",
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> Sequence[AsyncJob[SamplerResult]]:
        """Submit several sampler jobs, in order, as fast as the service accepts them, and return without waiting.

            jobs = await client.sampler.submit_many([circuit, (circuit, None, 100)], backend=backend)
            results = [await job.result() for job in await client.jobs.wait_all(jobs)]

        The pace adapts to the service's 429 responses; IBM documents 5 submissions per minute.

        Args:
            jobs: The PUBs of each job, as for `submit`: a circuit, a PUB `(circuit[, parameters[, shots]])`, or an
                iterable of these for one job. All are read before the first job is submitted.
            backend: Name of a backend, or a backend, for all jobs. Optional inside a session.
            shots: Number of shots per point for PUBs that do not set their own; the service's default is 4096.
            options: Sampler options, as a dict or `SamplerOptions`.
            session: Session or batch to run in, or its id. Defaults to that of `session.sampler`.
            program: "auto" runs the program `sampler`; once the service reports that it is retired, "auto" runs the
                program `executor` and issues one `ProgramRetiredWarning`. The result is the same, but options that the
                executor does not support are rejected: gate twirling, dynamical decoupling, simulator options.
                "primitives" and "executor" select one of them. An executor job has a single number of shots: PUBs with
                different shots run as repetitions of the greatest common divisor, so that each gets exactly its shots
                in one job; too many repetitions are rejected.
            check: Whether to check all jobs against the backend before the first is submitted, as `backend.check` does,
                with two requests in total. Problems that the backend would reject raise `ConfigurationError`; circuits
                that run but may be wrong issue a `CircuitWarning`.
            submission: Options common to all programs, applied to each job: `tags` (at most 7), `private`,
                `max_execution_time` (seconds of QPU time), `calibration_id`, `log_level`, `submission_tag`,
                `on_uncertain`, `advice`, `dry_run` (no QPU time, random values), `key` (of the series: the same key
                returns the same jobs), `on_failed`, `max_seconds` (maximum cost of each job in QPU time). See
                `client.jobs.submit_many`.

        Returns:
            The jobs, in the order given; `client.jobs.wait_all` waits for all of them.

        Raises:
            ConfigurationError: An argument is invalid; with `check`, the backend would reject a job; with `dry_run`,
                the backend has no mock device; or a job with the `key` differs. No job was created.
            SubmissionsStoppedError: A job could not be submitted; `jobs` contains those before it.
        """
        chosen = checked_program(program)
        session = self._session if session is None else session
        works = await self._works(
            _listed(jobs), shots=shots, options=options, backend=backend, session=session
        )
        backend = backend_for("sampler", backend, session)
        return await submit_works(
            self._jobs, works, chosen, backend=backend, session=session, check=check, **submission
        )

    async def estimate(
        self,
        pubs: SamplerPubs,
        *,
        backend: BackendOrName | None = None,
        shots: WholeNumber | None = None,
        options: SamplerOptions | SamplerOptionsDict | None = None,
        parameters: ParameterValues | None = None,
        session: SessionOrId | None = None,
        program: ProgramChoice = "auto",
        calibration_id: str | None = None,
    ) -> Estimate:
        """Estimate the QPU time of a sampler job without submitting it.

            estimate = await client.sampler.estimate(circuit, backend="ibm_fez", shots=4000)
            print(estimate)  # a table of the parts, such as 3.01 s in total
            estimate.seconds, estimate.lower_bound

        Reads the backend's configuration and properties, at most once an hour. IBM's formula (guide "Workload usage"):
        2 s per job, and (rep_delay + resets + circuit length) per execution. Executions include the points of sweeps,
        and shots are rounded up to whole twirling randomizations. What cannot be determined is listed in
        `estimate.unknown`, and the figure is then a lower bound.

        Args:
            pubs: As for `submit`.
            backend: Name of a backend, or a backend. Optional inside a session.
            shots: Number of shots per point for PUBs that do not set their own; the service's default is 4096.
            options: Sampler options, as a dict or `SamplerOptions`.
            parameters: Parameter values for PUBs without their own, such as a bare circuit.
            session: Session or batch to run in, or its id. Defaults to that of `session.sampler`.
            program: As for `submit`: "executor" estimates the equivalent job of the program `executor`, and so does
                "auto" once a submission has found that the primitive's program is retired.
            calibration_id: Id of an alternative calibration of the backend.

        Raises:
            ConfigurationError: An argument is invalid; nothing was submitted.
            NotFoundError: The instance has no such backend.
            ApiError: The service did not return the backend's description.
        """
        chosen = checked_program(program)
        session = self._session if session is None else session
        (work,) = await self._works(
            [pubs], shots=shots, options=options, parameters=parameters, backend=backend, session=session
        )
        return await estimate_work(
            self._jobs,
            work,
            chosen,
            backend=backend_for("sampler", backend, session),
            session=session,
            calibration_id=calibration_id,
        )

    async def estimate_many(
        self,
        jobs: Iterable[SamplerPubs],
        *,
        backend: BackendOrName | None = None,
        shots: WholeNumber | None = None,
        options: SamplerOptions | SamplerOptionsDict | None = None,
        session: SessionOrId | None = None,
        program: ProgramChoice = "auto",
        calibration_id: str | None = None,
    ) -> Estimate:
        """Estimate the QPU time of several sampler jobs together; each job is one part of the estimate.

            estimate = await client.sampler.estimate_many([circuit, (circuit, None, 100)], backend=backend)
            estimate.seconds, estimate.parts[1].seconds

        Args:
            jobs: The PUBs of each job, as for `submit_many`.
            backend: Name of a backend, or a backend, for all jobs. Optional inside a session.
            shots: Number of shots per point for PUBs that do not set their own; the service's default is 4096.
            options: Sampler options, as a dict or `SamplerOptions`.
            session: Session or batch to run in, or its id. Defaults to that of `session.sampler`.
            program: As for `submit`: "executor" estimates the equivalent job of the program `executor`, and so does
                "auto" once a submission has found that the primitive's program is retired.
            calibration_id: Id of an alternative calibration of the backend.

        Raises:
            ConfigurationError: An argument is invalid; nothing was submitted.
            NotFoundError: The instance has no such backend.
            ApiError: The service did not return the backend's description.
        """
        chosen = checked_program(program)
        session = self._session if session is None else session
        works = await self._works(
            _listed(jobs), shots=shots, options=options, backend=backend, session=session
        )
        return await estimate_works(
            self._jobs,
            works,
            chosen,
            backend=backend_for("sampler", backend, session),
            session=session,
            calibration_id=calibration_id,
        )

    async def run(
        self,
        pubs: SamplerPubs,
        *,
        backend: BackendOrName | None = None,
        shots: WholeNumber | None = None,
        options: SamplerOptions | SamplerOptionsDict | None = None,
        parameters: ParameterValues | None = None,
        session: SessionOrId | None = None,
        program: ProgramChoice = "auto",
        check: bool = False,
        timeout: float = DEFAULT_TIMEOUT,
        on_update: Callable[[AsyncJob[SamplerResult]], object] | None = None,
        progress: bool = False,
        polling: PollingStrategy | None = None,
        **submission: Unpack[SubmissionOptions],
    ) -> SamplerResult:
        """Submit a sampler job, wait for it to end, and return its result.

            result = await client.sampler.run(circuit, backend=backend, shots=1000)
            result[0].c.counts()  # such as {"00": 498, "11": 502}

        Args:
            pubs: A circuit, a PUB `(circuit[, parameters[, shots]])`, or an iterable of them. A circuit is OpenQASM
                text (2 or 3), a `pathlib.Path` of text or QPY, or a circuit of Qiskit, Cirq, pytket, PennyLane or
                Braket. The service does not transpile: circuits must use the backend's instructions and coupled qubits,
                or the job fails with code 1517; `backend.transpile` rewrites them. Parameters are a mapping from names
                to numbers or arrays, which broadcast, or an array of shape (..., parameters), in the order of the
                sorted names; a sweep of shape (20,) runs the circuit at 20 points.
            backend: Name of a backend, or a backend. Optional inside a session.
            shots: Number of shots per point for PUBs that do not set their own; the service's default is 4096.
            options: Sampler options, as a dict or `SamplerOptions`.
            parameters: Parameter values for PUBs without their own, such as a bare circuit.
            session: Session or batch to run in, or its id. Defaults to that of `session.sampler`.
            program: "auto" runs the program `sampler`; once the service reports that it is retired, "auto" runs the
                program `executor` and issues one `ProgramRetiredWarning`. The result is the same, but options that the
                executor does not support are rejected: gate twirling, dynamical decoupling, simulator options.
                "primitives" and "executor" select one of them. An executor job has a single number of shots: PUBs with
                different shots run as repetitions of the greatest common divisor, so that each gets exactly its shots
                in one job; too many repetitions are rejected.
            check: Whether to check the PUBs against the backend before they are submitted, as `backend.check` does,
                with two requests. Problems that the backend would reject raise `ConfigurationError`; circuits that run
                but may be wrong issue a `CircuitWarning`.
            timeout: Maximum wait in seconds after the submission; one day by default. The job keeps running after that.
            on_update: Called with the job once at the beginning and whenever its status changes.
            progress: Whether to show the job's status on stderr.
            polling: When to poll: a `Polling`, or an object with a `pause` method like it. Defaults to the client's.
            submission: Options common to all programs: `tags` (at most 7), `private`, `max_execution_time` (seconds of
                QPU time), `calibration_id`, `log_level`, `submission_tag`, `on_uncertain`, `advice`, `dry_run` (no QPU
                time, random values), `key` (the same key returns the same job), `on_failed`, `max_seconds` (maximum
                cost in QPU time). See `client.jobs.submit`.

        Returns:
            One `SamplerPubResult` per PUB, in order: `result[0].c` contains the measured bits of register `c`, as
            `Samples` in the sweep's shape; `result[0].counts()` counts them if there is one register,
            `result[0].join().counts()` if there are several.

        Raises:
            ConfigurationError: An argument is invalid; with `check`, the backend would reject the job; with `dry_run`,
                the backend has no mock device; or the job with this `key` differs. No job was created.
            SubmissionUncertainError: It is unknown whether the job was created.
            ApiError: The service rejected the job or, with `check`, did not return the backend's description.
            JobTimeoutError: The timeout expired; the job keeps running.
            JobFailedError: The job failed; see `code` and `reason`.
            JobCancelledError: The job was cancelled, or used more QPU time than `max_execution_time`.
            ResultDecodeError: The result is invalid for the program, or exceeds the client's `max_result_bytes`.
        """
        check_wait(timeout, on_update, polling, progress=progress)
        job = await self.submit(
            pubs,
            backend=backend,
            shots=shots,
            options=options,
            parameters=parameters,
            session=session,
            program=program,
            check=check,
            **submission,
        )
        return await wait_for_result(job, timeout, on_update=on_update, progress=progress, polling=polling)

    async def _works(
        self,
        many: Sequence[SamplerPubs],
        *,
        shots: WholeNumber | None,
        options: SamplerOptions | SamplerOptionsDict | None,
        backend: BackendOrName | None,
        session: SessionOrId | None,
        parameters: ParameterValues | None = None,
    ) -> Sequence[Work]:
        """Read the PUBs of all jobs before anything is sent, except the request for `dt`."""
        from qrt_facade._programs.through_executor.work import sampler_work

        many = [repeatable(pubs) for pubs in many]
        return await in_device_time(
            self._connection,
            lambda dt: [
                sampler_work(pubs, shots=shots, options=options, parameters=parameters, dt=dt)
                for pubs in many
            ],
            lambda: backend_for("sampler", backend, session),
        )


@error_boundary
class AsyncEstimator(Resource):
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
        precision: RealNumber | None = None,
        resilience_level: WholeNumber | None = None,
        options: EstimatorOptions | EstimatorOptionsDict | None = None,
        session: SessionOrId | None = None,
        program: ProgramChoice = "auto",
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> AsyncJob[EstimatorResult]:
        """Submit an estimator job and return it without waiting.

            job = await client.estimator.submit((ansatz, ["ZZ", "XX"]), backend=backend, precision=0.02)
            result = await job.result()
            zz, xx = result[0].evs

        A `QuantumCircuit` with delays in seconds needs one more request, for the length of the backend's `dt`.

        Args:
            pubs: A PUB `(circuit, observables[, parameters[, precision]])`, or an iterable of them. Circuits are as for
                the sampler, in the backend's instructions. An observable is a Pauli string (one letter per qubit, the
                leftmost for the highest qubit), a mapping from Pauli strings to real coefficients, or Qiskit's `Pauli`,
                `SparsePauliOp` or `SparseObservable`; observables are one of these or nested lists of them. Parameters
                are a mapping from names to numbers or arrays, or an array of shape (..., parameters). The shapes of
                observables and sweep broadcast as in NumPy: observables of shape (3, 1) and 20 points give 3 x 20
                values.
            backend: Name of a backend, or a backend. Optional inside a session.
            precision: Target standard error for PUBs that do not set their own; the service's default is 1/64 (4096
                shots).
            resilience_level: 0: no mitigation; 1: readout mitigation (the service's default); 2: also zero-noise
                extrapolation and gate twirling.
            options: Estimator options, as a dict or `EstimatorOptions`.
            session: Session or batch to run in, or its id. Defaults to that of `session.estimator`.
            program: "auto" runs the program `estimator`; once the service reports that it is retired, "auto" runs the
                program `executor` and issues one `ProgramRetiredWarning`. The result is the same, but options that the
                executor does not support are rejected. "primitives" and "executor" select one of them.
            check: Whether to check the PUBs against the backend before they are submitted, as `backend.check` does,
                with two requests. Problems that the backend would reject raise `ConfigurationError`; circuits that run
                but may be wrong issue a `CircuitWarning`.
            submission: Options common to all programs: `tags` (at most 7), `private`, `max_execution_time` (seconds of
                QPU time), `calibration_id`, `log_level`, `submission_tag`, `on_uncertain`, `advice`, `dry_run` (no QPU
                time, random values), `key` (the same key returns the same job), `on_failed`, `max_seconds` (maximum
                cost in QPU time). See `client.jobs.submit`.

        Raises:
            ConfigurationError: An argument is invalid; with `check`, the backend would reject the job; with `dry_run`,
                the backend has no mock device; or the job with this `key` differs. No job was created.
            SubmissionUncertainError: It is unknown whether the job was created.
            ApiError: The service rejected the job or, with `check`, did not return the backend's description.
        """
        chosen = checked_program(program)
        session = self._session if session is None else session
        (work,) = await self._works(
            [pubs],
            precision=precision,
            resilience_level=resilience_level,
            options=options,
            backend=backend,
            session=session,
        )
        backend = backend_for("estimator", backend, session)
        return await submit_work(
            self._jobs, work, chosen, backend=backend, session=session, check=check, **submission
        )

    async def submit_many(
        self,
        jobs: Iterable[EstimatorPubs],
        *,
        backend: BackendOrName | None = None,
        precision: RealNumber | None = None,
        resilience_level: WholeNumber | None = None,
        options: EstimatorOptions | EstimatorOptionsDict | None = None,
        session: SessionOrId | None = None,
        program: ProgramChoice = "auto",
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> Sequence[AsyncJob[EstimatorResult]]:
        """Submit several estimator jobs, in order, as fast as the service accepts them, and return without waiting.

            jobs = await client.estimator.submit_many([(ansatz, "ZZ"), (ansatz, "XX")], backend=backend)
            results = [await job.result() for job in await client.jobs.wait_all(jobs)]

        The pace adapts to the service's 429 responses; IBM documents 5 submissions per minute.

        Args:
            jobs: The PUBs of each job, as for `submit`: a PUB `(circuit, observables[, parameters[, precision]])`, or
                an iterable of these for one job. All are read before the first job is submitted.
            backend: Name of a backend, or a backend, for all jobs. Optional inside a session.
            precision: Target standard error for PUBs that do not set their own; the service's default is 1/64 (4096
                shots).
            resilience_level: 0: no mitigation; 1: readout mitigation (the service's default); 2: also zero-noise
                extrapolation and gate twirling.
            options: Estimator options, as a dict or `EstimatorOptions`.
            session: Session or batch to run in, or its id. Defaults to that of `session.estimator`.
            program: "auto" runs the program `estimator`; once the service reports that it is retired, "auto" runs the
                program `executor` and issues one `ProgramRetiredWarning`. The result is the same, but options that the
                executor does not support are rejected. "primitives" and "executor" select one of them.
            check: Whether to check all jobs against the backend before the first is submitted, as `backend.check` does,
                with two requests in total. Problems that the backend would reject raise `ConfigurationError`; circuits
                that run but may be wrong issue a `CircuitWarning`.
            submission: Options common to all programs, applied to each job: `tags` (at most 7), `private`,
                `max_execution_time` (seconds of QPU time), `calibration_id`, `log_level`, `submission_tag`,
                `on_uncertain`, `advice`, `dry_run` (no QPU time, random values), `key` (of the series: the same key
                returns the same jobs), `on_failed`, `max_seconds` (maximum cost of each job in QPU time). See
                `client.jobs.submit_many`.

        Returns:
            The jobs, in the order given; `client.jobs.wait_all` waits for all of them.

        Raises:
            ConfigurationError: An argument is invalid; with `check`, the backend would reject a job; with `dry_run`,
                the backend has no mock device; or a job with the `key` differs. No job was created.
            SubmissionsStoppedError: A job could not be submitted; `jobs` contains those before it.
        """
        chosen = checked_program(program)
        session = self._session if session is None else session
        works = await self._works(
            _listed(jobs),
            precision=precision,
            resilience_level=resilience_level,
            options=options,
            backend=backend,
            session=session,
        )
        backend = backend_for("estimator", backend, session)
        return await submit_works(
            self._jobs, works, chosen, backend=backend, session=session, check=check, **submission
        )

    async def estimate(
        self,
        pubs: EstimatorPubs,
        *,
        backend: BackendOrName | None = None,
        precision: RealNumber | None = None,
        resilience_level: WholeNumber | None = None,
        options: EstimatorOptions | EstimatorOptionsDict | None = None,
        session: SessionOrId | None = None,
        program: ProgramChoice = "auto",
        calibration_id: str | None = None,
    ) -> Estimate:
        """Estimate the QPU time of an estimator job without submitting it.

            estimate = await client.estimator.estimate((ansatz, "ZZ"), backend="ibm_fez", precision=0.02)
            print(estimate)  # a table of the parts
            estimate.seconds, estimate.lower_bound

        Reads the backend's configuration and properties, at most once an hour. IBM's formula (guide "Workload usage"):
        2 s per job, and (rep_delay + resets + circuit length) per execution. Executions include the points of sweeps,
        the bases in which the observables are measured, shots rounded up to whole twirling randomizations, noise
        factors with circuits of their length, and the circuits that learn measurement noise. What cannot be determined,
        such as the overhead of PEC, is listed in `estimate.unknown`, and the figure is then a lower bound.

        `estimate.assumptions` lists what is likely but not documented: mainly that measurement noise is learned with
        1,024 shots per randomization if the option is "auto", which IBM documents as chosen "based on the input PUBs".

        Args:
            pubs: As for `submit`.
            backend: Name of a backend, or a backend. Optional inside a session.
            precision: Target standard error for PUBs that do not set their own; the service's default is 1/64 (4096
                shots).
            resilience_level: 0: no mitigation; 1: readout mitigation (the service's default); 2: also zero-noise
                extrapolation and gate twirling.
            options: Estimator options, as a dict or `EstimatorOptions`.
            session: Session or batch to run in, or its id. Defaults to that of `session.estimator`.
            program: As for `submit`: "executor" estimates the equivalent job of the program `executor`, and so does
                "auto" once a submission has found that the primitive's program is retired.
            calibration_id: Id of an alternative calibration of the backend.

        Raises:
            ConfigurationError: An argument is invalid; nothing was submitted.
            NotFoundError: The instance has no such backend.
            ApiError: The service did not return the backend's description.
        """
        chosen = checked_program(program)
        session = self._session if session is None else session
        (work,) = await self._works(
            [pubs],
            precision=precision,
            resilience_level=resilience_level,
            options=options,
            backend=backend,
            session=session,
        )
        return await estimate_work(
            self._jobs,
            work,
            chosen,
            backend=backend_for("estimator", backend, session),
            session=session,
            calibration_id=calibration_id,
        )

    async def estimate_many(
        self,
        jobs: Iterable[EstimatorPubs],
        *,
        backend: BackendOrName | None = None,
        precision: RealNumber | None = None,
        resilience_level: WholeNumber | None = None,
        options: EstimatorOptions | EstimatorOptionsDict | None = None,
        session: SessionOrId | None = None,
        program: ProgramChoice = "auto",
        calibration_id: str | None = None,
    ) -> Estimate:
        """Estimate the QPU time of several estimator jobs together; each job is one part of the estimate.

            estimate = await client.estimator.estimate_many([(ansatz, "ZZ"), (ansatz, "XX")], backend=backend)
            estimate.seconds, estimate.parts[1].seconds

        Args:
            jobs: The PUBs of each job, as for `submit_many`.
            backend: Name of a backend, or a backend, for all jobs. Optional inside a session.
            precision: Target standard error for PUBs that do not set their own; the service's default is 1/64 (4096
                shots).
            resilience_level: 0: no mitigation; 1: readout mitigation (the service's default); 2: also zero-noise
                extrapolation and gate twirling.
            options: Estimator options, as a dict or `EstimatorOptions`.
            session: Session or batch to run in, or its id. Defaults to that of `session.estimator`.
            program: As for `submit`: "executor" estimates the equivalent job of the program `executor`, and so does
                "auto" once a submission has found that the primitive's program is retired.
            calibration_id: Id of an alternative calibration of the backend.

        Raises:
            ConfigurationError: An argument is invalid; nothing was submitted.
            NotFoundError: The instance has no such backend.
            ApiError: The service did not return the backend's description.
        """
        chosen = checked_program(program)
        session = self._session if session is None else session
        works = await self._works(
            _listed(jobs),
            precision=precision,
            resilience_level=resilience_level,
            options=options,
            backend=backend,
            session=session,
        )
        return await estimate_works(
            self._jobs,
            works,
            chosen,
            backend=backend_for("estimator", backend, session),
            session=session,
            calibration_id=calibration_id,
        )

    async def run(
        self,
        pubs: EstimatorPubs,
        *,
        backend: BackendOrName | None = None,
        precision: RealNumber | None = None,
        resilience_level: WholeNumber | None = None,
        options: EstimatorOptions | EstimatorOptionsDict | None = None,
        session: SessionOrId | None = None,
        program: ProgramChoice = "auto",
        check: bool = False,
        timeout: float = DEFAULT_TIMEOUT,
        on_update: Callable[[AsyncJob[EstimatorResult]], object] | None = None,
        progress: bool = False,
        polling: PollingStrategy | None = None,
        **submission: Unpack[SubmissionOptions],
    ) -> EstimatorResult:
        """Submit an estimator job, wait for it to end, and return its result.

            result = await client.estimator.run((ansatz, ["ZZ", "XX", {"ZZ": 0.5, "YY": 1.5}]), backend=backend)
            result[0].evs.shape  # (3,)

        Args:
            pubs: A PUB `(circuit, observables[, parameters[, precision]])`, or an iterable of them. Circuits are as for
                the sampler, in the backend's instructions. An observable is a Pauli string (one letter per qubit, the
                leftmost for the highest qubit), a mapping from Pauli strings to real coefficients, or Qiskit's `Pauli`,
                `SparsePauliOp` or `SparseObservable`; observables are one of these or nested lists of them. Parameters
                are a mapping from names to numbers or arrays, or an array of shape (..., parameters). The shapes of
                observables and sweep broadcast as in NumPy: observables of shape (3, 1) and 20 points give 3 x 20
                values.
            backend: Name of a backend, or a backend. Optional inside a session.
            precision: Target standard error for PUBs that do not set their own; the service's default is 1/64 (4096
                shots).
            resilience_level: 0: no mitigation; 1: readout mitigation (the service's default); 2: also zero-noise
                extrapolation and gate twirling.
            options: Estimator options, as a dict or `EstimatorOptions`.
            session: Session or batch to run in, or its id. Defaults to that of `session.estimator`.
            program: "auto" runs the program `estimator`; once the service reports that it is retired, "auto" runs the
                program `executor` and issues one `ProgramRetiredWarning`. The result is the same, but options that the
                executor does not support are rejected. "primitives" and "executor" select one of them.
            check: Whether to check the PUBs against the backend before they are submitted, as `backend.check` does,
                with two requests. Problems that the backend would reject raise `ConfigurationError`; circuits that run
                but may be wrong issue a `CircuitWarning`.
            timeout: Maximum wait in seconds after the submission; one day by default. The job keeps running after that.
            on_update: Called with the job once at the beginning and whenever its status changes.
            progress: Whether to show the job's status on stderr.
            polling: When to poll: a `Polling`, or an object with a `pause` method like it. Defaults to the client's.
            submission: Options common to all programs: `tags` (at most 7), `private`, `max_execution_time` (seconds of
                QPU time), `calibration_id`, `log_level`, `submission_tag`, `on_uncertain`, `advice`, `dry_run` (no QPU
                time, random values), `key` (the same key returns the same job), `on_failed`, `max_seconds` (maximum
                cost in QPU time). See `client.jobs.submit`.

        Returns:
            One `EstimatorPubResult` per PUB, in order: `result[0].evs` are the expectation values and `result[0].stds`
            their standard errors, float64 arrays of the shape to which observables and sweep broadcast.

        Raises:
            ConfigurationError: An argument is invalid; with `check`, the backend would reject the job; with `dry_run`,
                the backend has no mock device; or the job with this `key` differs. No job was created.
            SubmissionUncertainError: It is unknown whether the job was created.
            ApiError: The service rejected the job or, with `check`, did not return the backend's description.
            JobTimeoutError: The timeout expired; the job keeps running.
            JobFailedError: The job failed; see `code` and `reason`.
            JobCancelledError: The job was cancelled, or used more QPU time than `max_execution_time`.
            ResultDecodeError: The result is invalid for the program, or exceeds the client's `max_result_bytes`.
        """
        check_wait(timeout, on_update, polling, progress=progress)
        job = await self.submit(
            pubs,
            backend=backend,
            precision=precision,
            resilience_level=resilience_level,
            options=options,
            session=session,
            program=program,
            check=check,
            **submission,
        )
        return await wait_for_result(job, timeout, on_update=on_update, progress=progress, polling=polling)

    async def _works(
        self,
        many: Sequence[EstimatorPubs],
        *,
        precision: RealNumber | None,
        resilience_level: WholeNumber | None,
        options: EstimatorOptions | EstimatorOptionsDict | None,
        backend: BackendOrName | None,
        session: SessionOrId | None,
    ) -> Sequence[Work]:
        """Read the PUBs of all jobs before anything is sent, except the request for `dt`."""
        from qrt_facade._programs.through_executor.work import estimator_work

        many = [repeatable(pubs) for pubs in many]
        return await in_device_time(
            self._connection,
            lambda dt: [
                estimator_work(
                    pubs, precision=precision, resilience_level=resilience_level, options=options, dt=dt
                )
                for pubs in many
            ],
            lambda: backend_for("estimator", backend, session),
        )


def _listed(jobs: object) -> list[Any]:
    """Return the PUBs of each job."""
    return checked_list("jobs", jobs, "the PUBs of each job, in a list")
