# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""The executor: circuits with arrays of arguments in, and what each register was measured to be out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal, Unpack

from qrt_facade._base.arguments import checked_list
from qrt_facade._base.boundary import error_boundary
from qrt_facade._base.resources import Resource
from qrt_facade._policy.submission_options import SubmissionOptions  # noqa: TC001 - looked up when a keyword is checked
from qrt_facade._policy.waiting import DEFAULT_TIMEOUT, check_wait
from qrt_facade._service.names import backend_for
from qrt_facade._sync.device_time import in_device_time, repeatable
from qrt_facade._sync.job import wait_for_result
from qrt_facade._sync.jobs import estimate_each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from qrt_facade._base.kinds import RealNumber, WholeNumber
    from qrt_facade._policy.polling import PollingStrategy
    from qrt_facade._programs.executor.kinds import DataTree, ExecutorItems
    from qrt_facade._programs.executor.versions import MeasLevel, SchemaVersion
    from qrt_facade._programs.pubs.kinds import ParameterValues
    from qrt_facade._service.estimates import Estimate
    from qrt_facade._service.names import BackendOrName, SessionOrId
    from qrt_facade._sync.connection import Connection
    from qrt_facade._sync.job import Job
    from qrt_facade._sync.jobs import Jobs
    from qrt_facade.results import ExecutorResult


