"""Every error that leaves this package, as one tree.

QrtError
├── ConfigurationError            invalid input or settings; nothing was sent
│   └── BudgetExceededError       the job may cost more than it may, or than is left; nothing was sent
├── TransportError                no answer: connection, timeout, broken encoding
│   └── PartialResultError        a result that can be read once broke off; what arrived is kept
├── ApiError                      the service answered, and refused
│   ├── AuthenticationError       401, or IAM refused the API key
│   ├── PermissionDeniedError     403
│   ├── NotFoundError             404
│   ├── ConflictError             409
│   ├── RateLimitError            429
│   ├── ServerError               5xx
│   └── UnexpectedResponseError   HTML, not JSON, or JSON of another shape
├── JobFailedError                the job ended as Failed
├── JobCancelledError             the job was cancelled, by a person or for running too long
├── JobTimeoutError               we stopped waiting; the job goes on
├── SubmissionsStoppedError       one of many could not be submitted; those before it are kept
├── SubmissionUncertainError      whether a job was created is not known
└── ResultDecodeError             the result is here, but it is not what its program promises

CircuitWarning (a UserWarning) is not an error: the circuit runs, but perhaps not as it was meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

__all__ = [
    "ApiError",
    "AuthenticationError",
    "BudgetExceededError",
    "CircuitWarning",
    "ConfigurationError",
    "ConflictError",
    "JobCancelledError",
    "JobFailedError",
    "JobTimeoutError",
    "NotFoundError",
    "PartialResultError",
    "PermissionDeniedError",
    "ProgramRetiredWarning",
    "QrtError",
    "RateLimitError",
    "ResultDecodeError",
    "ServerError",
    "SubmissionUncertainError",
    "SubmissionsStoppedError",
    "TransportError",
    "UnexpectedResponseError",
]


class QrtError(Exception):
    """Base of every error raised by this package.

    Attributes:
        submission_tag: The tag of the submission that failed, of errors that a submission raises, or None.
            `client.jobs.find_submission(tag)` finds the job if there is one.
    """

    submission_tag: str | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        # Errors cross process borders (Dask, multiprocessing), and the default rebuild calls __init__ with the
        # message alone, which loses the fields and fails for constructors that ask for more.
        return (_rebuild, (type(self), self.args, self._portable_state()))

    def _portable_state(self) -> dict[str, Any]:
        # A job holds its client, whose connections and secrets stay in their process; `job_id` travels.
        live = {"job": None, "pending": ()}
        return {name: live.get(name, value) for name, value in self.__dict__.items()}

    def __str__(self) -> str:
        text, job_id = self._text(), self.__dict__.get("job_id")
        # Each error of a wait names its job, also one about the token or about a list of jobs.
        return text if job_id is None or job_id in text else f"job {job_id}: {text}"

    def _text(self) -> str:
        return super().__str__()


def _rebuild(cls: type[QrtError], args: tuple[Any, ...], state: dict[str, Any]) -> QrtError:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class CircuitWarning(UserWarning):
    """A circuit that runs, but perhaps not as it was meant: it uses a broken qubit, or redefines a native gate."""


class ProgramRetiredWarning(UserWarning):
    """The service no longer has a program, and the client goes on by the program `executor`.

        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ProgramRetiredWarning)
            job = client.sampler.submit(circuit, backend=backend)

    It comes once for each client. Where a filter makes it an error, nothing was submitted. How a program fares then is shown by
    `RuntimeClient.local(scenario={"retired_programs": ["sampler", "estimator"]})`.
    """


class ConfigurationError(QrtError, ValueError):
    """Invalid input or settings; the message names the value and what would be accepted.

    Nothing was sent.

    Attributes:
        job_rejected: True when each argument is valid, and the service or the backend would reject the job all the same.
    """

    job_rejected: bool = False


class ExpectedCost(Protocol):
    """What a job was expected to cost: an `Estimate`, as an error has it."""

    @property
    def backend(self) -> str:
        """The backend that it is an estimate for."""
        ...

    @property
    def seconds(self) -> float:
        """Seconds of QPU time, not rounded."""
        ...

    @property
    def executions(self) -> int:
        """Circuits times shots."""
        ...

    @property
    def lower_bound(self) -> bool:
        """Whether it may cost more."""
        ...

    @property
    def unknown(self) -> tuple[str, ...]:
        """What could not be known, in words."""
        ...

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What the figures rest on, in words."""
        ...


