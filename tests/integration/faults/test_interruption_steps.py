"""Ctrl-C at any step of a blocking submission: the exception names the submitted job."""

from __future__ import annotations

import gc
import linecache
import re
import sys
import warnings
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.circuits import FLIP
from support.scripted import TLS, ScriptedServer, Seen, reply

from qrt_facade import RuntimeClient
from qrt_facade._policy import deadlines
from qrt_facade._policy.interruptions import InterruptionNote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

SUBMISSION_TAG = re.compile("qrt-submission-[0-9a-f]{24}")
OUTERMOST = ("boundary.py", Path(__file__).name)
PARAMS = {"pubs": [[FLIP, None, 10]], "version": 2}


def one(client: RuntimeClient) -> Any:
    return client.jobs.submit("sampler", PARAMS, backend="ibm_fez")


def two(client: RuntimeClient) -> Any:
    return client.jobs.submit_many("sampler", [PARAMS] * 2, backend="ibm_fez")


class Accepting:
    """A service that assigns an id to each job, and lists none."""

    jobs = 0

    def __call__(self, request: Seen) -> Any:
        if request.method != "POST":
            return reply({"jobs": [], "count": 0})
        self.jobs += 1
        return reply({"id": f"j{self.jobs}", "backend": "ibm_fez"})


class Steps:
    """Counts the steps of this thread, and raises KeyboardInterrupt at one of them.

    A step is a call or a line, where Python checks for signals; it does not where a function returns. What follows the
    return of the job belongs to the caller: the outermost frame, which also hides arguments from tracebacks.
    """

    def __init__(self, last: int | None = None, *, only: str = "") -> None:
        self.count = 0
        self._last = last
        self._only = only

    def __call__(self, frame: FrameType, event: str, _: object) -> Any:
        file = frame.f_code.co_filename
        if event not in {"call", "line"} or file.endswith(OUTERMOST) or not file.endswith(self._only):
            return self
        self.count += 1
        due = self._last is not None and self.count >= self._last
        if due and not is_finalizing(frame) and not is_at_a_block(frame):
            sys.settrace(None)
            raise KeyboardInterrupt
        return self


def is_finalizing(frame: FrameType | None) -> bool:
    """Return whether Python discards exceptions here: in finalizers and weak reference callbacks."""
    while frame is not None:
        if frame.f_code.co_name in {"__del__", "remove"} or frame.f_code.co_filename == weakref.__file__:
            return True
        frame = frame.f_back
    return False


def is_at_a_block(frame: FrameType) -> bool:
    """Return whether a `with` is being entered or left, where a tracer can raise but a signal cannot."""
    return linecache.getline(frame.f_code.co_filename, frame.f_lineno).lstrip().startswith("with ")


def stepped(
    server: ScriptedServer, operation: Callable[[Any], Any], last: int | None, *, only: str = ""
) -> tuple[int, Any]:
    """Run an operation up to a step; return the number of steps, and the interruption or the return value."""
    steps, outcome = Steps(last, only=only), None
    with RuntimeClient(**{**server.arguments(), "verify": TLS}) as client:
        client.jobs.find_submission(
            "qrt-submission-" + "0" * 24
        )  # the token, and what is imported on first use
        before = sys.gettrace()
        sys.settrace(steps)
        try:
            outcome = operation(client)
        except KeyboardInterrupt as interruption:
            outcome = interruption
        finally:
            sys.settrace(before)
        assert deadlines.current() is None, f"step {last} left a limit in force that ends all later requests"
    return steps.count, outcome


def named_by(outcome: Any) -> set[str | None]:
    """Return the tags of jobs that were returned or named by an interruption."""
    if not isinstance(outcome, KeyboardInterrupt):
        return {job.submission_tag for job in (outcome if isinstance(outcome, list) else [outcome])}
    notes = [note for note in getattr(outcome, "__notes__", ()) if isinstance(note, InterruptionNote)]
    return {note.tag for note in notes} | {job.submission_tag for note in notes for job in note.jobs}


def sampled(total: int, *, every: bool) -> Iterator[int]:
    """Return the steps to interrupt: all, or a sample and all of the last, after the response has arrived."""
    yield from range(1, total + 1, 1 if every else max(1, total // 40))
    if not every:
        yield from range(total - 25, total + 1)


@pytest.mark.timeout(3600)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "operation", [pytest.param(one, marks=pytest.mark.long), two]
)  # `two` does the same, twice
@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.long)], ids=["some", "all"])
def test_ctrl_c_at_any_step_names_every_submitted_job(operation: Callable[[Any], Any], every: bool) -> None:
    named: set[str | None] = set()
    interrupted = 0
    with ScriptedServer(Accepting()) as server, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # The minimum of several runs, since garbage collection in between adds steps.
        total = min(stepped(server, operation, None)[0] for _ in range(4))
        server.seen.clear()
        for step in sampled(total, every=every):
            _, outcome = stepped(server, operation, step)
            interrupted += isinstance(outcome, KeyboardInterrupt)
            named |= named_by(outcome)
        # Nothing else closes a connection interrupted while it was opened; the last one's frames reference it.
        del outcome
        gc.collect()
        sent = {tag for call in server.calls for tag in SUBMISSION_TAG.findall(call.body.decode())}
    assert interrupted > 40
    assert len(sent) > 20
    assert sent <= named


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_ctrl_c_while_a_connection_lock_is_held_does_not_block_closing() -> None:
    with ScriptedServer(Accepting()) as server, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        total, _ = stepped(server, one, None, only="_synchronization.py")
        assert total > 3
        for step in range(1, total + 1):
            stepped(server, one, step, only="_synchronization.py")
        gc.collect()
