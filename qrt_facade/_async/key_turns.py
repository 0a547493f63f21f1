"""Waiting for the lock of a key: one submission, or one opening of a session, at a time per machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio

from qrt_facade._policy import timing
from qrt_facade.errors import SubmissionUncertainError

if TYPE_CHECKING:
    from qrt_facade._policy.journals import KeyTurn


async def take(turn: KeyTurn, what: str, *, tag: str | None = None) -> None:
    """Wait for a turn, and take it.

    Args:
        turn: The turn.
        what: What has the turn, for the error: `another submission with key='a' has been under way`.
        tag: The tag of the other submission's job, for the error.

    Raises:
        SubmissionUncertainError: The turn was not free for a quarter of an hour.
    """
    pauses = timing.current()
    pause, end = pauses.first_turn, pauses.clock.monotonic() + pauses.turn_patience
    while not turn.acquire():
        if pauses.clock.monotonic() >= end:
            raise SubmissionUncertainError(
                f"{what} on this machine for over {pauses.turn_patience:g} s, in this process or another one. This "
                "one sent nothing",
                tag=tag,
            )
        await anyio.sleep(pause)
        pause = min(2 * pause, pauses.longest_turn)
