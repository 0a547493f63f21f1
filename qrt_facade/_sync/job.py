# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""A job: its state, waiting for it, and its result."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

from qrt_facade._base.boundary import error_boundary
from qrt_facade._base.coerce import mapping_of
from qrt_facade._base.lazy import lazy_property
from qrt_facade._base.missing import AttributeText
from qrt_facade._base.secrets import safe_repr
from qrt_facade._display.html import html_of
from qrt_facade._policy import deadlines, timing
from qrt_facade._policy.progress import reporter
from qrt_facade._policy.results import ResultWindow
from qrt_facade._policy.waiting import (
    DEFAULT_TIMEOUT,
    Appearance,
    CancelAttempts,
    WaitPlan,
    naming_jobs,
    timed_out,
)
from qrt_facade._service.identity import check_id, check_is_of_a_job
from qrt_facade._service.job_answers import is_job
from qrt_facade._service.jobs import JobError, JobState, error_for
from qrt_facade._service.names import (
    KEYED_TAGS,
    checked_caller_tags,
    internal_tags,
    key_tag_of,
    submission_tag_of,
)
from qrt_facade._service.statuses import COMPLETED, JOB_NOT_FOUND_CODE, RUNNING
from qrt_facade._sync.connection import answer_of
from qrt_facade.errors import ConflictError, NotFoundError, QrtError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from types import UnionType

    from qrt_client.types import Response

    from qrt_facade._policy.polling import PollingStrategy
    from qrt_facade._service.job_metrics import Metrics
    from qrt_facade._service.names import TagList
    from qrt_facade._service.usage import JobUsage
    from qrt_facade._sync.connection import Connection
    from qrt_facade._sync.identity import Identity
    from qrt_facade._sync.results import ResultReader
    from qrt_facade.errors import ApiError
    from qrt_facade.results.decoding import JobResult

T = TypeVar("T")
if TYPE_CHECKING:
    from typing_extensions import (
        TypeVar as TypeVarWithDefault,  # type checkers bring it along
    )

    R_co = TypeVarWithDefault("R_co", covariant=True, default=JobResult)
else:
    R_co = TypeVar("R_co", covariant=True)


