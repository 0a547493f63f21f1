"""Attacks on the terminal: untrusted text with escape sequences, and signals at every phase of a command."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import subprocess
import sys
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from support.circuits import BELL
from support.scripted import API_KEY, INSTANCE, Answer, ScriptedServer, Seen, Silence, reply

from qrt_facade import JobFailedError, QrtError, RuntimeClient
from qrt_facade.cli.app import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from support.timing import Pauses

pytestmark = pytest.mark.usefixtures("forked_commands")

HOSTILE = "\x1b[2J\x1b]0;title\x07\x9b31m\u202eevil\u2066\x08\x7f\r\x1b[2K\x00\u2028end"
ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
JOB: dict[str, Any] = {
    "id": "j1",
    "status": "Failed",
    "state": {"status": "Failed", "reason": HOSTILE, "reason_code": 1, "reason_solution": HOSTILE},
    "backend": HOSTILE,
    "program": {"id": HOSTILE},
    "tags": [HOSTILE],
    "session_id": HOSTILE,
}
DEVICE = {"name": HOSTILE, "status": {"name": HOSTILE, "reason": HOSTILE}, "qubits": 5}
ANSWERS: dict[str, Any] = {
    "logs": HOSTILE.encode(),
    "metrics": {"timestamps": {}, "qiskit_version": HOSTILE},
    "jobs": {"jobs": [JOB, {**JOB, "id": HOSTILE}]},
    "j1": JOB,
    "backends": {"devices": [DEVICE]},
    "workloads": {"workloads": [{"id": HOSTILE, "mode": HOSTILE, "status": HOSTILE, "backend": HOSTILE}]},
    "usage": {"instance_id": HOSTILE},
    "s1": {"id": "s1", "state": HOSTILE, "mode": HOSTILE, "backend_name": HOSTILE, "state_reason": HOSTILE},
}
REFUSAL = {
    "errors": [{"code": 1, "message": HOSTILE, "solution": HOSTILE, "more_info": HOSTILE}],
    "trace": HOSTILE,
}


def hostile(seen: Seen) -> bytes:
    """Respond with hostile text in every text field."""
    if seen.method == "POST":
        return reply({"id": "j1", "backend": "b", "messages": [HOSTILE]})
    name = seen.path.partition("?")[0].rpartition("/")[2]
    return reply(ANSWERS[name]) if name in ANSWERS else reply(REFUSAL, 400)


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer(hostile) as running:
        yield running


@pytest.fixture
def environment(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment of `qrt` for the server."""
    named = {
        "QISKIT_IBM_TOKEN": API_KEY,
        "QISKIT_IBM_INSTANCE": INSTANCE,
        "IAM_URL": server.url,
        "QRT_URL": f"{server.url}/api",
        "NO_COLOR": "1",
    }
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)
    return {**os.environ, **named}


COMMANDS = [
    "jobs",
    "job j1",
    "job j1 logs",
    "job j1 result",
    "job j1 wait",
    "job j1 metrics",
    "job j1 tags",
    "job j1 cancel",
    "backends",
    "workloads",
    "usage",
    "versions",
    "session show s1",
    "doctor",
    "job j2",
    f"job {HOSTILE[:-5]}",
]


@pytest.mark.parametrize("line", COMMANDS, ids=lambda line: line[:15].encode("unicode_escape").decode())
def test_terminal_escapes_in_service_text_are_neutralized(
    environment: dict[str, str], capsys: pytest.CaptureFixture[str], line: str
) -> None:
    run(line.replace("\x00", "").split(" "))
    printed = capsys.readouterr()
    text = printed.out + printed.err
    assert text.strip()
    assert not ACTING.findall(text), ascii(text)
    if line not in {"versions", "doctor"}:
        assert r"\x1b" in text  # escaped, and readable


