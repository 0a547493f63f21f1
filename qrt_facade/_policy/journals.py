"""What is remembered of submissions with a key: whether one is under way, and which job it made.

The journal on disk, which outlives the process, is the connection's. Here is what any journal does, and the one in memory
that serves where none is kept on disk.
"""

from __future__ import annotations

import os
from typing import Final, NamedTuple, Protocol

from qrt_facade._policy import timing


class KeyEntry(Protocol):
    """What a journal knows of the last submission with a key."""

    @property
    def print_tag(self) -> str | None:
        """The fingerprint of what was submitted, as a tag."""
        ...

    @property
    def begun(self) -> float:
        """When it began, in seconds since 1970 by this machine's clock."""
        ...

    @property
    def job_id(self) -> str | None:
        """The job, or None while no answer has named it."""
        ...


class KeyTurn(Protocol):
    """The right to submit with one key, which one submission has at a time."""

    def acquire(self) -> bool:
        """Take the turn if it is free, without waiting; return whether it was."""
        ...

    def release(self) -> None:
        """Give the turn back; without effect when it was not taken."""
        ...


class KeyJournal(Protocol):
    """Remembers submissions with keys."""

    def read(self, key_tag: str) -> KeyEntry | None:
        """Return what is known of the last submission with a key, or None."""
        ...

    def begin(self, key_tag: str, *, print_tag: str, series_tag: str | None) -> None:
        """Record, before anything is sent, that a submission begins."""
        ...

    def created(
        self, key_tag: str, job_id: str, *, print_tag: str | None = None, series_tag: str | None = None
    ) -> None:
        """Record which job a submission made, or which one was found to be the key's."""
        ...

    def refused(self, key_tag: str) -> None:
        """Record that the submission surely made no job."""
        ...

    def turn(self, key_tag: str) -> KeyTurn:
        """Return a turn with a key, not taken yet."""
        ...


class MemoryEntry(NamedTuple):
    """An entry of the journal in memory.

    Attributes:
        print_tag: The fingerprint of what was submitted, as a tag.
        begun: When it began, in seconds since 1970.
        job_id: The job, or None while no answer has named it.
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
        """Take the turn if it is free, or if its holder stayed behind in the process that this one was forked from."""
        holder = self._held.setdefault(self._key_tag, self)
        if holder is not self and holder.process != self.process:
            self._held[self._key_tag] = holder = self
        return holder is self

    def release(self) -> None:
        """Give the turn back."""
        if self._held.get(self._key_tag) is self:
            del self._held[self._key_tag]


class MemoryJournal:
    """A journal that lasts as long as its client and those that differ from it in options alone.

    Thread-safe. It remembers the last ten thousand keys, and nothing when it is pickled.
    """

    _MOST: Final = 10_000

    def __init__(self) -> None:
        self._entries: dict[str, MemoryEntry] = {}
        self._held: dict[str, MemoryTurn] = {}

    def read(self, key_tag: str) -> MemoryEntry | None:
        """Return what is known of the last submission with a key, or None."""
        return self._entries.get(key_tag)

    def begin(self, key_tag: str, *, print_tag: str, series_tag: str | None) -> None:  # noqa: ARG002 - a journal's
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
        series_tag: str | None = None,  # noqa: ARG002 - a journal's
    ) -> None:
        """Record which job it made."""
        entry = self._entries.get(key_tag) or MemoryEntry(print_tag, timing.current().clock.time())
        self._entries[key_tag] = entry._replace(job_id=job_id)

    def refused(self, key_tag: str) -> None:
        """Forget a submission that made no job."""
        self._entries.pop(key_tag, None)

    def turn(self, key_tag: str) -> MemoryTurn:
        """Return a turn with a key, not taken yet."""
        return MemoryTurn(self._held, key_tag)

    def __reduce__(self) -> tuple[type[MemoryJournal], tuple[()]]:
        return type(self), ()


class BackedJournal:
    """A journal on disk, and one in memory for what the disk does not take: it may be full, or kept locked by another.

    Args:
        disk: The journal on disk, which raises nothing when it cannot be used.
        memory: The one in memory.
    """

    def __init__(self, disk: KeyJournal, memory: KeyJournal) -> None:
        self._disk = disk
        self._memory = memory

    def read(self, key_tag: str) -> KeyEntry | None:
        """Return what is known of the last submission with a key, or None."""
        known = [entry for one in (self._disk, self._memory) if (entry := one.read(key_tag)) is not None]
        return max(known, key=lambda entry: entry.begun, default=None)

    def begin(self, key_tag: str, *, print_tag: str, series_tag: str | None) -> None:
        """Record that a submission begins."""
        self._memory.begin(key_tag, print_tag=print_tag, series_tag=series_tag)
        self._disk.begin(key_tag, print_tag=print_tag, series_tag=series_tag)

    def created(
        self, key_tag: str, job_id: str, *, print_tag: str | None = None, series_tag: str | None = None
    ) -> None:
        """Record which job it made."""
        for one in (self._memory, self._disk):
            one.created(key_tag, job_id, print_tag=print_tag, series_tag=series_tag)

    def refused(self, key_tag: str) -> None:
        """Forget a submission that made no job."""
        for one in (self._memory, self._disk):
            one.refused(key_tag)

    def turn(self, key_tag: str) -> KeyTurn:
        """Return a turn with a key among the processes of this machine, not taken yet."""
        return self._disk.turn(key_tag)
