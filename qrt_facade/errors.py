"""The exceptions raised by this package, in one hierarchy.

QrtError
├── ConfigurationError            an argument or a setting is invalid; nothing was sent
│   └── BudgetExceededError       the job may exceed its limit or what is left of the budget; nothing was sent
├── TransportError                no usable response: connection, timeout, invalid encoding
│   └── PartialResultError        the download of a read-once result was cut short; the received bytes are saved
├── ApiError                      the service returned an error
│   ├── AuthenticationError       401, or IAM refused the API key
│   ├── PermissionDeniedError     403
│   ├── NotFoundError             404
│   ├── ConflictError             409
│   ├── RateLimitError            429
│   ├── ServerError               5xx
│   └── UnexpectedResponseError   HTML, not JSON, or JSON of an unexpected shape
├── JobFailedError                the job failed
├── JobCancelledError             the job was cancelled, by a user or because it ran too long
├── JobTimeoutError               the wait timed out; the job keeps running
├── SubmissionsStoppedError       a job of a series could not be submitted; those before it were
├── SubmissionUncertainError      it is unknown whether the job was created
└── ResultDecodeError             the result arrived but is not valid for its program

`CircuitWarning` and `ProgramRetiredWarning` are warnings (`UserWarning`), not errors.
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
    """Base class of all errors raised by this package.

    Attributes:
        submission_tag: The tag of the failed submission, on errors raised while submitting; otherwise None.
            `client.jobs.find_submission(tag)` finds the job if it exists.
    """

    submission_tag: str | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        # Errors are pickled between processes (Dask, multiprocessing). The default calls __init__ with only the
        # message, which loses the fields and fails for constructors with required arguments.
        return (_rebuild, (type(self), self.args, self._portable_state()))

    def _portable_state(self) -> dict[str, Any]:
        # A job references its client, whose connections and secrets must not leave the process; `job_id` is kept.
        live = {"job": None, "pending": ()}
        return {name: live.get(name, value) for name, value in self.__dict__.items()}

    def __str__(self) -> str:
        text, job_id = self._text(), self.__dict__.get("job_id")
        # Every error raised while waiting names its job, including errors about the token or the list of jobs.
        return text if job_id is None or job_id in text else f"job {job_id}: {text}"

    def _text(self) -> str:
        return super().__str__()


def _rebuild(cls: type[QrtError], args: tuple[Any, ...], state: dict[str, Any]) -> QrtError:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class CircuitWarning(UserWarning):
    """Issued for a circuit that runs but may be wrong: it uses a faulty qubit or redefines a native gate."""


class ProgramRetiredWarning(UserWarning):
    """Issued when the service has retired a program and the client uses the program `executor` instead.

        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ProgramRetiredWarning)
            job = client.sampler.submit(circuit, backend=backend)

    It is issued once per client. If a warning filter turns it into an error, nothing is submitted. To test code against
    retired programs, use `RuntimeClient.local(scenario={"retired_programs": ["sampler", "estimator"]})`.
    """


class ConfigurationError(QrtError, ValueError):
    """Raised when an argument or a setting is invalid; the message names the value and what is accepted.

    Nothing was sent.

    Attributes:
        job_rejected: True when every argument is valid, but the service or the backend would reject the job.
    """

    job_rejected: bool = False


class ExpectedCost(Protocol):
    """The expected cost of a job: an `Estimate`, as attached to an error."""

    @property
    def backend(self) -> str:
        """The backend that the estimate applies to."""
        ...

    @property
    def seconds(self) -> float:
        """Estimated QPU time in seconds, not rounded."""
        ...

    @property
    def executions(self) -> int:
        """Number of circuit executions: circuits times shots."""
        ...

    @property
    def lower_bound(self) -> bool:
        """Whether the actual cost may be higher."""
        ...

    @property
    def unknown(self) -> tuple[str, ...]:
        """Descriptions of what could not be determined."""
        ...

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Descriptions of the assumptions behind the figures."""
        ...


class BudgetExceededError(ConfigurationError):
    """Raised when a job may cost more than `max_seconds`, or than the client's budget or the instance has left.

    Nothing was sent.

        try:
            client.sampler.submit(circuit, backend=backend, max_seconds=20)
        except BudgetExceededError as error:
            print(error.needed_seconds, error.estimate)

    All figures are seconds of QPU time. The message and `estimate.assumptions` list the assumptions.

    Attributes:
        needed_seconds: The amount that the job, or the whole series, would have reserved.
        max_seconds: The `max_seconds` passed to the submission, or None.
        budget_seconds: The client's budget, or None if it has none.
        used_seconds: The settled charges of jobs that count against the budget; None without a budget.
        reserved_seconds: The amount reserved for jobs whose charge is not settled yet; None without a budget.
        remaining_seconds: What is left of the instance's limit, or None if unknown or not given in seconds.
        estimate: The job's estimate, or None.
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
    """Raised when no usable response arrived: connection refused or cut, timeout, invalid content encoding.

    Attributes:
        method: HTTP method of the request, or None.
        path: Path of the request, without host and query, or None.
        may_have_arrived: False only if the request certainly did not reach the service (no connection was made).
        job_id: Id of the job that was being waited for or whose result was being fetched, or None.
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
    """Raised when the download of a result that can be read only once was cut short.

    The service may already have deleted the result, so the request was not retried. `job.result()` tries again.

    Attributes:
        saved_to: The file with the received bytes, or None if no location was writable.
        body: The received bytes if they could not be saved to a file; otherwise None.
        size: Number of bytes received.
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
    """Raised when the service returned an error.

        try:
            client.jobs.get("d0000000000000000000")
        except NotFoundError as error:
            assert (error.status, error.code) == (404, 1291)

    Attributes:
        status: HTTP status.
        code: The service's error code: an int, rarely a string ("not_found"), or None.
            The registry is at https://quantum.cloud.ibm.com/docs/errors.
        message: The service's description of the error.
        solution: The solution suggested by the service, or None.
        more_info: URL with more information, or None.
        trace: Id of the request, to quote to IBM support, or None.
        retry_after: Number of seconds after which the service asks to retry, or None.
        method: HTTP method of the request.
        path: Path of the request, without host and query.
        hint: Advice added by this package, or None.
        job_id: Id of the job that was being waited for or whose result was being fetched, or None.
        from_service: False if the response body does not have the format of the service's errors. It may then come from
            an intermediary, and it is unknown whether the service processed the request.
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
    """Raised when IAM rejects the API key or the service rejects the token (401)."""


