"""Waiting for a lock ends at the deadline of the operation."""

from __future__ import annotations

import threading

import anyio
import pytest

from qrt_facade._policy import deadlines
from qrt_facade._policy.turns import AsyncTurn, Turn
from qrt_facade._service.failures import TimeIsUpError


def test_a_free_lock_is_acquired_immediately_and_released() -> None:
    lock = threading.Lock()
    for seconds in (None, 10):
        with deadlines.within(seconds), Turn(lock):
            assert lock.locked()
        assert not lock.locked()


def test_a_thread_waits_for_a_lock_until_its_deadline() -> None:
    lock = threading.Lock()
    with lock, deadlines.within(0.02), pytest.raises(TimeIsUpError), Turn(lock):
        pytest.fail("two turns at the same time")
    with Turn(lock):
        pass


@pytest.mark.parametrize("world", ["asyncio", "trio"])
def test_a_task_waits_for_a_lock_until_its_deadline(world: str) -> None:
    async def main() -> None:
        lock = anyio.Lock()
        async with AsyncTurn(lock):
            assert lock.locked()
        async with lock:
            await _without_time(lock)
        assert not lock.locked()
        with deadlines.within(10):
            async with AsyncTurn(lock):
                pass

    async def _without_time(lock: anyio.Lock) -> None:
        async def hurried() -> None:
            with deadlines.within(0.02), pytest.raises(TimeIsUpError):
                async with AsyncTurn(lock):
                    pytest.fail("two turns at the same time")

        async with anyio.create_task_group() as group:
            group.start_soon(hurried)

    anyio.run(main, backend=world)
