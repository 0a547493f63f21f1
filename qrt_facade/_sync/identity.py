# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Verification that a job object refers to the job of its submission.

The response to a submission is the only evidence of which job it created, and an intermediary may repeat an older
response. A job carries its submission's tag, so the next response about it settles the matter: a job without the tag is
a different one, and the right one is looked up.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from qrt_facade._policy import deadlines, timing
from qrt_facade._policy.interruptions import warn
from qrt_facade._policy.keys import is_reusable
from qrt_facade._policy.submission import (
    choose_kept,
    foreign_job_error,
    warn_if_elsewhere,
)
from qrt_facade._service.users import same_user_jobs
from qrt_facade._sync.tagged import jobs_tagged
from qrt_facade.errors import QrtError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qrt_facade._policy.keys import OwnJobs
    from qrt_facade._service.jobs import JobState
    from qrt_facade._sync.connection import Connection


class Identity:
    """The verification of one job object.

    Args:
        connection: The connection to the service.
        tag: The submission's tag.
        mock: The mock device of a dry run, whose jobs are only listed on request; otherwise None.
        confirmed: Whether the job was found by its tag.
        sent_again: Whether it was, or may have been, sent more than once: the first request may still arrive, so
            duplicates are looked for again after a while.
        cancel: Cancels a duplicate, given its state and the id of the job to keep.
        own_jobs: Which of the jobs with a key's tag may belong to the submission; None without a key.
        look_again: Whether to look for jobs with the same key once more, when the list must contain those submitted by
            other machines at the same time.

    Attributes:
        confirmed: Whether the job object is known to refer to the right job.
        adopted: Whether the job belongs to an earlier submission with the same key.
    """

    def __init__(
        self,
        connection: Connection,
        tag: str,
        *,
        mock: str | None,
        confirmed: bool,
        sent_again: bool,
        cancel: Callable[[Connection, JobState, str], None],
        own_jobs: OwnJobs | None = None,
        look_again: bool = True,
    ) -> None:
        self._connection = connection
        self._tag = tag
        self._mock = mock
        self.confirmed: bool = confirmed
        self._cancel = cancel
        self._own_jobs = own_jobs
        self.adopted: bool = False
        self._in_doubt = sent_again
        pauses = timing.current()
        after = pauses.late_duplicates if sent_again else pauses.list_lag
        looks = sent_again or (own_jobs is not None and look_again)
        self._look_again_at = pauses.clock.monotonic() + after if looks else None

    @property
    def settled(self) -> bool:
        """Whether nothing is left to verify."""
        return self.confirmed and self._look_again_at is None

    def admits(self, state: JobState) -> bool:
        """Return whether a state from a list can be used without further requests."""
        # A list that shows the tag confirms the job: no request about the job is needed before its result.
        self.confirmed = self.confirmed or self._tag in state.all_tags
        # Only a job in doubt is queried, so a wait for hundreds of jobs does not query each of them.
        due = self._in_doubt and self._is_due(state)
        return self.confirmed and not due

    def check(self, state: JobState) -> JobState:
        """Return the state if it belongs to the submission's job, otherwise the state of the right job.

        Raises:
            SubmissionUncertainError: No job has the submission's tag.
            QrtError: As raised by the lookup.
        """
        if self._tag in state.all_tags:
            self.confirmed = True
        elif not self.confirmed:
            state = self.found(instead_of=state.id)
        if self._is_due(state):
            state = self._without_late_duplicates(state)
        return state

    def found(self, *, instead_of: str) -> JobState:
        """Return the state of the job with the submission's tag, for a job object that refers to another job.

        Raises:
            SubmissionUncertainError: There is no such job.
            QrtError: As raised by the lookup.
        """
        for turn, pause in enumerate((0.0, *timing.current().look_ups)):
            left = deadlines.left()
            if left is not None and pause > left:
                break
            time.sleep(pause)
            states = jobs_tagged(
                self._connection,
                self._tag,
                include_mocks=self._mock is not None,
                turn=turn,
                wanted=self._own_jobs,
            )
            if states:
                state, _ = choose_kept(states)
                self.confirmed = True
                if state.id != instead_of:
                    warn(
                        f"the response to a submission named job {instead_of}, which belongs to another submission; "
                        f"job {state.id} has the submission's tag {self._tag} and is used instead"
                    )
                    warn_if_elsewhere(state, self._mock)
                return state
        raise foreign_job_error(instead_of, self._tag)

    def _is_due(self, state: JobState) -> bool:
        return self._look_again_at is not None and (
            (self._in_doubt and state.ended) or timing.current().clock.monotonic() >= self._look_again_at
        )

    def _without_late_duplicates(self, state: JobState) -> JobState:
        """Cancel the duplicate created by a first request that arrived late; a failed lookup is repeated later.

        Of the jobs with a key the oldest is kept, so that all submitters agree on one.
        """
        try:
            states: Sequence[JobState] = jobs_tagged(
                self._connection,
                self._tag,
                include_mocks=self._mock is not None,
                wanted=self._own_jobs,
            )
        except QrtError:
            return state
        self._look_again_at = None
        states = same_user_jobs(states, state.user_id)
        kept = state
        if self._own_jobs is not None:
            states = [other for other in states if is_reusable(other)]
            if not is_reusable(state) or all(other.id != state.id for other in states):
                return state  # another job was submitted with its key in the meantime
            kept = states[0]
            self.adopted = kept.id != state.id
        for other in states:
            if other.id != kept.id and not other.ended:
                self._cancel(self._connection, other, kept.id)
        return kept if self.adopted else state
