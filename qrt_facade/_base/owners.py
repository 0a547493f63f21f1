"""Owners of sockets and locks: a process, or an event loop. Only the owner that created them may use them.

A fork copies sockets and locks. Two processes that share a socket read each other's responses, and a lock that another
thread held at that moment stays locked forever in the child. So objects with sockets or locks have one of each per
owner: a process here, an event loop in `_connection.event_loops`.
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
    """A process, compared by identity: process ids are reused, in containers even immediately."""

    __slots__ = ("__weakref__", "id")

    ended: Final = False
    """Always False: a process cannot observe its own end."""

    def __init__(self) -> None:
        self.id = os.getpid()

    def adopt(self, transport: Closable) -> ProcessKeeper:
        """Return a keeper that closes the transport; the end of the process closes it too."""
        return ProcessKeeper(transport)

    def run(self, close: Callable[[], None]) -> None:
        """Call the function that closes something opened in this process."""
        close()

    def let_go(self, keeper: ProcessKeeper, close_sockets: Callable[[], None]) -> None:  # noqa: ARG002 - as a loop's
        """Close a transport that is no longer referenced."""
        close_sockets()


class Closable(Protocol):
    """A transport that can be closed."""

    def close(self) -> None:
        """Close it."""
        ...


class ProcessKeeper:
    """Closes a transport on request."""

    def __init__(self, transport: Closable) -> None:
        self._transport = transport

    def close(self) -> None:
        """Close the transport now."""
        self._transport.close()

    def release(self) -> None:
        """Stop managing the transport without closing it."""


class ForkAware(Protocol):
    """An object with sockets or locks that a forked child inherits."""

    def abandon(self) -> None:
        """Drop them in the child, without sending a byte and without waiting for a lock."""
        ...


_process = Process()
_heirs: Final[WeakSet[Any]] = WeakSet()


def this_process() -> Process:
    """Return the current process."""
    if _process.id != os.getpid():
        _begin_in_child()  # forked by code that does not run Python's fork hooks
    return _process


def abandon_in_forked_child(heir: ForkAware) -> None:
    """Call `heir.abandon()` in every child that is forked while the object exists."""
    _heirs.add(heir)


def _begin_in_child() -> None:
    global _process  # noqa: PLW0603 - one process, one object
    _process = Process()
    for heir in list(_heirs):
        # The child starts afresh whatever state the object was in; there is no caller to report an error to.
        with suppress(Exception):
            heir.abandon()


run_in_forked_children(_begin_in_child)


class OnePerOwner(Generic[W, T]):
    """An object of which each owner has its own, such as a lock.

    Args:
        where: Returns the current owner: `this_process` or `this_loop`.
        make: Creates the object.
    """

    def __init__(self, where: Callable[[], W], make: Callable[[], T]) -> None:
        self._where = where
        self._make = make
        self._made: WeakKeyDictionary[W, T] = WeakKeyDictionary()

    def here(self) -> T:
        """Return the object of the current owner."""
        world = self._where()
        made = self._made.get(world)
        # If two threads create one at the same time, both get the first.
        return self._made.setdefault(world, self._make()) if made is None else made
