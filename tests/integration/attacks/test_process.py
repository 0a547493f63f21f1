"""Processes that lose resources: file descriptors, stderr, the working directory, settings, or that exit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING, Any

import pytest
from integration.attacks.service import BACKEND, PARAMS, Service
from support.scripted import ScriptedServer, Seen, reply

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qrt_facade.emulator import Emulator

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="limits and descriptors of POSIX"),
    pytest.mark.usefixtures("without_trio"),
]

HEAD = """
import asyncio, atexit, os, signal, sys, threading, time
from qrt_facade import *
from qrt_facade.errors import *
ARGUMENTS = {arguments!r}
PARAMS = {params!r}

def submit(client):
    return client.jobs.submit("sampler", PARAMS, backend={backend!r})

def tried(function):
    # The outcome of a call: a value's name, "ours" or "raw", and the text.
    try:
        print(type(function()).__name__)
    except QrtError as error:
        print("ours", type(error).__name__, error)
    except BaseException as error:
        print("raw", type(error).__name__, error)

def leave_files(count):
    # The number of files that can still be opened.
    import resource
    used = max(int(name) for name in os.listdir("/proc/self/fd"))
    resource.setrlimit(resource.RLIMIT_NOFILE, (used + count, used + count))
"""

needs_proc = pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="looks at its descriptors")  # noqa: PTH112 - evaluated at import


class Private(Service):
    """Also has a private job `secret`, whose result can be read once."""

    given = 0

    def __call__(self, request: Seen) -> Any:
        path = request.path.partition("?")[0]
        if path.endswith("/jobs/secret/results"):
            self.given += 1
            return reply({"results": [1]}) if self.given == 1 else reply(status=204)
        if path.endswith("/jobs/secret"):
            return reply({"id": "secret", "status": "Completed", "private": True, "program": {"id": "mine"}})
        return super().__call__(request)


@pytest.fixture
def service() -> Private:
    return Private()


@pytest.fixture
def server(service: Private) -> Iterator[ScriptedServer]:
    with ScriptedServer(service) as running:
        yield running


def run(
    code: str,
    arguments: dict[str, Any],
    *flags: str,
    environment: dict[str, str] | None = None,
    folder: Path | None = None,
) -> list[str]:
    """Run code in a new Python process and return its output lines; it must succeed."""
    arguments = {name: value for name, value in arguments.items() if name != "verify"}
    head = HEAD.format(arguments=arguments, params=PARAMS, backend=BACKEND)
    done = subprocess.run(
        [sys.executable, *flags, "-c", head + textwrap.dedent(code)],
        capture_output=True,
        timeout=60,
        check=False,
        cwd=folder,
        env={**os.environ, **(environment or {})},
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return done.stdout.decode("utf-8", "replace").splitlines()


FEW = (0, *(pytest.param(count, marks=pytest.mark.long) for count in (1, 2, 3)))


@needs_proc
@pytest.mark.parametrize("count", FEW)
def test_without_file_descriptors_every_call_returns_or_raises_our_error(
    count: int, server: ScriptedServer, service: Private
) -> None:
    lines = run(
        f"""
        client = RuntimeClient(**ARGUMENTS)
        leave_files({count})
        tried(lambda: submit(client))
        tried(lambda: list(client.jobs.list()))
        tried(lambda: client.jobs.get("secret").result())
        tried(lambda: RuntimeClient.kept_results())
        tried(lambda: RuntimeClient.saved_accounts())
        tried(lambda: RuntimeClient.save_account("k" * 44, ARGUMENTS["instance"]))
        tried(lambda: RuntimeClient(**ARGUMENTS))
        """,
        server.arguments(),
    )
    assert not [line for line in lines if line.startswith("raw")], lines
    assert len(service.tags) == (lines[0] == "Job")


@needs_proc
@pytest.mark.parametrize("count", FEW)
def test_a_private_result_survives_running_out_of_file_descriptors(
    count: int, server: ScriptedServer
) -> None:
    lines = run(
        f"""
        client = RuntimeClient(**ARGUMENTS)
        job = client.jobs.get("secret")

        import httpx
        send = httpx.HTTPTransport.handle_request
        def sent(self, request):
            answer = send(self, request)
            if request.url.path.endswith("results"):
                leave_files({count})
            return answer
        httpx.HTTPTransport.handle_request = sent
        print(job.result_body())
        """,
        server.arguments(),
    )
    assert lines == ["b'" + json.dumps({"results": [1]}) + "'"]


@needs_proc
def test_a_client_recovers_from_running_out_of_file_descriptors(server: ScriptedServer) -> None:
    lines = run(
        """
        client = RuntimeClient(**ARGUMENTS)
        held = []
        import resource
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
        try:
            while True:
                held.append(os.open("/dev/null", os.O_RDONLY))
        except OSError:
            pass
        tried(lambda: submit(client))
        for handle in held:
            os.close(handle)
        tried(lambda: submit(client))
        """,
        server.arguments(),
    )
    assert lines[0].startswith("ours")
    assert lines[1] == "Job"


@pytest.mark.usefixtures("forked_programs")
@pytest.mark.parametrize(
    "loss",
    [
        pytest.param("sys.stderr.close()", id="closed"),
        pytest.param("sys.stderr = None", id="none"),
        pytest.param("os.dup2(os.open('/dev/full', os.O_WRONLY), 2)", id="full"),
        pytest.param("os.close(2)", id="no descriptor", marks=pytest.mark.long),
        pytest.param(
            "read, write = os.pipe(); os.close(read); os.dup2(write, 2)",
            id="broken pipe",
            marks=pytest.mark.long,
        ),
    ],
)
def test_without_stderr_no_job_is_lost_and_no_wait_ends(
    loss: str, server: ScriptedServer, service: Private
) -> None:
    service.accepted = {"messages": ["the quota is nearly used up"]}
    service.status = "Considering"  # a status that is warned of
    lines = run(
        f"""
        client = RuntimeClient(**ARGUMENTS)
        {loss}
        jobs = [submit(client), submit(client)]
        tried(lambda: jobs[0].wait(0.2, progress=True))
        tried(lambda: client.jobs.wait_all(jobs, 0.2, progress=True))
        sys.stdout.flush()
        os._exit(os.write(1, b"end") - 3)
        """,
        server.arguments(),
    )
    assert [line.split()[:2] for line in lines] == [["ours", "JobTimeoutError"]] * 2 + [["end"]]
    assert len(service.tags) == 2


FLAGS = (
    pytest.param(("-OO", "-I", "-bb"), id="optimized and isolated"),
    pytest.param(("-X", "dev", "-W", "error"), id="developing"),
    pytest.param(("-O",), id="asserting nothing", marks=pytest.mark.long),
    pytest.param(("-E", "-s"), id="without the environment", marks=pytest.mark.long),
    pytest.param(("-X", "utf8=0"), id="without UTF-8", marks=pytest.mark.long),
)


@pytest.mark.parametrize("flags", FLAGS)
def test_a_job_runs_under_every_flag_of_python(flags: tuple[str, ...], emulator: Emulator) -> None:
    lines = run(
        """
        with RuntimeClient(**ARGUMENTS) as client:
            tried(lambda: submit(client).result())
        async def main():
            async with AsyncRuntimeClient(**ARGUMENTS) as client:
                return await submit(client)
        tried(lambda: asyncio.run(main()))
        """,
        emulator.access,
        *flags,
    )
    assert lines == ["SamplerResult", "AsyncJob"]


@pytest.mark.parametrize("warn", ["error", pytest.param("always", marks=pytest.mark.long)])
def test_a_job_runs_in_the_c_locale_with_warnings_as_errors(
    warn: str, server: ScriptedServer, service: Private
) -> None:
    service.accepted = {"messages": ["the quota is nearly used up \U0001f600"]}
    lines = run(
        r"""
        client = RuntimeClient(**ARGUMENTS)
        job = client.jobs.submit("sampler", PARAMS, backend="b", tags=["gr\u00f6\u00dfer \U0001f600"])
        tried(lambda: job.wait(5, progress=True))
        tried(lambda: RuntimeClient.save_account("k" * 44, ARGUMENTS["instance"], name="k\u00f6nig"))
        print(ascii(RuntimeClient.saved_accounts()[0].name))
        client.close()
        """,
        server.arguments(),
        environment={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONWARNINGS": warn},
    )
    assert lines == ["Job", "PosixPath", r"'k\xf6nig'"]
    assert service.tags["job-1"][0] == "gr\u00f6\u00dfer \U0001f600"


@pytest.mark.long
def test_a_job_runs_and_a_private_result_is_kept_without_a_working_directory_or_a_home(
    server: ScriptedServer, tmp_path: Path
) -> None:
    lines = run(
        """
        import shutil, tempfile
        home = tempfile.mkdtemp(); os.environ["HOME"] = home
        client = RuntimeClient(**ARGUMENTS)
        here = tempfile.mkdtemp(); os.chdir(here); os.rmdir(here); shutil.rmtree(home)
        tried(lambda: submit(client).wait(5))
        tried(lambda: client.jobs.get("secret").result_body())
        tried(RuntimeClient.kept_results)
        tried(RuntimeClient.saved_accounts)
        """,
        server.arguments(),
        folder=tmp_path,
    )
    assert lines == ["Job", "bytes", "list", "list"]


@pytest.mark.usefixtures("forked_programs")
def test_a_client_ignores_later_changes_of_the_environment(server: ScriptedServer, service: Private) -> None:
    lines = run(
        """
        client = RuntimeClient(**ARGUMENTS)
        tried(lambda: submit(client))
        os.environ.update(
            HTTP_PROXY="http://127.0.0.1:1", HTTPS_PROXY="http://127.0.0.1:1", ALL_PROXY="socks5://127.0.0.1:1",
            IAM_URL="http://127.0.0.1:1", QISKIT_IBM_TOKEN="another", QISKIT_IBM_INSTANCE="another", HOME="/nowhere",
        )
        tried(lambda: submit(client))
        tried(lambda: submit(client.with_options(timeout=7)))
        """,
        server.arguments(),
    )
    assert lines == ["Job"] * 3
    assert len(service.tags) == 3


@pytest.mark.long
def test_atexit_handlers_may_submit_in_any_order(emulator: Emulator) -> None:
    lines = run(
        """
        client = None
        atexit.register(lambda: tried(lambda: submit(client).wait(20)))
        client = RuntimeClient(**ARGUMENTS)
        tried(lambda: submit(client))
        atexit.register(lambda: tried(lambda: submit(client)))
        other = AsyncRuntimeClient(**ARGUMENTS)
        atexit.register(lambda: tried(lambda: asyncio.run(submit(other))))
        """,
        emulator.access,
    )
    assert lines == ["Job", "AsyncJob", "Job", "Job"]


def test_interpreter_exit_does_not_wait_for_submitting_threads(emulator: Emulator) -> None:
    lines = run(
        """
        client = RuntimeClient(**ARGUMENTS)
        def on_and_on():
            while True:
                submit(client)
        threading.Thread(target=on_and_on, daemon=True).start()
        def one():
            tried(lambda: submit(client))
            sys.exit(3)
        threading.Thread(target=one).start()
        """,
        emulator.access,
    )
    assert lines == ["Job"]


@pytest.mark.long
def test_threads_with_the_smallest_stacks_submit_and_read(emulator: Emulator) -> None:
    lines = run(
        """
        client = RuntimeClient(**ARGUMENTS)
        for size in (256 * 1024, 1024 * 1024):
            threading.stack_size(size)
            thread = threading.Thread(target=lambda: tried(lambda: submit(client).result()))
            thread.start()
            thread.join()
        """,
        emulator.access,
    )
    assert lines == ["SamplerResult"] * 2


def test_without_new_threads_every_call_returns_or_raises_our_error(emulator: Emulator) -> None:
    lines = run(
        """
        def refused(self):
            raise RuntimeError("can't start new thread")
        threading.Thread.start = refused
        client = RuntimeClient(**ARGUMENTS)
        sys.stderr.isatty = lambda: True  # a bar is drawn by a thread
        tried(lambda: submit(client).wait(20, progress=True))
        # A name is looked up by a thread.
        named = {key: value.replace("127.0.0.1", "localhost") for key, value in ARGUMENTS.items()}
        async def main():
            try:
                await submit(AsyncRuntimeClient(**named))
            except TransportError as error:
                print(error.may_have_arrived)
            os._exit(0)  # asyncio ends by a thread
        asyncio.run(main())
        """,
        emulator.access,
        "-u",
    )
    assert lines == ["Job", "False"]


@pytest.mark.parametrize("every", [9, pytest.param(1, marks=pytest.mark.long)])
def test_a_recursion_error_in_a_submission_names_the_job_and_creates_at_most_one(
    every: int, server: ScriptedServer, service: Private
) -> None:
    lines = run(
        f"""
        import warnings
        from qrt_facade._policy import timing
        warnings.simplefilter("ignore")
        client = RuntimeClient(**ARGUMENTS)
        submit(client)
        def deep(levels):
            return deep(levels - 1) if levels else submit(client)
        pauses = dict(look_ups=(0.0,), duplicate_look_ups=(0.0,), duplicate_cancels=(0.0,), first_retry=0.01)
        with timing.override(**pauses):
            for levels in range(sys.getrecursionlimit() - 130, sys.getrecursionlimit() - 10, {every}):
                try:
                    print("made", deep(levels).id)
                except BaseException as error:
                    print("ended", error, *getattr(error, "__notes__", ()))
        """,
        server.arguments(),
    )
    ended = " ".join(line for line in lines if line.startswith("ended"))
    returned = [line.split()[1] for line in lines if line.startswith("made")]
    lost = [
        job_id
        for job_id, tags in service.tags.items()
        if job_id not in returned and tags[-1] not in ended and job_id not in ended
    ]
    assert lost == ["job-1"]
    assert len(set(returned)) == len(returned)
    assert ended
