"""What a shell completes: names that commands have listed, from this machine alone."""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qrt_facade import RuntimeClient
from qrt_facade.cli.app import COMMANDS, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from integration.cli.conftest import Done

    from qrt_facade.emulator import Emulator

KEY = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6kM9nP2rS"
CRN = "crn:v1:bluemix:public:quantum-computing:us-east:a/00000000000000000000000000000abc:one::"


@pytest.fixture
def completed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., list[str]]:
    """What bash is offered for the last of some words."""

    def complete(*words: str) -> list[str]:
        capsys.readouterr()
        with monkeypatch.context() as patch:
            patch.setenv("_QRT_COMPLETE", "bash_complete")
            patch.setenv("COMP_WORDS", " ".join(["qrt", *words]))
            patch.setenv("COMP_CWORD", str(len(words)))
            try:
                code = run([])
            except SystemExit as end:
                code = int(end.code or 0)
        printed = capsys.readouterr()
        assert (code in {0, 1}, printed.err) == (True, "")
        return [line.partition(",")[2] for line in printed.out.splitlines() if line]

    return complete


def test_names_that_earlier_commands_listed_are_completed(
    qrt: Callable[..., Done], completed: Callable[..., list[str]], bell: str
) -> None:
    session = qrt("session", "create", "-b", "ibm_fez").out.strip()
    job = qrt("run", bell, "-b", "ibm_fez", "--session", session, "-t", "demo", "--detach").out.strip()
    assert completed("run", "-b", "") == [], "no command has listed devices"
    assert qrt("backends").code == 0
    for words in (("run", "-b"), ("jobs", "--backend"), ("backends",), ("session", "create", "-b")):
        assert completed(*words, "ibm_f") == ["ibm_fez"]
    assert completed("job", job[:3]) == [job]
    assert completed("job", job, "wa") == ["wait"]
    assert "logs" in completed("job", job, "")
    assert completed("run", "--session", "") == completed("session", "close", "") == [session]
    assert completed("jobs", "--tag", "") == completed("job", job, "tags", "") == ["demo"]
    assert completed("sess") == ["session"]
    assert qrt("job", job, "delete").code in {0, 8}


@pytest.mark.parametrize(("shell", "current"), [("zsh", "2"), ("fish", "")])
def test_completion_works_in_zsh_and_fish(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shell: str, current: str
) -> None:
    RuntimeClient.save_account(api_key=KEY, instance=CRN, name="work")
    monkeypatch.setenv("_QRT_COMPLETE", f"{shell}_complete")
    monkeypatch.setenv("COMP_WORDS", "qrt logout")
    monkeypatch.setenv("COMP_CWORD", current)
    with pytest.raises(SystemExit):
        run([])
    printed = capsys.readouterr()
    assert "work" in re.split(r"[\n,\t]", printed.out)  # versions of click print different text around it
    assert printed.err == ""


def test_names_cached_for_another_service_are_not_completed_and_nothing_is_sent(
    qrt: Callable[..., Done], completed: Callable[..., list[str]]
) -> None:
    assert qrt("backends").code == 0
    assert completed("run", "-b", "") != []
    assert completed("--url", "http://127.0.0.1:9", "run", "-b", "") == []
    assert completed("run", "--url", "http://127.0.0.1:9", "-b", "") == []


def test_account_names_are_completed_and_a_damaged_accounts_file_completes_nothing(
    completed: Callable[..., list[str]],
) -> None:
    file = RuntimeClient.save_account(api_key=KEY, instance=CRN, name="work")
    for words in (("--account",), ("jobs", "--account"), ("logout",)):
        assert completed(*words, "w") == ["work"]
    file.write_text("{")
    assert completed("--account", "") == []
    assert completed("run", "-b", "") == []


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("--bogus", "run", "-b", ""), list(COMMANDS)),
        (("run", "--shots", "x", "-b", ""), []),
        (("nosuch", ""), list(COMMANDS)),
    ],
)
def test_completing_an_invalid_command_line_raises_no_error(
    completed: Callable[..., list[str]], words: tuple[str, ...], offered: list[str]
) -> None:
    assert completed(*words) == offered


@pytest.mark.long  # a shell, and a process for each completion
@pytest.mark.skipif(not Path("/bin/bash").exists(), reason="needs bash")
def test_bash_completes_a_job_id_after_its_first_letters(
    qrt: Callable[..., Done], emulator: Emulator, bell: str, tmp_path: Path
) -> None:
    job = qrt("run", bell, "-b", "ibm_fez", "--detach").out.strip()
    program = tmp_path / "qrt"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m qrt_facade "$@"\n')
    program.chmod(0o755)
    screen = typed_into_bash(
        [
            f'PATH={tmp_path}:$PATH QRT_URL={emulator.url}; export QRT_URL; eval "$(qrt --show-completion bash)"\n',
            f"echo qrt; qrt job {job[:-2]}\t",
        ],
        until=job,
    )
    assert job in screen


def typed_into_bash(lines: list[str], *, until: str) -> str:
    """Return what an interactive bash on a pseudo-terminal shows when these keys are pressed."""
    import pty

    process, terminal = pty.fork()
    if process == 0:
        os.execv("/bin/bash", ["bash", "--norc", "--noprofile", "-i"])
    shown = ""
    try:
        for line in lines:
            os.write(terminal, line.encode())
            time.sleep(3)
        end = time.monotonic() + 20
        while until not in shown.rpartition("echo qrt")[2] and time.monotonic() < end:
            if select.select([terminal], [], [], 1)[0]:
                shown += os.read(terminal, 65536).decode("utf-8", "replace")
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(terminal)
    return shown.rpartition("echo qrt")[2]