class BudgetExceededError(ConfigurationError):
    """The job may cost more than `max_seconds`, or than the client's budget or the instance has left.

    Nothing was sent.

        try:
            client.sampler.submit(circuit, backend=backend, max_seconds=20)
        except BudgetExceededError as error:
            print(error.needed_seconds, error.estimate)

    All figures are seconds of QPU time. What was assumed stands in the message and in `estimate.assumptions`.

    Attributes:
        needed_seconds: What would have been reserved for the job, or for all jobs of a series.
        max_seconds: What the submission was given as `max_seconds`, or None.
        budget_seconds: The client's budget, or None without one.
        used_seconds: What jobs within the budget were charged, as far as that is settled; None without a budget.
        reserved_seconds: What is reserved for jobs whose charge is not settled; None without a budget.
        remaining_seconds: What the instance has left, or None where that is not known, or not in seconds.
        estimate: The estimate, or None where there is none.
    """

    def __init__(
        self,
        message: str,
        *,
        needed_seconds: float | None = None,
        max_seconds: float | None = None,
        budget_seconds: float | None = None,
        used_seconds: float | None = None,
        reserved_seconds: float | None = None,
        remaining_seconds: float | None = None,
        estimate: ExpectedCost | None = None,
    ) -> None:
        super().__init__(message)
        self.needed_seconds = needed_seconds
        self.max_seconds = max_seconds
        self.budget_seconds = budget_seconds
        self.used_seconds = used_seconds
        self.reserved_seconds = reserved_seconds
        self.remaining_seconds = remaining_seconds
        self.estimate = estimate


class TransportError(QrtError):
    """No usable answer arrived: connection refused or cut, timeout, broken content encoding.

    Attributes:
        method: HTTP method of the request, or None.
        path: Path of the request, without host and query, or None.
        may_have_arrived: False only when the request surely never reached the service (no connection was made).
        job_id: Id of the job that was waited for or whose result was fetched, or None.
    """

    job_id: str | None = None

    def __init__(
        self,
        message: str,
        *,
        method: str | None = None,
        path: str | None = None,
        may_have_arrived: bool = True,
    ) -> None:
        super().__init__(message)
        self.method = method
        self.path = path
        self.may_have_arrived = may_have_arrived


class PartialResultError(TransportError):
    """The download of a result that can be read once broke off.

    The service may have deleted the result by now, so nothing was sent again. `job.result()` asks once more.

    Attributes:
        saved_to: The file with the bytes that arrived, or None when no place could be written to.
        body: The bytes that arrived, when there is no file; else None.
        size: How many arrived.
    """

    def __init__(
        self,
        message: str,
        *,
        method: str | None = None,
        path: str | None = None,
        saved_to: Path | None = None,
        body: bytes | None = None,
        size: int = 0,
    ) -> None:
        super().__init__(message, method=method, path=path)
        self.saved_to = saved_to
        self.body = body
        self.size = size


