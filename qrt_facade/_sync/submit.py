# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Exactly one job for each submission: look up what is in doubt, send again what is missing, cancel what is double."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from qrt_facade._base.coerce import text_of
from qrt_facade._policy import timing
from qrt_facade._policy.submission import (
    MAX_SENDS,
    is_ambiguous,
    warn_duplicate_goes_on,
)
from qrt_facade._service.limits import MAX_PAGE
from qrt_facade._sync.job import Job
from qrt_facade.errors import ConflictError, QrtError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qrt_facade._policy.submission import Submission
    from qrt_facade._sync.connection import Connection


class Submitter:
    """Creates jobs.

    Args:
        connection: Where to.
        list_jobs: Lists the caller's jobs, as `client.jobs.list` does; submissions in doubt are looked for there.
    """

    def __init__(self, connection: Connection, list_jobs: Callable[..., Iterator[Job]]) -> None:
        self._connection = connection
        self._list_jobs = list_jobs

    def submit(self, submission: Submission) -> Job:
        """Create the job of a submission, once, and return it.

        Raises:
            SubmissionUncertainError: Whether the job exists is not known.
            ApiError: The service refused.
        """
        try:
            return self._submit(submission)
        except BaseException as stop:
            submission.note_interruption(stop)
            raise

    def jobs_tagged(self, tag: str) -> Sequence[Job]:
        """Return the jobs that submissions with this tag created, the eldest first."""
        jobs = [job for job in self._list_jobs(tags=[tag], limit=MAX_PAGE, descending=False)]
        # Adopting or cancelling somebody else's job would be worse than a duplicate: the filter is not taken on trust.
        return [job for job in jobs if job.submission_tag == tag]

    def _submit(self, submission: Submission) -> Job:
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

        answer = self._connection.read(
            create_job.sync_detailed, client=self._connection.raw, body=submission.request
        )
        state = submission.state_of(answer.get("id"), backend=text_of(answer.get("backend")))
        return Job(self._connection, state, accepted=True)

    def _look_up(self, submission: Submission, error: QrtError) -> Job | None:
        """Look for the job of a submission in doubt, over the window in which it would become visible."""
        if submission.tag is None:
            raise submission.uncertain(error) from error
        answered = False
        for pause in timing.current().look_ups:
            time.sleep(pause)
            try:
                jobs = self.jobs_tagged(submission.tag)
            except QrtError:
                answered = False
                continue
            answered = True
            if jobs:
                return self._keep_eldest(jobs)
        if not answered:
            # Not found early in the window proves nothing about its end.
            raise submission.uncertain(error) from error
        return None

    def _resolve_duplicates(self, submission: Submission, job: Job) -> Job:
        """After sending again: if the first one arrived after all, keep the elder and cancel the younger."""
        for pause in timing.current().duplicate_look_ups:
            time.sleep(pause)
            try:
                jobs = self.jobs_tagged(submission.tag or "")
            except QrtError:
                continue
            if any(other.id != job.id for other in jobs):
                # A list that lags behind may show the elder alone.
                unlisted = [] if any(other.id == job.id for other in jobs) else [job]
                return self._keep_eldest([*jobs, *unlisted])
        return job

    def _keep_eldest(self, jobs: Sequence[Job]) -> Job:
        eldest, *duplicates = jobs
        for duplicate in duplicates:
            if not duplicate.ended:
                _cancel_duplicate(duplicate, eldest)
        return eldest


def _cancel_duplicate(duplicate: Job, eldest: Job) -> None:
    """Cancel a duplicate; when that fails warn, since an error would hide the job that was asked for."""
    failure: QrtError | None = None
    for pause in timing.current().duplicate_cancels:
        time.sleep(pause)
        try:
            duplicate.cancel()
        except ConflictError:
            return  # it has ended
        except QrtError as error:
            failure = error
        else:
            return
    warn_duplicate_goes_on(duplicate.id, eldest.id, failure)
