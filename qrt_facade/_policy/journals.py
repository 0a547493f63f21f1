"""Journals of submissions with a key: whether one is in progress, and which job it created.

The journal on disk, which outlives the process, is in `_connection`. This module has the protocol, and a journal in
memory for clients without one on disk.
"""

from __future__ import annotations

import os
from typing import Final, NamedTuple, Protocol

from qrt_facade._policy import timing


class KeyEntry(Protocol):
    """A journal's entry for the last submission with a key."""

    @property
    def print_tag(self) -> str | None:
        """Tag with the fingerprint of what was submitted."""
        ...

    @property
    def begun(self) -> float:
        """When it began, in seconds since 1970 on this machine's clock."""
        ...

    @property
    def job_id(self) -> str | None:
        """The job, or None while no response has named it."""
        ...


class KeyTurn(Protocol):
    """The exclusive right to submit with one key."""

    def acquire(self) -> bool:
        """Take the turn if it is free, without waiting; return whether it was taken."""
        ...

    def release(self) -> None:
        """Release the turn; without effect if it was not taken."""
        ...


class KeyJournal(Protocol):
    """Stores submissions with keys."""

    def read(self, key_tag: str) -> KeyEntry | None:
        """Return the entry for the last submission with a key, or None."""
        ...

    def begin(self, key_tag: str, *, print_tag: str, series_tag: str | None) -> None:
        """Record that a submission begins, before anything is sent."""
        ...

    def created(
        self, key_tag: str, job_id: str, *, print_tag: str | None = None, series_tag: str | None = None
    ) -> None:
        """Record the job that a submission created, or that was found for the key."""
        ...

    def refused(self, key_tag: str) -> None:
        """Record that the submission has definitely created no job."""
        ...

    def turn(self, key_tag: str) -> KeyTurn:
        """Return a turn with a key, not taken yet."""
        ...


class MemoryEntry(NamedTuple):
    """An entry of the journal in memory.

    Attributes:
        print_tag: Tag with the fingerprint of what was submitted.
        begun: When it began, in seconds since 1970.
        job_id: The job, or None while no response has named it.
    """

    print_tag: str | None
    begun: float
    job_id: str | None = None


class MemoryTurn:
    """A turn among the threads and tasks that share a journal in memory.

    Attributes:
        process: The process that it belongs to.
    """

    def __init__(self, held: dict[str, MemoryTurn], key_tag: str) -> None:
        self._held = held
        self._key_tag = key_tag
        self.process: int = os.getpid()

    def acquire(self) -> bool:
        """Take the turn if it is free, or if its owner exists only in the process that this one was forked from."""
        holder = self._held.setdefault(self._key_tag, self)
        if holder is not self and holder.process != self.process:
            self._held[self._key_tag] = holder = self
        return holder is self

    def release(self) -> None:
        """Release the turn."""
        if self._held.get(self._key_tag) is self:
            del self._held[self._key_tag]


class MemoryJournal:
    """A journal for the lifetime of a client and of the clients derived from it with other options.

    Thread-safe. It keeps the last ten thousand keys; a pickled copy is empty.
    """

    _MOST: Final = 10_000

    def __init__(self) -> None:
        self._entries: dict[str, MemoryEntry] = {}
        self._held: dict[str, MemoryTurn] = {}

    def read(self, key_tag: str) -> MemoryEntry | None:
        """Return the entry for the last submission with a key, or None."""
        return self._entries.get(key_tag)

    def begin(self, key_tag: str, *, print_tag: str, series_tag: str | None) -> None:  # noqa: ARG002 - protocol
        """Record that a submission begins."""
        self._entries[key_tag] = MemoryEntry(print_tag, timing.current().clock.time())
        while len(self._entries) > self._MOST:
            self._entries.pop(next(iter(self._entries), key_tag), None)

    def created(
        self,
        key_tag: str,
        job_id: str,
        *,
        print_tag: str | None = None,
        series_tag: str | None = None,  # noqa: ARG002 - protocol
    ) -> None:
        """Record the job of a submission."""
        entry = self._entries.get(key_tag) or MemoryEntry(print_tag, timing.current().clock.time())
        self._entries[key_tag] = entry._replace(job_id=job_id)

    def refused(self, key_tag: str) -> None:
        """Delete the entry of a submission that created no job."""
        self._entries.pop(key_tag, None)

    def turn(self, key_tag: str) -> MemoryTurn:
        """Return a turn with a key, not taken yet."""
        return MemoryTurn(self._held, key_tag)

    def __reduce__(self) -> tuple[type[MemoryJournal], tuple[()]]:
        return type(self), ()


class BackedJournal:
    """A journal on disk, backed by one in memory for when the disk is full or the file is locked by another process.

    Args:
        disk: The journal on disk, which does not raise when it cannot be used.
        memory: The journal in memory.
    """

    def __init__(self, disk: KeyJournal, memory: KeyJournal) -> None:
        self._disk = disk
        self._memory = memory

    def read(self, key_tag: str) -> KeyEntry | None:
        """Return the entry for the last submission with a key, or None."""
        known = [entry for one in (self._disk, self._memory) if (entry := one.read(key_tag)) is not None]
        return max(known, key=lambda entry: entry.begun, default=None)

    def begin(self, key_tag: str, *, print_tag: str, series_tag: str | None) -> None:
        """Record that a submission begins."""
        self._memory.begin(key_tag, print_tag=print_tag, series_tag=series_tag)
        self._disk.begin(key_tag, print_tag=print_tag, series_tag=series_tag)

    def created(
        self, key_tag: str, job_id: str, *, print_tag: str | None = None, series_tag: str | None = None
    ) -> None:
        """Record the job of a submission."""
        for one in (self._memory, self._disk):
            one.created(key_tag, job_id, print_tag=print_tag, series_tag=series_tag)

    def refused(self, key_tag: str) -> None:
        """Delete the entry of a submission that created no job."""
        for one in (self._memory, self._disk):
            one.refused(key_tag)

    def turn(self, key_tag: str) -> KeyTurn:
        """Return a turn with a key among the processes of this machine, not taken yet."""
        return self._disk.turn(key_tag)
