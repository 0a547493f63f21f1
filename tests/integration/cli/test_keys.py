"""`qrt run --key`: the same command adopts the same job, and prints a note."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING

import pytest
from support.circuits import FLIP

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from integration.cli.conftest import Done

    from qrt_facade import RuntimeClient
    from qrt_facade.emulator import Emulator

if sys.platform != "win32":
    from integration.cli.terminal import Terminal

pytestmark = pytest.mark.usefixtures("forked_commands")

NOT_NATIVE = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; h $0; c[0] = measure $0;'


@pytest.fixture
def flip(tmp_path: Path) -> str:
    file = tmp_path / "flip.qasm"
    file.write_text(FLIP)
    return str(file)


def test_the_same_key_adopts_the_job_and_prints_a_note(
    qrt: Callable[..., Done], client: RuntimeClient, bell: str
) -> None:
    arguments = ("run", bell, "-b", "ibm_fez", "-n", "8", "--key", "twice/on the command line")
    first, second = qrt(*arguments, "--json"), qrt(*arguments, "--json")
    assert (first.code, second.code) == (0, 0)
    assert first.data["job"]["id"] == second.data["job"]["id"]
    assert (first.data["job"]["adopted"], second.data["job"]["adopted"]) == (False, True)
    assert "adopted" not in first.err
    assert "adopted: it has the key 'twice/on the command line'; nothing was submitted" in second.err
    assert first.data["result"] == second.data["result"]


def test_a_key_with_another_circuit_is_refused_and_nothing_is_sent(
    qrt: Callable[..., Done], client: RuntimeClient, bell: str, flip: str
) -> None:
    arguments = ("-b", "ibm_fez", "-n", "8", "--key", "two circuits", "--detach")
    assert qrt("run", bell, *arguments).code == 0
    before = len(list(client.jobs.list()))
    refused = qrt("run", flip, *arguments)
    assert refused.code == 2
    assert "the circuits" in refused.err
    assert len(list(client.jobs.list())) == before


def test_a_failed_job_of_a_key_is_submitted_again_unless_on_failed_is_adopt(
    qrt: Callable[..., Done], tmp_path: Path
) -> None:
    file = tmp_path / "h.qasm"
    file.write_text(NOT_NATIVE)
    arguments = ("run", str(file), "-b", "ibm_fez", "--no-check", "--key", "one that fails", "--json")
    first = qrt(*arguments)
    again = qrt(*arguments)
    adopted = qrt(*arguments, "--on-failed", "adopt")
    assert [done.code for done in (first, again, adopted)] == [5, 5, 5]
    ids = [done.data["job"]["id"] for done in (first, again, adopted)]
    assert ids[0] != ids[1] == ids[2]
    assert [done.data["job"]["adopted"] for done in (first, again, adopted)] == [False, False, True]


def test_a_key_keeps_the_backend_of_its_job_when_another_becomes_less_busy(
    qrt: Callable[..., Done], emulator: Emulator, bell: str
) -> None:
    arguments = ("run", bell, "-n", "8", "--key", "wherever there is room", "--json")
    first = qrt(*arguments)
    backend = first.data["job"]["backend"]
    emulator.scenario.apply({"devices": {backend: {"state": "paused", "reason": "calibration"}}})
    try:
        second = qrt(*arguments)
    finally:
        emulator.scenario.apply({"devices": {backend: {"state": "online"}}})
    assert second.data["job"]["id"] == first.data["job"]["id"]
    assert second.data["job"]["adopted"]


@pytest.mark.long  # Qiskit transpiles twice
def test_a_transpiled_circuit_with_a_key_adopts_its_job(qrt: Callable[..., Done], tmp_path: Path) -> None:
    pytest.importorskip("qiskit")
    file = tmp_path / "ghz.qasm"
    file.write_text(
        'OPENQASM 3.0; include "stdgates.inc"; qubit[7] q; bit[7] c; '
        + "".join(f"cx q[{a}], q[{b}]; " for a in range(7) for b in range(a))  # routing has choices
        + "c = measure q;"
    )
    arguments = ("run", str(file), "-b", "ibm_fez", "--transpile", "--key", "transpiled", "--detach")
    first, second = qrt(*arguments), qrt(*arguments)
    assert second.code == 0, second.err
    assert first.out == second.out


def test_on_failed_without_a_key_is_refused(qrt: Callable[..., Done], bell: str) -> None:
    done = qrt("run", bell, "-b", "ibm_fez", "--on-failed", "adopt")
    assert done.code == 2
    assert "--on-failed adopt requires --key" in done.err


def test_no_command_shows_the_tags_of_a_keyed_job(qrt: Callable[..., Done], bell: str) -> None:
    job_id = qrt(
        "run", bell, "-b", "ibm_fez", "-n", "8", "--key", "tags", "-t", "mine", "--detach"
    ).out.strip()
    for command in (("jobs",), ("job", job_id), ("job", job_id, "tags"), ("workloads",)):
        for form in ((), ("--json",)):
            shown = qrt(*command, *form).out
            assert "qrt-" not in shown
            assert "mine" in shown or command == ("workloads",)
    assert qrt("job", job_id, "tags", "other").out == "other\n"
    again = qrt("run", bell, "-b", "ibm_fez", "-n", "8", "--key", "tags", "--detach")
    assert again.out.strip() == job_id, "the tags of the key were kept"


def test_a_session_is_found_by_its_key_while_it_is_open(qrt: Callable[..., Done]) -> None:
    arguments = ("session", "create", "-b", "ibm_fez", "--key", "an evening")
    first, second = qrt(*arguments), qrt(*arguments)
    assert first.out == second.out
    assert "was open" not in first.err
    assert "is open already with the key 'an evening'" in second.err
    qrt("session", "close", first.out.strip())
    third = qrt(*arguments)
    assert third.code == 0
    assert third.out != first.out


def test_an_empty_key_is_refused_before_anything_is_sent(
    qrt: Callable[..., Done], emulator: Emulator, bell: str
) -> None:
    done = qrt("run", bell, "-b", "ibm_fez", "--key", "")
    assert done.code == 2
    assert "key" in done.err


on_posix = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")


@pytest.mark.long  # starts a terminal; the other case always runs
@on_posix
def test_ctrl_c_during_the_submission_says_that_the_same_command_adopts_the_job(
    emulator: Emulator, client: RuntimeClient, qrt: Callable[..., Done], bell: str
) -> None:
    arguments = ("run", bell, "-b", "ibm_fez", "-t", "halfway", "--key", "halfway", "--url", emulator.url)
    emulator.inject(path="/api/v1/jobs", method="POST", when="after", delay=20.0, times=1)
    with Terminal(*arguments, columns=200) as terminal:
        while not (jobs := list(client.jobs.list(tags=["halfway"]))):
            time.sleep(0.1)
        terminal.press("\x03")
        assert terminal.end() == 130
    emulator.scenario.clear_faults()
    assert "run the same command again: with its --key, it adopts the job" in terminal.screen
    assert qrt(*arguments, "--detach").out.split() == [job.id for job in jobs]
    assert len(list(client.jobs.list(tags=["halfway"]))) == 1


@on_posix
def test_ctrl_c_during_the_wait_says_that_the_same_command_adopts_the_job(
    emulator: Emulator, qrt: Callable[..., Done], bell: str
) -> None:
    arguments = ("run", bell, "-b", "ibm_fez", "-n", "8", "--key", "left alone", "--url", emulator.url)
    emulator.scenario.apply({"queue_seconds": 600.0})
    try:
        with Terminal(*arguments) as terminal:
            terminal.until("Ctrl-C detaches")
            terminal.press("\x03")
            assert terminal.end() == 130
            assert "the same command, with its --key, adopts it" in " ".join(terminal.screen.split())
        done = qrt(*arguments, "--detach", "--json")
    finally:
        emulator.scenario.apply({"queue_seconds": 0.05})
    found = json.loads(done.out)["job"]
    assert found["adopted"] is True
    assert found["id"] in terminal.screen
    qrt("job", found["id"], "cancel")
