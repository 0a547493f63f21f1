"""Progress of the jobs that a caller waits for."""

from __future__ import annotations

import io
import sys
import time
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from qrt_facade._policy.progress import OneLine, Progress, display_for, reporter
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


def test_each_status_change_is_reported_once() -> None:
    reported: list[str] = []
    report = reporter(lambda job: reported.append(job.status), progress=False)
    job = Job()
    for status in ("Queued", "Queued", "Running", "Running", "Completed", "Completed"):
        job.becomes(status)
        report(job)
    report.close()
    assert reported == ["Queued", "Running", "Completed"]


def test_changes_of_several_jobs_are_reported_separately() -> None:
    reported: list[str] = []
    report = reporter(lambda job: reported.append(job.id), progress=False, total=2)
    first, second = Job("j1"), Job("j2")
    for job in (first, second, first, second):
        report(job)
    assert reported == ["j1", "j2"]


def test_nothing_is_printed_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    report = reporter(None, progress=False)
    report(Job())
    report.close()
    assert capsys.readouterr() == ("", "")


def test_each_change_is_a_line_on_stderr_if_it_is_not_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    watch(Job(estimated=12))
    out, err = capsys.readouterr()
    first, second, third = err.splitlines()
    assert out == ""
    assert "job j1 on ibm_fez: Queued" in first
    assert "about 12 s of QPU time" in first
    assert "Running" in second
    assert "Completed" in third
    assert "\r" not in err


def test_an_estimate_of_any_size_is_formatted(capsys: pytest.CaptureFixture[str]) -> None:
    watch(Job(estimated=1e300))
    watch(Job(estimated=3600))
    err = capsys.readouterr().err
    assert "about 1e+300 s of QPU time" in err
    assert "about 3,600 s of QPU time" in err


def test_progress_lines_of_several_jobs_count_the_ended_ones_without_repeats(
    capsys: pytest.CaptureFixture[str],
) -> None:
    watch(Job(), total=3)
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(",")[0] for line in lines] == ["0 of 3 jobs ended", "1 of 3 jobs ended"]


@pytest.fixture
def cells(monkeypatch: pytest.MonkeyPatch) -> list[list[dict[str, str]]]:
    """Return the outputs below a cell, each as the list of bundles that it showed."""
    shown: list[list[dict[str, str]]] = []

    class Handle:
        def update(self, bundle: dict[str, str], *, raw: bool) -> None:
            assert raw
            shown[-1].append(bundle)

    def display(bundle: dict[str, str], *, raw: bool, display_id: bool) -> Handle:
        assert raw
        assert display_id
        shown.append([bundle])
        return Handle()

    ipython = ModuleType("IPython")
    vars(ipython).update(
        get_ipython=lambda: SimpleNamespace(kernel=object()), display=SimpleNamespace(display=display)
    )
    monkeypatch.setitem(sys.modules, "ipykernel", ModuleType("ipykernel"))
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    return shown


def test_notebook_progress_is_one_updated_bar_and_nothing_on_stderr(
    cells: list[list[dict[str, str]]], capsys: pytest.CaptureFixture[str]
) -> None:
    watch(Job(job_id="<b>"), statuses=("Running", "Completed"))
    assert capsys.readouterr() == ("", "")
    ((queued, running, completed),) = cells
    assert '<progress max="1" style' in queued["text/html"]
    assert "job <b> on ibm_fez: Running" in running["text/plain"]
    assert "job &lt;b&gt; on ibm_fez: Running" in running["text/html"]
    assert '<progress max="1" value="1"' in completed["text/html"]


def test_notebook_progress_of_several_jobs_counts_the_ended_ones(
    cells: list[list[dict[str, str]]],
) -> None:
    watch(Job(), total=4)
    assert ['value="0"' in bundle["text/html"] for bundle in cells[0][:3]] == [True, True, False]
    assert '<progress max="4" value="1"' in cells[0][-1]["text/html"]


