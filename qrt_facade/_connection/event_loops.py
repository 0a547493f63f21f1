"""Event loops as worlds: sockets and locks of asyncio and trio serve one event loop only, and end with it."""

from __future__ import annotations

import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from anyio.lowlevel import RunVar, current_token

from qrt_facade._base.owners import Process, this_process
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Coroutine


class AsyncClosable(Protocol):
    """A transport, or what closes one."""

    async def aclose(self) -> None:
        """Close it."""
        ...


class Loop:
    """An event loop in a process. Compared by identity.

    It holds its loop weakly: it is kept by the loop, so that what belongs to a loop goes with it.
    """

    __slots__ = ("__weakref__", "_native", "process")

    def __init__(self, native: Any, process: Process) -> None:
        self._native = weakref.ref(native)
        self.process = process

    @property
    def ended(self) -> bool:
        """Whether the loop is closed. A run of trio ends without a sign, but not without `LoopKeeper`."""
        native = self._native()
        is_closed = getattr(native, "is_closed", None)
        return native is None or (is_closed is not None and is_closed())

    async def adopt(self, transport: AsyncClosable) -> LoopKeeper:
        """Return what closes a transport, which the end of the loop does otherwise."""
        keeper = LoopKeeper(transport)
        await keeper.start()
        return keeper

    async def run(self, close: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Close something that was opened in this loop: at once, or from another loop as soon as this one can."""
        if this_loop() is self:
            await close()
            return
        self._soon(close)

    def let_go(self, keeper: LoopKeeper, close_sockets: Callable[[], None]) -> None:
        """Close a transport that nobody holds any more, from whichever thread collects the garbage."""
        if self.ended:
            close_sockets()
            keeper.release()
        else:
            self._soon(keeper.aclose)

    def _soon(self, close: Callable[[], Coroutine[Any, Any, None]]) -> None:
        native: Any = self._native()
        with suppress(RuntimeError):  # it ended meanwhile, and closed what it had
            if hasattr(native, "call_soon_threadsafe"):
                native.call_soon_threadsafe(lambda: native.create_task(_quietly(close)))
            elif native is not None:
                native.run_sync_soon(_spawn, close)


async def _quietly(close: Callable[[], Coroutine[Any, Any, None]]) -> None:
    with suppress(Exception):  # nobody waits for it who could be told
        await close()


def _spawn(close: Callable[[], Coroutine[Any, Any, None]]) -> None:
    import trio  # noqa: PLC0415 - trio is running

    trio.lowlevel.spawn_system_task(_quietly, close)


class LoopKeeper:
    """Closes a transport when its loop ends, unless somebody closes it before.

    No event loop calls anybody back at its end, but both shut down the asynchronous generators that are still
    suspended (`asyncio.run`, `asyncio.Runner` and all that build on them, and trio): this is such a generator.
    """

    def __init__(self, transport: AsyncClosable) -> None:
        # The generator holds the list alone: a client that nobody holds any more is then freed at once.
        self._kept = [transport]
        self._generator = _close_at_the_end(self._kept)

    async def start(self) -> None:
        """Begin to keep; it does not let other tasks run."""
        await anext(self._generator)

    async def aclose(self) -> None:
        """Close the transport now."""
        await self._generator.aclose()

    def release(self) -> None:
        """Keep it no longer and leave it as it is: its loop has ended, or belongs to another process."""
        self._kept.clear()
        with suppress(StopIteration):
            # With nothing kept the generator ends without awaiting anything, and no loop hears of it.
            self._generator.aclose().send(None)


async def _close_at_the_end(kept: list[AsyncClosable]) -> AsyncGenerator[None]:
    try:
        yield
    finally:
        while kept:
            await kept.pop().aclose()


_here: RunVar[Loop] = RunVar("qrt_facade_loop")


def this_loop() -> Loop:
    """Return the event loop that runs.

    Raises:
        ConfigurationError: None runs, or one of neither asyncio nor trio.
    """
    process = this_process()
    try:
        loop = _here.get(None)
        if loop is None or loop.process is not process:  # a fork copies a loop that runs
            token = current_token()
            # A newer anyio wraps the token of the loop.
            loop = Loop(getattr(token, "native_token", token), process)
            _here.set(loop)
    except RuntimeError as error:
        raise ConfigurationError(
            "an asynchronous client works in an event loop of asyncio or trio, and none is running here"
        ) from error
    return loop
