"""`qrt jobs --watch`: a line for each change in a pipe, a list that is redrawn on a terminal, and Ctrl-C as its end."""

from __future__ import annotations

import _thread
import json
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from support.circuits import FLIP

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from integration.cli.conftest import Done
    from support.timing import Pauses

    from qrt_facade import RuntimeClient
    from qrt_facade.emulator import Emulator, RecordedCall

if sys.platform != "win32":
    from integration.cli.terminal import Terminal

pytestmark = pytest.mark.usefixtures("forked_commands")


@contextmanager
def interrupted_after(work: Callable[[], object]) -> Generator[None]:
    """Run a function concurrently with the block, then press Ctrl-C unless the block has ended."""
    over = threading.Event()

    def run() -> None:
        try:
            work()
            time.sleep(0.3)
        finally:
            if not over.is_set():
                _thread.interrupt_main()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def listed_again(emulator: Emulator, times: int) -> None:
    """Wait until the list of jobs has been asked for and answered so many times from now on."""
    answered = threading.Semaphore(0)

    def count(call: RecordedCall) -> None:
        if call.method == "GET" and call.path.partition("?")[0] == "/api/v1/jobs":
            answered.release()

    stop = emulator.on_call(count)
    try:
        for _ in range(times):
            assert answered.acquire(timeout=20)
    finally:
        stop()


@pytest.fixture(autouse=True)
def _often(pauses: Pauses, emulator: Emulator) -> None:
    pauses(first_poll=0.02, first_failed_poll=0.02, longest_failed_poll=0.02)
    emulator.scenario.apply({"jobs": [], "faults": []})


def test_a_pipe_gets_a_line_for_each_job_and_each_change_until_ctrl_c(
    qrt: Callable[..., Done], client: RuntimeClient, emulator: Emulator
) -> None:
    before = client.sampler.submit(FLIP, backend="ibm_fez", shots=8, tags=["watched"]).wait()
    made: list[str] = []

    def submit() -> None:
        time.sleep(0.1)
        job = client.sampler.submit(FLIP, backend="ibm_fez", shots=8, tags=["watched"])
        made.append(job.id)
        job.wait(timeout=20)
        # The first list may have been read before the end; changes in the second are printed before the third is requested.
        listed_again(emulator, 3)

    with interrupted_after(submit):
        done = qrt("jobs", "--watch", "--tag", "watched")
    assert done.code == 0
    assert done.err == "no longer watching; the jobs continue\n"
    lines = [line.split() for line in done.out.splitlines()]
    assert [line[1:] for line in lines if line[1] == before.id] == [[before.id, "Completed", "ibm_fez"]]
    assert lines[-1][1:] == [made[0], "Completed", "ibm_fez"]
    assert len({tuple(line[1:]) for line in lines}) == len(lines), "no line without a change"


def test_watch_json_prints_a_record_per_line_and_continues_after_an_outage(
    qrt: Callable[..., Done], client: RuntimeClient, emulator: Emulator
) -> None:
    job = client.sampler.submit(FLIP, backend="ibm_fez", shots=8, tags=["recorded"]).wait()
    emulator.inject(path="*/jobs", method="GET", status=503, skip=1, times=8)
    outage = emulator.scenario.faults[-1]

    def until_the_outage() -> None:
        deadline = time.monotonic() + 20
        while not outage.met and time.monotonic() < deadline:
            time.sleep(0.01)

    with interrupted_after(until_the_outage):
        done = qrt("jobs", "--watch", "--json", "--tag", "recorded")
    assert done.code == 0, done.err
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == [job.id]
    assert outage.met
    assert "no longer watching" in done.err


def test_watch_ends_if_the_first_request_fails(
    qrt: Callable[..., Done], offline: Callable[..., Done]
) -> None:
    assert qrt("jobs", "--watch", "--since", "no date").code == 2
    assert offline("jobs", "--watch", "--url", "http://127.0.0.1:9").code == 8


def test_watch_is_refused_with_local(offline: Callable[..., Done], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QRT_URL", raising=False)
    done = offline("jobs", "--watch", "--local")
    assert done.code == 2
    assert "qrt serve" in done.err


@pytest.mark.long  # starts a process on a terminal
@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")
@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_terminal_is_redrawn_when_something_changes(
    emulator: Emulator, client: RuntimeClient, columns: int
) -> None:
    with Terminal("jobs", "--watch", columns=columns, environment={"QRT_URL": emulator.url}) as terminal:
        terminal.until("Ctrl-C stops watching")
        job = client.sampler.submit(FLIP, backend="ibm_fez", shots=8)
        terminal.until(job.id)
        terminal.press("\x03")
        assert terminal.end() == 0
    assert terminal.screen.rstrip().endswith("no longer watching; the jobs continue")


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")
def test_a_terminal_that_cannot_be_redrawn_gets_a_line_for_each_change(
    emulator: Emulator, client: RuntimeClient
) -> None:
    job = client.sampler.submit(FLIP, backend="ibm_fez")
    environment = {"QRT_URL": emulator.url, "TERM": "dumb"}
    with Terminal("jobs", "--watch", environment=environment) as terminal:
        terminal.until(f"  {job.id}  ")
        terminal.press("\x03")
        assert terminal.end() == 0
