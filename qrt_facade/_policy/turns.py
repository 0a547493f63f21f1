"""Locks that are acquired only within the deadline of the operation, for threads and for tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade._policy import deadlines

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    import anyio


class Turn:
    """Context manager in which a thread has a lock.

    Raises:
        TimeIsUpError: The deadline passed before the lock was acquired.
    """

    def __init__(self, lock: threading.Lock) -> None:
        self._lock = lock

    def __enter__(self) -> None:
        taken: list[bool] = []
        try:
            while not any(taken):
                seconds = deadlines.shortened(None)
                # Acquired and recorded in one step of the interpreter: an exception from a signal handler comes before
                # both or after both, so the lock is never left behind.
                taken.extend(map(self._lock.acquire, (True,), (-1 if seconds is None else seconds,)))
        except BaseException:
            if any(taken):
                self._lock.release()
            raise

    @property
    def __exit__(self) -> Callable[..., None]:  # noqa: PLE0302, PYI036 - what it returns takes the arguments
        # The lock's own method: a signal handler cannot raise at the start of a function that is not written in Python.
        return self._lock.__exit__


class AsyncTurn:
    """Context manager in which a task has a lock.

    Raises:
        TimeIsUpError: The deadline passed before the lock was acquired.
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
