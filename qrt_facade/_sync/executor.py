# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""The executor: runs circuits at arrays of arguments and returns the measured bits."""

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

    Here two points run ten times each, and the repetitions of the second point are merged. IBM's own client builds its
    sampler and estimator on this program, and so does this client if the service no longer has theirs: `client.sampler`
    and `client.estimator` take `program="executor"`. Circuits run unchanged, without twirling, mitigation or averaging.
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

        Qiskit is only needed for Qiskit circuits, for a program that mixes text and QPY, and for text in a schema
        version before "v2.0". A `QuantumCircuit` with delays in seconds needs one more request, for the length of the
        backend's `dt`.

        Args:
            items: An item, an iterable of items, or a `QuantumProgram` of samplomatic or of IBM's client. An item is a
                circuit, `(circuit, arguments)`, `(circuit, arguments, shape)` or an `ExecutorItem`. A circuit is
                OpenQASM text (2 or 3), a `pathlib.Path` of text or QPY, or a circuit of Qiskit, Cirq, pytket, PennyLane
                or Braket, in the backend's instructions: the service does not transpile. Arguments are a mapping from
                names to numbers or arrays, which broadcast, or an array of shape (..., parameters), in the order of the
                sorted names. The shape, such as (10, 20), broadcasts a sweep of shape (20,) over further axes, which
                are repetitions; it defaults to the shape of the sweep.
            backend: Name of a backend, or a backend. Optional inside a session.
            shots: Number of shots per point, the same for the whole job; 4096 by default, as for a sampler.
            parameters: Parameter values for items without their own, such as a bare circuit.
            chunk_size: Maximum number of points bound in one shot loop: "auto" lets the service choose; a number is
                accepted only within a session. An `ExecutorItem` may set its own; within a job either all items have a
                number or none.
            init_qubits: Whether to reset the qubits before each shot.
            rep_delay: Seconds between two shots, within the backend's `rep_delay_range`. Defaults to the backend's
                default.
            scheduler_timing: Whether the result includes each circuit's schedule, and with it the circuit's real length
                in `dt`. `estimate` derives the length from the device's properties.
            stretch_values: Whether the result includes the resolved stretches of each circuit.
            meas_level: The form of measurement results: "classified", bits (the default); "kerneled", complex numbers
                in arbitrary units; "avg_kerneled", their mean over the shots; "both", bits and complex numbers.
            passthrough_data: Nested lists, dicts, strings, numbers and NumPy arrays that are returned unchanged with
                the result.
            experimental: JSON options that the service may change without notice.
            schema_version: Schema version of the job: "v2.0", or "v0.1", "v0.2", "v1.0", "v1.1". Before "v2.0" circuits
                are sent as QPY, for which OpenQASM text needs Qiskit.
            session: Session to run in, or its id. Defaults to that of `session.executor`.
            check: Whether to check the job against the backend before it is submitted, as `backend.check` does, with
                two requests. Problems that the backend would reject raise `ConfigurationError`; circuits that run but
                may be wrong issue a `CircuitWarning`.
            submission: Options common to all programs: `tags` (at most 7), `private`, `max_execution_time` (seconds of
                QPU time), `calibration_id`, `log_level`, `submission_tag`, `on_uncertain`, `advice`, `dry_run` (no QPU
                time, random values), `key` (the same key returns the same job), `on_failed`, `max_seconds` (maximum
                cost in QPU time). See `client.jobs.submit`.

        Raises:
            ConfigurationError: An argument is invalid or not supported by the schema version; Qiskit is needed but not
                installed; with `check`, the backend would reject the job; with `dry_run`, the backend has no mock
                device; or the job with this `key` differs. No job was created.
            SubmissionUncertainError: It is unknown whether the job was created.
            ApiError: The service rejected the job or, with `check`, did not return the backend's description.
        """
        from qrt_facade._programs.executor.items import executor_job

        session = self._session if session is None else session
        params = in_device_time(
            self._connection,
            partial(
                _build,
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
        """Submit several executor jobs, in order, as fast as the service accepts them, and return without waiting.

            jobs = client.executor.submit_many([circuit, (circuit, None, 5)], backend=backend, shots=100)
            results = [job.result() for job in client.jobs.wait_all(jobs)]

        The pace adapts to the service's 429 responses; IBM documents 5 submissions per minute.

        Args:
            jobs: The items of each job, as for `submit`: an item, or an iterable of items for one job. All are read
                before the first job is submitted. All further arguments apply to every job.
            backend: Name of a backend, or a backend, for all jobs. Optional inside a session.
            shots: Number of shots per point, the same for the whole job; 4096 by default, as for a sampler.
            parameters: Parameter values for items without their own, such as a bare circuit.
            chunk_size: Maximum number of points bound in one shot loop: "auto" lets the service choose; a number is
                accepted only within a session. An `ExecutorItem` may set its own; within a job either all items have a
                number or none.
            init_qubits: Whether to reset the qubits before each shot.
            rep_delay: Seconds between two shots, within the backend's `rep_delay_range`. Defaults to the backend's
                default.
            scheduler_timing: Whether the result includes each circuit's schedule, and with it the circuit's real length
                in `dt`. `estimate` derives the length from the device's properties.
            stretch_values: Whether the result includes the resolved stretches of each circuit.
            meas_level: The form of measurement results: "classified", bits (the default); "kerneled", complex numbers
                in arbitrary units; "avg_kerneled", their mean over the shots; "both", bits and complex numbers.
            passthrough_data: Nested lists, dicts, strings, numbers and NumPy arrays that are returned unchanged with
                the result.
            experimental: JSON options that the service may change without notice.
            schema_version: Schema version of the job: "v2.0", or "v0.1", "v0.2", "v1.0", "v1.1". Before "v2.0" circuits
                are sent as QPY, for which OpenQASM text needs Qiskit.
            session: Session to run in, or its id. Defaults to that of `session.executor`.
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
            ConfigurationError: An argument is invalid or not supported by the schema version; Qiskit is needed but not
                installed; with `check`, the backend would reject a job; with `dry_run`, the backend has no mock device;
                or a job with the `key` differs. No job was created.
            SubmissionsStoppedError: A job could not be submitted; `jobs` contains those before it.
        """
        from qrt_facade._programs.executor.items import executor_job

        session = self._session if session is None else session
        many = [repeatable(items) for items in checked_list("jobs", jobs, "the items of each job, in a list")]
        params = in_device_time(
            self._connection,
            partial(
                _build_each,
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
        """Estimate the QPU time of an executor job without submitting it.

            estimate = client.executor.estimate((circuit, None, (2, 3)), backend="ibm_fez", shots=1000)
            print(estimate)  # a table of the parts
            estimate.seconds, estimate.executions

        Reads the backend's configuration and properties, at most once an hour. IBM's formula (guide "Workload usage"):
        2 s per job, and (rep_delay + resets + circuit length) per execution. What cannot be determined is listed in
        `estimate.unknown`, and the figure is then a lower bound.

        Args:
            items: As for `submit`.
            backend: Name of a backend, or a backend. Optional inside a session.
            shots: Number of shots per point, the same for the whole job; 4096 by default.
            parameters: Parameter values for items without their own, such as a bare circuit.
            init_qubits: Whether to reset the qubits before each shot.
            rep_delay: Seconds between two shots. Defaults to the backend's default.
            session: Session to run in, or its id. Defaults to that of `session.executor`.
            calibration_id: Id of an alternative calibration of the backend.

        Raises:
            ConfigurationError: An argument is invalid; nothing was submitted.
            NotFoundError: The instance has no such backend.
            ApiError: The service did not return the backend's description.
        """
        session = self._session if session is None else session
        params = self._params_of(
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
        """Estimate the QPU time of several executor jobs together; each job is one part of the estimate.

            estimate = client.executor.estimate_many([circuit, (circuit, None, 5)], backend=backend, shots=100)
            estimate.seconds, estimate.parts[1].seconds

        Args:
            jobs: The items of each job, as for `submit_many`.
            backend: Name of a backend, or a backend, for all jobs. Optional inside a session.
            shots: Number of shots per point, the same for the whole job; 4096 by default.
            parameters: Parameter values for items without their own, such as a bare circuit.
            init_qubits: Whether to reset the qubits before each shot.
            rep_delay: Seconds between two shots. Defaults to the backend's default.
            session: Session to run in, or its id. Defaults to that of `session.executor`.
            calibration_id: Id of an alternative calibration of the backend.

        Raises:
            ConfigurationError: An argument is invalid; nothing was submitted.
            NotFoundError: The instance has no such backend.
            ApiError: The service did not return the backend's description.
        """
        session = self._session if session is None else session
        params = self._params_of(
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

    def _params_of(
        self,
        many: Sequence[Any],
        *,
        backend: BackendOrName | None,
        session: SessionOrId | None,
        **settings: Any,
    ) -> list[Any]:
        """Return the parameters of jobs with these items."""
        from qrt_facade._programs.executor.items import executor_job

        # The chunk size and the form of the results do not affect the QPU time.
        written = partial(
            _build_each,
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
        """Submit an executor job, wait for it to end, and return its result.

            result = client.executor.run(circuit, backend=backend, shots=1000)
            result[0].c.counts()  # such as {"00": 498, "11": 502}

        Args:
            items: An item, an iterable of items, or a `QuantumProgram` of samplomatic or of IBM's client. An item is a
                circuit, `(circuit, arguments)`, `(circuit, arguments, shape)` or an `ExecutorItem`. A circuit is
                OpenQASM text (2 or 3), a `pathlib.Path` of text or QPY, or a circuit of Qiskit, Cirq, pytket, PennyLane
                or Braket, in the backend's instructions: the service does not transpile. Arguments are a mapping from
                names to numbers or arrays, which broadcast, or an array of shape (..., parameters), in the order of the
                sorted names. The shape, such as (10, 20), broadcasts a sweep of shape (20,) over further axes, which
                are repetitions; it defaults to the shape of the sweep.
            backend: Name of a backend, or a backend. Optional inside a session.
            shots: Number of shots per point, the same for the whole job; 4096 by default, as for a sampler.
            parameters: Parameter values for items without their own, such as a bare circuit.
            chunk_size: Maximum number of points bound in one shot loop: "auto" lets the service choose; a number is
                accepted only within a session. An `ExecutorItem` may set its own; within a job either all items have a
                number or none.
            init_qubits: Whether to reset the qubits before each shot.
            rep_delay: Seconds between two shots, within the backend's `rep_delay_range`. Defaults to the backend's
                default.
            scheduler_timing: Whether the result includes each circuit's schedule, and with it the circuit's real length
                in `dt`. `estimate` derives the length from the device's properties.
            stretch_values: Whether the result includes the resolved stretches of each circuit.
            meas_level: The form of measurement results: "classified", bits (the default); "kerneled", complex numbers
                in arbitrary units; "avg_kerneled", their mean over the shots; "both", bits and complex numbers.
            passthrough_data: Nested lists, dicts, strings, numbers and NumPy arrays that are returned unchanged with
                the result.
            experimental: JSON options that the service may change without notice.
            schema_version: Schema version of the job: "v2.0", or "v0.1", "v0.2", "v1.0", "v1.1". Before "v2.0" circuits
                are sent as QPY, for which OpenQASM text needs Qiskit.
            session: Session to run in, or its id. Defaults to that of `session.executor`.
            check: Whether to check the job against the backend before it is submitted, as `backend.check` does, with
                two requests. Problems that the backend would reject raise `ConfigurationError`; circuits that run but
                may be wrong issue a `CircuitWarning`.
            timeout: Maximum wait in seconds after the submission; one day by default. The job keeps running after that.
            on_update: Called with the job once at the beginning and whenever its status changes.
            progress: Whether to show the job's status on stderr.
            polling: When to poll: a `Polling`, or an object with a `pause` method like it. Defaults to the client's.
            submission: Options common to all programs: `tags` (at most 7), `private`, `max_execution_time` (seconds of
                QPU time), `calibration_id`, `log_level`, `submission_tag`, `on_uncertain`, `advice`, `dry_run` (no QPU
                time, random values), `key` (the same key returns the same job), `on_failed`, `max_seconds` (maximum
                cost in QPU time). See `client.jobs.submit`.

        Returns:
            One result per item, in order: `result[0].c` contains the measured bits of register `c`, as `Samples` in the
            item's shape.

        Raises:
            ConfigurationError: An argument is invalid or not supported by the schema version; Qiskit is needed but not
                installed; with `check`, the backend would reject the job; with `dry_run`, the backend has no mock
                device; or the job with this `key` differs. No job was created.
            SubmissionUncertainError: It is unknown whether the job was created.
            ApiError: The service rejected the job or, with `check`, did not return the backend's description.
            JobTimeoutError: The timeout expired; the job keeps running.
            JobFailedError: The job failed; see `code` and `reason`.
            JobCancelledError: The job was cancelled, or used more QPU time than `max_execution_time`.
            ResultDecodeError: The result is invalid for the program, or exceeds the client's `max_result_bytes`.
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


def _build(make: Callable[..., Any], items: Any, dt: float | None, **settings: Any) -> Any:
    return make(items, dt=dt, **settings)


def _build_each(
    make: Callable[..., Any], many: Sequence[Any], dt: float | None, **settings: Any
) -> list[Any]:
    return [make(items, dt=dt, **settings) for items in many]
