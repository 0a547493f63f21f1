"""One job: its state, waiting for its end, its result."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

import anyio

from qrt_facade._async.connection import answer_of
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
from qrt_facade.errors import ConflictError, NotFoundError, QrtError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from datetime import datetime
    from types import UnionType

    from qrt_client.types import Response

    from qrt_facade._async.connection import AsyncConnection
    from qrt_facade._async.identity import AsyncIdentity
    from qrt_facade._async.results import AsyncResultReader
    from qrt_facade._policy.polling import PollingStrategy
    from qrt_facade._service.job_metrics import Metrics
    from qrt_facade._service.names import TagList
    from qrt_facade._service.usage import JobUsage
    from qrt_facade.errors import ApiError
    from qrt_facade.results.decoding import JobResult

T = TypeVar("T")
if TYPE_CHECKING:
    from typing_extensions import TypeVar as TypeVarWithDefault  # type checkers bring it along

    R_co = TypeVarWithDefault("R_co", covariant=True, default=JobResult)
else:
    R_co = TypeVar("R_co", covariant=True)


@error_boundary
class AsyncJob(Generic[R_co]):
    """A job on the service.

    For a type checker it carries the class of its result: `Job[SamplerResult]` is what `client.sampler.submit` returns,
    and a plain `Job`, such as one that was asked for by its id, may result in anything. See `result`.

        job = await client.sampler.submit(circuit, backend="ibm_fez", shots=100)
        result = await job.result(timeout=600)
        result[0].c.counts()                     # such as {"00": 49, "11": 51}

    Its attributes show what was known at the last `refresh()` or `wait()`; reading them asks nothing of the service.

    Attributes:
        id: The job's id.
    """

    def __init__(
        self,
        connection: AsyncConnection,
        state: JobState,
        *,
        accepted: bool = False,
        identity: AsyncIdentity | None = None,
        messages: Sequence[str] = (),
        asked_shots: Sequence[int | None] | None = None,
        adopted_by: str | None = None,
    ) -> None:
        """Make a handle.

        Args:
            connection: How to ask about the job.
            state: What is known of it.
            accepted: Whether the service has just accepted it, so that it may not be visible everywhere yet.
            identity: Settles whether it is the job of its submission, or None for a job that was asked for by its id.
            messages: What the service said when it took the job.
            asked_shots: The shots of each PUB that it was submitted with, None where none were set; None if that is
                not known.
            adopted_by: The key by which a submission found the job; None for any other job.
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
    def _reader(self) -> AsyncResultReader:
        from qrt_facade._async.results import AsyncResultReader

        return AsyncResultReader(self._connection, adopted_by=self._adopted_by)

    def _note_charge(self) -> None:
        """Let the client's budget know what the job was charged, if it has one."""
        if self._connection.charges is not None:
            self._connection.charges.note(self._state)

    @property
    def id(self) -> str:
        """The job's id."""
        return self._state.id

    @property
    def status(self) -> str:
        """`Queued`, `Running`, `Completed`, `Cancelled`, `Cancelled - Ran too long`, `Failed`, or a status added later.

        `"Unknown"` when the service left it out.
        """
        return AttributeText.of("job.status", self._state.status)

    @property
    def ended(self) -> bool:
        """Whether the status is final: completed, failed or cancelled."""
        return self._state.ended

    @property
    def backend(self) -> str | None:
        """Name of the backend, or None when the service left it out."""
        return self._state.backend and AttributeText.of("job.backend", self._state.backend)

    @property
    def program_id(self) -> str | None:
        """The program: `sampler`, `estimator`, ..., or None when the service left it out."""
        return self._state.program_id

    @property
    def created(self) -> datetime | None:
        """When it was submitted, aware, in UTC; None until the service has named it, which its answer to `submit` does not."""
        return self._state.created

    @property
    def tags(self) -> tuple[str, ...]:
        """The caller's tags; those that guard against submitting twice are not shown."""
        return self._state.tags

    @property
    def session_id(self) -> str | None:
        """Id of its session or batch, or None."""
        return self._state.session_id

    @property
    def user_id(self) -> str | None:
        """Who submitted it, such as `IBMid-0000000000` or `iam-ServiceId-...`; None while no answer has named the user.

        A job that was submitted a moment ago learns it from the first `refresh()` or wait. Of your
        own jobs it is what `client.user_id()` returns.
        """
        return self._state.user_id

    @property
    def private(self) -> bool:
        """Whether its parameters are never returned and its result can be read once."""
        return self._state.private

    @property
    def dry_run(self) -> bool:
        """Whether it is a dry run, on a mock device: no QPU time, and a result of random values."""
        return self._state.dry_run

    @property
    def usage(self) -> JobUsage:
        """What the job was charged: `value` in resource units (RUs), `seconds` of QPU time, and its `status`.

            job.usage.value, job.usage.unit              # such as (2.5, "RU")

        A figure is None until the charge is settled, and where the service does not send it; never 0 instead.

        Of a dry run it is the price: what a real run would be charged. Nothing is.

            job = await client.sampler.submit(circuit, backend="ibm_fez", dry_run=True)
            (await job.wait()).usage.value               # such as 7.5
        """
        return self._state.usage

    @property
    def usage_seconds(self) -> float | None:
        """Seconds of QPU time charged, or None while that is not settled, or where the service sends RUs alone."""
        return self._state.usage_seconds

    @property
    def error(self) -> JobError | None:
        """Why it failed or was cancelled (code, message, solution), or None."""
        return self._state.reason

    @property
    def missing(self) -> bool:
        """Whether a wait for several jobs found that there is no such job (any more), or not for these credentials."""
        return self._missing is not None

    @property
    def missing_error(self) -> ApiError | None:
        """The answer by which the service denied a `missing` job, usually a NotFoundError; None for any other job."""
        return self._missing

    @property
    def submission_tag(self) -> str | None:
        """The tag that its submission carried, or the tag of its key; None when it carried neither."""
        return submission_tag_of(self._state.all_tags)

    @property
    def adopted(self) -> bool:
        """Whether a submission with a key found this job and adopted it, so that nothing was submitted."""
        return self._adopted_by is not None or (self._identity is not None and self._identity.adopted)

    @property
    def messages(self) -> tuple[str, ...]:
        """What the service said when it took the job, such as that the quota is nearly used up."""
        return self._messages

    @property
    def state(self) -> JobState:
        """All that is known of the job."""
        return self._state

    def observe(self, state: JobState) -> bool:
        """Take over what another answer of the service contained about this job, such as an entry of the list of jobs.

        Args:
            state: The job's state in that answer.

        Returns:
            False when it is another job's, or when only `refresh` can settle whether it is; nothing has changed then.
        """
        if state.id != self.id or (self._identity is not None and not self._identity.admits(state)):
            return False
        self._state = state.following(self._state)
        self._missing = None
        self._note_charge()
        return True

    def mark_missing(self, refusal: ApiError) -> None:
        """Record that the service does not know the job, or does not show it, for good.

        Args:
            refusal: The service's refusal, which `result` then raises.
        """
        self._missing = refusal

    async def refresh(self) -> Self:
        """Ask the service for the job's present state, without its parameters, and return the job.

            await job.refresh()
            job.status                                   # "Completed"

        Raises:
            NotFoundError: There is no such job, or not for these credentials (code 1291). A job that was submitted less
                than half a minute ago may not be visible yet, so it is asked for until then.
            UnexpectedResponseError: The answer is about another job.
            SubmissionUncertainError: The answer to its submission named another's job, and no job carries its tag.
        """
        await self._take(await self._when_visible(self._description))
        return self

    async def ask(self) -> None:
        """Do what `refresh` does, once: the question of a wait, which repeats it by its own rules.

        Raises:
            QrtError: As raised by `refresh`.
        """
        await self._take(await self._description())

    async def _description(self) -> Mapping[str, Any]:
        from qrt_client.api.jobs import get_job

        return await self._connection.read_as(
            is_job, get_job.asyncio_detailed, self.id, client=self._connection.unread, exclude_params=True
        )

    async def _take(self, answer: Mapping[str, Any]) -> None:
        """Take over an answer about this job."""
        check_is_of_a_job(answer)
        check_id("job", self.id, answer)
        state = JobState.of(answer, job_id=self.id)
        if self._identity is not None:
            state = await self._identity.check(state)
        self._state = state.following(self._state)
        self._missing = None
        self._note_charge()

    async def _confirm(self) -> None:
        """See to it that this is the job of its submission, before something is done to it."""
        if self._identity is not None and not self._identity.confirmed:
            await self.refresh()

    async def _perform(
        self, operation: Callable[..., Awaitable[Response[T]]], **arguments: Any
    ) -> Response[T]:
        """Call an operation of this job, when it is visible."""
        call = partial(operation, self.id, client=self._connection.raw, **arguments)
        return await self._when_visible(call)

    async def _when_visible(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask about this job; one that the service has just accepted may take a while to appear."""
        appearance = Appearance(self._accepted)
        while True:
            try:
                return await ask()
            except NotFoundError as error:
                await anyio.sleep(appearance.pause(error))

    async def wait(
        self,
        timeout: float = DEFAULT_TIMEOUT,
        *,
        on_update: Callable[[Self], object] | None = None,
        progress: bool = False,
        polling: PollingStrategy | None = None,
    ) -> Self:
        """Wait until the job has ended, well or not, and return it.

            await job.wait(timeout=3600, on_update=lambda seen: print(seen.status))
            job.error                                    # None

        The service is asked after a quarter of a second, then at about a tenth of the time waited, at most every 30 s
        (5 s in a session), and more often again when the job starts to run; `polling` changes that. An outage of the
        network or the service does not end the wait, however long it lasts within `timeout`: after three minutes a
        `RuntimeWarning` says so, and the service is asked once a minute. When the wait is interrupted (Ctrl-C) the job
        goes on.

        Args:
            timeout: Seconds in all, whatever the network does; a day when not given. With 0 the job is asked about once.
            on_update: Called with the job whenever its status has changed, and once at the beginning.
            progress: Show the job's status on stderr.
            polling: When to ask: a `Polling`, or an object with its method `pause`; as the client has it when not given.

        Raises:
            ConfigurationError: `timeout` is not a number of seconds, `on_update` cannot be called, or `polling` does not
                give pauses.
            JobTimeoutError: The time is up; the job goes on. The message says why it waits and what failed, if known.
            QrtError: The service itself refused to answer, several times over a minute. The error names the job: in
                `job_id`, the message, or a note.
        """
        plan = self._plan(timeout, polling)
        report = reporter(on_update, progress=progress)
        try:
            with naming_jobs([self]):
                await self._wait(plan, report)
        finally:
            report.close()
        return self

    def _plan(self, timeout: float, polling: PollingStrategy | None) -> WaitPlan:
        chosen = self._connection.polling if polling is None else polling
        return WaitPlan(timeout, in_session=self.session_id is not None, polling=chosen)

    async def _wait(self, plan: WaitPlan, report: Callable[[Self], object]) -> None:
        report(self)
        while not self.ended:
            await self._question(plan)
            report(self)

    async def _question(self, plan: WaitPlan) -> None:
        """Sleep, then ask once."""
        pause = plan.pause(running=self.status == RUNNING, estimated_seconds=self._state.estimated_seconds)
        if pause is None:
            from qrt_facade._async.reasons import reason_for_waiting

            raise timed_out(plan, [self], await reason_for_waiting(self._connection, self._state, plan))
        await anyio.sleep(pause)
        before = self.status
        try:
            with deadlines.within(plan.for_question()):
                await self.ask()
        except QrtError as error:
            plan.failed(error)
        else:
            plan.answered(changed=self.status != before)

    @overload
    async def result(
        self,
        timeout: float = DEFAULT_TIMEOUT,
        *,
        as_: type[T],
        polling: PollingStrategy | None = None,
    ) -> T: ...

    @overload
    async def result(
        self,
        timeout: float = DEFAULT_TIMEOUT,
        *,
        as_: UnionType | None = None,
        polling: PollingStrategy | None = None,
    ) -> R_co: ...

    async def result(
        self,
        timeout: float = DEFAULT_TIMEOUT,
        *,
        as_: type[T] | UnionType | None = None,
        polling: PollingStrategy | None = None,
    ) -> Any:
        """Wait for the end and return the decoded result: `SamplerResult`, `EstimatorResult`, ...

            from qrt_facade import SamplerResult

            result = await job.result(as_=SamplerResult)
            result[0].c.counts()                         # such as {"00": 49, "11": 51}

        The result of a job that has just completed may take some seconds to appear; it is waited for.

        A dry run's result is marked as such: `result.dry_run` is True, and its repr, metadata, tables and plots say that
        the values are random. JSON and text of other programs cannot be marked; there `job.dry_run` says so.

        The service gives the result of a private job once. It is written to disk as it arrives, for its owner alone,
        and removed from there when it is returned; when that fails the error says where it is, and
        `client.kept_results()` returns it.

        Args:
            timeout: Seconds to wait for the job's end, as for `wait`; a day when not given. Within them an outage is
                waited out while the result is fetched, too; one download has the client's own limits.
            as_: The class that the result is expected to be of, for a job whose program a type checker does not know:
                the result is checked, and a type checker knows it. Several may be joined by `|`; for the JSON of other
                programs there is `dict[str, Any]`.
            polling: When to ask whether the job has ended, as for `wait`; as the client has it when not given.

        Returns:
            An object of the program's class; of an executor job that a sampler or an estimator submitted, theirs
            (`as_=ExecutorResult` returns the executor's); of old jobs, which ran version 1 of the primitives,
            `SamplerResultV1` or `EstimatorResultV1`; for another program its JSON with typed values decoded, or its text.

        Raises:
            ConfigurationError: The job's program returns another class than `as_`; the result was not fetched. Or the
                result of a program without a class of its own is of another class; a private job's is kept.
            JobFailedError: The job failed; code, reason and solution are the service's.
            JobCancelledError: It was cancelled, by a person or for running too long.
            JobTimeoutError: The time is up; the job goes on.
            ResultDecodeError: The result is not what its program promises, or its arrays take more than the client's
                `max_result_bytes`.
            TransportError: Its body is larger than the client's `max_result_bytes`; or the network still failed when the
                time was up.
            PartialResultError: The download of a result that can be read once broke off; what arrived is kept.
            NotFoundError: There is no such job, or it completed and the service has no result: a private job's can be
                read once.
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
            await self._wait(plan, reporter(None, progress=False))
            explanation = (
                await self._explanation() if self.error is None and self.status == "Failed" else None
            )
            error = error_for(self._state, explanation=explanation, job=self)
            if error is not None:
                raise error
            if as_ is not None:  # the program may not have been known before
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
            return await self._read_result(decode, ResultWindow, plan)

    async def hand_over(self, keep: Callable[[bytes, JobResult], T]) -> T:
        """Fetch the result of a job that has completed, and return what `keep` makes of it.

        What the service gives once stays on this machine's disk until `keep` has returned.

        Args:
            keep: Called with the result as the service sent it, and with the same decoded.

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
            return await self._read_result(decode, ResultWindow)

    async def result_body(self, timeout: float | None = None) -> bytes:
        """Return the result as the service sends it, undecoded; `decode_result` decodes it.

        The bytes do not say whether they are those of a dry run: give `decode_result` the job's `dry_run`.

            body = await job.result_body()
            body[:12]                                    # such as b'{"results": '

        It does not wait for the job's end. The result of a private job can be read once, by this method or by `result`.

        Args:
            timeout: Seconds within which an outage is waited out, as by `result`; when not given the first failure that
                the client's `retries` did not mend is raised.

        Raises:
            ConfigurationError: `timeout` is not a number of seconds.
            ApiError: The job has not ended (code 1234).
            NotFoundError: The service has no result.
            PartialResultError: The download of a result that can be read once broke off; what arrived is kept.
        """
        # Only a completed job's result may still appear.
        window = partial(ResultWindow, None if self.status == COMPLETED else 0.0)
        plan = None if timeout is None else self._plan(timeout, None)
        return await self._read_result(bytes, window, plan)

    async def _read_result(
        self, decode: Callable[[bytes], T], window: Callable[[], ResultWindow], plan: WaitPlan | None = None
    ) -> T:
        """Fetch the result.

        Args:
            decode: Makes a value of the result's bytes.
            window: Begins the time in which a result may appear, anew after an outage.
            plan: The wait in whose time outages are waited out; None to raise at the first failure.
        """
        appearance = Appearance(self._accepted)
        while True:
            try:
                await self._confirm()
                value = await self._reader.read(self._state, decode, window())
            except NotFoundError as error:
                await anyio.sleep(appearance.pause(error))
            except QrtError as error:
                if plan is None:
                    raise
                repeatable = self._state.privacy_known and not self.private
                await anyio.sleep(plan.pause_after(error, repeatable=repeatable))
            else:
                if plan is not None:
                    plan.answered(changed=False)
                return value

    async def _explanation(self) -> str | None:
        """Return the end of what a failed job left in place of a result: its error, as text."""
        try:
            text = (await self.result_body()).decode("utf-8", "replace").strip()
        except QrtError:
            return None
        return text[-2000:] or None

    async def cancel(self) -> None:
        """Ask the service to cancel the job.

        Cancelling twice does no harm, so after a transient failure it is asked again, as often as the client's
        `retries`. When one of the attempts whose answer was lost did cancel the job, that is success.

        Raises:
            ConflictError: It has ended already.
        """
        from qrt_client.api.jobs import cancel_job

        await self._confirm()
        attempts = CancelAttempts(self._connection.settings.retries)
        while True:
            try:
                await self._perform(cancel_job.asyncio_detailed)
            except ConflictError:
                if not (attempts.in_doubt and await self._is_cancelled()):
                    raise
                return
            except QrtError as error:
                await anyio.sleep(attempts.pause(error))
            else:
                return

    async def _is_cancelled(self) -> bool:
        """Return whether the job was cancelled, or is about to be; when that cannot be learnt, it is taken to be."""
        try:
            await self.ask()
        except QrtError:
            return True
        return not self.ended or self.status.lower().startswith("cancel")

    async def delete(self) -> None:
        """Delete the job and its data: parameters, result and logs.

        It must have ended.

        Raises:
            ApiError: It has not ended (400).
            NotFoundError: There is no such job (any more), or not for these credentials (code 1291).
        """
        from qrt_client.api.jobs import delete_job

        await self._confirm()
        await self._perform(delete_job.asyncio_detailed)
        self._accepted = None

    async def logs(self) -> str:
        """Return the job's log as text; empty when there is none, which the service answers with 404.

            log = await job.logs()
            print(log or "There is no log.")

        Raises:
            NotFoundError: There is no such job, or not for these credentials (code 1291).
            ApiError: The service refused.
        """
        from qrt_client.api.jobs import get_job_logs

        await self._confirm()
        try:
            response = await self._perform(get_job_logs.asyncio_detailed)
        except NotFoundError as error:
            if error.code == JOB_NOT_FOUND_CODE:
                raise
            return ""
        return response.content.decode("utf-8", "replace")

    async def metrics(self) -> Metrics:
        """Return when the job was created, ran and ended, and what it used.

            metrics = await job.metrics()
            metrics.usage.value, metrics.usage_seconds   # such as (2.5, 1.0)

        Raises:
            NotFoundError: There is no such job, or not for these credentials (code 1291).
            UnexpectedResponseError: The answer is about another job.
        """
        from qrt_client.api.jobs import get_job_metrics

        from qrt_facade._service.job_metrics import Metrics

        await self._confirm()
        response = await self._perform(get_job_metrics.asyncio_detailed)
        answer = answer_of(get_job_metrics.asyncio_detailed, response)
        check_id("job", self.id, answer)
        return Metrics.of(answer)

    async def set_tags(self, tags: TagList) -> Self:
        """Replace the job's tags and return the job; the tags by which its submission and its key are found stay.

            await job.set_tags(["bell", "draft"])
            job.tags                                     # ("bell", "draft")

        Args:
            tags: At most 7 strings of at most 86 characters (8 for a job without a submission tag, 5 for one with a key);
                `[]` removes all.

        Raises:
            ConfigurationError: They are too many or too long; nothing was sent.
        """
        from qrt_client.api.jobs import replace_job_tags
        from qrt_client.models import ReplaceJobTagsBody

        reserve = KEYED_TAGS if key_tag_of(self._state.all_tags) else 0 if self.submission_tag is None else 1
        wanted = checked_caller_tags(tags, reserve=reserve)
        await self._confirm()
        body = ReplaceJobTagsBody(tags=[*wanted, *internal_tags(self._state.all_tags)])
        await self._perform(replace_job_tags.asyncio_detailed, body=body)
        return await self.refresh()

    async def params(self) -> dict[str, Any]:
        """Return the parameters that the job was submitted with, as JSON in the wire's form; empty for a private job.

            params = await job.params()
            params["version"]                            # 2

        Raises:
            NotFoundError: There is no such job, or not for these credentials (code 1291).
            UnexpectedResponseError: The answer is about another job.
        """
        from qrt_client.api.jobs import get_job

        await self._confirm()
        response = await self._perform(get_job.asyncio_detailed, exclude_params=False)
        answer = answer_of(get_job.asyncio_detailed, response)
        check_id("job", self.id, answer)
        return dict(mapping_of(answer.get("params")))

    def _repr_html_(self) -> str:
        return html_of(self._state)

    @safe_repr
    def __repr__(self) -> str:
        marked = ", dry run" if self.dry_run else ""
        return f"<{type(self).__name__} {self.id} {self.program_id} on {self.backend}: {self.status}{marked}>"


async def wait_for_result(
    job: AsyncJob[T],
    timeout: float,
    *,
    on_update: Callable[[AsyncJob[T]], object] | None,
    progress: bool,
    polling: PollingStrategy | None,
) -> T:
    """Wait for the end of a job that was just submitted, and return its result: what `run` does after `submit`.

    Args:
        job: The job.
        timeout: Seconds for both, the wait and the result.
        on_update: As `AsyncJob.wait` takes it.
        progress: As `AsyncJob.wait` takes it.
        polling: As `AsyncJob.wait` takes it.
    """
    until = WaitPlan(timeout)
    await job.wait(timeout, on_update=on_update, progress=progress, polling=polling)
    return await job.result(until.left())
