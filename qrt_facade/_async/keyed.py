"""Submissions with a key: one at a time per machine, after looking for an existing job."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio

from qrt_facade._async import key_turns
from qrt_facade._async.series import AsyncSeriesListings
from qrt_facade._async.tagged import jobs_tagged
from qrt_facade._policy import timing
from qrt_facade._policy.doubt import MAX_SENDS
from qrt_facade._policy.interruptions import warn
from qrt_facade._policy.journals import BackedJournal
from qrt_facade._policy.keys import (
    Adopt,
    AskAgain,
    Conflict,
    Fetch,
    Send,
    conflict,
    decide,
    deleted_job_warning,
    latest_arrival,
    next_step,
)
from qrt_facade._policy.submission import oldest_first
from qrt_facade._programs.fingerprints import Fingerprint
from qrt_facade._service.identity import check_id
from qrt_facade._service.jobs import JobState
from qrt_facade._service.names import print_tag_of, submission_tag_of
from qrt_facade.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade._async.connection import AsyncConnection
    from qrt_facade._policy.journals import KeyJournal, KeyTurn
    from qrt_facade._policy.submission import Submission
    from qrt_facade.errors import ConfigurationError


class AsyncKeys:
    """A client's lookups and records of keys.

    Args:
        connection: The connection to the service.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._opened: KeyJournal | None = None
        self.listings: AsyncSeriesListings = AsyncSeriesListings(connection)

    @property
    def _journal(self) -> KeyJournal:
        """The journal on disk, or one in memory if it is disabled; opened for the first key."""
        if self._opened is None:
            disk, memory = self._connection.journal, self._connection.memory
            self._opened = memory if disk is None else BackedJournal(disk, memory)
        return self._opened

    def turn(self, submission: Submission) -> KeyTurn:
        """Return the turn of a submission, which is not taken yet.

        Args:
            submission: The submission.
        """
        return self._journal.turn(_tag_of(submission))

    async def take(self, turn: KeyTurn, submission: Submission) -> None:
        """Wait until no other submission with this key is in progress on this machine.

        Args:
            turn: The turn.
            submission: The submission.

        Raises:
            SubmissionUncertainError: Another submission took more than a quarter of an hour.
        """
        await key_turns.take(
            turn, f"another submission with key={submission.key!r} has been under way", tag=submission.tag
        )

    async def look(self, submission: Submission) -> Adopt | Send:
        """Return whether to adopt an existing job of the key or to send the submission.

        Args:
            submission: The submission, whose turn it is.

        Raises:
            ConfigurationError: The key's job was submitted with other arguments.
            QrtError: A request failed; nothing was submitted.
        """
        pauses = timing.current()
        tag, pause = _tag_of(submission), pauses.first_look
        entry = self._journal.read(tag)
        longest = MAX_SENDS * self._connection.settings.total_timeout + sum(pauses.look_ups)
        arrived_by = None if entry is None else latest_arrival(entry.begun, read_at=_now(), longest=longest)
        states, asked_at = await self._listed(submission)
        unknown, turn = False, 0
        while True:
            step = next_step(
                states,
                submission.print_tag or "",
                on_failed=submission.on_failed,
                entry=entry,
                asked_at=asked_at,
                lag=pauses.list_lag,
                unknown=unknown,
                arrived_by=arrived_by,
            )
            if isinstance(step, Conflict):
                raise self.conflict(submission, step.state)
            if isinstance(step, Fetch):
                fetched = await self._fetched(step.job_id, tag)
                unknown = fetched is None
                states = [*states, *([] if fetched is None else [fetched])]
            elif isinstance(step, AskAgain):
                left = asked_at + step.within - _now()
                await anyio.sleep(max(0.0, min(pause, left)))
                pause, turn, unknown = min(2 * pause, pauses.longest_look), turn + 1, False
                asked_at = _now()
                states = await jobs_tagged(self._connection, tag, include_mocks=True, turn=turn)
            else:
                if unknown and entry is not None and entry.job_id is not None:
                    warn(deleted_job_warning(submission.key or "", entry.job_id))
                return step

    async def load(self, series: str, submissions: Sequence[Submission]) -> None:
        """List the jobs of a series, and raise before anything is sent if a key has a job with other arguments.

        Args:
            series: The key of the series.
            submissions: The series.

        Raises:
            ConfigurationError: A key's job was submitted with other arguments.
            QrtError: A request failed.
        """
        listed = self.listings.named(series)
        await listed.begin()
        for one in submissions:
            step = decide(listed.jobs_of(_tag_of(one)), one.print_tag or "", on_failed=one.on_failed)
            if isinstance(step, Conflict):
                raise self.conflict(one, step.state)

    def is_listed(self, submission: Submission) -> bool:
        """Return whether a submission of a loaded series has its job already, so that nothing will be sent.

        Args:
            submission: The submission.
        """
        if submission.series_tag is None:
            return False
        jobs = self.listings.tagged(submission.series_tag).jobs_of(_tag_of(submission))
        step = decide(jobs, submission.print_tag or "", on_failed=submission.on_failed)
        return isinstance(step, Adopt)

    async def _listed(self, submission: Submission) -> tuple[Sequence[JobState], float]:
        """Return the jobs of the key, oldest first, and the time at which they were listed, in seconds since 1970."""
        tag = _tag_of(submission)
        if submission.series_tag is None:
            asked_at = _now()
            return await jobs_tagged(self._connection, tag, include_mocks=True), asked_at
        series = self.listings.tagged(submission.series_tag)
        await series.ensure(tag)
        asked_at = _now() - series.age
        states, recent = series.take(tag)
        if recent:
            return states, asked_at
        known = [await self._fetched(state.id, tag) for state in states]
        return oldest_first([state for state in known if state is not None]), asked_at

    async def _fetched(self, job_id: str, tag: str) -> JobState | None:
        """Return a job, or None if it does not exist or belongs to another submission."""
        from qrt_client.api.jobs import get_job

        try:
            answer = await self._connection.read(
                get_job.asyncio_detailed, job_id, client=self._connection.raw, exclude_params=True
            )
        except NotFoundError:
            return None
        check_id("job", job_id, answer)
        state = JobState.of(answer, job_id=job_id)
        return state if submission_tag_of(state.all_tags) in {None, tag} else None

    def conflict(
        self, submission: Submission, state: JobState, *, cancelled: str | None = None
    ) -> ConfigurationError:
        """Return the error for a key whose job was submitted with other arguments.

        Args:
            submission: The submission.
            state: The key's job.
            cancelled: Id of the submission's own job, if it had been created and was cancelled.
        """
        before = Fingerprint.of_tag(print_tag_of(state.all_tags) or "")
        now = Fingerprint.of_tag(submission.print_tag or "")
        differences = () if before is None or now is None else now.differences(before)
        return conflict(
            submission.key or "",
            state,
            differences,
            backend=submission.request.backend,
            cancelled=cancelled,
        )

    def begin(self, submission: Submission) -> None:
        """Record that a submission is about to be sent.

        Args:
            submission: The submission.
        """
        self._journal.begin(
            _tag_of(submission), print_tag=submission.print_tag or "", series_tag=submission.series_tag
        )

    def created(self, submission: Submission, job_id: str) -> None:
        """Record the job of a key.

        Args:
            submission: The submission.
            job_id: Id of the job.
        """
        tag = _tag_of(submission)
        entry = self._journal.read(tag)
        if entry is None or entry.job_id != job_id:
            self._journal.created(
                tag, job_id, print_tag=submission.print_tag, series_tag=submission.series_tag
            )

    def adopted(self, submission: Submission, job_id: str) -> None:
        """Record the existing job that was found for a key.

        The list contains it, so a series saves hundreds of writes to disk, unless the journal differs.

        Args:
            submission: The submission.
            job_id: Id of the job.
        """
        if submission.series_tag is None or self._journal.read(_tag_of(submission)) is not None:
            self.created(submission, job_id)

    def refused(self, submission: Submission) -> None:
        """Record that a submission certainly created no job.

        Args:
            submission: The submission.
        """
        self._journal.refused(_tag_of(submission))


def _now() -> float:
    """Return the time of the clock that also measures the lag of the list."""
    return timing.current().clock.time()


def _tag_of(submission: Submission) -> str:
    return submission.tag or ""