@error_boundary
class Job(Generic[R_co]):
    """A job on the service.

    Type checkers know the type of its result: `client.sampler.submit` returns `Job[SamplerResult]`. The result type of
    a plain `Job`, such as one fetched by its id, is unknown. See `result`.

        job = client.sampler.submit(circuit, backend="ibm_fez", shots=100)
        result = job.result(timeout=600)
        result[0].c.counts()                     # such as {"00": 49, "11": 51}

    The attributes show the state at the last `refresh()` or `wait()`; reading them makes no request.

    Attributes:
        id: The job's id.
    """

    def __init__(
        self,
        connection: Connection,
        state: JobState,
        *,
        accepted: bool = False,
        identity: Identity | None = None,
        messages: Sequence[str] = (),
        asked_shots: Sequence[int | None] | None = None,
        adopted_by: str | None = None,
    ) -> None:
        """Create a job object.

        Args:
            connection: The connection used for requests about the job.
            state: The known state of the job.
            accepted: Whether the service has just accepted the job, so that it may not be visible everywhere yet.
            identity: Verifies that the job belongs to its submission; None for a job fetched by its id.
            messages: The messages that the service returned when it accepted the job.
            asked_shots: The shots of each PUB in the submission, None where none were set; None if unknown.
            adopted_by: The key by which a submission found the job; otherwise None.
        """
        self._connection = connection
        self._state = state
        self._accepted = timing.current().clock.monotonic() if accepted else None
        self._missing: ApiError | None = None
        self._adopted_by = adopted_by
        self._identity = identity
        self._messages = tuple(messages)
        self._asked_shots = asked_shots
        self._note_charge()

    @lazy_property
    def _reader(self) -> ResultReader:
        from qrt_facade._sync.results import ResultReader

        return ResultReader(self._connection, adopted_by=self._adopted_by)

    def _note_charge(self) -> None:
        """Record the job's charge in the client's budget, if it has one."""
        if self._connection.charges is not None:
            self._connection.charges.note(self._state)

    @property
    def id(self) -> str:
        """The job's id."""
        return self._state.id

    @property
    def status(self) -> str:
        """`Queued`, `Running`, `Completed`, `Cancelled`, `Cancelled - Ran too long`, `Failed`, or a status added later.

        `"Unknown"` if the service did not report it.
        """
        return AttributeText.of("job.status", self._state.status)

    @property
    def ended(self) -> bool:
        """Whether the job's status is final: completed, failed or cancelled."""
        return self._state.ended

    @property
    def backend(self) -> str | None:
        """Name of the backend, or None if the service did not report it."""
        return self._state.backend and AttributeText.of("job.backend", self._state.backend)

    @property
    def program_id(self) -> str | None:
        """The program: `sampler`, `estimator`, ..., or None if the service did not report it."""
        return self._state.program_id

    @property
    def created(self) -> datetime | None:
        """Time of submission (aware, UTC), or None until the service reports it; its response to `submit` does not."""
        return self._state.created

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags set by the caller, without those added to prevent duplicate submissions."""
        return self._state.tags

    @property
    def session_id(self) -> str | None:
        """Id of the job's session or batch, or None."""
        return self._state.session_id

    @property
    def user_id(self) -> str | None:
        """Id of the user who submitted it, such as `IBMid-0000000000` or `iam-ServiceId-...`; None while unknown.

        For a newly submitted job it is set by the first `refresh()` or wait. For your own jobs it equals
        `client.user_id()`.
        """
        return self._state.user_id

    @property
    def private(self) -> bool:
        """Whether the job is private: its parameters cannot be read, and its result can be read only once."""
        return self._state.private

    @property
    def dry_run(self) -> bool:
        """Whether it is a dry run on a mock device, which uses no QPU time and returns random values."""
        return self._state.dry_run

    @property
    def usage(self) -> JobUsage:
        """The job's charge: `value` in resource units (RUs), `seconds` of QPU time, and `status`.

            job.usage.value, job.usage.unit              # such as (2.5, "RU")

        A figure is None, never 0, until the charge is settled, and if the service does not report it.

        For a dry run it is what a real run would be charged; a dry run itself is free.

            job = client.sampler.submit(circuit, backend="ibm_fez", dry_run=True)
            (job.wait()).usage.value               # such as 7.5
        """
        return self._state.usage

    @property
    def usage_seconds(self) -> float | None:
        """Seconds of QPU time charged; None until settled, and if the service only reports RUs."""
        return self._state.usage_seconds

    @property
    def error(self) -> JobError | None:
        """Why it failed or was cancelled (code, message, solution), or None."""
        return self._state.reason

    @property
    def missing(self) -> bool:
        """Whether a wait for several jobs found that the job does not exist or is not visible to these credentials."""
        return self._missing is not None

    @property
    def missing_error(self) -> ApiError | None:
        """The service's error for a `missing` job, usually a NotFoundError; otherwise None."""
        return self._missing

    @property
    def submission_tag(self) -> str | None:
        """The tag added to its submission, or the tag of its key; None if it has neither."""
        return submission_tag_of(self._state.all_tags)

    @property
    def adopted(self) -> bool:
        """Whether a submission with a key returned this existing job instead of submitting a new one."""
        return self._adopted_by is not None or (self._identity is not None and self._identity.adopted)

    @property
    def messages(self) -> tuple[str, ...]:
        """Messages that the service returned when it accepted the job, such as that the quota is nearly used up."""
        return self._messages

    @property
    def state(self) -> JobState:
        """Everything known about the job."""
        return self._state

    def observe(self, state: JobState) -> bool:
        """Update the job from another response about it, such as an entry of the list of jobs.

        Args:
            state: The job's state in that response.

        Returns:
            False if it describes another job, or if only `refresh` can verify the job; nothing has changed then.
        """
        if state.id != self.id or (self._identity is not None and not self._identity.admits(state)):
            return False
        self._state = state.following(self._state)
        self._missing = None
        self._note_charge()
        return True

    def mark_missing(self, refusal: ApiError) -> None:
        """Record that the service does not know the job or does not show it to these credentials.

        Args:
            refusal: The service's error, which `result` then raises.
        """
        self._missing = refusal

    def refresh(self) -> Self:
        """Fetch the job's current state, without its parameters, and return the job.

            job.refresh()
            job.status                                   # "Completed"

        Raises:
            NotFoundError: The job does not exist or is not visible to these credentials (code 1291). A job submitted
                less than half a minute ago may not be visible yet; the request is repeated until then.
            UnexpectedResponseError: The response is for another job.
            SubmissionUncertainError: The response to its submission named another user's job, and no job has its tag.
        """
        self._take(self._retry_until_visible(self._description))
        return self

    def ask(self) -> None:
        """Fetch the state once, as `refresh` does but without repeating the request; waits repeat it themselves.

        Raises:
            QrtError: As raised by `refresh`.
        """
        self._take(self._description())

    def _description(self) -> Mapping[str, Any]:
        from qrt_client.api.jobs import get_job

        return self._connection.read_as(
            is_job, get_job.sync_detailed, self.id, client=self._connection.unread, exclude_params=True
        )

    def _take(self, answer: Mapping[str, Any]) -> None:
        """Check a response about this job and update the state from it."""
        check_is_of_a_job(answer)
        check_id("job", self.id, answer)
        state = JobState.of(answer, job_id=self.id)
        if self._identity is not None:
            state = self._identity.check(state)
        self._state = state.following(self._state)
        self._missing = None
        self._note_charge()

    def _confirm(self) -> None:
        """Verify that this is the job of its submission, before acting on it."""
        if self._identity is not None and not self._identity.confirmed:
            self.refresh()

    def _perform(self, operation: Callable[..., Response[T]], **arguments: Any) -> Response[T]:
        """Call an operation on this job, once it is visible."""
        call = partial(operation, self.id, client=self._connection.raw, **arguments)
        return self._retry_until_visible(call)

    def _retry_until_visible(self, ask: Callable[[], T]) -> T:
        """Make a request about this job, repeated while a newly accepted job is not visible yet."""
        appearance = Appearance(self._accepted)
        while True:
            try:
                return ask()
            except NotFoundError as error:
                time.sleep(appearance.pause(error))

    def wait(
        self,
        timeout: float = DEFAULT_TIMEOUT,
        *,
        on_update: Callable[[Self], object] | None = None,
        progress: bool = False,
        polling: PollingStrategy | None = None,
    ) -> Self:
        """Wait until the job has ended, whatever its status, and return it.

            job.wait(timeout=3600, on_update=lambda seen: print(seen.status))
            job.error                                    # None

        Polls after a quarter of a second, then after about a tenth of the time waited, at least every 30 s (5 s in a
        session), and more often again when the job starts to run; `polling` changes that. An outage of the network or
        the service does not end the wait before `timeout`: after three minutes a `RuntimeWarning` reports it, and
        polling continues once a minute. If the wait is interrupted (Ctrl-C), the job keeps running.

        Args:
            timeout: Maximum wait in seconds, including network outages; one day by default. With 0, polls once.
            on_update: Called with the job once at the beginning and whenever its status changes.
            progress: Whether to show the job's status on stderr.
            polling: When to poll: a `Polling`, or an object with a `pause` method like it. Defaults to the client's.

        Raises:
            ConfigurationError: `timeout` is not a number of seconds, `on_update` is not callable, or `polling` does not
                return pauses.
            JobTimeoutError: The timeout expired; the job keeps running. The message says why it waits and what failed,
                if known.
            QrtError: The service rejected the requests several times over one minute. The error names the job: in
                `job_id`, the message, or a note.
        """
        plan = self._plan(timeout, polling)
        report = reporter(on_update, progress=progress)
        try:
            with naming_jobs([self]):
                self._wait(plan, report)
        finally:
            report.close()
        return self

    def _plan(self, timeout: float, polling: PollingStrategy | None) -> WaitPlan:
        chosen = self._connection.polling if polling is None else polling
        return WaitPlan(timeout, in_session=self.session_id is not None, polling=chosen)

    def _wait(self, plan: WaitPlan, report: Callable[[Self], object]) -> None:
        report(self)
        while not self.ended:
            self._poll(plan)
            report(self)

    def _poll(self, plan: WaitPlan) -> None:
        """Sleep, then poll once."""
        pause = plan.pause(running=self.status == RUNNING, estimated_seconds=self._state.estimated_seconds)
        if pause is None:
            from qrt_facade._sync.reasons import reason_for_waiting

            raise timed_out(plan, [self], reason_for_waiting(self._connection, self._state, plan))
        time.sleep(pause)
        before = self.status
        try:
            with deadlines.within(plan.for_question()):
                self.ask()
        except QrtError as error:
            plan.failed(error)
        else:
            plan.answered(changed=self.status != before)

    @overload
    def result(
        self,
        timeout: float = DEFAULT_TIMEOUT,
        *,
        as_: type[T],
        polling: PollingStrategy | None = None,
    ) -> T: ...

    @overload
    def result(
        self,
        timeout: float = DEFAULT_TIMEOUT,
        *,
        as_: UnionType | None = None,
        polling: PollingStrategy | None = None,
    ) -> R_co: ...

    def result(
        self,
        timeout: float = DEFAULT_TIMEOUT,
        *,
        as_: type[T] | UnionType | None = None,
        polling: PollingStrategy | None = None,
    ) -> Any:
        """Wait until the job ends and return its decoded result: `SamplerResult`, `EstimatorResult`, ...

            from qrt_facade import SamplerResult

            result = job.result(as_=SamplerResult)
            result[0].c.counts()                         # such as {"00": 49, "11": 51}

        The result of a job that has just completed may take a few seconds to appear; this method waits for it.

        A dry run's result is marked: `result.dry_run` is True, and its repr, metadata, tables and plots state that the
        values are random. JSON and text of other programs cannot be marked; check `job.dry_run` for them.

        The service returns the result of a private job only once. It is written to disk while it arrives, readable only
        by you, and deleted when this method returns it. If that fails, the error names the file, and
        `client.kept_results()` returns the result.

        Args:
            timeout: Maximum wait in seconds, as for `wait`; one day by default. Within it, outages while the result is
                downloaded are waited out, too; a single download is subject to the client's own timeouts.
            as_: The expected class of the result, for a job whose program type checkers do not know. The result is
                checked at run time and typed accordingly. Several classes may be joined by `|`; for the JSON of other
                programs use `dict[str, Any]`.
            polling: When to poll, as for `wait`. Defaults to the client's.

        Returns:
            The result in the program's class; for an executor job submitted by a sampler or an estimator, the class of
            that primitive (`as_=ExecutorResult` returns the executor's); for old jobs, which ran version 1 of the
            primitives, `SamplerResultV1` or `EstimatorResultV1`; for other programs the JSON with typed values decoded,
            or the text.

        Raises:
            ConfigurationError: The program's result class is not `as_`; the result was not downloaded. Or the result of
                a program without its own result class is not an `as_`; a private job's result is saved.
            JobFailedError: The job failed; code, reason and solution are those of the service.
            JobCancelledError: The job was cancelled, by a user or because it ran too long.
            JobTimeoutError: The timeout expired; the job keeps running.
            ResultDecodeError: The result is invalid for its program, or its arrays exceed the client's
                `max_result_bytes`.
            TransportError: The response body exceeds the client's `max_result_bytes`; or the network still failed when
                the timeout expired.
            PartialResultError: The download of a read-once result was cut short; the received bytes are saved.
            NotFoundError: The job does not exist, or it completed and the service has no result: a private job's result
                can be read only once.
            QrtError: As raised by `wait`.
        """
        from qrt_facade.results.decoding import check_returns, decode_result_of

        whose = f"job {self.id}"
        plan = self._plan(timeout, polling)
        with naming_jobs([self]):
            if as_ is not None:
                check_returns(self.program_id, as_, whose=whose)
            if self._missing is not None:
                raise self._missing
            self._wait(plan, reporter(None, progress=False))
            explanation = self._explanation() if self.error is None and self.status == "Failed" else None
            error = error_for(self._state, explanation=explanation, job=self)
            if error is not None:
                raise error
            if as_ is not None:  # the program may not have been known before the wait
                check_returns(self.program_id, as_, whose=whose)
            decode = partial(
                decode_result_of,
                self.program_id or "",
                self._asked_shots,
                max_bytes=self._connection.settings.max_result_bytes,
                as_=as_,
                whose=whose,
                dry_run=self.dry_run,
            )
            return self._read_result(decode, ResultWindow, plan)

    def hand_over(self, keep: Callable[[bytes, JobResult], T]) -> T:
        """Fetch the result of a completed job, pass it to `keep`, and return what `keep` returns.

        A read-once result stays on this machine's disk until `keep` has returned.

        Args:
            keep: Called with the result as received and with the decoded result.

        Raises:
            QrtError: As raised by `result`.
        """
        from qrt_facade.results.decoding import decode_result_of

        def decode(body: bytes) -> T:
            result = decode_result_of(
                self.program_id or "",
                self._asked_shots,
                body,
                max_bytes=self._connection.settings.max_result_bytes,
                whose=f"job {self.id}",
                dry_run=self.dry_run,
            )
            return keep(body, result)

        with naming_jobs([self]):
            return self._read_result(decode, ResultWindow)

    def result_body(self, timeout: float | None = None) -> bytes:
        """Return the result as received, undecoded; `decode_result` decodes it.

        The bytes do not show whether they are from a dry run: pass the job's `dry_run` to `decode_result`.

            body = job.result_body()
            body[:12]                                    # such as b'{"results": '

        Does not wait for the job to end. The result of a private job can be read only once, by this method or by
        `result`.

        Args:
            timeout: Seconds for which outages are waited out, as in `result`. By default, the first failure that
                outlasts the client's `retries` is raised.

        Raises:
            ConfigurationError: `timeout` is not a number of seconds.
            ApiError: The job has not ended (code 1234).
            NotFoundError: The service has no result for the job.
            PartialResultError: The download of a read-once result was cut short; the received bytes are saved.
        """
        # Only the result of a completed job can still appear.
        window = partial(ResultWindow, None if self.status == COMPLETED else 0.0)
        plan = None if timeout is None else self._plan(timeout, None)
        return self._read_result(bytes, window, plan)

    def _read_result(
        self, decode: Callable[[bytes], T], window: Callable[[], ResultWindow], plan: WaitPlan | None = None
    ) -> T:
        """Fetch the result.

        Args:
            decode: Converts the bytes of the result.
            window: Starts the period in which a result may appear; called again after an outage.
            plan: The wait within whose timeout outages are waited out; None to raise the first failure.
        """
        appearance = Appearance(self._accepted)
        while True:
            try:
                self._confirm()
                value = self._reader.read(self._state, decode, window())
            except NotFoundError as error:
                time.sleep(appearance.pause(error))
            except QrtError as error:
                if plan is None:
                    raise
                repeatable = self._state.privacy_known and not self.private
                time.sleep(plan.pause_after(error, repeatable=repeatable))
            else:
                if plan is not None:
                    plan.answered(changed=False)
                return value

    def _explanation(self) -> str | None:
        """Return the end of the text that a failed job stored instead of a result: its error."""
        try:
            text = (self.result_body()).decode("utf-8", "replace").strip()
        except QrtError:
            return None
        return text[-2000:] or None

    def cancel(self) -> None:
        """Ask the service to cancel the job.

        Cancelling is idempotent, so it is retried after a transient failure, up to the client's `retries`. If an
        attempt whose response was lost cancelled the job, that counts as success.

        Raises:
            ConflictError: The job has already ended.
        """
        from qrt_client.api.jobs import cancel_job

        self._confirm()
        attempts = CancelAttempts(self._connection.settings.retries)
        while True:
            try:
                self._perform(cancel_job.sync_detailed)
            except ConflictError:
                if not (attempts.in_doubt and self._is_cancelled()):
                    raise
                return
            except QrtError as error:
                time.sleep(attempts.pause(error))
            else:
                return

    def _is_cancelled(self) -> bool:
        """Return whether the job is cancelled or about to be; if that cannot be determined, assume that it is."""
        try:
            self.ask()
        except QrtError:
            return True
        return not self.ended or self.status.lower().startswith("cancel")

    def delete(self) -> None:
        """Delete the job and its data: parameters, result and logs.

        The job must have ended.

        Raises:
            ApiError: The job has not ended (400).
            NotFoundError: The job does not exist (any more) or is not visible to these credentials (code 1291).
        """
        from qrt_client.api.jobs import delete_job

        self._confirm()
        self._perform(delete_job.sync_detailed)
        self._accepted = None

    def logs(self) -> str:
        """Return the job's log as text, or an empty string if it has none (404).

            log = job.logs()
            print(log or "There is no log.")

        Raises:
            NotFoundError: The job does not exist or is not visible to these credentials (code 1291).
            ApiError: The service returned another error.
        """
        from qrt_client.api.jobs import get_job_logs

        self._confirm()
        try:
            response = self._perform(get_job_logs.sync_detailed)
        except NotFoundError as error:
            if error.code == JOB_NOT_FOUND_CODE:
                raise
            return ""
        return response.content.decode("utf-8", "replace")

    def metrics(self) -> Metrics:
        """Return the job's timestamps and usage.

            metrics = job.metrics()
            metrics.usage.value, metrics.usage_seconds   # such as (2.5, 1.0)

        Raises:
            NotFoundError: The job does not exist or is not visible to these credentials (code 1291).
            UnexpectedResponseError: The response is for another job.
        """
        from qrt_client.api.jobs import get_job_metrics

        from qrt_facade._service.job_metrics import Metrics

        self._confirm()
        response = self._perform(get_job_metrics.sync_detailed)
        answer = answer_of(get_job_metrics.sync_detailed, response)
        check_id("job", self.id, answer)
        return Metrics.of(answer)

    def set_tags(self, tags: TagList) -> Self:
        """Replace the job's tags and return the job; the tags added by its submission are kept.

            job.set_tags(["bell", "draft"])
            job.tags                                     # ("bell", "draft")

        Args:
            tags: Up to 7 tags of at most 86 characters each (8 for a job without a submission tag, 5 for one with a
                key); `[]` removes all.

        Raises:
            ConfigurationError: There are too many tags, or one is too long; nothing was sent.
        """
        from qrt_client.api.jobs import replace_job_tags
        from qrt_client.models import ReplaceJobTagsBody

        reserve = KEYED_TAGS if key_tag_of(self._state.all_tags) else 0 if self.submission_tag is None else 1
        wanted = checked_caller_tags(tags, reserve=reserve)
        self._confirm()
        body = ReplaceJobTagsBody(tags=[*wanted, *internal_tags(self._state.all_tags)])
        self._perform(replace_job_tags.sync_detailed, body=body)
        return self.refresh()

    def params(self) -> dict[str, Any]:
        """Return the job's parameters as JSON in the wire format; empty for a private job.

            params = job.params()
            params["version"]                            # 2

        Raises:
            NotFoundError: The job does not exist or is not visible to these credentials (code 1291).
            UnexpectedResponseError: The response is for another job.
        """
        from qrt_client.api.jobs import get_job

        self._confirm()
        response = self._perform(get_job.sync_detailed, exclude_params=False)
        answer = answer_of(get_job.sync_detailed, response)
        check_id("job", self.id, answer)
        return dict(mapping_of(answer.get("params")))

    def _repr_html_(self) -> str:
        return html_of(self._state)

    @safe_repr
    def __repr__(self) -> str:
        marked = ", dry run" if self.dry_run else ""
        return f"<{type(self).__name__} {self.id} {self.program_id} on {self.backend}: {self.status}{marked}>"


def wait_for_result(
    job: Job[T],
    timeout: float,
    *,
    on_update: Callable[[Job[T]], object] | None,
    progress: bool,
    polling: PollingStrategy | None,
) -> T:
    """Wait for a newly submitted job and return its result: what `run` does after `submit`.

    Args:
        job: The job.
        timeout: Seconds for the wait and the result together.
        on_update: As in `Job.wait`.
        progress: As in `Job.wait`.
        polling: As in `Job.wait`.
    """
    until = WaitPlan(timeout)
    job.wait(timeout, on_update=on_update, progress=progress, polling=polling)
    return job.result(until.left())
