"""Whether a handle names the job of its submission.

The answer to a submission is its only proof of which job it made, and an intermediary may repeat an older answer. A job
carries its submission's tag, so the first other answer about it settles the matter: without the tag it is another's, and
the right one is looked up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio

from qrt_facade._async.tagged import jobs_tagged
from qrt_facade._policy import deadlines, timing
from qrt_facade._policy.interruptions import warn
from qrt_facade._policy.submission import another_s_job, choose, warn_if_elsewhere
from qrt_facade.errors import QrtError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from qrt_facade._async.connection import AsyncConnection
    from qrt_facade._service.jobs import JobState


class AsyncIdentity:
    """Whether the job of a handle is that of its submission.

    Args:
        connection: Where to look.
        tag: The submission's tag.
        mock: The mock device of a dry run, whose jobs a list shows on request; None for another job.
        confirmed: Whether the job was found by its tag.
        sent_again: Whether it was, or may have been, sent more than once: the first request may still arrive, so duplicates are looked for
            once more when the job has gone on for a while.
        cancel: Cancels a duplicate by its state; the second argument is the id of the job that is kept.
        superseded: Ids of earlier jobs of its key, which are not the submission's.
    """

    def __init__(
        self,
        connection: AsyncConnection,
        tag: str,
        *,
        mock: str | None,
        confirmed: bool,
        sent_again: bool,
        cancel: Callable[[AsyncConnection, JobState, str], Awaitable[None]],
        superseded: frozenset[str] = frozenset(),
    ) -> None:
        self._connection = connection
        self._tag = tag
        self._mock = mock
        self.confirmed: bool = confirmed
        self._cancel = cancel
        self._superseded = superseded
        pauses = timing.current()
        self._look_again_at = pauses.clock.monotonic() + pauses.late_duplicates if sent_again else None

    @property
    def settled(self) -> bool:
        """Whether there is nothing left to find out."""
        return self.confirmed and self._look_again_at is None

    def admits(self, state: JobState) -> bool:
        """Tell whether a state from a list can be taken over without looking further."""
        return (self.confirmed or self._tag in state.all_tags) and not self._is_due(state)

    async def check(self, state: JobState) -> JobState:
        """Return the state if it is that of the submission's job, or else the state of the job that is.

        Raises:
            SubmissionUncertainError: No job carries the submission's tag.
            QrtError: As raised by the look-up.
        """
        if self._tag in state.all_tags:
            self.confirmed = True
        elif not self.confirmed:
            state = await self.found(instead_of=state.id)
        if self._is_due(state):
            await self._end_late_duplicates(state)
        return state

    async def found(self, *, instead_of: str) -> JobState:
        """Return the state of the job that carries the submission's tag, for a handle that names another's.

        Raises:
            SubmissionUncertainError: There is none.
            QrtError: As raised by the look-up.
        """
        for turn, pause in enumerate((0.0, *timing.current().look_ups)):
            left = deadlines.left()
            if left is not None and pause > left:
                break
            await anyio.sleep(pause)
            states = await jobs_tagged(
                self._connection,
                self._tag,
                include_mocks=self._mock is not None,
                turn=turn,
                passing_over=self._superseded,
            )
            if states:
                state, _ = choose(states)
                self.confirmed = True
                if state.id != instead_of:
                    warn(
                        f"the answer to a submission named job {instead_of}, which is another's; job {state.id} carries "
                        f"the submission's tag {self._tag} and is used instead"
                    )
                    warn_if_elsewhere(state, self._mock)
                return state
        raise another_s_job(instead_of, self._tag)

    def _is_due(self, state: JobState) -> bool:
        return self._look_again_at is not None and (
            state.ended or timing.current().clock.monotonic() >= self._look_again_at
        )

    async def _end_late_duplicates(self, state: JobState) -> None:
        """Cancel what a first request made that arrived late; a look-up that fails is tried at the next answer."""
        try:
            states: Sequence[JobState] = await jobs_tagged(
                self._connection,
                self._tag,
                include_mocks=self._mock is not None,
                passing_over=self._superseded,
            )
        except QrtError:
            return
        self._look_again_at = None
        for other in states:
            if other.id != state.id and not other.ended:
                await self._cancel(self._connection, other, state.id)