def test_json_output_preserves_hostile_text(
    environment: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    run(["job", "j1", "--json"])
    text = capsys.readouterr().out
    assert not ACTING.findall(text)
    assert json.loads(text)["tags"] == [HOSTILE]


def test_terminal_escapes_in_account_names_are_neutralized(
    environment: dict[str, str],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".qiskit").mkdir(mode=0o700)
    file = tmp_path / ".qiskit" / "qiskit-ibm.json"
    file.write_text(json.dumps({HOSTILE: {"token": API_KEY, "instance": INSTANCE}}))
    file.chmod(0o600)
    run(["accounts"])
    run(["run", "none.qasm", "--account", "other"])
    printed = capsys.readouterr()
    assert r"\x1b" in printed.out
    assert not ACTING.findall(printed.out + printed.err)


def test_terminal_escapes_in_errors_warnings_logs_and_reprs_are_neutralized(
    server: ScriptedServer,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    pauses: Pauses,
) -> None:
    pauses(first_poll=0.01)
    caplog.set_level(logging.DEBUG)
    with RuntimeClient(**server.arguments()) as client, warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        job = client.sampler.submit(BELL, backend="b", submission_tag=False)
        with pytest.raises(JobFailedError) as failed:
            job.result()
        with pytest.raises(QrtError) as refused:
            client.jobs.get("j2")
        session = client.sessions.get("s1")
        shown = [repr(thing) for thing in (job, session, *client.backends.list(), *client.workloads.list())]
        job.observe(job.state)
        client.jobs.wait_all([client.jobs.get("j1")], 5, progress=True)
    text = [str(failed.value), str(refused.value), *shown, *(str(one.message) for one in warned), caplog.text]
    text.append(capsys.readouterr().err)
    assert any(r"\x1b" in one for one in text)
    assert not [ascii(found) for one in text for found in ACTING.findall(one)]
    assert not ACTING.findall(job._repr_html_() + session._repr_html_())


@contextmanager
def command(environment: dict[str, str], *arguments: str, **settings: Any) -> Iterator[subprocess.Popen[str]]:
    """Start `qrt` in its own process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "qrt_facade", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        **settings,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def queued(seen: Seen) -> Answer:
    """Respond like a service whose queue does not move."""
    if seen.path.endswith("/configuration"):
        return reply(
            {
                "backend_name": "b",
                "n_qubits": 2,
                "basis_gates": ["rz", "sx", "cz"],
                "coupling_map": [[0, 1], [1, 0]],
            }
        )
    if "/backends" in seen.path:
        return reply({"devices": [{"name": "b", "status": {"name": "online"}, "qubits": 2}]})
    if seen.method == "POST":
        return reply({"id": "j1", "backend": "b"})
    return reply({"id": "j1", "status": "Queued", "tags": []})


def silent(seen: Seen) -> Answer:
    """Accept the job, but never respond."""
    return Silence() if seen.method == "POST" else queued(seen)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_during_a_wait_prints_the_job_id(
    server: ScriptedServer, environment: dict[str, str], number: signal.Signals
) -> None:
    server.api = queued
    with command(environment, "job", "j1", "wait", "--json") as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "Queued\n"
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert json.loads(out)["job"]["id"] == "j1"
    assert "job j1 continues" in err


def test_a_signal_during_the_submission_says_how_to_find_the_job(
    server: ScriptedServer, environment: dict[str, str], tmp_path: Path
) -> None:
    server.api = silent
    (tmp_path / "bell.qasm").write_text(BELL)
    with command(environment, "run", str(tmp_path / "bell.qasm"), "-b", "b", "--timeout", "3") as process:
        while not any(seen.method == "POST" for seen in server.calls):
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert re.search(r"qrt jobs --tag qrt-submission-[0-9a-f]{24}", err)


def test_under_nohup_a_closed_terminal_ends_nothing(
    server: ScriptedServer, environment: dict[str, str]
) -> None:
    server.api = queued
    ignore: Callable[[], object] = lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)  # noqa: E731
    with command(environment, "job", "j1", "wait", "--wait-timeout", "1", preexec_fn=ignore) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "Queued\n"
        process.send_signal(signal.SIGHUP)
        process.communicate(timeout=30)
    assert process.returncode == 7


def test_a_stopped_command_continues(server: ScriptedServer, environment: dict[str, str]) -> None:
    answers = iter(["Queued", "Running"])
    server.api = lambda _: reply({"id": "j1", "status": next(answers, "Completed"), "tags": []})
    with command(environment, "job", "j1", "wait") as process:
        assert process.stderr is not None
        process.stderr.readline()
        process.send_signal(signal.SIGSTOP)
        process.send_signal(signal.SIGCONT)
        _, err = process.communicate(timeout=30)
    assert "Completed after" in err
    assert len(server.exchanges) == 1


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM], ids=lambda number: number.name)
def test_signals_stop_an_emulator_and_its_workers(
    environment: dict[str, str], number: signal.Signals
) -> None:
    with command(environment, "serve", "--port", "0", start_new_session=True) as process:
        assert process.stdout is not None
        assert "emulator at" in process.stdout.readline()
        process.send_signal(number)
        _, err = process.communicate(timeout=30)
        assert process.returncode == 0
        assert "the emulator has stopped" in err
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)


@pytest.mark.parametrize(
    "odd",
    [{"COLUMNS": "1"}, {"TERM": "dumb"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}, {"COLUMNS": "0", "LINES": "-1"}],
    ids=str,
)
def test_unusual_terminals_only_change_the_appearance(
    environment: dict[str, str], odd: dict[str, str]
) -> None:
    with command({**environment, **odd}, "job", "j1", stdin=subprocess.DEVNULL) as process:
        out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert out.startswith("job")
    assert not ACTING.findall(out + err)