class ApiError(QrtError):
    """The service answered with an error.

        try:
            client.jobs.get("d0000000000000000000")
        except NotFoundError as error:
            assert (error.status, error.code) == (404, 1291)

    Attributes:
        status: HTTP status.
        code: The service's own error code: an int, seldom a string ("not_found"), or None.
            The registry is at https://quantum.cloud.ibm.com/docs/errors.
        message: What went wrong, in the service's words.
        solution: What the service advises, or None.
        more_info: An address with more, or None.
        trace: Id of the request, for IBM's support, or None.
        retry_after: Seconds the service asks to wait, or None.
        method: HTTP method of the request.
        path: Path of the request, without host and query.
        hint: What this package adds from its knowledge of the service, or None.
        job_id: Id of the job that was waited for or whose result was fetched, or None.
        from_service: False when the body is not in the form of the service's own errors: it may be an intermediary's
            answer, and what the service did is not known.
    """

    job_id: str | None = None

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: int | str | None = None,
        solution: str | None = None,
        more_info: str | None = None,
        trace: str | None = None,
        retry_after: float | None = None,
        method: str | None = None,
        path: str | None = None,
        hint: str | None = None,
        from_service: bool = True,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.code = code
        self.solution = solution
        self.more_info = more_info
        self.trace = trace
        self.retry_after = retry_after
        self.method = method
        self.path = path
        self.hint = hint
        self.from_service = from_service

    def _text(self) -> str:
        parts = [_sentence(self.message)]
        parts.extend(_sentence(text) for text in (self.solution, self.hint) if text)
        where = " ".join(str(part) for part in (self.method, self.path) if part)
        facts = [
            f"HTTP {self.status}" if self.status is not None else "",
            f"code {self.code}" if self.code is not None else "",
            where,
            f"trace {self.trace}" if self.trace else "",
            self.more_info or "",
        ]
        stated = ", ".join(fact for fact in facts if fact)
        return " ".join(parts) + (f" ({stated})" if stated else "")


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


class AuthenticationError(ApiError):
    """IAM refused the API key, or the service refused the token (401)."""


class PermissionDeniedError(ApiError):
    """403: the credentials are good, but not for this."""


class NotFoundError(ApiError):
    """404: no such job, session, backend or instance, or not for these credentials."""


class ConflictError(ApiError):
    """409: not in the state that this call needs, or the instance's usage limit is reached."""


class RateLimitError(ApiError):
    """429: too many requests; `retry_after` is the number of seconds to wait, or None."""


class ServerError(ApiError):
    """5xx: the service, or the network edge before it, failed."""


class UnexpectedResponseError(ApiError):
    """An answer that is not what this call returns: HTML, not JSON, cut short, or JSON of another shape."""


class JobHandle(Protocol):
    """The job that an error is about: a `Job`, or an `AsyncJob`, whose methods are awaited.

    What its methods return depends on which of them it is, and on the job's program, so that it is `Any` here.
    """

    @property
    def id(self) -> str:
        """The job's id."""
        ...

    @property
    def status(self) -> str:
        """`Queued`, `Running`, `Completed`, `Cancelled`, `Cancelled - Ran too long`, `Failed`, or a status added later."""
        ...

    @property
    def ended(self) -> bool:
        """Whether the status is final."""
        ...

    @property
    def backend(self) -> str | None:
        """Name of the backend, or None when the service left it out."""
        ...

    @property
    def program_id(self) -> str | None:
        """The program: `sampler`, `estimator`, ..., or None when the service left it out."""
        ...

    @property
    def created(self) -> datetime | None:
        """When it was submitted, aware, in UTC, or None while that is not known."""
        ...

    @property
    def tags(self) -> tuple[str, ...]:
        """The caller's tags."""
        ...

    @property
    def session_id(self) -> str | None:
        """Id of its session or batch, or None."""
        ...

    @property
    def submission_tag(self) -> str | None:
        """The tag that its submission carried, or None."""
        ...

    def refresh(self) -> Any:
        """Ask for the job's present state."""
        ...

    def wait(self, timeout: float = ...) -> Any:
        """Wait until the job has ended.

        Args:
            timeout: Seconds to wait at most; a day when not given.
        """
        ...

    def result(self, timeout: float = ...) -> Any:
        """Wait until the job has ended, and return its result.

        Args:
            timeout: Seconds to wait at most; a day when not given.
        """
        ...

    def cancel(self) -> Any:
        """Ask the service to cancel the job."""
        ...

    def delete(self) -> Any:
        """Delete the job and its data."""
        ...

    def logs(self) -> Any:
        """Return the job's log as text."""
        ...

    def metrics(self) -> Any:
        """Return when the job was created, ran and ended, and what it used."""
        ...


