"""The sampler and the estimator: PUBs in, results out."""

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

        A `QuantumCircuit` with delays in seconds makes one request more, for the length of the backend's `dt`.

        Args:
            pubs: A circuit, a PUB `(circuit[, parameters[, shots]])`, or an iterable of them. A circuit is OpenQASM text
                (2 or 3), a `pathlib.Path` to text or QPY, or a circuit of Qiskit, Cirq, pytket, PennyLane or Braket. The
                service does not transpile: circuits use the backend's own instructions and coupled qubits, or the job
                fails with code 1517; `backend.transpile` rewrites them. Parameters are a mapping name -> number or array
                whose arrays broadcast, or an array of shape (..., parameters) by position, in the order of the sorted
                names; a sweep of shape (20,) runs the circuit at 20 points.
            backend: Name of a backend, or a backend. Optional inside a session, which has one.
            shots: Shots for each point of PUBs that set none; the service's default is 4096.
            options: Sampler options, as a dict or `SamplerOptions`.
            parameters: Values for PUBs that carry none, such as a bare circuit.
            session: A session or batch, or its id; that of `session.sampler` by default.
            program: "auto" runs the service's own program `sampler`, and from the moment on at which the service answers that
                it no longer has it, the program `executor`, with one `ProgramRetiredWarning`: the same result, though options
                that the executor cannot honour are refused: twirled gates, dynamical decoupling, those for simulators.
                "primitives" and "executor" name one of them. A program of the executor has one number of shots: PUBs of
                different shots run as repetitions of their greatest common divisor, so that none gets a shot more or less and
                the job stays one; shots that would take too many repetitions are refused.
            check: True to compare the PUBs with the backend before anything is submitted, as `backend.check` does, with two
                further requests: what the backend would reject is a ConfigurationError that names each problem; what
                runs, but perhaps not as it was meant, is a `CircuitWarning`.
            submission: What every program takes: `tags` (at most 7 strings), `private`, `max_execution_time` (seconds of
                QPU time), `calibration_id`, `log_level`, `submission_tag`, `on_uncertain`, `advice`, `dry_run`
                (no QPU time, random values), `key` (the same key returns the same job), `on_failed`,
                `max_seconds` (of QPU time that it may cost at most); see `client.jobs.submit`.

        Raises:
            ConfigurationError: An argument is invalid, with `check` the backend would reject the job, with `dry_run` the
                backend has no mock device, or the job of its `key` was submitted with something else; no job was created.
            SubmissionUncertainError: Whether the job exists is not known.
            ApiError: The service refused; with `check` also to describe the backend.
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
        """Submit several sampler jobs, in order, as fast as the service lets them in, and return them without waiting.

            jobs = await client.sampler.submit_many([circuit, (circuit, None, 100)], backend=backend)
            results = [await job.result() for job in await client.jobs.wait_all(jobs)]

        The pace is learnt from the service's refusals (429); IBM documents 5 submissions a minute.

        Args:
            jobs: The PUBs of each job, as `submit` takes them: a circuit, a PUB `(circuit[, parameters[, shots]])`, or an
                iterable of these for one job. All are read before the first is sent.
            backend: Where all of them go: name of a backend, or a backend. Optional inside a session, which has one.
            shots: Shots for each point of PUBs that set none; the service's default is 4096.
            options: Sampler options, as a dict or `SamplerOptions`.
            session: A session or batch, or its id; that of `session.sampler` by default.
            program: "auto" runs the service's own program `sampler`, and from the moment on at which the service answers that
                it no longer has it, the program `executor`, with one `ProgramRetiredWarning`: the same result, though options
                that the executor cannot honour are refused: twirled gates, dynamical decoupling, those for simulators.
                "primitives" and "executor" name one of them. A program of the executor has one number of shots: PUBs of
                different shots run as repetitions of their greatest common divisor, so that none gets a shot more or less and
                the job stays one; shots that would take too many repetitions are refused.
            check: True to compare all jobs with the backend before the first is submitted, as `backend.check` does, with
                two further requests in all: what the backend would reject is a ConfigurationError that names each
                problem; what runs, but perhaps not as it was meant, is a `CircuitWarning`.
            submission: What every program takes, the same for each job: `tags` (at most 7 strings), `private`,
                `max_execution_time` (seconds of QPU time), `calibration_id`, `log_level`, `submission_tag`,
                `on_uncertain`, `advice`, `dry_run` (no QPU time, random values), `key` (of the series: the same key returns
                the same jobs), `on_failed`, `max_seconds` (of QPU time that each may cost at most); see
                `client.jobs.submit_many`.

        Returns:
            The jobs, in the order given; `client.jobs.wait_all` waits for all of them.

        Raises:
            ConfigurationError: An argument is invalid, with `check` the backend would reject a job, with `dry_run` the
                backend has no mock device, or a job of the `key` was submitted with something else; no job was created.
            SubmissionsStoppedError: One could not be submitted; `jobs` holds those before it.
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
        """Estimate the QPU time of a sampler job before it is submitted.

            estimate = await client.sampler.estimate(circuit, backend="ibm_fez", shots=4000)
            print(estimate)  # a table of the parts, such as 3.01 s in all
            estimate.seconds, estimate.lower_bound

        Nothing is submitted: the backend is asked for its configuration and its properties, once an hour. By IBM's formula
        (guide "Workload usage"): 2 s for each job, and (rep_delay + resets + circuit length) for each execution. Counted are
        the points of sweeps, and shots rounded up to whole randomizations of twirling. What cannot be known is named in
        `estimate.unknown`, and the figure is then a lower bound.

        Args:
            pubs: As `submit` takes them.
            backend: Name of a backend, or a backend. Optional inside a session, which has one.
            shots: Shots for each point of PUBs that set none; the service's default is 4096.
            options: Sampler options, as a dict or `SamplerOptions`.
            parameters: Values for PUBs that carry none, such as a bare circuit.
            session: A session or batch, or its id; that of `session.sampler` by default.
            program: As for `submit`: "executor" estimates the job of the program `executor` that does the same. "auto" does
                so once the service has said that it no longer has the primitive's own program, which a submission finds out.
            calibration_id: Id of an alternative calibration of the backend.

        Raises:
            ConfigurationError: An argument is invalid; nothing was submitted.
            NotFoundError: There is no such backend for this instance.
            ApiError: The service refused to describe the backend.
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
        """Estimate the QPU time of several sampler jobs together, each of which is a part of the estimate.

            estimate = await client.sampler.estimate_many([circuit, (circuit, None, 100)], backend=backend)
            estimate.seconds, estimate.parts[1].seconds

        Args:
            jobs: The PUBs of each job, as `submit_many` takes them.
            backend: Where all of them would go: name of a backend, or a backend. Optional inside a session, which has one.
            shots: Shots for each point of PUBs that set none; the service's default is 4096.
            options: Sampler options, as a dict or `SamplerOptions`.
            session: A session or batch, or its id; that of `session.sampler` by default.
            program: As for `submit`: "executor" estimates the job of the program `executor` that does the same. "auto" does
                so once the service has said that it no longer has the primitive's own program, which a submission finds out.
            calibration_id: Id of an alternative calibration of the backend.

        Raises:
            ConfigurationError: An argument is invalid; nothing was submitted.
            NotFoundError: There is no such backend for this instance.
            ApiError: The service refused to describe the backend.
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
        """Submit a sampler job, wait for its end, and return its result.

            result = await client.sampler.run(circuit, backend=backend, shots=1000)
            result[0].c.counts()  # such as {"00": 498, "11": 502}

        Args:
            pubs: A circuit, a PUB `(circuit[, parameters[, shots]])`, or an iterable of them. A circuit is OpenQASM text
                (2 or 3), a `pathlib.Path` to text or QPY, or a circuit of Qiskit, Cirq, pytket, PennyLane or Braket. The
                service does not transpile: circuits use the backend's own instructions and coupled qubits, or the job
                fails with code 1517; `backend.transpile` rewrites them. Parameters are a mapping name -> number or array
                whose arrays broadcast, or an array of shape (..., parameters) by position, in the order of the sorted
                names; a sweep of shape (20,) runs the circuit at 20 points.
            backend: Name of a backend, or a backend. Optional inside a session, which has one.
            shots: Shots for each point of PUBs that set none; the service's default is 4096.
            options: Sampler options, as a dict or `SamplerOptions`.
            parameters: Values for PUBs that carry none, such as a bare circuit.
            session: A session or batch, or its id; that of `session.sampler` by default.
            program: "auto" runs the service's own program `sampler`, and from the moment on at which the service answers that
                it no longer has it, the program `executor`, with one `ProgramRetiredWarning`: the same result, though options
                that the executor cannot honour are refused: twirled gates, dynamical decoupling, those for simulators.
                "primitives" and "executor" name one of them. A program of the executor has one number of shots: PUBs of
                different shots run as repetitions of their greatest common divisor, so that none gets a shot more or less and
                the job stays one; shots that would take too many repetitions are refused.
            check: True to compare the PUBs with the backend before anything is submitted, as `backend.check` does, with two
                further requests: what the backend would reject is a ConfigurationError that names each problem; what
                runs, but perhaps not as it was meant, is a `CircuitWarning`.
            timeout: Seconds to wait from the submission on; a day when not given. The job goes on when they are over.
            on_update: Called with the job whenever its status has changed, and once at the beginning.
            progress: Show how the job stands on stderr.
            polling: When to ask: a `Polling`, or an object with its method `pause`; as the client has it when not given.
            submission: What every program takes: `tags` (at most 7 strings), `private`, `max_execution_time` (seconds of
                QPU time), `calibration_id`, `log_level`, `submission_tag`, `on_uncertain`, `advice`, `dry_run`
                (no QPU time, random values), `key` (the same key returns the same job), `on_failed`,
                `max_seconds` (of QPU time that it may cost at most); see `client.jobs.submit`.

        Returns:
            One `SamplerPubResult` for each PUB, in order: `result[0].c` is what register `c` was measured to be, `Samples`
            of the sweep's shape; `result[0].counts()` counts the only register, `result[0].join().counts()` several.

        Raises:
            ConfigurationError: An argument is invalid, with `check` the backend would reject the job, with `dry_run` the
                backend has no mock device, or the job of its `key` was submitted with something else; no job was created.
            SubmissionUncertainError: Whether the job exists is not known.
            ApiError: The service refused; with `check` also to describe the backend.
            JobTimeoutError: The time is up; the job goes on.
            JobFailedError: The job failed; `code` and `reason` say why.
            JobCancelledError: The job was cancelled, or used more QPU time than `max_execution_time`.
            ResultDecodeError: The result is not what the program promises, or larger than the client's `max_result_bytes`.
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
        """Read the PUBs of each job, all of them before anything is sent but the question for a `dt`."""
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

        A `QuantumCircuit` with delays in seconds makes one request more, for the length of the backend's `dt`.

        Args:
            pubs: A PUB `(circuit, observables[, parameters[, precision]])`, or an iterable of them. A circuit is what the
                sampler takes, in the backend's own instructions. An observable is a Pauli string (one letter for each
                qubit, the leftmost for the highest), a mapping from Pauli strings to real coefficients, or Qiskit's
                `Pauli`, `SparsePauliOp` or `SparseObservable`; observables are one of these or nested lists of them.
                Parameters are a mapping name -> number or array, or an array of shape (..., parameters) by position.
                The shapes of the observables and of the sweep broadcast as in NumPy: observables of shape (3, 1) and
                20 points give 3 x 20 values.
            backend: Name of a backend, or a backend. Optional inside a session, which has one.
            precision: Standard error aimed at, for PUBs that set none; the service's default is 1/64, which is 4096 shots.
            resilience_level: 0 no mitigation, 1 readout mitigation (the service's default), 2 also zero-noise extrapolation
                and gate twirling.
            options: Estimator options, as a dict or `EstimatorOptions`.
            session: A session or batch, or its id; that of `session.estimator` by default.
            program: "auto" runs the service's own program `estimator`, and from the moment on at which the service answers that
                it no longer has it, the program `executor`, with one `ProgramRetiredWarning`: the same result, though options
                that the executor cannot honour are refused. "primitives" and "executor" name one of them.
            check: True to compare the PUBs with the backend before anything is submitted, as `backend.check` does, with two
                further requests: what the backend would reject is a ConfigurationError that names each problem; what
                runs, but perhaps not as it was meant, is a `CircuitWarning`.
            submission: What every program takes: `tags` (at most 7 strings), `private`, `max_execution_time` (seconds of
                QPU time), `calibration_id`, `log_level`, `submission_tag`, `on_uncertain`, `advice`, `dry_run`
                (no QPU time, random values), `key` (the same key returns the same job), `on_failed`,
                `max_seconds` (of QPU time that it may cost at most); see `client.jobs.submit`.

        Raises:
            ConfigurationError: An argument is invalid, with `check` the backend would reject the job, with `dry_run` the
                backend has no mock device, or the job of its `key` was submitted with something else; no job was created.
            SubmissionUncertainError: Whether the job exists is not known.
            ApiError: The service refused; with `check` also to describe the backend.
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
        """Submit several estimator jobs, in order, as fast as the service lets them in, and return them without waiting.

            jobs = await client.estimator.submit_many([(ansatz, "ZZ"), (ansatz, "XX")], backend=backend)
            results = [await job.result() for job in await client.jobs.wait_all(jobs)]

        The pace is learnt from the service's refusals (429); IBM documents 5 submissions a minute.

        Args:
            jobs: The PUBs of each job, as `submit` takes them: a PUB `(circuit, observables[, parameters[, precision]])`,
                or an iterable of these for one job. All are read before the first is sent.
            backend: Where all of them go: name of a backend, or a backend. Optional inside a session, which has one.
            precision: Standard error aimed at, for PUBs that set none; the service's default is 1/64, which is 4096 shots.
            resilience_level: 0 no mitigation, 1 readout mitigation (the service's default), 2 also zero-noise extrapolation
                and gate twirling.
            options: Estimator options, as a dict or `EstimatorOptions`.
            session: A session or batch, or its id; that of `session.estimator` by default.
            program: "auto" runs the service's own program `estimator`, and from the moment on at which the service answers that
                it no longer has it, the program `executor`, with one `ProgramRetiredWarning`: the same result, though options
                that the executor cannot honour are refused. "primitives" and "executor" name one of them.
            check: True to compare all jobs with the backend before the first is submitted, as `backend.check` does, with
                two further requests in all: what the backend would reject is a ConfigurationError that names each
                problem; what runs, but perhaps not as it was meant, is a `CircuitWarning`.
            submission: What every program takes, the same for each job: `tags` (at most 7 strings), `private`,
                `max_execution_time` (seconds of QPU time), `calibration_id`, `log_level`, `submission_tag`,
                `on_uncertain`, `advice`, `dry_run` (no QPU time, random values), `key` (of the series: the same key returns
                the same jobs), `on_failed`, `max_seconds` (of QPU time that each may cost at most); see
                `client.jobs.submit_many`.

        Returns:
            The jobs, in the order given; `client.jobs.wait_all` waits for all of them.

        Raises:
            ConfigurationError: An argument is invalid, with `check` the backend would reject a job, with `dry_run` the
                backend has no mock device, or a job of the `key` was submitted with something else; no job was created.
            SubmissionsStoppedError: One could not be submitted; `jobs` holds those before it.
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
        """Estimate the QPU time of an estimator job before it is submitted.

            estimate = await client.estimator.estimate((ansatz, "ZZ"), backend="ibm_fez", precision=0.02)
            print(estimate)  # a table of the parts
            estimate.seconds, estimate.lower_bound

        Nothing is submitted: the backend is asked for its configuration and its properties, once an hour. By IBM's formula
        (guide "Workload usage"): 2 s for each job, and (rep_delay + resets + circuit length) for each execution. Counted are
        the points of sweeps, the bases in which the observables are measured, shots rounded up to whole randomizations of
        twirling, noise factors with circuits of their length, and the circuits that learn the noise of measurements. What
        cannot be known, such as the overhead of PEC, is named in `estimate.unknown`, and the figure is then a lower bound.

        What is likely, but not documented, is in `estimate.assumptions`: above all that the noise of measurements is learned with
        1,024 shots for each randomization where the option is "auto", which IBM documents as chosen "based on the input PUBs".

        Args:
            pubs: As `submit` takes them.
            backend: Name of a backend, or a backend. Optional inside a session, which has one.
            precision: Standard error aimed at, for PUBs that set none; the service's default is 1/64, which is 4096 shots.
            resilience_level: 0 no mitigation, 1 readout mitigation (the service's default), 2 also zero-noise extrapolation
                and gate twirling.
            options: Estimator options, as a dict or `EstimatorOptions`.
            session: A session or batch, or its id; that of `session.estimator` by default.
            program: As for `submit`: "executor" estimates the job of the program `executor` that does the same. "auto" does
                so once the service has said that it no longer has the primitive's own program, which a submission finds out.
            calibration_id: Id of an alternative calibration of the backend.

        Raises:
            ConfigurationError: An argument is invalid; nothing was submitted.
            NotFoundError: There is no such backend for this instance.
            ApiError: The service refused to describe the backend.
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
        """Estimate the QPU time of several estimator jobs together, each of which is a part of the estimate.

            estimate = await client.estimator.estimate_many([(ansatz, "ZZ"), (ansatz, "XX")], backend=backend)
            estimate.seconds, estimate.parts[1].seconds

        Args:
            jobs: The PUBs of each job, as `submit_many` takes them.
            backend: Where all of them would go: name of a backend, or a backend. Optional inside a session, which has one.
            precision: Standard error aimed at, for PUBs that set none; the service's default is 1/64, which is 4096 shots.
            resilience_level: 0 no mitigation, 1 readout mitigation (the service's default), 2 also zero-noise extrapolation
                and gate twirling.
            options: Estimator options, as a dict or `EstimatorOptions`.
            session: A session or batch, or its id; that of `session.estimator` by default.
            program: As for `submit`: "executor" estimates the job of the program `executor` that does the same. "auto" does
                so once the service has said that it no longer has the primitive's own program, which a submission finds out.
            calibration_id: Id of an alternative calibration of the backend.

        Raises:
            ConfigurationError: An argument is invalid; nothing was submitted.
            NotFoundError: There is no such backend for this instance.
            ApiError: The service refused to describe the backend.
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
        """Submit an estimator job, wait for its end, and return its result.

            result = await client.estimator.run((ansatz, ["ZZ", "XX", {"ZZ": 0.5, "YY": 1.5}]), backend=backend)
            result[0].evs.shape  # (3,)

        Args:
            pubs: A PUB `(circuit, observables[, parameters[, precision]])`, or an iterable of them. A circuit is what the
                sampler takes, in the backend's own instructions. An observable is a Pauli string (one letter for each
                qubit, the leftmost for the highest), a mapping from Pauli strings to real coefficients, or Qiskit's
                `Pauli`, `SparsePauliOp` or `SparseObservable`; observables are one of these or nested lists of them.
                Parameters are a mapping name -> number or array, or an array of shape (..., parameters) by position.
                The shapes of the observables and of the sweep broadcast as in NumPy: observables of shape (3, 1) and
                20 points give 3 x 20 values.
            backend: Name of a backend, or a backend. Optional inside a session, which has one.
            precision: Standard error aimed at, for PUBs that set none; the service's default is 1/64, which is 4096 shots.
            resilience_level: 0 no mitigation, 1 readout mitigation (the service's default), 2 also zero-noise extrapolation
                and gate twirling.
            options: Estimator options, as a dict or `EstimatorOptions`.
            session: A session or batch, or its id; that of `session.estimator` by default.
            program: "auto" runs the service's own program `estimator`, and from the moment on at which the service answers that
                it no longer has it, the program `executor`, with one `ProgramRetiredWarning`: the same result, though options
                that the executor cannot honour are refused. "primitives" and "executor" name one of them.
            check: True to compare the PUBs with the backend before anything is submitted, as `backend.check` does, with two
                further requests: what the backend would reject is a ConfigurationError that names each problem; what
                runs, but perhaps not as it was meant, is a `CircuitWarning`.
            timeout: Seconds to wait from the submission on; a day when not given. The job goes on when they are over.
            on_update: Called with the job whenever its status has changed, and once at the beginning.
            progress: Show how the job stands on stderr.
            polling: When to ask: a `Polling`, or an object with its method `pause`; as the client has it when not given.
            submission: What every program takes: `tags` (at most 7 strings), `private`, `max_execution_time` (seconds of
                QPU time), `calibration_id`, `log_level`, `submission_tag`, `on_uncertain`, `advice`, `dry_run`
                (no QPU time, random values), `key` (the same key returns the same job), `on_failed`,
                `max_seconds` (of QPU time that it may cost at most); see `client.jobs.submit`.

        Returns:
            One `EstimatorPubResult` for each PUB, in order: `result[0].evs` are the expectation values and `result[0].stds`
            their standard errors, float64 arrays of the shape to which observables and sweep broadcast.

        Raises:
            ConfigurationError: An argument is invalid, with `check` the backend would reject the job, with `dry_run` the
                backend has no mock device, or the job of its `key` was submitted with something else; no job was created.
            SubmissionUncertainError: Whether the job exists is not known.
            ApiError: The service refused; with `check` also to describe the backend.
            JobTimeoutError: The time is up; the job goes on.
            JobFailedError: The job failed; `code` and `reason` say why.
            JobCancelledError: The job was cancelled, or used more QPU time than `max_execution_time`.
            ResultDecodeError: The result is not what the program promises, or larger than the client's `max_result_bytes`.
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
        """Read the PUBs of each job, all of them before anything is sent but the question for a `dt`."""
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
