"""Event loops as owners: sockets and locks of asyncio and trio work in one event loop only, and end with it."""

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
    """A transport or a keeper that can be closed."""

    async def aclose(self) -> None:
        """Close it."""
        ...


class Loop:
    """An event loop in a process, compared by identity.

    It refers to the native loop weakly, and the native loop refers to it, so that what belongs to a loop is freed with
    it.
    """

    __slots__ = ("__weakref__", "_native", "process")

    def __init__(self, native: Any, process: Process) -> None:
        self._native = weakref.ref(native)
        self.process = process

    @property
    def ended(self) -> bool:
        """Whether the loop is closed. trio does not show that a run has ended; `LoopKeeper` handles that."""
        native = self._native()
        is_closed = getattr(native, "is_closed", None)
        return native is None or (is_closed is not None and is_closed())

    async def adopt(self, transport: AsyncClosable) -> LoopKeeper:
        """Return a keeper that closes the transport, at the latest when the loop ends."""
        keeper = LoopKeeper(transport)
        await keeper.start()
        return keeper

    async def run(self, close: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Close something that was opened in this loop: immediately, or scheduled if another loop is running."""
        if this_loop() is self:
            await close()
            return
        self._soon(close)

    def let_go(self, keeper: LoopKeeper, close_sockets: Callable[[], None]) -> None:
        """Close a transport that is no longer referenced, from any thread that runs the garbage collector."""
        if self.ended:
            close_sockets()
            keeper.release()
        else:
            self._soon(keeper.aclose)

    def _soon(self, close: Callable[[], Coroutine[Any, Any, None]]) -> None:
        native: Any = self._native()
        with suppress(RuntimeError):  # the loop has ended, and closed its resources
            if hasattr(native, "call_soon_threadsafe"):
                native.call_soon_threadsafe(lambda: native.create_task(_quietly(close)))
            elif native is not None:
                native.run_sync_soon(_spawn, close)


async def _quietly(close: Callable[[], Coroutine[Any, Any, None]]) -> None:
    with suppress(Exception):  # it is not awaited, so there is no caller to report to
        await close()


def _spawn(close: Callable[[], Coroutine[Any, Any, None]]) -> None:
    import trio  # noqa: PLC0415 - trio is running

    trio.lowlevel.spawn_system_task(_quietly, close)


class LoopKeeper:
    """Closes a transport when its loop ends, unless it was closed before.

    Event loops have no callback for their end, but both shut down asynchronous generators that are still suspended
    (`asyncio.run`, `asyncio.Runner` and everything built on them, and trio). This class is built on such a generator.
    """

    def __init__(self, transport: AsyncClosable) -> None:
        # The generator refers only to the list: an unreferenced client is then freed immediately.
        self._kept = [transport]
        self._generator = _close_at_the_end(self._kept)

    async def start(self) -> None:
        """Start managing the transport; does not yield to other tasks."""
        await anext(self._generator)

    async def aclose(self) -> None:
        """Close the transport now."""
        await self._generator.aclose()

    def release(self) -> None:
        """Stop managing the transport without closing it: its loop has ended, or belongs to another process."""
        self._kept.clear()
        with suppress(StopIteration):
            # With an empty list the generator ends without awaiting anything, and needs no loop.
            self._generator.aclose().send(None)


async def _close_at_the_end(kept: list[AsyncClosable]) -> AsyncGenerator[None]:
    try:
        yield
    finally:
        while kept:
            await kept.pop().aclose()


_here: RunVar[Loop] = RunVar("qrt_facade_loop")


def this_loop() -> Loop:
    """Return the running event loop.

    Raises:
        ConfigurationError: No event loop of asyncio or trio is running.
    """
    process = this_process()
    try:
        loop = _here.get(None)
        if loop is None or loop.process is not process:  # a fork copies a running loop
            token = current_token()
            # Newer versions of anyio wrap the loop's token.
            loop = Loop(getattr(token, "native_token", token), process)
            _here.set(loop)
    except RuntimeError as error:
        raise ConfigurationError(
            "an asynchronous client needs a running event loop of asyncio or trio; none is running here"
        ) from error
    return loop
