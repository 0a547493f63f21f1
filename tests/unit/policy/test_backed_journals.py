"""The journal of keys on disk, backed by one in memory: a job is known as long as either knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.scripted import Clock

from qrt_facade._policy.journals import BackedJournal, MemoryEntry, MemoryJournal

if TYPE_CHECKING:
    from support.timing import Pauses


@pytest.fixture
def clock(pauses: Pauses) -> Clock:
    clock = Clock()
    pauses(clock=clock)
    return clock


class Recording(MemoryJournal):
    """A journal that records its calls."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[Any, ...]] = []

    def begin(self, key_tag: str, **given: Any) -> None:
        self.calls.append(("begin", key_tag, given))
        super().begin(key_tag, **given)

    def created(self, key_tag: str, job_id: str, **given: Any) -> None:
        self.calls.append(("created", key_tag, job_id, given))
        super().created(key_tag, job_id, **given)


class FullDisk(MemoryJournal):
    """A journal on a full disk: it keeps what it has, and stores nothing more."""

    def begin(self, key_tag: str, **given: Any) -> None: ...

    def created(self, key_tag: str, job_id: str, **given: Any) -> None: ...


def test_both_journals_record_a_submission_and_its_job() -> None:
    disk, memory = Recording(), Recording()
    journal = BackedJournal(disk, memory)
    journal.begin("key", print_tag="print", series_tag="series")
    journal.created("key", "j1", print_tag="print", series_tag="series")
    tags = {"print_tag": "print", "series_tag": "series"}
    assert disk.calls == memory.calls == [("begin", "key", tags), ("created", "key", "j1", tags)]
    assert disk.read("other") is memory.read("other") is None


def test_a_refused_submission_is_deleted_from_both_journals() -> None:
    disk, memory = MemoryJournal(), MemoryJournal()
    journal = BackedJournal(disk, memory)
    journal.refused("key")
    journal.begin("key", print_tag="print", series_tag=None)
    journal.refused("key")
    assert journal.read("key") is disk.read("key") is memory.read("key") is None


def test_a_job_is_known_from_memory_if_the_disk_is_full() -> None:
    journal = BackedJournal(FullDisk(), MemoryJournal())
    assert journal.read("key") is None
    journal.begin("key", print_tag="print", series_tag=None)
    journal.created("key", "j1")
    entry = journal.read("key")
    assert entry is not None
    assert (entry.job_id, entry.print_tag) == ("j1", "print")


def test_a_job_of_an_earlier_process_is_known_from_disk(clock: Clock) -> None:
    disk = MemoryJournal()
    disk.created("key", "j1", print_tag="print")
    assert BackedJournal(disk, MemoryJournal()).read("key") == MemoryEntry("print", clock.time(), "j1")


def test_a_submission_in_progress_is_known_with_the_time_at_which_it_began(clock: Clock) -> None:
    journal, began = BackedJournal(MemoryJournal(), MemoryJournal()), clock.time()
    journal.begin("key", print_tag="print", series_tag=None)
    clock.sleep(5)
    assert journal.read("key") == MemoryEntry("print", began)
    journal.created("key", "j1", print_tag="print")
    assert journal.read("key") == MemoryEntry("print", began, "j1")


@pytest.mark.parametrize("later", ["disk", "memory"])
def test_the_later_of_two_submissions_with_a_key_counts(clock: Clock, later: str) -> None:
    disk, memory = MemoryJournal(), MemoryJournal()
    first, second = (memory, disk) if later == "disk" else (disk, memory)
    first.created("key", "j1", print_tag="first")
    clock.sleep(1)
    second.created("key", "j2", print_tag="second")
    assert BackedJournal(disk, memory).read("key") == MemoryEntry("second", clock.time(), "j2")


def test_turns_are_those_of_the_disk_which_processes_share() -> None:
    disk, memory = MemoryJournal(), MemoryJournal()
    turn = BackedJournal(disk, memory).turn("key")
    assert turn.acquire()
    assert not disk.turn("key").acquire()
    assert memory.turn("key").acquire()
    turn.release()
    assert disk.turn("key").acquire()
