"""Exactly-once submission: look up uncertain jobs, submit missing ones again, cancel duplicates."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import anyio

from qrt_facade._async.backend_suggestions import suggest_backends
from qrt_facade._async.identity import AsyncIdentity
from qrt_facade._async.job import AsyncJob
from qrt_facade._async.keyed import AsyncKeys
from qrt_facade._async.reasons import warning_for
from qrt_facade._async.tagged import jobs_tagged
from qrt_facade._base.coerce import text_of
from qrt_facade._base.lazy import lazy_property
from qrt_facade._policy import timing
from qrt_facade._policy.advice import Advice
from qrt_facade._policy.doubt import MAX_SENDS, is_ambiguous, should_resend
from qrt_facade._policy.flights import Flight, uninterrupted_async
from qrt_facade._policy.interruptions import note, warn
from qrt_facade._policy.keys import Adopt, decide, is_reusable, last_attempt
from qrt_facade._policy.programs import EXECUTOR, is_program_missing, replacement_hint
from qrt_facade._policy.submission import SeenJobIds, choose_kept, messages_of, warn_duplicate_goes_on
from qrt_facade._service.identity import check_id
from qrt_facade._service.jobs import JobState
from qrt_facade._service.names import key_tag_of, print_tag_of
from qrt_facade._service.statuses import COMPLETED
from qrt_facade._service.users import same_user_jobs, without_other_users
from qrt_facade.errors import (
    ApiError,
    ConfigurationError,
    ConflictError,
    NotFoundError,
    QrtError,
    SubmissionUncertainError,
    UnexpectedResponseError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qrt_facade._async.budget import AsyncBudget
    from qrt_facade._async.connection import AsyncConnection
    from qrt_facade._async.executor_routes import AsyncExecutorRoute
    from qrt_facade._policy.budgets import Reserved
    from qrt_facade._policy.keys import Send
    from qrt_facade._policy.submission import Submission


@dataclass
class _Attempt:
    """The progress of a submission.

    Attributes:
        route: The executor route, in case the service has retired the program.
        flight: The request that creates the job.
        sends: Number of times the job was sent, including the first.
        slow: Whether a response took so long that an intermediary may have repeated the request.
        doubt: The error after which an unknown job of this submission may exist.
        job: The job, once a response has named it.
        reserved: The reservation of its cost, if that is limited.
    """

    route: AsyncExecutorRoute | None = None
    flight: Flight = field(default_factory=Flight)
    sends: int = 0
    slow: bool = False
    doubt: QrtError | None = None
    job: AsyncJob | None = None
    reserved: Reserved | None = None


class AsyncSubmitter:
    """Submits jobs.

    Args:
        connection: The connection to the service.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._given = SeenJobIds()
        self._advice = Advice()
        self.keys: AsyncKeys = AsyncKeys(connection)

    @lazy_property
    def _budget(self) -> AsyncBudget:
        from qrt_facade._async.budget import AsyncBudget

        return AsyncBudget(self._connection)

    async def submit(
        self,
        submission: Submission,
        *,
        in_series: bool = False,
        route: AsyncExecutorRoute | None = None,
        reserved: Reserved | None = None,
    ) -> AsyncJob:
        """Create the job of a submission, exactly once, and return it.

        Args:
            submission: The job.
            in_series: Whether the caller warns of an interruption, for all jobs of a series so far.
            route: The executor route, in case the service has retired the program.
            reserved: Its reservation, if made together with the others of a series.

        Raises:
            SubmissionUncertainError: It is unknown whether the job was created.
            BudgetExceededError: The job may cost more than allowed or left.
            ConfigurationError: The key's job was submitted with other arguments.
            ApiError: The service rejected the job.
        """
        attempt = _Attempt(route, reserved=reserved)
        try:
            return await self._submit_tagged(submission, attempt)
        except ApiError as refusal:
            if attempt.route is None and is_program_missing(refusal, submission.request.program_id):
                refusal.hint = replacement_hint(submission.request.program_id) or refusal.hint
            elif isinstance(refusal, NotFoundError) and not is_program_missing(refusal, EXECUTOR):
                await suggest_backends(self._connection, refusal, submission.request.backend)
            raise
        except QrtError:
            raise
        except BaseException as stop:
            sent = attempt.flight.departures > 0
            submission.note_interruption(stop, attempt.job, sent=sent, quiet=in_series)
            raise

    async def _submit_tagged(self, submission: Submission, attempt: _Attempt) -> AsyncJob:
        """Create the job; the log and all errors name the submission's tag. Ctrl-C may interrupt at any line."""
        try:
            if submission.key is None:
                job = await self._submit(submission, attempt)
            else:
                job = await self._submit_keyed(submission, attempt)
            if not job.adopted:
                await self._warn_of_long_wait(submission, job)
        except QrtError as error:
            submission.sign(error)
            raise
        if attempt.route is not None:
            attempt.route.done = True
        note("job %s has submission tag %s", job.id, submission.tag)
        return job

    async def _submit_keyed(self, submission: Submission, attempt: _Attempt) -> AsyncJob:
        """Return the job of a key: the existing one, or a new one."""
        turn = self.keys.turn(submission)
        try:
            await self.keys.take(turn, submission)
            step = await self._look_up_key(submission)
            if isinstance(step, Adopt):
                return await self._adopt(submission, attempt, step)
            submission = replace(submission, superseded=step.superseded)
            job = await self._submit_journaled(submission, attempt)
            # For a series, this check is made for all jobs together, at its end.
            if submission.series_tag is None and not job.adopted:
                job = await self._check_for_older(submission, attempt, job)
            return job
        finally:
            turn.release()

    async def _look_up_key(self, submission: Submission) -> Adopt | Send:
        """Look up the job of a key; errors state that nothing was sent."""
        try:
            return await self.keys.look(submission)
        except ConfigurationError:
            raise
        except QrtError as error:
            error.add_note(
                f"nothing was sent: it is unknown whether there is a job with key={submission.key!r}"
            )
            raise

    async def _submit_journaled(self, submission: Submission, attempt: _Attempt) -> AsyncJob:
        """Send a submission with a key, after recording it in the journal."""
        await self._estimate_cost(submission, attempt)
        try:
            self.keys.begin(submission)
            job = await self._submit(submission, attempt)
        except QrtError as error:
            if not isinstance(error, SubmissionUncertainError) and not is_ambiguous(error):
                self.keys.refused(submission)
            raise
        except BaseException:
            if attempt.flight.departures == 0:
                self.keys.refused(submission)
            elif attempt.job is not None:
                self.keys.created(submission, attempt.job.id)
            raise
        self.keys.created(submission, job.id)
        return job

    async def _adopt(self, submission: Submission, attempt: _Attempt, step: Adopt) -> AsyncJob:
        """Return the existing job of a key, and cancel its duplicates."""
        attempt.job = AsyncJob(
            self._connection,
            submission.adopting(step.state),
            adopted_by=submission.key,
            asked_shots=submission.asked_shots,
        )
        self.keys.adopted(submission, step.state.id)
        note("adopted job %s, which has the key %r", step.state.id, submission.key)
        submission.warn_if_elsewhere(step.state)
        submission.warn_if_open(step.state)
        for duplicate in step.duplicates:
            await cancel_duplicate(self._connection, duplicate, step.state.id)
        return attempt.job

    async def _check_for_older(self, submission: Submission, attempt: _Attempt, job: AsyncJob) -> AsyncJob:
        """Check whether another machine has submitted a job with the same key; failures are ignored."""
        try:
            states = await jobs_tagged(
                self._connection,
                job.submission_tag or "",
                include_mocks=True,
                wanted=submission.own_jobs,
            )
        except QrtError:
            return job
        return await self._keep_oldest(submission, attempt, job, states)

    async def _keep_oldest(
        self, submission: Submission, attempt: _Attempt, job: AsyncJob, states: Sequence[JobState]
    ) -> AsyncJob:
        """Keep the oldest job of a key, cancel the newer ones, and return the one that is kept.

        Raises:
            ConfigurationError: The oldest was submitted with other arguments; this job was cancelled.
        """
        states = [
            state
            for state in states
            if state.id == job.id or (is_reusable(state) and state.id not in submission.superseded)
        ]
        # If the token has no user id, the list provides it: a colleague's job with the same key is not a duplicate.
        states = same_user_jobs(states, next((one.user_id for one in states if one.id == job.id), None))
        if all(state.id == job.id for state in states):
            return job
        if all(state.id != job.id for state in states):
            try:
                if not await self._has_tag(job.id, submission.tag or ""):
                    return job  # a repeated response: the first request about the job resolves that
            except QrtError:
                return job
            states = [*states, job.state]
        if states[0].id != job.id and print_tag_of(states[0].all_tags) != submission.print_tag:
            await cancel_duplicate(self._connection, job.state, states[0].id)
            self.keys.created(submission, states[0].id)
            raise self.keys.conflict(submission, states[0], cancelled=job.id)
        step = decide(states, submission.print_tag or "", on_failed="adopt")
        if isinstance(step, Adopt) and step.state.id != job.id:
            return await self._adopt(submission, attempt, step)
        for duplicate in step.duplicates if isinstance(step, Adopt) else ():
            await cancel_duplicate(self._connection, duplicate, job.id)
        return job

    async def settle_series(
        self, submissions: Sequence[Submission], jobs: Sequence[AsyncJob]
    ) -> Sequence[AsyncJob]:
        """Check, with one listing, whether others have submitted the same series, and return the jobs to keep.

        Args:
            submissions: The submissions of one series.
            jobs: Their jobs.

        Raises:
            ConfigurationError: A key's oldest job was submitted with other arguments.
        """
        tag = submissions[0].series_tag if submissions else None
        if tag is None or all(job.adopted for job in jobs):
            return jobs
        series = self.keys.listings.tagged(tag)
        try:
            await series.load()
        except QrtError:
            return jobs
        return [
            job
            if job.adopted
            else await self._keep_oldest(one, _Attempt(), job, series.jobs_of(one.tag or ""))
            for one, job in zip(submissions, jobs, strict=True)
        ]

    async def find(self, tag: str, *, cancel_duplicates: bool) -> AsyncJob | None:
        """Return the job of a submission, or None; warn of its duplicates, or cancel them."""
        # A tag does not show whether its submission is a dry run.
        states = await jobs_tagged(self._connection, tag, include_mocks=True, of_all_users=True)
        if not states:
            return None
        own = without_other_users(states, self._connection.known_user)
        kept, others = choose_kept(own or states)
        if not own:
            others = []  # another user's jobs are returned, but never cancelled
        if kept.ended and kept.status != COMPLETED and key_tag_of(kept.all_tags):
            kept, others = last_attempt(own or states), []
        active = [other for other in others if not other.ended]
        if cancel_duplicates:
            for other in active:
                await cancel_duplicate(self._connection, other, kept.id)
        elif active:
            ids = ", ".join(other.id for other in active)
            warn(
                f"submission {tag} has {1 + len(active)} active jobs: {kept.id}, and its duplicates {ids}. "
                f"client.jobs.find_submission({tag!r}, cancel_duplicates=True) cancels the duplicates"
            )
        return AsyncJob(self._connection, kept)

    async def _submit(self, submission: Submission, attempt: _Attempt) -> AsyncJob:
        """Send a submission, to the executor if the service has retired its program."""
        route = attempt.route
        if route is None or not route.is_due:
            try:
                return await self._submit_once(submission, attempt)
            except QrtError as failure:
                # An earlier submission in doubt remains in doubt: the executor's job counts as sent again.
                refusal = failure.__cause__ if isinstance(failure, SubmissionUncertainError) else failure
                if route is None or not isinstance(refusal, ApiError) or not route.opens(refusal):
                    raise
            attempt.sends -= 1  # the response states that this one created no job
            if attempt.doubt is None:
                attempt.flight, attempt.slow = Flight(), False
        return await self._submit_once(await self._by_executor(submission, attempt, route), attempt)

    async def _by_executor(
        self, submission: Submission, attempt: _Attempt, route: AsyncExecutorRoute
    ) -> Submission:
        """Return the equivalent submission for the executor, with the same tag."""
        try:
            return submission.by(EXECUTOR, await route.params())
        except QrtError as error:
            if attempt.doubt is None:
                raise
            raise submission.uncertain(attempt.doubt, sends=attempt.sends) from error

    def _is_limited(self, submission: Submission) -> bool:
        """Return whether the job's cost is limited; dry runs are free."""
        limited = submission.max_seconds is not None or self._connection.charges is not None
        return limited and not submission.dry_run

    async def _estimate_cost(self, submission: Submission, attempt: _Attempt) -> None:
        """Estimate a job's cost, if it is limited, before anything is recorded."""
        if not self._is_limited(submission):
            return
        route = attempt.route
        if route is not None and route.is_due:
            submission = await self._by_executor(submission, attempt, route)
        attempt.reserved = attempt.reserved or self._budget.empty_reservation()
        await self._budget.estimate(submission, attempt.reserved)

    async def _submit_once(self, submission: Submission, attempt: _Attempt) -> AsyncJob:
        """Send a submission to one program, after reserving its cost if that is limited."""
        if not self._is_limited(submission):
            return await self._send_until_certain(submission, attempt)
        reserved = await self._reserved(submission, attempt)
        reserved.sent = True
        try:
            job = await self._send_until_certain(submission, attempt)
        except QrtError as error:
            if not isinstance(error, SubmissionUncertainError) and not is_ambiguous(error):
                self._budget.refused(reserved)
            raise
        except BaseException:
            if attempt.job is not None:
                self._budget.created(reserved, attempt.job.id)
            elif attempt.flight.departures == 0:
                self._budget.refused(reserved)
            raise
        self._budget.created(reserved, job.id)
        return job

    async def _reserved(self, submission: Submission, attempt: _Attempt) -> Reserved:
        """Reserve the cost of a submission; one already in doubt keeps its reservation.

        Raises:
            SubmissionUncertainError: It exceeds the budget, and an earlier attempt is in doubt.
            BudgetExceededError: It exceeds the budget.
        """
        attempt.reserved = reserved = attempt.reserved or self._budget.empty_reservation()
        try:
            await self._budget.reserve(submission, reserved)
        except QrtError as error:
            if attempt.doubt is None:
                raise
            raise submission.uncertain(attempt.doubt, sends=attempt.sends) from error
        return reserved

    async def reserve_series(
        self, submissions: Sequence[Submission], routes: Sequence[AsyncExecutorRoute]
    ) -> Mapping[int, Reserved]:
        """Reserve the costs of the jobs of a series that will be sent, together, and return them by job number.

        Args:
            submissions: The series.
            routes: The executor route of each submission, or empty.

        Raises:
            BudgetExceededError: They exceed the budget; nothing was sent.
            QrtError: The costs could not be estimated.
        """
        wanted: dict[int, tuple[Submission, Reserved]] = {}
        for number, one in enumerate(submissions):
            if self._is_limited(one) and not self.keys.is_listed(one):
                attempt = _Attempt(routes[number] if routes else None)
                await self._estimate_cost(one, attempt)
                if attempt.reserved is not None:
                    wanted[number] = one, attempt.reserved
        if wanted:
            await self._budget.reserve_together(list(wanted.values()))
        return {number: reserved for number, (_, reserved) in wanted.items()}

    def renew_series(self, reserved: Mapping[int, Reserved]) -> None:
        """Extend the reservations of the remaining jobs of a series.

        Args:
            reserved: The reservations from `reserve_series`.
        """
        if reserved:
            self._budget.renew(reserved.values())

    def release_series(self, reserved: Mapping[int, Reserved]) -> None:
        """Release the reservations of jobs of a series that were not sent.

        Args:
            reserved: The reservations from `reserve_series`.
        """
        if reserved:
            self._budget.release(reserved.values())

    async def _send_until_certain(self, submission: Submission, attempt: _Attempt) -> AsyncJob:
        note("%s", submission.announcement)
        while attempt.sends < MAX_SENDS:
            if attempt.doubt is not None:
                warn(submission.sent_again(attempt.doubt))
            attempt.sends += 1
            try:
                job = await uninterrupted_async(attempt.flight, lambda: self._send(submission, attempt))
            except QrtError as error:
                if is_ambiguous(error):
                    found = await self._look_up(submission, attempt, error)
                    if found is not None:
                        return found
                if not is_ambiguous(error) or not should_resend(error):
                    if attempt.doubt is None:
                        raise
                    # This attempt was rejected, but the one before it is still in doubt.
                    raise submission.uncertain(attempt.doubt, sends=attempt.sends) from error
                attempt.doubt = error
                if submission.on_uncertain == "raise":
                    break
            else:
                certain = attempt.doubt is None
                return job if certain else await self._resolve_duplicates(submission, attempt, job)
        raise submission.uncertain(attempt.doubt, sends=attempt.sends) from attempt.doubt

    async def _warn_of_long_wait(self, submission: Submission, job: AsyncJob) -> None:
        """Warn, at most once in a while, if a job will wait for other reasons than a queue."""
        backend = job.backend or ""
        # A dry run does not wait for a QPU, and does not use the instance's time.
        advised = submission.advice and not submission.dry_run
        if advised and not job.ended and self._advice.is_due(backend):
            reason = await warning_for(self._connection, job.state)
            if reason is not None:
                warn(f"job {job.id} was submitted but may wait for a long time: {reason}")

    async def _send(self, submission: Submission, attempt: _Attempt) -> AsyncJob:
        from qrt_client.api.jobs import create_job

        pauses = timing.current()
        answer = await self._connection.read(
            create_job.asyncio_detailed, client=self._connection.raw, body=submission.request
        )
        # With hundreds of concurrent submissions most wait for a connection first, where nothing can repeat them.
        sent_at = attempt.flight.sent_at
        took = 0.0 if sent_at is None else pauses.clock.monotonic() - sent_at
        attempt.slow = took >= pauses.slow_answer
        state = submission.state_of(answer.get("id"), backend=text_of(answer.get("backend")))
        if state.id in submission.superseded:
            raise UnexpectedResponseError(
                f"the response names {state.id}, an earlier job of this key: an intermediary repeats old responses",
                status=200,
            )
        self._given.claim(state.id, submission.tag)
        messages = messages_of(answer.get("messages"))
        attempt.job = self._handle(state, submission, attempt, confirmed=False, messages=messages)
        submission.warn_if_elsewhere(state)
        if messages:
            warn(f"job {state.id}, as reported by the service: {'; '.join(messages)}")
        return attempt.job

    def _handle(
        self,
        state: JobState,
        submission: Submission,
        attempt: _Attempt,
        *,
        confirmed: bool,
        messages: Sequence[str] = (),
    ) -> AsyncJob:
        """Return the job object of a job that this submission created."""
        identity = None
        if submission.tag is not None:
            identity = AsyncIdentity(
                self._connection,
                submission.tag,
                mock=submission.request.backend if submission.dry_run else None,
                confirmed=confirmed,
                sent_again=attempt.sends > 1 or attempt.slow,
                cancel=cancel_duplicate,
                own_jobs=submission.own_jobs,
                look_again=submission.series_tag is None,
            )
        return AsyncJob(
            self._connection,
            state,
            accepted=not confirmed,
            identity=identity,
            messages=messages,
            asked_shots=submission.asked_shots,
        )

    async def _look_up(self, submission: Submission, attempt: _Attempt, error: QrtError) -> AsyncJob | None:
        """Look for the job of an uncertain submission, for as long as it may take to become visible."""
        if submission.tag is None:
            raise submission.uncertain(error, sends=attempt.sends) from error
        answered = False
        for turn, pause in enumerate(timing.current().look_ups):
            await anyio.sleep(pause)
            try:
                states = await jobs_tagged(
                    self._connection,
                    submission.tag,
                    include_mocks=submission.dry_run,
                    turn=turn,
                    wanted=submission.own_jobs,
                )
            except QrtError:
                answered = False
                continue
            answered = True
            if states:
                return await self._resolve(submission, attempt, states)
        if not answered:
            # A negative lookup early in the window proves nothing.
            raise submission.uncertain(error, sends=attempt.sends) from error
        return None

    async def _resolve_duplicates(self, submission: Submission, attempt: _Attempt, job: AsyncJob) -> AsyncJob:
        """After a second attempt: if the first arrived after all, keep the older job and cancel the newer one."""
        tag = submission.tag or ""
        for turn, pause in enumerate(timing.current().duplicate_look_ups):
            await anyio.sleep(pause)
            try:
                states = await jobs_tagged(
                    self._connection,
                    tag,
                    include_mocks=submission.dry_run,
                    turn=turn,
                    wanted=submission.own_jobs,
                )
                if all(other.id == job.id for other in states):
                    continue
                if all(other.id != job.id for other in states) and await self._has_tag(job.id, tag):
                    states = [*states, job.state]  # a lagging list may only contain the older job
            except QrtError:
                continue
            return await self._resolve(submission, attempt, states)
        return job

    async def _has_tag(self, job_id: str, tag: str) -> bool:
        """Return whether a job has a tag; a job from a repeated response belongs to another submission.

        Raises:
            QrtError: The request failed.
        """
        from qrt_client.api.jobs import get_job

        answer = await self._connection.read(
            get_job.asyncio_detailed, job_id, client=self._connection.raw, exclude_params=True
        )
        check_id("job", job_id, answer)
        return tag in JobState.of(answer, job_id=job_id).all_tags

    async def _resolve(
        self, submission: Submission, attempt: _Attempt, states: Sequence[JobState]
    ) -> AsyncJob:
        kept, others = choose_kept(states)
        # The list may omit that a job is private, although its result can be read only once.
        kept = kept.following(submission.state_of(kept.id, backend=kept.backend))
        attempt.job = self._handle(kept, submission, attempt, confirmed=True)
        submission.warn_if_elsewhere(kept)
        for other in others:
            if attempt.reserved is not None:
                self._budget.duplicated(attempt.reserved, other)
            if not other.ended:
                await cancel_duplicate(self._connection, other, kept.id)
        return attempt.job


async def cancel_duplicate(connection: AsyncConnection, duplicate: JobState, kept_id: str) -> None:
    """Cancel a duplicate; warn if that fails, since an error would hide the requested job."""
    failure: QrtError | None = None
    for pause in timing.current().duplicate_cancels:
        await anyio.sleep(pause)
        try:
            await AsyncJob(connection, duplicate).cancel()
        except ConflictError:
            return  # it has ended
        except QrtError as error:
            failure = error
        else:
            return
    warn_duplicate_goes_on(duplicate.id, kept_id, failure)
