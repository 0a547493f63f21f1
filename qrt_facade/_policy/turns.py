"""Locks that nobody waits for beyond the time of the operation that needs them, for threads and for tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade._policy import deadlines

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    import anyio


class Turn:
    """A thread's turn with a lock.

    Raises:
        TimeIsUpError: The time of the operation was up before the turn came.
    """

    def __init__(self, lock: threading.Lock) -> None:
        self._lock = lock

    def __enter__(self) -> None:
        taken: list[bool] = []
        try:
            while not any(taken):
                seconds = deadlines.shortened(None)
                # Taken and noted in one step of the interpreter: what a signal handler raises comes before both or
                # after both, and the lock is not left behind.
                taken.extend(map(self._lock.acquire, (True,), (-1 if seconds is None else seconds,)))
        except BaseException:
            if any(taken):
                self._lock.release()
            raise

    @property
    def __exit__(self) -> Callable[..., None]:  # noqa: PLE0302, PYI036 - what it returns takes the arguments
        # The lock's own: a signal handler cannot raise at the beginning of a function that is not Python's.
        return self._lock.__exit__


class AsyncTurn:
    """A task's turn with a lock.

    Raises:
        TimeIsUpError: The time of the operation was up before the turn came.
    """

    def __init__(self, lock: anyio.Lock) -> None:
        self._lock = lock

    async def __aenter__(self) -> None:
        import anyio

        acquired = False
        while not acquired:
            with anyio.move_on_after(deadlines.shortened(None)):
                await self._lock.acquire()
                acquired = True

    async def __aexit__(self, *stop: object) -> None:
        self._lock.release()