class PermissionDeniedError(ApiError):
    """Raised for 403: the credentials are valid but do not permit this operation."""


class NotFoundError(ApiError):
    """Raised for 404: the job, session, backend or instance does not exist or is not visible to these credentials."""


class ConflictError(ApiError):
    """Raised for 409: the resource is in the wrong state for this call, or the instance's usage limit is reached."""


class RateLimitError(ApiError):
    """Raised for 429: too many requests; `retry_after` is the number of seconds to wait, or None."""


class ServerError(ApiError):
    """Raised for 5xx: the service, or a network intermediary in front of it, failed."""


class UnexpectedResponseError(ApiError):
    """Raised for an invalid response: HTML, not JSON, truncated, or JSON of an unexpected shape."""


class JobHandle(Protocol):
    """The job that an error refers to: a `Job`, or an `AsyncJob`, whose methods are awaited.

    What its methods return depends on the class and on the job's program; here it is annotated as `Any`.
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
        """Name of the backend, or None if the service did not report it."""
        ...

    @property
    def program_id(self) -> str | None:
        """The program: `sampler`, `estimator`, ..., or None if the service did not report it."""
        ...

    @property
    def created(self) -> datetime | None:
        """Time of submission (aware, UTC), or None while unknown."""
        ...

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags set by the caller."""
        ...

    @property
    def session_id(self) -> str | None:
        """Id of the job's session or batch, or None."""
        ...

    @property
    def submission_tag(self) -> str | None:
        """The tag added to its submission, or None."""
        ...

    def refresh(self) -> Any:
        """Fetch the job's current state."""
        ...

    def wait(self, timeout: float = ...) -> Any:
        """Wait until the job ends.

        Args:
            timeout: Maximum wait in seconds; one day by default.
        """
        ...

    def result(self, timeout: float = ...) -> Any:
        """Wait until the job ends and return its result.

        Args:
            timeout: Maximum wait in seconds; one day by default.
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
        """Return the job's timestamps and usage."""
        ...


class JobFailedError(QrtError):
    """Raised when a job has failed.

        try:
            result = job.result()
        except JobFailedError as error:
            print(error.code, error.reason, error.job.logs())

    Attributes:
        job_id: Id of the job.
        code: Reason code, such as 1517 (the circuit does not fit the backend's instruction set), or None.
        reason: The reason given by the service, or None.
        solution: The solution suggested by the service, or None.
        job: The job; None only on an error that was unpickled.
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
        self.job: JobHandle = cast("JobHandle", job)  # None only after unpickling


class JobCancelledError(QrtError):
    """Raised when a job was cancelled, by a user or by the service because it ran too long.

    Attributes:
        job_id: Id of the job.
        ran_too_long: True when the service stopped it (reason code 1305).
        code: Reason code, or None; a job cancelled by a user has none.
        reason: The reason given by the service, or None.
        job: The job; None only on an error that was unpickled.
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
        self.job: JobHandle = cast("JobHandle", job)  # None only after unpickling


class JobTimeoutError(QrtError, TimeoutError):
    """Raised when the timeout of a wait expires.

    The job keeps running and can be waited for again.

        try:
            job.wait(timeout=60)
        except JobTimeoutError as error:
            error.job.cancel()

    Attributes:
        job_id: Id of the job; when waiting for several, of the first one that has not ended.
        job: The job; None only on an error that was unpickled.
        pending: All jobs that have not ended, when waiting for several.
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
        self.job: JobHandle = cast("JobHandle", job)  # None only after unpickling
        self.pending = pending


class SubmissionUncertainError(QrtError):
    """Raised when it is unknown whether the service created a job (or a session); the message describes what happened.

    Attributes:
        tag: The unique tag of this submission, or None if it had none. `client.jobs.find_submission(tag)` finds the job
            if it exists.
    """

    def __init__(self, message: str, *, tag: str | None) -> None:
        super().__init__(message)
        self.tag = tag


class SubmissionsStoppedError(QrtError):
    """Raised when a job of a series could not be submitted; `__cause__` is the reason.

    Attributes:
        jobs: The jobs already submitted, in order.
        remaining: Number of jobs not submitted, including the one that failed.
    """

    def __init__(self, message: str, *, jobs: tuple[JobHandle, ...], remaining: int) -> None:
        super().__init__(message)
        self.jobs = jobs
        self.remaining = remaining


class ResultDecodeError(QrtError):
    """Raised when a result arrived but cannot be decoded.

    Attributes:
        program_id: The program that produced the result, or None.
        saved_to: The file in which the bytes of a read-once result are saved, or None.
        job_id: Id of the job whose result was being fetched, or None.
        body: The bytes of a read-once result if they could not be saved to a file; otherwise None.
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
