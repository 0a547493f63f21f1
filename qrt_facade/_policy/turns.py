"""Locks that nobody waits for beyond the time of the operation that needs them, for threads and for tasks."""

from __future__ import annotations

import threading
from typing import Final
from weakref import WeakKeyDictionary

import anyio

from qrt_facade._policy import deadlines

_thread_of: Final[WeakKeyDictionary[threading.Lock, int]] = WeakKeyDictionary()
"""Which thread has its turn with a lock."""


class Turn:
    """A thread's turn with a lock; a handler of a signal that interrupts a thread in its turn goes on in it.

    Raises:
        TimeIsUpError: The time of the operation was up before the turn came.
    """

    def __init__(self, lock: threading.Lock) -> None:
        self._lock = lock
        self._ours = False

    def __enter__(self) -> None:
        if _thread_of.get(self._lock) == threading.get_ident():
            return  # it would wait for itself
        seconds = deadlines.shortened(None)
        while not self._lock.acquire(timeout=-1 if seconds is None else seconds):
            seconds = deadlines.shortened(None)
        _thread_of[self._lock] = threading.get_ident()
        self._ours = True

    def __exit__(self, *stop: object) -> None:
        if self._ours:
            _thread_of.pop(self._lock, None)
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
