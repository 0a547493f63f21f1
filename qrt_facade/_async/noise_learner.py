"""The noise learner: boxed instructions in, the noise of each out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack, cast

from qrt_facade._async.job import wait_for_result
from qrt_facade._base.boundary import error_boundary
from qrt_facade._base.resources import Resource
from qrt_facade._policy.submission_options import SubmissionOptions  # noqa: TC001 - looked up when a keyword is checked
from qrt_facade._policy.waiting import DEFAULT_TIMEOUT, check_wait
from qrt_facade._service.names import backend_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from qrt_facade._async.job import AsyncJob
    from qrt_facade._async.jobs import AsyncJobs
    from qrt_facade._policy.polling import PollingStrategy
    from qrt_facade._programs.noise_learner_v3 import BoxedInstructions, LearnerSchemaVersion
    from qrt_facade._programs.options.dicts import NoiseLearnerV3OptionsDict
    from qrt_facade._programs.options.noise_learner_v3 import NoiseLearnerV3Options
    from qrt_facade._service.names import BackendOrName, SessionOrId
    from qrt_facade.results import NoiseLearnerV3Result


@error_boundary
class AsyncNoiseLearner(Resource):
    """Learns the noise of boxed instructions as Pauli-Lindblad maps: the third version of the program `noise-learner`.

    The second version, which IBM's client deprecates, runs by `client.jobs.submit("noise-learner", params)`.
    """

    def __init__(self, jobs: AsyncJobs, *, session: SessionOrId | None = None) -> None:
        self._jobs = jobs
        self._session = session

    async def submit(
        self,
        instructions: BoxedInstructions,
        *,
        backend: BackendOrName | None = None,
        options: NoiseLearnerV3Options | NoiseLearnerV3OptionsDict | None = None,
        schema_version: LearnerSchemaVersion = "v0.3",
        session: SessionOrId | None = None,
        **submission: Unpack[SubmissionOptions],
    ) -> AsyncJob[NoiseLearnerV3Result]:
        """Submit a noise-learner job and return it without waiting.

            job = await client.noise_learner.submit(boxes, backend=backend)
            (await job.result())[0].rates

        Args:
            instructions: Boxes of Qiskit with a twirl of samplomatic, `with circuit.box([Twirl()]):`, in the backend's own
                instructions and on its qubits: a `QuantumCircuit` of such boxes, or instructions as those of `circuit.data`.
                A box of gates is one layer of Clifford gates; a box of measurements measures each of its qubits once. Or QPY
                of a circuit of boxes, as bytes, in the wire's wrapper, or a `pathlib.Path` to it. OpenQASM text is refused,
                because the noise learner reads QPY alone.
            backend: Name of a backend, or a backend. Optional inside a session, which has one.
            options: Options of the learning, as a dict or `NoiseLearnerV3Options`.
            schema_version: Version of the schema that the job is written in: "v0.3", or "v0.1", "v0.2".
            session: A session or batch, or its id; that of `session.noise_learner` by default.
            submission: What every program takes: `tags` (at most 7 strings), `private`, `max_execution_time` (seconds of
                QPU time), `calibration_id`, `log_level`, `submission_tag`, `on_uncertain`, `advice`, `dry_run`
                (no QPU time, random values), `key` (the same key returns the same job), `on_failed`,
                `max_seconds` (of QPU time that it may cost at most); see `client.jobs.submit`.

        Raises:
            ConfigurationError: An argument is invalid, an option is not known to the schema version, with `dry_run` the
                backend has no mock device, or the job of its `key` was submitted with something else; no job was created.
            SubmissionUncertainError: Whether the job exists is not known.
            ApiError: The service refused.
        """
        from qrt_facade._programs.noise_learner_v3 import noise_learner_v3_params

        session = self._session if session is None else session
        params = noise_learner_v3_params(instructions, options=options, schema_version=schema_version)
        backend = backend_for("noise learner", backend, session)
        job = await self._jobs.submit("noise-learner", params, backend=backend, session=session, **submission)
        # What the program returns depends on the version of its params.
        return cast("AsyncJob[NoiseLearnerV3Result]", job)

    async def run(
        self,
        instructions: BoxedInstructions,
        *,
        backend: BackendOrName | None = None,
        options: NoiseLearnerV3Options | NoiseLearnerV3OptionsDict | None = None,
        schema_version: LearnerSchemaVersion = "v0.3",
        session: SessionOrId | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        on_update: Callable[[AsyncJob[NoiseLearnerV3Result]], object] | None = None,
        progress: bool = False,
        polling: PollingStrategy | None = None,
        **submission: Unpack[SubmissionOptions],
    ) -> NoiseLearnerV3Result:
        """Submit a noise-learner job, wait for its end, and return its result.

            result = await client.noise_learner.run(boxes, backend=backend)
            result[0].terms[0]  # such as ("XZ", [0, 1], 0.0015)

        Args:
            instructions: Boxes of Qiskit with a twirl of samplomatic, `with circuit.box([Twirl()]):`, in the backend's own
                instructions and on its qubits: a `QuantumCircuit` of such boxes, or instructions as those of `circuit.data`.
                A box of gates is one layer of Clifford gates; a box of measurements measures each of its qubits once. Or QPY
                of a circuit of boxes, as bytes, in the wire's wrapper, or a `pathlib.Path` to it. OpenQASM text is refused,
                because the noise learner reads QPY alone.
            backend: Name of a backend, or a backend. Optional inside a session, which has one.
            options: Options of the learning, as a dict or `NoiseLearnerV3Options`.
            schema_version: Version of the schema that the job is written in: "v0.3", or "v0.1", "v0.2".
            session: A session or batch, or its id; that of `session.noise_learner` by default.
            timeout: Seconds to wait from the submission on; a day when not given. The job goes on when they are over.
            on_update: Called with the job whenever its status has changed, and once at the beginning.
            progress: Show how the job stands on stderr.
            polling: When to ask: a `Polling`, or an object with its method `pause`; as the client has it when not given.
            submission: What every program takes: `tags` (at most 7 strings), `private`, `max_execution_time` (seconds of
                QPU time), `calibration_id`, `log_level`, `submission_tag`, `on_uncertain`, `advice`, `dry_run`
                (no QPU time, random values), `key` (the same key returns the same job), `on_failed`,
                `max_seconds` (of QPU time that it may cost at most); see `client.jobs.submit`.

        Returns:
            The noise of each instruction, in order: generators, rates and their standard deviations, as plain values and
            arrays; `result.to_qiskit()` makes Qiskit's `PauliLindbladMap` of each.

        Raises:
            ConfigurationError: An argument is invalid, an option is not known to the schema version, with `dry_run` the
                backend has no mock device, or the job of its `key` was submitted with something else; no job was created.
            SubmissionUncertainError: Whether the job exists is not known.
            ApiError: The service refused.
            JobTimeoutError: The time is up; the job goes on.
            JobFailedError: The job failed; `code` and `reason` say why.
            JobCancelledError: The job was cancelled, or used more QPU time than `max_execution_time`.
            ResultDecodeError: The result is not what the program promises, or larger than the client's `max_result_bytes`.
        """
        check_wait(timeout, on_update, polling, progress=progress)
        job = await self.submit(
            instructions,
            backend=backend,
            options=options,
            schema_version=schema_version,
            session=session,
            **submission,
        )
        return await wait_for_result(job, timeout, on_update=on_update, progress=progress, polling=polling)
