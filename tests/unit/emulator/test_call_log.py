"""The log of calls keeps the newest ones and is thread-safe."""

from __future__ import annotations

import threading

from qrt_facade.emulator.domain.call_log import MOST_CALLS, CallLog, RecordedCall


def call(log: CallLog, job_id: str | None = None) -> RecordedCall:
    made = RecordedCall(
        log.next_number(), "2026-11-27T12:00:00Z", "GET", "/api/v1/jobs", 200, 1.0, job_id=job_id
    )
    log.add(made)
    return made


def test_the_newest_300_calls_are_kept_newest_first() -> None:
    log = CallLog()
    made = [call(log) for _ in range(MOST_CALLS + 5)]
    assert log.newest() == made[:4:-1]
    log.clear()
    assert log.newest() == []
    assert call(log).number == MOST_CALLS + 6


def test_calls_are_found_by_their_job() -> None:
    log = CallLog()
    made = [call(log, job) for job in ("a", None, "b", "a")]
    assert log.newest("a") == [made[3], made[0]]
    assert log.newest("another") == []


def test_a_callback_gets_each_call_until_removed_and_its_errors_are_isolated() -> None:
    log, seen = CallLog(), []

    def fail(_: RecordedCall) -> None:
        raise RuntimeError("from the callback")

    log.on_call(fail)
    end = log.on_call(seen.append)
    made = [call(log), call(log)]
    end()
    end()
    call(log)
    assert seen == made


def test_calls_of_many_threads_have_distinct_numbers() -> None:
    log = CallLog(most=800)
    threads = [threading.Thread(target=lambda: [call(log) for _ in range(100)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.number for one in log.newest()) == list(range(1, 801))
