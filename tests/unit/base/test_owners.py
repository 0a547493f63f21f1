"""One value for each process and for each event loop."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import trio

from qrt_facade._base.owners import OnePerOwner, this_process
from qrt_facade._connection.event_loops import Loop, this_loop
from qrt_facade.errors import ConfigurationError

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")


def test_threads_of_a_process_share_one_value() -> None:
    locks = OnePerOwner(this_process, threading.Lock)
    barrier = threading.Barrier(8)

    def here(_: int) -> threading.Lock:
        barrier.wait(10)
        return locks.here()

    with ThreadPoolExecutor(8) as threads:
        assert len({id(lock) for lock in threads.map(here, range(8))}) == 1


@needs_fork
@pytest.mark.filterwarnings(
    "ignore:.*fork:DeprecationWarning"
)  # the child does nothing that other threads could block
def test_a_forked_child_gets_a_new_unlocked_lock() -> None:
    locks = OnePerOwner(this_process, threading.Lock)
    process = this_process()
    with locks.here():
        if (child := os.fork()) == 0:
            os._exit(0 if this_process() is not process and locks.here().acquire(blocking=False) else 1)
        assert os.waitpid(child, 0)[1] == 0
    assert this_process() is process


def test_each_event_loop_has_its_own_value() -> None:
    async def here() -> tuple[Loop, Loop]:
        await asyncio.sleep(0)
        return this_loop(), this_loop()

    async def here_in_trio() -> tuple[Loop, Loop]:
        await trio.lowlevel.checkpoint()
        return this_loop(), this_loop()

    pairs = [asyncio.run(here()), asyncio.run(here()), trio.run(here_in_trio), trio.run(here_in_trio)]
    assert all(one is other for one, other in pairs)
    assert len({id(one) for one, _ in pairs}) == 4


def test_a_value_is_released_with_its_event_loop() -> None:
    locks = OnePerOwner(this_loop, object)

    async def here() -> None:
        await asyncio.sleep(0)
        locks.here()

    for _ in range(5):
        asyncio.run(here())
    gc.collect()
    assert len(locks._made) <= 1


def test_this_loop_without_an_event_loop_raises_an_error() -> None:
    with pytest.raises(ConfigurationError, match="asyncio or trio"):
        this_loop()
