# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Jobs: submitting exactly once, finding, listing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Unpack

from qrt_facade._base.arguments import checked_id
from qrt_facade._base.coerce import given, text_of
from qrt_facade._policy import timing
from qrt_facade._policy.listing import (
    MAX_PAGE,
    ListQuery,
    next_page,
)
from qrt_facade._policy.submission import (
    MAX_SENDS,
    OnUncertain,
    Submission,
    SubmissionPace,
    is_ambiguous,
    stopped,
    warn_duplicate_goes_on,
    warn_interrupted,
)
from qrt_facade._policy.waiting import DEFAULT_TIMEOUT
from qrt_facade._programs.preflight import check_cheap, refuse
from qrt_facade._service.jobs import JobState
from qrt_facade._sync.job import Job
from qrt_facade._sync.wait_many import iter_completed
from qrt_facade.errors import ConflictError, QrtError, RateLimitError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from qrt_facade._policy.submission import SubmissionOptions
    from qrt_facade._sync.calls import Calls


class Jobs:
    """The jobs of the instance."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def submit(
        self,
        program_id: str,
        params: Mapping[str, Any],
        *,
        backend: Any,
        session: Any = None,
        tags: Sequence[str] = (),
        private: bool = False,
        max_execution_time: int | None = None,
        calibration_id: str | None = None,
        log_level: str | None = None,
        submission_tag: bool = True,
        on_uncertain: OnUncertain = "resolve",
    ) -> Job:
        """Submit a job of any program, exactly once, and return it without waiting.

        The submission carries a tag of its own. When it is not known whether it arrived (no answer, a cut
        connection, a 5xx), the tag is looked up; only a job that cannot be found is submitted again, with the same
        tag, and a twin that turns up later is cancelled.

        Args:
            program_id: `sampler`, `estimator`, `noise-learner`, `executor`, ...
            params: The program's parameters, in the wire's form.
            backend: Name of a backend, or a backend.
            session: A session or batch, or its id.
            tags: At most 7 strings of at most 86 characters (8 without `submission_tag`).
            private: Parameters are never returned and deleted at the end; the result can be read once.
            max_execution_time: Seconds of QPU time, 1 to 10800, after which the service cancels the job.
            calibration_id: An alternative calibration of the backend.
            log_level: `critical`, `error`, `warning`, `info` or `debug`.
            submission_tag: False saves the tag; an unclear failure then raises and nothing is sent twice.
            on_uncertain: `"raise"` looks the tag up and never sends a second time.

        Raises:
            ConfigurationError: Something cannot work; nothing was sent.
            SubmissionUncertainError: Whether the job exists is not known.
            ConflictError: The instance's usage limit is reached (409).
            ApiError: The service refused.
        """
        refuse(check_cheap(program_id, params))
        submission = Submission.checked(
            program_id,
            params,
            backend=backend,
            session=session,
            tags=tags,
            private=private,
            max_execution_time=max_execution_time,
            calibration_id=calibration_id,
            log_level=log_level,
            submission_tag=submission_tag,
            on_uncertain=on_uncertain,
        )
        return self._submit_once(submission)

    def submit_and_wait(
        self,
        program_id: str,
        params: Mapping[str, Any],
        *,
        backend: Any,
        session: Any = None,
        timeout: float = DEFAULT_TIMEOUT,
        on_update: Callable[[Job], object] | None = None,
        progress: bool = False,
        **submission: Unpack[SubmissionOptions],
    ) -> Any:
        """Submit a job, wait for its end, and return its decoded result.

        Takes what `submit` and `Job.wait` take, and raises what they and `Job.result` raise.
        """
        job = self.submit(program_id, params, backend=backend, session=session, **submission)
        job.wait(timeout, on_update=on_update, progress=progress)
        return job.result()

    def submit_many(
        self,
        program_id: str,
        params: Iterable[Mapping[str, Any]],
        *,
        backend: Any,
        session: Any = None,
        **submission: Unpack[SubmissionOptions],
    ) -> Sequence[Job]:
        """Submit several jobs of one program, in order, as fast as the service lets them in.

        The pace is learnt from its refusals (429) and their Retry-After; IBM documents 5 submissions a minute. Each
        job is submitted exactly once, as by `submit`. Interrupted by Ctrl-C, it warns and returns the jobs that it has.

        Args:
            program_id: `sampler`, `estimator`, ...
            params: The parameters of each job, in the wire's form.
            backend: As for `submit`, and so the rest.
            session: A session or batch, or its id.
            submission: Further arguments of `submit`, the same for every job.

        Raises:
            SubmissionsStoppedError: One could not be submitted; `jobs` holds those before it.
        """
        waiting = list(params)
        jobs: list[Job] = []
        pace = SubmissionPace()
        try:
            while len(jobs) < len(waiting):
                try:
                    place = {"backend": backend, "session": session}
                    jobs.append(self.submit(program_id, waiting[len(jobs)], **place, **submission))
                    pace.accepted()
                except RateLimitError as refusal:
                    time.sleep(pace.refused(refusal))
        except QrtError as error:
            raise stopped(error, jobs, len(waiting)) from error
        except KeyboardInterrupt as stop:
            warn_interrupted(jobs, len(waiting), stop)
        return jobs

    def get(self, job_id: str) -> Job:
        """Return a job by its id.

        Raises:
            NotFoundError: There is no such job, or not for these credentials (code 1291).
        """
        return Job(self._calls, JobState(id=checked_id("job id", job_id), status="Unknown")).refresh()

    def list(
        self,
        *,
        limit: int | None = None,
        pending: bool | None = None,
        backend: Any = None,
        program: str | None = None,
        created_after: datetime | str | None = None,
        created_before: datetime | str | None = None,
        tags: Sequence[str] = (),
        session: Any = None,
        descending: bool = True,
    ) -> Iterator[Job]:
        """Iterate over the caller's jobs, newest first, fetching pages of up to 200 as they are needed.

        Args:
            limit: How many at most; all when not given.
            pending: True for queued and running jobs, False for ended ones.
            backend: Of this backend only.
            program: Of this program only.
            created_after: Created at this moment or later; text is read as people write dates.
            created_before: Created at this moment or earlier.
            tags: With all of these tags.
            session: Of this session or batch only.
            descending: False for oldest first.
        """
        from qrt_client.api.jobs import list_jobs
        from qrt_client.models import JobsResponse

        query = ListQuery.checked(
            limit=limit,
            pending=pending,
            backend=backend,
            program=program,
            created_after=created_after,
            created_before=created_before,
            tags=tags,
            session=session,
            descending=descending,
        )
        seen: set[str] = set()
        page = query.first_page()
        while page is not None:
            answer = self._calls.fetch(
                JobsResponse, list_jobs.sync_detailed, exclude_params=True, **page.arguments()
            )
            entries = [JobState.of(entry, job_id="") for entry in given(answer.jobs) or ()]
            for state in entries:
                # A job that arrives between two pages pushes the ones already seen onto the next.
                if state.id and state.id not in seen:
                    if query.limit is not None and len(seen) >= query.limit:
                        return
                    seen.add(state.id)
                    yield Job(self._calls, state)
            page = next_page(query, page, entries, delivered=len(seen))

    def wait_all(
        self,
        jobs: Iterable[Job],
        timeout: float = DEFAULT_TIMEOUT,
        *,
        on_update: Callable[[Job], object] | None = None,
        progress: bool = False,
    ) -> Sequence[Job]:
        """Wait until all jobs have ended, well or not, and return them in the order given.

        The list of jobs is asked, 200 at a time, not each job; jobs of different sessions and of none may be mixed.
        `job.result()` then returns or raises for each job by itself.

        Args:
            jobs: The jobs.
            timeout: Seconds for all of them together; a day when not given.
            on_update: Called with a job whenever its status has changed.
            progress: Show how many have ended on stderr.

        Raises:
            JobTimeoutError: The time is up; `pending` holds the jobs that go on.
            QrtError: The service refuses to tell, or fails again and again.
        """
        listed = list(jobs)
        for _ in iter_completed(self, listed, timeout, on_update=on_update, progress=progress):
            pass
        return listed

    def as_completed(self, jobs: Iterable[Job], timeout: float = DEFAULT_TIMEOUT) -> Iterator[Job]:
        """Iterate over jobs as they end, the sooner ones first.

        Args:
            jobs: The jobs.
            timeout: Seconds for all of them together; a day when not given.

        Raises:
            JobTimeoutError: The time is up; `pending` holds the jobs that go on.
            QrtError: The service refuses to tell, or fails again and again.
        """
        for job in iter_completed(self, jobs, timeout):
            yield job

    def find_submission(self, tag: str) -> Job | None:
        """Return the job that a submission with this tag created, the oldest if there are several, or None."""
        found = self._jobs_tagged(tag)
        return found[0] if found else None

    def _jobs_tagged(self, tag: str) -> Sequence[Job]:
        jobs = [job for job in self.list(tags=[tag], limit=MAX_PAGE, descending=False)]
        # Adopting or cancelling somebody else's job would be worse than a twin: the filter is not taken on trust.
        return [job for job in jobs if job.submission_tag == tag]

    def _submit_once(self, submission: Submission) -> Job:
        try:
            return self._submit_resolved(submission)
        except BaseException as stop:
            submission.note_interruption(stop)
            raise

    def _submit_resolved(self, submission: Submission) -> Job:
        doubt: QrtError | None = None
        for _ in range(MAX_SENDS):
            try:
                job = self._send(submission)
            except QrtError as error:
                if not is_ambiguous(error):
                    if doubt is None:
                        raise
                    # This one was refused, and the one before it is still in doubt.
                    raise submission.uncertain(doubt) from error
                found = self._look_up(submission, error)
                if found is not None:
                    return found
                doubt = error
                if submission.on_uncertain == "raise":
                    break
            else:
                return job if doubt is None else self._resolve_duplicates(submission, job)
        raise submission.uncertain(doubt) from doubt

    def _send(self, submission: Submission) -> Job:
        from qrt_client.api.jobs import create_job
        from qrt_client.models import JobCreateResponse

        answer = self._calls.fetch(JobCreateResponse, create_job.sync_detailed, body=submission.request())
        return Job(self._calls, submission.state_of(given(answer.id), backend=text_of(given(answer.backend))))

    def _look_up(self, submission: Submission, error: QrtError) -> Job | None:
        """Look for the job of a submission whose fate is not known, over the window in which it would show up."""
        if submission.tag is None:
            raise submission.uncertain(error) from error
        answered = False
        for pause in timing.current().look_ups:
            time.sleep(pause)
            try:
                jobs = self._jobs_tagged(submission.tag)
            except QrtError:
                answered = False
                continue
            answered = True
            if jobs:
                return self._only_eldest(jobs)
        if not answered:
            # Not found early in the window says nothing about its end.
            raise submission.uncertain(error) from error
        return None

    def _resolve_duplicates(self, submission: Submission, job: Job) -> Job:
        """After sending again: if the first one arrived after all, keep the elder and cancel the younger."""
        for pause in timing.current().duplicate_look_ups:
            time.sleep(pause)
            try:
                jobs = self._jobs_tagged(submission.tag or "")
            except QrtError:
                continue
            if any(other.id != job.id for other in jobs):
                # A list that lags behind may show the elder alone.
                unlisted = [] if any(other.id == job.id for other in jobs) else [job]
                return self._only_eldest([*jobs, *unlisted])
        return job

    def _only_eldest(self, jobs: Sequence[Job]) -> Job:
        eldest, *twins = jobs
        for twin in twins:
            if not twin.ended:
                self._cancel_twin(twin, eldest)
        return eldest

    @staticmethod
    def _cancel_twin(twin: Job, eldest: Job) -> None:
        """Cancel a twin; when that fails say so, since an error would hide the job that was asked for."""
        failure: QrtError | None = None
        for pause in timing.current().duplicate_cancels:
            time.sleep(pause)
            try:
                twin.cancel()
            except ConflictError:
                return  # it has ended
            except QrtError as error:
                failure = error
            else:
                return
        warn_duplicate_goes_on(twin.id, eldest.id, failure)