class JobFailedError(QrtError):
    """The job ended as Failed.

        try:
            result = job.result()
        except JobFailedError as error:
            print(error.code, error.reason, error.job.logs())

    Attributes:
        job_id: Id of the job.
        code: Reason code, such as 1517 (the circuit does not fit the backend's instruction set), or None.
        reason: The service's reason, or None.
        solution: What the service advises, or None.
        job: The job itself; None only in a copy that was made by pickling.
    """

    def __init__(
        self,
        message: str,
        *,
        job_id: str,
        code: int | None = None,
        reason: str | None = None,
        solution: str | None = None,
        job: JobHandle | None = None,
    ) -> None:
        super().__init__(message)
        self.job_id = job_id
        self.code = code
        self.reason = reason
        self.solution = solution
        self.job: JobHandle = cast("JobHandle", job)  # none only in a copy from another process


class JobCancelledError(QrtError):
    """The job was cancelled: by a person, or by the service because it ran longer than it may.

    Attributes:
        job_id: Id of the job.
        ran_too_long: True when the service stopped it (reason code 1305).
        code: Reason code, or None: a job that a person cancelled carries none.
        reason: The service's reason, or None.
        job: The job itself; None only in a copy that was made by pickling.
    """

    def __init__(
        self,
        message: str,
        *,
        job_id: str,
        ran_too_long: bool = False,
        code: int | None = None,
        reason: str | None = None,
        job: JobHandle | None = None,
    ) -> None:
        super().__init__(message)
        self.job_id = job_id
        self.ran_too_long = ran_too_long
        self.code = code
        self.reason = reason
        self.job: JobHandle = cast("JobHandle", job)  # none only in a copy from another process


class JobTimeoutError(QrtError, TimeoutError):
    """We stopped waiting.

    The job goes on and can be waited for again.

        try:
            job.wait(timeout=60)
        except JobTimeoutError as error:
            error.job.cancel()

    Attributes:
        job_id: Id of the job (of the first one still going, when several were waited for).
        job: The job itself; None only in a copy that was made by pickling.
        pending: All jobs that had not ended, when several were waited for.
    """

    def __init__(
        self,
        message: str,
        *,
        job_id: str,
        job: JobHandle | None = None,
        pending: tuple[JobHandle, ...] = (),
    ) -> None:
        super().__init__(message)
        self.job_id = job_id
        self.job: JobHandle = cast("JobHandle", job)  # none only in a copy from another process
        self.pending = pending


class SubmissionUncertainError(QrtError):
    """Whether the service created a job (or a session) is not known; the message says what was sent and what happened.

    Attributes:
        tag: The unique tag of this submission, or None when it was sent without one.
            `client.jobs.find_submission(tag)` finds the job if there is one.
    """

    def __init__(self, message: str, *, tag: str | None) -> None:
        super().__init__(message)
        self.tag = tag


class SubmissionsStoppedError(QrtError):
    """One of many jobs could not be submitted; its cause is `__cause__`.

    Attributes:
        jobs: The jobs submitted before it, in order.
        remaining: How many were not submitted, the one that failed among them.
    """

    def __init__(self, message: str, *, jobs: tuple[JobHandle, ...], remaining: int) -> None:
        super().__init__(message)
        self.jobs = jobs
        self.remaining = remaining


class ResultDecodeError(QrtError):
    """The result arrived but cannot be decoded.

    Attributes:
        program_id: The program that made it, or None.
        saved_to: Where the bytes are kept, when they can be fetched only once, or None.
        job_id: Id of the job whose result was fetched, or None.
        body: The bytes themselves, when they can be fetched only once and no place could be written to; else None.
    """

    job_id: str | None = None

    def __init__(
        self,
        message: str,
        *,
        program_id: str | None = None,
        saved_to: Path | None = None,
        body: bytes | None = None,
    ) -> None:
        super().__init__(message)
        self.program_id = program_id
        self.saved_to = saved_to
        self.body = body


BY_STATUS: Final[Mapping[int, type[ApiError]]] = {
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    429: RateLimitError,
}
