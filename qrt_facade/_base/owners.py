"""Where sockets and locks may be used: in the process that made them, and nowhere else.

A fork copies both. Two processes that share a socket read each other's answers, and a lock that another thread held
at that moment stays held for ever in the child. So whatever has sockets or locks keeps one of each for every world: a
process here, an event loop in `_connection.event_loops`.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar
from weakref import WeakKeyDictionary, WeakSet

from qrt_facade._base.forking import run_in_forked_children

if TYPE_CHECKING:
    from collections.abc import Callable

W = TypeVar("W")
T = TypeVar("T")


class Process:
    """A process. Compared by identity: ids of processes are used again, in containers even at once."""

    __slots__ = ("__weakref__", "id")

    ended: Final = False
    """A process does not see its own end."""

    def __init__(self) -> None:
        self.id = os.getpid()

    def adopt(self, transport: Closable) -> ProcessKeeper:
        """Return what closes a transport; the end of a process does so too."""
        return ProcessKeeper(transport)

    def run(self, close: Callable[[], None]) -> None:
        """Close something that was opened here."""
        close()

    def let_go(self, keeper: ProcessKeeper, close_sockets: Callable[[], None]) -> None:  # noqa: ARG002 - as of a loop
        """Close a transport that nobody holds any more."""
        close_sockets()


class Closable(Protocol):
    """A transport."""

    def close(self) -> None:
        """Close it."""
        ...


class ProcessKeeper:
    """Closes a transport."""

    def __init__(self, transport: Closable) -> None:
        self._transport = transport

    def close(self) -> None:
        """Close the transport now."""
        self._transport.close()

    def release(self) -> None:
        """Leave it as it is."""


class ForkAware(Protocol):
    """What has sockets that a forked child inherits."""

    def abandon(self) -> None:
        """Let go of them in the child, without a byte sent and without waiting for any lock."""
        ...


_process = Process()
_heirs: Final[WeakSet[Any]] = WeakSet()


def this_process() -> Process:
    """Return the process that runs."""
    if _process.id != os.getpid():
        _begin_in_child()  # a fork by code that does not run Python's hooks
    return _process


def abandon_in_forked_child(heir: ForkAware) -> None:
    """Have `heir.abandon()` called in every child that is forked while the heir lives."""
    _heirs.add(heir)


def _begin_in_child() -> None:
    global _process  # noqa: PLW0603 - one process, one object
    _process = Process()
    for heir in list(_heirs):
        # Whatever state the fork met it in, the child starts anew; there is nobody here to tell.
        with suppress(Exception):
            heir.abandon()


run_in_forked_children(_begin_in_child)


class OnePerOwner(Generic[W, T]):
    """Something of which every world has its own: a lock, say.

    Args:
        where: Returns the world that runs, `this_process` or `this_loop`.
        make: Makes one of the things.
    """

    def __init__(self, where: Callable[[], W], make: Callable[[], T]) -> None:
        self._where = where
        self._make = make
        self._made: WeakKeyDictionary[W, T] = WeakKeyDictionary()

    def here(self) -> T:
        """Return the one of the world that runs."""
        world = self._where()
        made = self._made.get(world)
        # Of two threads that make one at once, both get the one that came first.
        return self._made.setdefault(world, self._make()) if made is None else made