@error_boundary
class Executor(Resource):
    """Runs circuits at every point of their arguments and returns, for each classical register, the bits of every shot.

        turn = 'OPENQASM 3.0; include "stdgates.inc"; input float[64] theta; bit[1] c; sx $0; rz(theta) $0; sx $0; c[0] = measure $0;'
        result = client.executor.run((turn, {"theta": [0.0, 3.14]}, (10, 2)), backend="ibm_fez", shots=50)
        result[0].c.shape  # (10, 2)
        result[0].merged(0).c[1].num_shots  # 500

    Here two points run ten times each, and the repetitions of the second one are put together. This is the program that
    IBM's own client builds its sampler and its estimator on, and so does this one where the service has no others:
    `client.sampler` and `client.estimator` take `program="executor"`. Circuits run as they are: nothing is twirled,
    mitigated or averaged.
    """

    def __init__(self, connection: Connection, jobs: Jobs, *, session: SessionOrId | None = None) -> None:
        self._connection = connection
        self._jobs = jobs
        self._session = session

    def submit(
        self,
        items: ExecutorItems,
        *,
        backend: BackendOrName | None = None,
        shots: WholeNumber | None = None,
        parameters: ParameterValues | None = None,
        chunk_size: WholeNumber | Literal["auto"] = "auto",
        init_qubits: bool = True,
        rep_delay: RealNumber | None = None,
        scheduler_timing: bool = False,
        stretch_values: bool = False,
        meas_level: MeasLevel | None = None,
        passthrough_data: DataTree = None,
        experimental: Mapping[str, Any] | None = None,
        schema_version: SchemaVersion = "v2.0",
        session: SessionOrId | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> Job[ExecutorResult]:
        """Submit an executor job and return it without waiting.

            job = client.executor.submit((circuit, None, (2, 3)), backend=backend, shots=1000)
            result = job.result()
            result[0].c.shape  # (2, 3)

        Nothing here needs Qiskit, save circuits of Qiskit, a program of texts and QPY together, and text in a version of
        the schema before "v2.0". A `QuantumCircuit` with delays in seconds makes one request more, for the length of the
        backend's `dt`.

        Args:
            items: An item, an iterable of items, or a `QuantumProgram` of samplomatic or of IBM's client. An item is a circuit,
                `(circuit, arguments)`, `(circuit, arguments, shape)` or an `ExecutorItem`. A circuit is OpenQASM text (2 or
                3), a `pathlib.Path` to text or QPY, or a circuit of Qiskit, Cirq, pytket, PennyLane or Braket, in the
                backend's own instructions: the service does not transpile. Arguments are a mapping name -> number or
                array whose arrays broadcast, or an array of shape (..., parameters) by position, in the order of the
                sorted names. The shape, such as (10, 20), broadcasts a sweep of shape (20,) over further axes, which
                are replications; the sweep's own when not given.
            backend: Name of a backend, or a backend. Optional inside a session, which has one.
            shots: Shots for each point: one number for the whole job, 4096 when not given, as for a sampler.
            parameters: Values for items that carry none, such as a bare circuit.
            chunk_size: How many points at most are bound in one shot loop: "auto" leaves it to the service, numbers are
                taken within a session alone. An `ExecutorItem` may have its own; in a job all are numbers, or none is.
            init_qubits: False leaves out the reset of the qubits before each shot.
            rep_delay: Seconds between two shots, within the backend's `rep_delay_range`; the backend's default when None.
            scheduler_timing: True to get the schedule of each circuit with the result, and so its real length
                in `dt`. `estimate` works that out from the device's properties.
            stretch_values: True to get the resolved stretches of each circuit with the result.
            meas_level: What is returned of a measurement: "classified", bits; "kerneled", complex numbers of arbitrary
                units; "avg_kerneled", their mean over the shots; "both", bits and complex numbers. "classified" when None.
            passthrough_data: Lists, dicts, texts, numbers and NumPy arrays within each other, which come back with the
                result as they are.
            experimental: Options that the service may change without notice: JSON, which is why its values are `Any`.
            schema_version: Version of the schema that the job is written in: "v2.0", or "v0.1", "v0.2", "v1.0", "v1.1". Before
                "v2.0" circuits go as QPY, and OpenQASM text needs Qiskit for that.
            session: A session, or its id; that of `session.executor` by default.
            check: True to compare the job with the backend before anything is submitted, as `backend.check` does, with two
                further requests: what the backend would reject is a ConfigurationError that names each problem; what
                runs, but perhaps not as it was meant, is a `CircuitWarning`.
            submission: What every program takes: `tags` (at most 7 strings), `private`, `max_execution_time` (seconds of
                QPU time), `calibration_id`, `log_level`, `submission_tag`, `on_uncertain`, `advice`, `dry_run`
                (no QPU time, random values), `key` (the same key returns the same job), `on_failed`,
                `max_seconds` (of QPU time that it may cost at most); see `client.jobs.submit`.

        Raises:
            ConfigurationError: An argument is invalid, the schema's version cannot say what is asked for, Qiskit is needed
                for that and not installed, with `check` the backend would reject the job, with `dry_run` the backend has
                no mock device, or the job of its `key` was submitted with something else; no job was created.
            SubmissionUncertainError: Whether the job exists is not known.
            ApiError: The service refused; with `check` also to describe the backend.
        """
        from qrt_facade._programs.executor.items import executor_job

        session = self._session if session is None else session
        params = in_device_time(
            self._connection,
            partial(
                _made,
                executor_job,
                repeatable(items),
                schema_version=schema_version,
                session=session,
                shots=shots,
                parameters=parameters,
                chunk_size=chunk_size,
                init_qubits=init_qubits,
                rep_delay=rep_delay,
                scheduler_timing=scheduler_timing,
                stretch_values=stretch_values,
                meas_level=meas_level,
                passthrough_data=passthrough_data,
                experimental=experimental,
            ),
            lambda: backend_for("executor", backend, session),
        )
        return self._jobs.submit(
            "executor",
            params,
            backend=backend_for("executor", backend, session),
            session=session,
            check=check,
            **submission,
        )

    def submit_many(
        self,
        jobs: Iterable[ExecutorItems],
        *,
        backend: BackendOrName | None = None,
        shots: WholeNumber | None = None,
        parameters: ParameterValues | None = None,
        chunk_size: WholeNumber | Literal["auto"] = "auto",
        init_qubits: bool = True,
        rep_delay: RealNumber | None = None,
        scheduler_timing: bool = False,
        stretch_values: bool = False,
        meas_level: MeasLevel | None = None,
        passthrough_data: DataTree = None,
        experimental: Mapping[str, Any] | None = None,
        schema_version: SchemaVersion = "v2.0",
        session: SessionOrId | None = None,
        check: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> Sequence[Job[ExecutorResult]]:
        """Submit several executor jobs, in order, as fast as the service lets them in, and return them without waiting.

            jobs = client.executor.submit_many([circuit, (circuit, None, 5)], backend=backend, shots=100)
            results = [job.result() for job in client.jobs.wait_all(jobs)]

        The pace is learnt from the service's refusals (429); IBM documents 5 submissions a minute.

        Args:
            jobs: The items of each job, as `submit` takes them: an item, or an iterable of items for one job. All are read
                before the first is sent. The arguments below are the same for all.
            backend: Where all of them go: name of a backend, or a backend. Optional inside a session, which has one.
            shots: Shots for each point: one number for the whole job, 4096 when not given, as for a sampler.
            parameters: Values for items that carry none, such as a bare circuit.
            chunk_size: How many points at most are bound in one shot loop: "auto" leaves it to the service, numbers are
                taken within a session alone. An `ExecutorItem` may have its own; in a job all are numbers, or none is.
            init_qubits: False leaves out the reset of the qubits before each shot.
            rep_delay: Seconds between two shots, within the backend's `rep_delay_range`; the backend's default when None.
            scheduler_timing: True to get the schedule of each circuit with the result, and so its real length
                in `dt`. `estimate` works that out from the device's properties.
            stretch_values: True to get the resolved stretches of each circuit with the result.
            meas_level: What is returned of a measurement: "classified", bits; "kerneled", complex numbers of arbitrary
                units; "avg_kerneled", their mean over the shots; "both", bits and complex numbers. "classified" when None.
            passthrough_data: Lists, dicts, texts, numbers and NumPy arrays within each other, which come back with the
                result as they are.
            experimental: Options that the service may change without notice: JSON, which is why its values are `Any`.
            schema_version: Version of the schema that the job is written in: "v2.0", or "v0.1", "v0.2", "v1.0", "v1.1". Before
                "v2.0" circuits go as QPY, and OpenQASM text needs Qiskit for that.
            session: A session, or its id; that of `session.executor` by default.
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
            ConfigurationError: An argument is invalid, the schema's version cannot say what is asked for, Qiskit is needed
                for that and not installed, with `check` the backend would reject a job, with `dry_run` the backend has
                no mock device, or a job of the `key` was submitted with something else; no job was created.
            SubmissionsStoppedError: One could not be submitted; `jobs` holds those before it.
        """
        from qrt_facade._programs.executor.items import executor_job

        session = self._session if session is None else session
        many = [repeatable(items) for items in checked_list("jobs", jobs, "the items of each job, in a list")]
        params = in_device_time(
            self._connection,
            partial(
                _made_each,
                executor_job,
                many,
                schema_version=schema_version,
                session=session,
                shots=shots,
                parameters=parameters,
                chunk_size=chunk_size,
                init_qubits=init_qubits,
                rep_delay=rep_delay,
                scheduler_timing=scheduler_timing,
                stretch_values=stretch_values,
                meas_level=meas_level,
                passthrough_data=passthrough_data,
                experimental=experimental,
            ),
            lambda: backend_for("executor", backend, session),
        )
        return self._jobs.submit_many(
            "executor",
            params,
            backend=backend_for("executor", backend, session),
            session=session,
            check=check,
            **submission,
        )

    def estimate(
        self,
        items: ExecutorItems,
        *,
        backend: BackendOrName | None = None,
        shots: WholeNumber | None = None,
        parameters: ParameterValues | None = None,
        init_qubits: bool = True,
        rep_delay: RealNumber | None = None,
        session: SessionOrId | None = None,
        calibration_id: str | None = None,
    ) -> Estimate:
        """Estimate the QPU time of an executor job before it is submitted.

            estimate = client.executor.estimate((circuit, None, (2, 3)), backend="ibm_fez", shots=1000)
            print(estimate)  # a table of the parts
            estimate.seconds, estimate.executions

        Nothing is submitted: the backend is asked for its configuration and its properties, once an hour. By IBM's formula
        (guide "Workload usage"): 2 s for each job, and (rep_delay + resets + circuit length) for each execution. What cannot
        be known is named in `estimate.unknown`, and the figure is then a lower bound.

        Args:
            items: As `submit` takes them.
            backend: Name of a backend, or a backend. Optional inside a session, which has one.
            shots: Shots for each point: one number for the whole job, 4096 when not given.
            parameters: Values for items that carry none, such as a bare circuit.
            init_qubits: False leaves out the reset of the qubits before each shot.
            rep_delay: Seconds between two shots; the backend's default when None.
            session: A session, or its id; that of `session.executor` by default.
            calibration_id: Id of an alternative calibration of the backend.

        Raises:
            ConfigurationError: An argument is invalid; nothing was submitted.
            NotFoundError: There is no such backend for this instance.
            ApiError: The service refused to describe the backend.
        """
        session = self._session if session is None else session
        params = self._written(
            [repeatable(items)],
            backend=backend,
            session=session,
            shots=shots,
            parameters=parameters,
            init_qubits=init_qubits,
            rep_delay=rep_delay,
        )
        return self._jobs.estimate(
            "executor",
            params[0],
            backend=backend_for("executor", backend, session),
            session=session,
            calibration_id=calibration_id,
        )

    def estimate_many(
        self,
        jobs: Iterable[ExecutorItems],
        *,
        backend: BackendOrName | None = None,
        shots: WholeNumber | None = None,
        parameters: ParameterValues | None = None,
        init_qubits: bool = True,
        rep_delay: RealNumber | None = None,
        session: SessionOrId | None = None,
        calibration_id: str | None = None,
    ) -> Estimate:
        """Estimate the QPU time of several executor jobs together, each of which is a part of the estimate.

            estimate = client.executor.estimate_many([circuit, (circuit, None, 5)], backend=backend, shots=100)
            estimate.seconds, estimate.parts[1].seconds

        Args:
            jobs: The items of each job, as `submit_many` takes them.
            backend: Where all of them would go: name of a backend, or a backend. Optional inside a session, which has one.
            shots: Shots for each point: one number for the whole job, 4096 when not given.
            parameters: Values for items that carry none, such as a bare circuit.
            init_qubits: False leaves out the reset of the qubits before each shot.
            rep_delay: Seconds between two shots; the backend's default when None.
            session: A session, or its id; that of `session.executor` by default.
            calibration_id: Id of an alternative calibration of the backend.

        Raises:
            ConfigurationError: An argument is invalid; nothing was submitted.
            NotFoundError: There is no such backend for this instance.
            ApiError: The service refused to describe the backend.
        """
        session = self._session if session is None else session
        params = self._written(
            [repeatable(items) for items in checked_list("jobs", jobs, "the items of each job, in a list")],
            backend=backend,
            session=session,
            shots=shots,
            parameters=parameters,
            init_qubits=init_qubits,
            rep_delay=rep_delay,
        )
        return estimate_each(
            self._jobs,
            "executor",
            params,
            backend=backend_for("executor", backend, session),
            session=session,
            calibration_id=calibration_id,
        )

    def _written(
        self,
        many: Sequence[Any],
        *,
        backend: BackendOrName | None,
        session: SessionOrId | None,
        **settings: Any,
    ) -> list[Any]:
        """Return the parameters of jobs of which the items are given."""
        from qrt_facade._programs.executor.items import executor_job

        # Chunks and what is returned change nothing of the time.
        written = partial(
            _made_each,
            executor_job,
            many,
            schema_version="v2.0",
            session=session,
            chunk_size="auto",
            **settings,
        )
        return in_device_time(self._connection, written, lambda: backend_for("executor", backend, session))

    def run(
        self,
        items: ExecutorItems,
        *,
        backend: BackendOrName | None = None,
        shots: WholeNumber | None = None,
        parameters: ParameterValues | None = None,
        chunk_size: WholeNumber | Literal["auto"] = "auto",
        init_qubits: bool = True,
        rep_delay: RealNumber | None = None,
        scheduler_timing: bool = False,
        stretch_values: bool = False,
        meas_level: MeasLevel | None = None,
        passthrough_data: DataTree = None,
        experimental: Mapping[str, Any] | None = None,
        schema_version: SchemaVersion = "v2.0",
        session: SessionOrId | None = None,
        check: bool = False,
        timeout: float = DEFAULT_TIMEOUT,
        on_update: Callable[[Job[ExecutorResult]], object] | None = None,
        progress: bool = False,
        polling: PollingStrategy | None = None,
        **submission: Unpack[SubmissionOptions],
    ) -> ExecutorResult:
        """Submit an executor job, wait for its end, and return its result.

            result = client.executor.run(circuit, backend=backend, shots=1000)
            result[0].c.counts()  # such as {"00": 498, "11": 502}

        Args:
            items: An item, an iterable of items, or a `QuantumProgram` of samplomatic or of IBM's client. An item is a circuit,
                `(circuit, arguments)`, `(circuit, arguments, shape)` or an `ExecutorItem`. A circuit is OpenQASM text (2 or
                3), a `pathlib.Path` to text or QPY, or a circuit of Qiskit, Cirq, pytket, PennyLane or Braket, in the
                backend's own instructions: the service does not transpile. Arguments are a mapping name -> number or
                array whose arrays broadcast, or an array of shape (..., parameters) by position, in the order of the
                sorted names. The shape, such as (10, 20), broadcasts a sweep of shape (20,) over further axes, which
                are replications; the sweep's own when not given.
            backend: Name of a backend, or a backend. Optional inside a session, which has one.
            shots: Shots for each point: one number for the whole job, 4096 when not given, as for a sampler.
            parameters: Values for items that carry none, such as a bare circuit.
            chunk_size: How many points at most are bound in one shot loop: "auto" leaves it to the service, numbers are
                taken within a session alone. An `ExecutorItem` may have its own; in a job all are numbers, or none is.
            init_qubits: False leaves out the reset of the qubits before each shot.
            rep_delay: Seconds between two shots, within the backend's `rep_delay_range`; the backend's default when None.
            scheduler_timing: True to get the schedule of each circuit with the result, and so its real length
                in `dt`. `estimate` works that out from the device's properties.
            stretch_values: True to get the resolved stretches of each circuit with the result.
            meas_level: What is returned of a measurement: "classified", bits; "kerneled", complex numbers of arbitrary
                units; "avg_kerneled", their mean over the shots; "both", bits and complex numbers. "classified" when None.
            passthrough_data: Lists, dicts, texts, numbers and NumPy arrays within each other, which come back with the
                result as they are.
            experimental: Options that the service may change without notice: JSON, which is why its values are `Any`.
            schema_version: Version of the schema that the job is written in: "v2.0", or "v0.1", "v0.2", "v1.0", "v1.1". Before
                "v2.0" circuits go as QPY, and OpenQASM text needs Qiskit for that.
            session: A session, or its id; that of `session.executor` by default.
            check: True to compare the job with the backend before anything is submitted, as `backend.check` does, with two
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
            One result for each item, in order: `result[0].c` is what register `c` was measured to be, `Samples` of the
            item's shape.

        Raises:
            ConfigurationError: An argument is invalid, the schema's version cannot say what is asked for, Qiskit is needed
                for that and not installed, with `check` the backend would reject the job, with `dry_run` the backend has
                no mock device, or the job of its `key` was submitted with something else; no job was created.
            SubmissionUncertainError: Whether the job exists is not known.
            ApiError: The service refused; with `check` also to describe the backend.
            JobTimeoutError: The time is up; the job goes on.
            JobFailedError: The job failed; `code` and `reason` say why.
            JobCancelledError: The job was cancelled, or used more QPU time than `max_execution_time`.
            ResultDecodeError: The result is not what the program promises, or larger than the client's `max_result_bytes`.
        """
        check_wait(timeout, on_update, polling, progress=progress)
        job = self.submit(
            items,
            backend=backend,
            shots=shots,
            parameters=parameters,
            chunk_size=chunk_size,
            init_qubits=init_qubits,
            rep_delay=rep_delay,
            scheduler_timing=scheduler_timing,
            stretch_values=stretch_values,
            meas_level=meas_level,
            passthrough_data=passthrough_data,
            experimental=experimental,
            schema_version=schema_version,
            session=session,
            check=check,
            **submission,
        )
        return wait_for_result(job, timeout, on_update=on_update, progress=progress, polling=polling)


def _made(make: Callable[..., Any], items: Any, dt: float | None, **settings: Any) -> Any:
    return make(items, dt=dt, **settings)


def _made_each(make: Callable[..., Any], many: Sequence[Any], dt: float | None, **settings: Any) -> list[Any]:
    return [make(items, dt=dt, **settings) for items in many]
