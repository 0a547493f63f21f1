# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""The noise learner: learns the noise of boxed instructions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack, cast

from qrt_facade._base.boundary import error_boundary
from qrt_facade._base.resources import Resource
from qrt_facade._policy.submission_options import SubmissionOptions  # noqa: TC001 - looked up when a keyword is checked
from qrt_facade._policy.waiting import DEFAULT_TIMEOUT, check_wait
from qrt_facade._service.names import backend_for
from qrt_facade._sync.job import wait_for_result

if TYPE_CHECKING:
    from collections.abc import Callable

    from qrt_facade._policy.polling import PollingStrategy
    from qrt_facade._programs.noise_learner_v3 import (
        BoxedInstructions,
        LearnerSchemaVersion,
    )
    from qrt_facade._programs.options.dicts import NoiseLearnerV3OptionsDict
    from qrt_facade._programs.options.noise_learner_v3 import NoiseLearnerV3Options
    from qrt_facade._service.names import BackendOrName, SessionOrId
    from qrt_facade._sync.job import Job
    from qrt_facade._sync.jobs import Jobs
    from qrt_facade.results import NoiseLearnerV3Result


@error_boundary
class NoiseLearner(Resource):
    """Learns the noise of boxed instructions as Pauli-Lindblad maps, with version 3 of the program `noise-learner`.

    Run version 2, which IBM's client deprecates, with `client.jobs.submit("noise-learner", params)`.
    """

    def __init__(self, jobs: Jobs, *, session: SessionOrId | None = None) -> None:
        self._jobs = jobs
        self._session = session

    def submit(
        self,
        instructions: BoxedInstructions,
        *,
        backend: BackendOrName | None = None,
        options: NoiseLearnerV3Options | NoiseLearnerV3OptionsDict | None = None,
        schema_version: LearnerSchemaVersion = "v0.3",
        session: SessionOrId | None = None,
        **submission: Unpack[SubmissionOptions],
    ) -> Job[NoiseLearnerV3Result]:
        """Submit a noise-learner job and return it without waiting.

            job = client.noise_learner.submit(boxes, backend=backend)
            (job.result())[0].rates

        Args:
            instructions: Qiskit boxes with samplomatic's twirl annotation, `with circuit.box([Twirl()]):`, in the
                backend's instructions and on its qubits: a `QuantumCircuit` of such boxes, or instructions as in
                `circuit.data`. A box of gates is one layer of Clifford gates; a box of measurements measures each of
                its qubits once. Also QPY of a circuit of boxes: bytes, the wire format's wrapper, or a `pathlib.Path`.
                OpenQASM text is rejected, because the noise learner reads only QPY.
            backend: Name of a backend, or a backend. Optional inside a session.
            options: Noise learner options, as a dict or `NoiseLearnerV3Options`.
            schema_version: Schema version of the job: "v0.3", or "v0.1", "v0.2".
            session: Session or batch to run in, or its id. Defaults to that of `session.noise_learner`.
            submission: Options common to all programs: `tags` (at most 7), `private`, `max_execution_time` (seconds of
                QPU time), `calibration_id`, `log_level`, `submission_tag`, `on_uncertain`, `advice`, `dry_run` (no QPU
                time, random values), `key` (the same key returns the same job), `on_failed`, `max_seconds` (maximum
                cost in QPU time). See `client.jobs.submit`.

        Raises:
            ConfigurationError: An argument is invalid; the schema version has no such option; with `dry_run`, the
                backend has no mock device; or the job with this `key` differs. No job was created.
            SubmissionUncertainError: It is unknown whether the job was created.
            ApiError: The service rejected the job.
        """
        from qrt_facade._programs.noise_learner_v3 import noise_learner_v3_params

        session = self._session if session is None else session
        params = noise_learner_v3_params(instructions, options=options, schema_version=schema_version)
        backend = backend_for("noise learner", backend, session)
        job = self._jobs.submit("noise-learner", params, backend=backend, session=session, **submission)
        # The type of the program's result depends on the version of its parameters.
        return cast("Job[NoiseLearnerV3Result]", job)

    def run(
        self,
        instructions: BoxedInstructions,
        *,
        backend: BackendOrName | None = None,
        options: NoiseLearnerV3Options | NoiseLearnerV3OptionsDict | None = None,
        schema_version: LearnerSchemaVersion = "v0.3",
        session: SessionOrId | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        on_update: Callable[[Job[NoiseLearnerV3Result]], object] | None = None,
        progress: bool = False,
        polling: PollingStrategy | None = None,
        **submission: Unpack[SubmissionOptions],
    ) -> NoiseLearnerV3Result:
        """Submit a noise-learner job, wait for it to end, and return its result.

            result = client.noise_learner.run(boxes, backend=backend)
            result[0].terms[0]  # such as ("XZ", [0, 1], 0.0015)

        Args:
            instructions: Qiskit boxes with samplomatic's twirl annotation, `with circuit.box([Twirl()]):`, in the
                backend's instructions and on its qubits: a `QuantumCircuit` of such boxes, or instructions as in
                `circuit.data`. A box of gates is one layer of Clifford gates; a box of measurements measures each of
                its qubits once. Also QPY of a circuit of boxes: bytes, the wire format's wrapper, or a `pathlib.Path`.
                OpenQASM text is rejected, because the noise learner reads only QPY.
            backend: Name of a backend, or a backend. Optional inside a session.
            options: Noise learner options, as a dict or `NoiseLearnerV3Options`.
            schema_version: Schema version of the job: "v0.3", or "v0.1", "v0.2".
            session: Session or batch to run in, or its id. Defaults to that of `session.noise_learner`.
            timeout: Maximum wait in seconds after the submission; one day by default. The job keeps running after that.
            on_update: Called with the job once at the beginning and whenever its status changes.
            progress: Whether to show the job's status on stderr.
            polling: When to poll: a `Polling`, or an object with a `pause` method like it. Defaults to the client's.
            submission: Options common to all programs: `tags` (at most 7), `private`, `max_execution_time` (seconds of
                QPU time), `calibration_id`, `log_level`, `submission_tag`, `on_uncertain`, `advice`, `dry_run` (no QPU
                time, random values), `key` (the same key returns the same job), `on_failed`, `max_seconds` (maximum
                cost in QPU time). See `client.jobs.submit`.

        Returns:
            The noise of each instruction, in order: generators, rates and their standard deviations, as plain values
            and arrays; `result.to_qiskit()` converts each to Qiskit's `PauliLindbladMap`.

        Raises:
            ConfigurationError: An argument is invalid; the schema version has no such option; with `dry_run`, the
                backend has no mock device; or the job with this `key` differs. No job was created.
            SubmissionUncertainError: It is unknown whether the job was created.
            ApiError: The service rejected the job.
            JobTimeoutError: The timeout expired; the job keeps running.
            JobFailedError: The job failed; see `code` and `reason`.
            JobCancelledError: The job was cancelled, or used more QPU time than `max_execution_time`.
            ResultDecodeError: The result is invalid for the program, or exceeds the client's `max_result_bytes`.
        """
        check_wait(timeout, on_update, polling, progress=progress)
        job = self.submit(
            instructions,
            backend=backend,
            options=options,
            schema_version=schema_version,
            session=session,
            **submission,
        )
        return wait_for_result(job, timeout, on_update=on_update, progress=progress, polling=polling)
