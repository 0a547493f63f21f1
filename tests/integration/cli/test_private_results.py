"""A result that can be read only once is printed, saved or kept, whatever output is chosen."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from integration.cli.conftest import Done
from support.scripted import reply
from support.vault import BODY, Vault, cut_at

from qrt_facade import RuntimeClient
from qrt_facade.cli.app import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="devices, pipes and signals are POSIX's"),
    pytest.mark.usefixtures("forked_commands"),
]


def qrt(vault: Vault, *arguments: str, **process: Any) -> subprocess.CompletedProcess[bytes]:
    """Run `qrt job j1 ARGUMENTS` in a new process."""
    environment = {**os.environ, "QRT_URL": vault.url, **process.pop("environment", {})}
    return subprocess.run(
        [sys.executable, "-m", "qrt_facade", "job", "j1", *arguments],
        env=environment,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
        **({"stdout": subprocess.PIPE} | process),
    )


def kept_whole(done: Any) -> bool:
    """Whether the result is on disk, readable by its owner alone, named on stderr, and decodes."""
    (kept,) = RuntimeClient.kept_results()
    assert kept.path is not None
    err = done.err if hasattr(done, "err") else done.stderr.decode()
    assert str(kept.path) in err
    assert "Traceback" not in err
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600
    return kept.complete and kept.result()[0].c.num_shots == 2


@pytest.fixture
def qrt_here(
    offline: Callable[..., Done], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Done]:
    """`qrt job j1 ARGUMENTS` in this process, with stdout where a test wants it."""

    def perform(vault: Vault, *arguments: str, stdout: int | None = None) -> Done:
        monkeypatch.setenv("QRT_URL", vault.url)
        if stdout is None:
            return offline("job", "j1", *arguments)
        stream = open(stdout, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - a descriptor, closed below
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", stream)
            try:
                code = run(["job", "j1", *arguments])
            except SystemExit as left:  # click's own way out when a pipe is closed
                code = int(left.code or 0)
        with suppress(OSError):
            stream.close()
        return Done(int(code), "", capsys.readouterr().err)

    return perform


FORMS = [["result"], ["result", "--json"], ["result", "--raw"], ["wait"]]


@pytest.mark.parametrize("form", FORMS, ids=" ".join)
def test_printing_a_result_deletes_the_kept_copy(form: list[str], qrt_here: Callable[..., Done]) -> None:
    with Vault() as vault:
        done = qrt_here(vault, *form)
    assert done.code == 0
    assert done.out
    assert RuntimeClient.kept_results() == []


@pytest.mark.parametrize("form", FORMS, ids=" ".join)
def test_a_full_disk_under_stdout_leaves_the_result_kept(
    form: list[str], qrt_here: Callable[..., Done]
) -> None:
    with Vault() as vault, Path("/dev/full").open("wb") as full:
        done = qrt_here(vault, *form, stdout=full.fileno())
    assert done.code == 1
    assert kept_whole(done)


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_process_on_a_full_disk_exits_with_1_and_keeps_the_result(unbuffered: str) -> None:
    with Vault() as vault, Path("/dev/full").open("wb") as full:
        done = qrt(vault, "result", stdout=full, environment={"PYTHONUNBUFFERED": unbuffered})
    assert done.returncode == 1
    assert kept_whole(done)


@pytest.mark.parametrize("form", FORMS, ids=" ".join)
def test_a_closed_pipe_under_stdout_leaves_the_result_kept(
    form: list[str], qrt_here: Callable[..., Done]
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with Vault() as vault:
        done = qrt_here(vault, *form, stdout=writing)
    os.close(writing)
    assert done.code == 1
    assert kept_whole(done)


def test_a_file_size_limit_leaves_the_result_kept(tmp_path: Path) -> None:
    import resource

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(BODY), len(BODY)))

    target = tmp_path / "out.json"
    with Vault() as vault, target.open("wb") as stream:
        stream.write(b"x" * 100)
        stream.flush()
        done = qrt(vault, "result", "--raw", stdout=stream, preexec_fn=limit)
    assert done.returncode == 1
    assert kept_whole(done)


def test_a_closed_stdout_is_refused_before_the_result_is_read() -> None:
    with Vault() as vault:
        done = subprocess.run(
            ["sh", "-c", '"$0" -m qrt_facade job j1 result >&-', sys.executable],
            env={**os.environ, "QRT_URL": vault.url},
            capture_output=True,
            check=False,
        )
        assert vault.reads == 0
    assert done.returncode == 2
    assert b"stdout is closed" in done.stderr


@pytest.mark.parametrize("form", [["result"], ["result", "--raw"], ["wait"]], ids=" ".join)
@pytest.mark.parametrize("place", ["no/such/folder/x", ".", "/proc/nothing/x", "a-file/x"])
def test_a_path_that_cannot_be_written_is_refused_before_any_request(
    tmp_path: Path,
    form: list[str],
    place: str,
    qrt_here: Callable[..., Done],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a-file").touch()
    with Vault() as vault:
        done = qrt_here(vault, *form, "--save", place)
        assert vault.calls == []
    assert done.code == 2
    assert place in done.err


def test_saving_a_result_deletes_the_kept_copy(tmp_path: Path, qrt_here: Callable[..., Done]) -> None:
    with Vault() as vault:
        assert qrt_here(vault, "result", "--raw", "--save", str(tmp_path / "r")).code == 0
    assert (tmp_path / "r").read_bytes() == BODY
    assert RuntimeClient.kept_results() == []


@pytest.mark.parametrize("form", [["result"], ["result", "--raw"]], ids=" ".join)
def test_saving_to_a_full_device_leaves_the_result_kept_and_does_not_replace_the_device(
    form: list[str], qrt_here: Callable[..., Done]
) -> None:
    with Vault() as vault:
        done = qrt_here(vault, *form, "--save", "/dev/full")
    assert done.code != 0
    assert kept_whole(done)
    assert stat.S_ISCHR(os.lstat("/dev/full").st_mode)


@pytest.mark.parametrize("device", ["/dev/null", "/dev/stdout"])
def test_devices_are_written_to_and_not_replaced(device: str, tmp_path: Path) -> None:
    before = os.lstat(device)
    with Vault() as vault, (tmp_path / "out").open("wb") as stream:
        assert qrt(vault, "result", "--raw", "--save", device, stdout=stream).returncode == 0
    assert os.lstat(device).st_ino == before.st_ino
    assert (tmp_path / "out").read_bytes() == (BODY if device == "/dev/stdout" else b"")


def test_a_named_pipe_is_written_to_and_not_replaced(tmp_path: Path, qrt_here: Callable[..., Done]) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()))
    reader.start()
    with Vault() as vault:
        assert qrt_here(vault, "result", "--raw", "--save", str(pipe)).code == 0
    reader.join(10)
    assert received == [BODY]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_saving_to_a_symbolic_link_writes_its_target_and_keeps_the_link(
    tmp_path: Path, qrt_here: Callable[..., Done]
) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("before")
    link.symlink_to(target)
    with Vault() as vault:
        assert qrt_here(vault, "result", "--raw", "--save", str(link)).code == 0
    assert link.is_symlink()
    assert target.read_bytes() == BODY


def test_a_disk_that_fills_up_while_saving_leaves_the_existing_file(tmp_path: Path) -> None:
    import resource

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(BODY), len(BODY)))

    target = tmp_path / "r"
    target.write_text("before")
    with Vault() as vault:  # saved results begin with a header line
        done = qrt(vault, "result", "--save", str(target), preexec_fn=limit)
    assert done.returncode != 0
    assert target.read_text() == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["r"]
    assert kept_whole(done)


def test_an_interrupted_download_names_the_file_of_the_received_bytes(qrt_here: Callable[..., Done]) -> None:
    with Vault(cut_at(50)) as vault:
        done = qrt_here(vault, "result")
    assert done.code == 1
    (kept,) = RuntimeClient.kept_results()
    assert str(kept.path) in done.err
    assert kept.body() == BODY[:50]


def test_ctrl_c_during_the_download_names_the_file_of_the_received_bytes() -> None:
    sent = threading.Event()
    released = threading.Event()

    def stalls(body: bytes) -> Iterator[bytes]:
        yield reply(b"", length=len(body))
        yield body[:60]
        sent.set()
        released.wait(20)

    with (
        Vault(stalls) as vault,
        subprocess.Popen(
            [sys.executable, "-m", "qrt_facade", "job", "j1", "result"],
            env={**os.environ, "QRT_URL": vault.url},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process,
    ):
        assert sent.wait(30)
        while not any(kept.body() == BODY[:60] for kept in RuntimeClient.kept_results()):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
        released.set()
    assert process.returncode == 130
    (kept,) = RuntimeClient.kept_results()
    assert str(kept.path).encode() in err


@pytest.mark.parametrize(
    "signal_",
    [
        signal.SIGKILL,
        pytest.param(signal.SIGTERM, marks=pytest.mark.long),
        pytest.param(signal.SIGHUP, marks=pytest.mark.long),
    ],
)
def test_a_terminated_process_leaves_the_received_bytes(signal_: signal.Signals) -> None:
    released = threading.Event()

    def stalls(body: bytes) -> Iterator[bytes]:
        yield reply(b"", length=len(body))
        yield body[:60]
        released.wait(20)

    with (
        Vault(stalls) as vault,
        subprocess.Popen(
            [sys.executable, "-m", "qrt_facade", "job", "j1", "result"],
            env={**os.environ, "QRT_URL": vault.url},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process,
    ):
        while not any(kept.body() == BODY[:60] for kept in RuntimeClient.kept_results()):
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal_)
        process.wait(30)
        released.set()
    (kept,) = RuntimeClient.kept_results()
    assert kept.body() == BODY[:60]


def test_the_result_is_printed_to_stderr_if_no_file_can_be_written(tmp_path: Path) -> None:
    import resource

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    with Vault() as vault, Path("/dev/full").open("wb") as full:
        done = qrt(vault, "result", stdout=full, preexec_fn=limit)
    assert done.returncode == 1
    assert BODY in done.stderr


def test_the_doctor_lists_kept_results(qrt_here: Callable[..., Done], offline: Callable[..., Done]) -> None:
    with Vault(cut_at(50)) as vault:
        qrt_here(vault, "result")
        done = offline("doctor", "--json")
    (kept,) = RuntimeClient.kept_results()
    (finding,) = (found for found in done.data["findings"] if found["subject"] == "kept results")
    assert finding["state"] == "warning"
    assert str(kept.path) in finding["detail"]
