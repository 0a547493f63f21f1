"""Telling whoever waits how the jobs stand."""

from __future__ import annotations

import io
import sys
import time
from types import ModuleType
from typing import Any

import pytest

from qrt_facade._policy.progress import reporter
from qrt_facade._service.jobs import JobState


class Job:
    def __init__(self, job_id: str = "j1", status: str = "Queued", estimated: float | None = None) -> None:
        self.id, self.backend = job_id, "ibm_fez"
        self.becomes(status, estimated)

    def becomes(self, status: str, estimated: float | None = None) -> None:
        self.state = JobState(self.id, status, estimated_seconds=estimated)

    @property
    def status(self) -> str:
        return self.state.status

    @property
    def ended(self) -> bool:
        return self.state.ended


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def watch(job: Any, *, total: int = 1, statuses: tuple[str, ...] = ("Running", "Completed")) -> None:
    report = reporter(None, progress=True, total=total)
    report(job)
    for status in statuses:
        job.becomes(status)
        report(job)
    report.close()


def test_each_change_is_told_once() -> None:
    told: list[str] = []
    report = reporter(lambda job: told.append(job.status), progress=False)
    job = Job()
    for status in ("Queued", "Queued", "Running", "Running", "Completed", "Completed"):
        job.becomes(status)
        report(job)
    report.close()
    assert told == ["Queued", "Running", "Completed"]


def test_many_jobs_are_told_apart() -> None:
    told: list[str] = []
    report = reporter(lambda job: told.append(job.id), progress=False, total=2)
    first, second = Job("j1"), Job("j2")
    for job in (first, second, first, second):
        report(job)
    assert told == ["j1", "j2"]


def test_nothing_is_printed_unasked(capsys: pytest.CaptureFixture[str]) -> None:
    report = reporter(None, progress=False)
    report(Job())
    report.close()
    assert capsys.readouterr() == ("", "")


def test_into_a_file_each_change_is_a_line_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    watch(Job(estimated=12))
    out, err = capsys.readouterr()
    first, second, third = err.splitlines()
    assert out == ""
    assert "job j1 on ibm_fez: Queued" in first
    assert "about 12 s of QPU time" in first
    assert "Running" in second
    assert "Completed" in third
    assert "\r" not in err


def test_an_estimate_is_written_as_elsewhere_however_large(capsys: pytest.CaptureFixture[str]) -> None:
    watch(Job(estimated=1e300))
    watch(Job(estimated=3600))
    err = capsys.readouterr().err
    assert "about 1e+300 s of QPU time" in err
    assert "about 3,600 s of QPU time" in err


def test_of_many_jobs_the_lines_count_how_many_have_ended(capsys: pytest.CaptureFixture[str]) -> None:
    watch(Job(), total=3)
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(",")[0] for line in lines] == [
        "0 of 3 jobs ended",
        "0 of 3 jobs ended",
        "1 of 3 jobs ended",
    ]


def test_in_a_notebook_one_line_is_written_over(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ipykernel", ModuleType("ipykernel"))
    watch(Job(estimated=12), statuses=("Running", "Completed"))
    written = capsys.readouterr().err
    assert written.count("\n") == 1
    assert written.endswith("\n")
    lines = written.rstrip("\n").split("\r")[1:]
    assert len(lines) == 3
    assert len(lines[1]) >= len(lines[0].rstrip())


@pytest.mark.filterwarnings("ignore:the service gave a job the status")
@pytest.mark.parametrize("status", ["Running", "[/bold]", "[red]", "\ud800"])
def test_on_a_terminal_a_bar_shows_any_status(monkeypatch: pytest.MonkeyPatch, status: str) -> None:
    pytest.importorskip("rich")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    watch(Job(status="Queued"), statuses=(status, "Completed"))
    assert "Completed" in terminal.getvalue()


def test_on_a_terminal_without_rich_one_line_is_written_over(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    for name in [name for name in sys.modules if name.partition(".")[0] == "rich"]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, "rich.console", None)
    monkeypatch.setitem(sys.modules, "rich.progress", None)
    watch(Job())
    assert terminal.getvalue().count("\r") == 3


def test_thousands_of_jobs_are_counted_without_looking_at_each_of_them_again() -> None:
    report = reporter(None, progress=False, total=5000)
    jobs = [Job(f"j{one}", "Completed") for one in range(5000)]
    begun = time.process_time()
    for job in jobs:
        report(job)
    assert time.process_time() - begun < 0.5
