"""`qrt` in a separate process: start, pipes, terminals, Ctrl-C, the emulator in the foreground."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any

import pytest
from support.circuits import FLIP

from qrt_facade.emulator import DEFAULT_API_KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qrt_facade import RuntimeClient
    from qrt_facade.emulator import Emulator

if sys.platform != "win32":
    from integration.cli.terminal import Terminal

pytestmark = pytest.mark.usefixtures("forked_commands", "forked_simulators")

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals and signals are POSIX's")
COLOUR = re.compile(r"\x1b\[[0-9;]*[1-9][0-9;]*m")


@pytest.fixture
def long_queue(emulator: Emulator) -> Iterator[None]:
    emulator.scenario.apply({"queue_seconds": 600.0})
    yield
    emulator.scenario.apply({"queue_seconds": 0.05})


ALL_HELP = """
import contextlib, sys
from qrt_facade.cli import main
for line in ("--help", "--version", "run --help", "jobs --help", "serve --help"):
    with contextlib.suppress(SystemExit):
        main(line.split())
print(*sys.modules, file=sys.stderr)
"""


def test_help_and_version_import_no_heavy_modules() -> None:
    done = subprocess.run([sys.executable, "-c", ALL_HELP], capture_output=True, text=True, check=True)
    assert done.stdout.count("Usage: qrt") == 4
    imported = set(done.stderr.split())
    assert "click" in imported
    heavy = (
        "httpx",
        "numpy",
        "rich",
        "qiskit",
        "asyncio",
        "qrt_client.models",
        "qrt_client.api",
        "qrt_facade._sync",
        "qrt_facade.emulator.server",
        "starlette",
    )
    assert [name for name in imported if name.startswith(heavy)] == []


def test_the_list_of_commands_imports_no_modules_for_names_dates_and_files() -> None:
    only_help = ALL_HELP.replace(', "--version", "run --help", "jobs --help", "serve --help"', ",")
    done = subprocess.run([sys.executable, "-c", only_help], capture_output=True, text=True, check=True)
    assert done.stdout.count("Usage: qrt") == 1
    imported = set(done.stderr.split())
    assert "click" in imported
    assert not {"hashlib", "secrets", "random", "tempfile", "dateutil"} & imported
    ours = {"_base.missing", "_base.moments", "_base.redaction", "_service.names"}
    assert not {f"qrt_facade.{name}" for name in ours} & imported


@pytest.mark.parametrize("missing", ["click", "rich"])
def test_without_the_cli_extra_one_line_names_what_to_install(missing: str) -> None:
    code = f"import sys; sys.modules[{missing!r}] = None; from qrt_facade.cli import main; main(['--help'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert "pip install 'qrt-facade[cli]'" in line


def test_a_pipe_gets_whole_rows_without_colours(shell: Callable[..., Any]) -> None:
    done = shell("backends", environment={"COLUMNS": "20"})
    assert [line.split()[0] for line in done.out.splitlines()] == ["BACKEND", "ibm_fez", "ibmq_manila"]
    assert "\x1b" not in done.out
    assert "Falcon" in done.out


def test_json_and_notes_go_to_different_streams(shell: Callable[..., Any]) -> None:
    done = shell("run", "-", "-b", "ibm_fez", "-n", "8", "--json", stdin=FLIP)
    assert done.data["result"]["pubs"][0]["registers"]["c"]["counts"] == {"1": 8}
    assert "Completed" in done.err


def test_a_closed_pipe_prints_no_traceback(emulator: Emulator) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "qrt_facade", "backends", "--json", "--url", emulator.url],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


@on_posix
@pytest.mark.parametrize("closed", [pytest.param(">&-", marks=pytest.mark.long), "2>&-", ">&- 2>&-"])
def test_closed_standard_streams_print_no_traceback(emulator: Emulator, closed: str) -> None:
    done = subprocess.run(
        [
            "sh",
            "-c",
            f'"$0" -m qrt_facade backends --url "$1" {closed}',
            sys.executable,
            emulator.url,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_warning_is_printed_as_a_note_without_source_code(shell: Callable[..., Any]) -> None:
    done = shell("backends", "--api-version", "2025-05-01", "--json")
    assert done.err.startswith("qrt: note: API version 2025-05-01 is deprecated")
    assert len(done.data) == 2


def test_the_api_key_is_read_from_stdin(
    shell: Callable[..., Any], qrt: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def code(*arguments: str, stdin: str) -> int:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        ended: int = qrt(*arguments).code
        return ended

    assert shell("backends", "--api-key", "-", stdin=f"{DEFAULT_API_KEY}\n").code == 0
    assert code("backends", "--api-key", "-", stdin="another\n") == 3
    assert code("backends", "--api-key", "-", stdin="") == 2
    assert code("run", "-", "--api-key", "-", stdin=FLIP) == 2


def test_local_starts_an_emulator_for_the_command(shell: Callable[..., Any], bell: str) -> None:
    done = shell("run", bell, "--local", "--json", "-n", "64", environment={"QRT_URL": ""})
    assert sum(done.data["result"]["pubs"][0]["registers"]["c"]["counts"].values()) == 64
    assert "emulated on this machine" in done.err


def test_commands_and_actions_are_completed(shell: Callable[..., Any]) -> None:
    def completed(line: str, position: int) -> list[str]:
        asked = {"_QRT_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(position)}
        words: list[str] = shell(environment=asked).out.split()
        return words

    assert completed("qrt ses", 1) == ["plain,session"]
    assert "plain,metrics" in completed("qrt job abc ", 3)
    assert completed("qrt run be", 2) == ["file,be"]


@pytest.mark.parametrize(
    "name", [shell for shell in ("bash", "zsh", "fish") if which(shell) or shell != "bash"]
)
def test_the_completion_script_calls_qrt(shell: Callable[..., Any], name: str) -> None:
    done = shell("--show-completion", name)
    assert done.code == 0
    assert f"_QRT_COMPLETE={name}_complete" in done.out


@on_posix
def test_a_terminal_gets_colours_unless_no_color_is_set(emulator: Emulator) -> None:
    with Terminal("backends", "--url", emulator.url) as coloured:
        assert coloured.end() == 0
    with Terminal("backends", "--url", emulator.url, environment={"NO_COLOR": "1"}) as plain:
        assert plain.end() == 0
    green = "\x1b[32monline"
    assert green in coloured.raw
    assert green not in plain.raw
    assert coloured.screen == plain.screen


@on_posix
def test_nothing_is_wider_than_the_terminal(emulator: Emulator) -> None:
    with Terminal("backends", "ibm_fez", "--url", emulator.url, columns=60) as narrow:
        assert narrow.end() == 0
    assert max(map(len, narrow.screen.splitlines())) <= 60
    assert "needs 80 columns" in narrow.screen.replace("\n", " ")
    with Terminal("backends", "ibm_fez", "--url", emulator.url, columns=80) as wide:
        assert wide.end() == 0
    assert "155" in wide.screen
    assert max(map(len, wide.screen.splitlines())) <= 80


@on_posix
@pytest.mark.usefixtures("long_queue")
def test_ctrl_c_leaves_the_job_running_and_names_the_command_that_waits_again(
    emulator: Emulator, client: RuntimeClient, bell: str
) -> None:
    with Terminal("run", bell, "-b", "ibm_fez", "--url", emulator.url, columns=200) as terminal:
        terminal.until("Ctrl-C detaches")
        terminal.press("\x03")
        assert terminal.end() == 130
    back = re.search(r"`qrt job (\S+) wait --url (\S+)`", terminal.screen)
    assert back is not None
    assert back[2] == emulator.url
    job = client.jobs.get(back[1])
    assert job.status == "Queued"
    job.cancel()
    assert "Traceback" not in terminal.screen


@on_posix
def test_ctrl_c_during_the_submission_names_the_tag_by_which_the_job_is_found(
    emulator: Emulator, client: RuntimeClient, bell: str
) -> None:
    emulator.inject(path="/api/v1/jobs", method="POST", when="after", delay=20.0, times=1)
    with Terminal(
        "run", bell, "-b", "ibm_fez", "-t", "halfway", "--url", emulator.url, columns=200
    ) as terminal:
        while not (jobs := list(client.jobs.list(tags=["halfway"]))):
            time.sleep(0.1)
        terminal.press("\x03")
        assert terminal.end() == 130
    assert f"qrt jobs --tag {jobs[0].submission_tag}" in terminal.screen
    emulator.scenario.clear_faults()


@on_posix
def test_the_live_line_is_erased_before_the_result(emulator: Emulator, bell: str) -> None:
    with Terminal("run", bell, "-b", "ibm_fez", "-n", "40", "--url", emulator.url) as terminal:
        assert terminal.end() == 0
    assert "Completed after" in terminal.screen
    assert terminal.screen.rstrip()[-1] in "█▉▊▋▌▍▎▏"


@on_posix
def test_serve_prints_its_address_serves_and_ends_on_a_signal(shell: Callable[..., Any]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "qrt_facade", "serve", "--port", "0", "--backends", "ibmq_manila", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        try:
            ready = json.loads(server.stdout.readline())
            listed = shell("backends", "--json", "--url", ready["url"])
            taken = shell("serve", "--port", ready["url"].rpartition(":")[2])
        finally:
            server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0
    assert ready["api_key"] == DEFAULT_API_KEY
    assert [backend["name"] for backend in listed.data] == ["ibmq_manila"]
    assert taken.code == 2
    assert "--port 0" in taken.err


def test_serve_refuses_an_unknown_backend_without_printing_the_api_key(
    shell: Callable[..., Any],
) -> None:
    done = shell("serve", "--port", "0", "--api-key", "a-key-of-my-own", "--backends", "ibm_nowhere")
    assert done.code == 2
    assert "ibm_nowhere" in done.err
    assert "a-key-of-my-own" not in done.out + done.err


@on_posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("arguments", [["backends"], ["--version"]], ids=" ".join)
def test_a_full_disk_is_reported_once_with_exit_code_1(emulator: Emulator, arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "qrt_facade", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "QRT_URL": emulator.url},
        )
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "qrt: stdout cannot be written: No space left on device",
        "     check the disk that it goes to",
    ]


def test_an_ascii_terminal_gets_only_ascii_characters(shell: Callable[..., Any]) -> None:
    done = shell("backends", "ibm_fez", environment={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    assert re.search(r"median T1, T2 +\d+ us, \d+ us", done.out)
    assert "?" not in done.out


@on_posix
@pytest.mark.parametrize("columns", [pytest.param(60, marks=pytest.mark.long), 140])
def test_a_dumb_terminal_gets_whole_ids_at_every_width(
    emulator: Emulator, client: RuntimeClient, columns: int
) -> None:
    job = client.sampler.submit(FLIP, backend="ibm_fez")
    environment = {"TERM": "dumb", "QRT_URL": emulator.url}
    with Terminal("jobs", "--limit", "1", columns=columns, environment=environment) as terminal:
        assert terminal.end() == 0
    assert f"{job.id}  " in terminal.screen
    assert max(map(len, terminal.screen.splitlines())) <= columns


@on_posix
@pytest.mark.parametrize("columns", [pytest.param(40, marks=pytest.mark.long), 80])
def test_a_list_on_a_terminal_has_whole_ids_and_names_omitted_columns(
    emulator: Emulator, client: RuntimeClient, columns: int
) -> None:
    job = client.sampler.submit(FLIP, backend="ibm_fez", tags=[f"experiment-{number}" for number in range(7)])
    job.wait(timeout=60)  # next to a status shorter than Completed, 80 columns have room for the tags
    with Terminal("jobs", "--limit", "1", "--url", emulator.url, columns=columns) as terminal:
        assert terminal.end() == 0
    assert job.id in terminal.screen
    assert max(map(len, terminal.screen.splitlines())) <= columns
    hidden = " ".join(terminal.screen.split()).partition(f"hidden at {columns} columns: ")[2]
    assert "TAGS" in hidden
    assert hidden.endswith("(--json shows all)")


@on_posix
def test_a_closed_stdin_is_empty() -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", '"$0" -m qrt_facade backends --api-key - <&-', sys.executable],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "--api-key - reads the key from stdin, but stdin is empty" in done.stderr