def test_ipykernel_without_a_running_kernel_prints_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ipykernel", ModuleType("ipykernel"))
    ipython = ModuleType("IPython")
    vars(ipython)["get_ipython"] = lambda: None
    for module in (None, ipython):
        monkeypatch.setitem(sys.modules, "IPython", module)
        watch(Job())
        assert capsys.readouterr().err.count("\n") == 3


def test_sweep_progress_lines_are_printed_whole_on_each_change(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def show(*lines: str) -> None:
        progress = Progress(display_for(2))
        for line in lines:
            progress.show(line, 0)
        progress.close()

    queued, running = "sweep s: 0 of 2 points done, 2 queued", "sweep s: 0 of 2 points done, 2 running"
    show(queued, running, running)
    assert capsys.readouterr().err.splitlines() == [queued, running]
    pytest.importorskip("rich")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", "120")
    show(running)
    assert running in terminal.getvalue()


@pytest.mark.filterwarnings("ignore:the service reported the unknown job status")
@pytest.mark.parametrize("status", ["Running", "[/bold]", "[red]", "\ud800"])
def test_terminal_progress_shows_any_status(monkeypatch: pytest.MonkeyPatch, status: str) -> None:
    pytest.importorskip("rich")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    watch(Job(status="Queued"), statuses=(status, "Completed"))
    assert "Completed" in terminal.getvalue()


def test_without_rich_terminal_progress_is_one_overwritten_line(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    for name in [name for name in sys.modules if name.partition(".")[0] == "rich"]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, "rich.console", None)
    monkeypatch.setitem(sys.modules, "rich.progress", None)
    watch(Job())
    assert terminal.getvalue().count("\r") == 3


def test_progress_of_thousands_of_jobs_takes_constant_time_per_job() -> None:
    report = reporter(None, progress=False, total=5000)
    jobs = [Job(f"j{one}", "Completed") for one in range(5000)]
    begun = time.process_time()
    for job in jobs:
        report(job)
    assert time.process_time() - begun < 0.5


def test_notebook_progress_updates_the_time_while_the_status_is_unchanged(
    cells: list[list[dict[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    report = reporter(None, progress=True)
    begun = time.monotonic()
    job = Job()
    for passed in (0, 0.2, 61, 61.2):
        monkeypatch.setattr(time, "monotonic", lambda passed=passed: begun + passed)
        report(job)
    assert [bundle["text/plain"] for bundle in cells[0]] == [
        "job j1 on ibm_fez: Queued, 0 s",
        "job j1 on ibm_fez: Queued, 61 s",
    ]


@pytest.mark.parametrize(("total", "value"), [(1, 0), (3, 1)])
def test_notebook_progress_of_an_interrupted_wait_remains_visible(
    cells: list[list[dict[str, str]]], total: int, value: int
) -> None:
    statuses = () if total == 1 else ("Completed",)
    watch(Job(), total=total, statuses=statuses)
    assert f'<progress max="{total}" value="{value}"' in cells[0][-1]["text/html"]
    assert cells[0][-1]["text/plain"].endswith("; no longer waiting")


def test_a_progress_line_is_shortened_to_the_terminal_width(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", "40")
    line = OneLine()
    line.show(f"job {'j' * 36} on ibm_fez: Queued", 0, "1 s")
    line.tick("2 s")
    assert [len(part) <= 39 for part in terminal.getvalue().split("\r")] == [True] * 3
    assert terminal.getvalue().endswith("Queued, 2 s")


def test_a_progress_line_is_rewritten_when_its_time_changes_and_ended_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    line = OneLine()
    line.close()
    assert capsys.readouterr().err == ""
    line.show("job j1 Queued", 0, "1 s")
    line.tick("1 s")
    line.tick("2 s")
    line.close()
    assert capsys.readouterr().err.split("\r") == ["", "job j1 Queued, 1 s", "job j1 Queued, 2 s\n"]
