"""Locks that nobody waits for beyond the time of the operation that needs them, for threads and for tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio

from qrt_facade._policy import deadlines

if TYPE_CHECKING:
    import threading


class Turn:
    """A thread's turn with a lock.

    Raises:
        TimeIsUpError: The time of the operation was up before the turn came.
    """

    def __init__(self, lock: threading.Lock) -> None:
        self._lock = lock

    def __enter__(self) -> None:
        seconds = deadlines.shortened(None)
        while not self._lock.acquire(timeout=-1 if seconds is None else seconds):
            seconds = deadlines.shortened(None)

    def __exit__(self, *stop: object) -> None:
        self._lock.release()


class AsyncTurn:
    """A task's turn with a lock.

    Raises:
        TimeIsUpError: The time of the operation was up before the turn came.
    """

    def __init__(self, lock: anyio.Lock) -> None:
        self._lock = lock

    async def __aenter__(self) -> None:
        acquired = False
        while not acquired:
            with anyio.move_on_after(deadlines.shortened(None)):
                await self._lock.acquire()
                acquired = True

    async def __aexit__(self, *stop: object) -> None:
        self._lock.release()
