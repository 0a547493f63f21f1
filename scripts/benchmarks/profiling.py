"""Where the time goes: py-spy samples of some work, as stacks for a flame graph and as a list of the top functions."""

from __future__ import annotations

import contextlib
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.clients import BELL, DEVICE, SHOTS, emulator, ours
from benchmarks.jobs import httpx_many
from benchmarks.measuring import SCRIPTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

RATE = 500
"""Samples a second."""

_TOP = 20
_JOBS = 500
_CHILD = """
import sys
sys.path.append({scripts!r})
{before}
print("ready", flush=True)
sys.stdin.readline()
{work}
print("done", flush=True)
sys.stdin.readline()
"""


@contextlib.contextmanager
def sampled(pid: int, file: Path) -> Iterator[None]:
    """Sample the Python code of a process during a `with` block, and write its stacks in the format of flame graph tools.

    Raises:
        RuntimeError: py-spy is missing, or has no permission for the process (some systems require root).
    """
    spy = shutil.which("py-spy", path=str(Path(sys.executable).parent))
    if not spy:
        raise RuntimeError("py-spy is not installed")
    # --gil: without it, threads that wait in a system call count as running.
    command = [
        spy,
        "record",
        "--gil",
        "--pid",
        str(pid),
        "--rate",
        str(RATE),
        "--function",
        "--format",
        "raw",
    ]
    with subprocess.Popen(
        [*command, "--output", str(file)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as recorder:
        assert recorder.stdout is not None  # noqa: S101 - it was asked for above; for the type checker
        said = ""
        while "Sampling process" not in said:
            line = recorder.stdout.readline()
            said += line
            if not line:
                raise RuntimeError(f"py-spy failed: {said.strip()[-500:]}")
        yield
        recorder.send_signal(signal.SIGINT)
        recorder.stdout.read()


def top(stacks: Iterable[str], count: int = _TOP) -> list[tuple[str, float]]:
    """Return the functions that were running most often, each with its fraction of all samples.

    `stacks` are lines such as `main (a.py:1);work (b.py:2) 17`: the frames from the outermost on, and the sample count.
    """
    running: Counter[str] = Counter()
    for stack in stacks:
        frames, _, samples = stack.strip().rpartition(" ")
        running[_short(frames.rpartition(";")[2])] += int(samples)
    return [(frame, samples / running.total()) for frame, samples in running.most_common(count)]


def _short(frame: str) -> str:
    """Return the function and its module, without folders that differ between machines."""
    named = re.sub(r"<frozen ([^<>]*)>", r"\1", frame)
    return re.sub(r"\((?:.*/(?:site-packages|python[\d.]+)/)?([^()]*?)(?::\d+)?\)$", r"(\1)", named)


def _alone(file: Path, before: str, work: str) -> None:
    """Sample a new process from the end of the setup to the end of the work."""
    code = _CHILD.format(scripts=str(SCRIPTS), before=before, work=work)
    with subprocess.Popen(
        [sys.executable, "-E", "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None  # noqa: S101 - both were asked for above; for the type checker
        assert child.stdout is not None  # noqa: S101
        if child.stdout.readline() != "ready\n":
            raise RuntimeError("the setup of the profiled process failed")
        with sampled(child.pid, file):
            child.stdin.write("\n")
            child.stdin.flush()
            child.stdout.readline()
        child.communicate("\n")


def _first_import(file: Path) -> None:
    """Use Python's own import timing, because samples show little but the import system; a stack is one module."""
    code = "from qrt_facade import RuntimeClient; RuntimeClient('no-key', 'crn:v1:a:b:c:d:a/1:2::')"
    command = [sys.executable, "-E", "-X", "importtime", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = re.findall(r"^import time: +(\d+) \| +\d+ \| +(\S+)$", done.stderr, re.MULTILINE)
    file.write_text("".join(f"{module} {microseconds}\n" for microseconds, module in found), encoding="utf-8")


def _first_call(file: Path) -> None:
    with emulator() as server:
        with ours(server.access) as client:
            job_id = client.sampler.submit(BELL, backend=DEVICE, shots=SHOTS).wait().id
        work = f"from qrt_facade import RuntimeClient; RuntimeClient(**access).jobs.get({job_id!r})"
        _alone(file, f"access = {server.access!r}", work)


def _many_jobs(file: Path) -> None:
    with emulator(queue_seconds=2, run_seconds=0) as server:
        before = f"from benchmarks import clients, jobs; access = {server.access!r}"
        _alone(file, before, f"jobs.our_many(access, {_JOBS})")


def _emulator(file: Path) -> None:
    with emulator(queue_seconds=2, run_seconds=0) as server, sampled(server.pid, file):
        httpx_many(server.access, _JOBS)


SCENES: dict[str, tuple[str, Callable[[Path], None]]] = {
    "import": ("import and create a client, time of each module itself", _first_import),
    "first": ("first call of a process, from the import to the response", _first_call),
    "many": (f"submit {_JOBS} jobs, wait, fetch: the client", _many_jobs),
    "share": (f"{_JOBS} jobs with plain httpx: the emulator", _emulator),
}
"""Profiles by the names of the benchmarks that measure the same."""


def profiled(name: str, folder: Path) -> str:
    """Profile one benchmark, write its stacks to `folder/NAME.folded`, and return its top functions as text."""
    folder.mkdir(parents=True, exist_ok=True)
    what, sample = SCENES[name]
    file = folder / f"{name}.folded"
    sample(file)
    with file.open(encoding="utf-8") as stacks:
        lines = [f"{share:6.1%}  {frame}" for frame, share in top(stacks)]
    return "\n".join([f"{what}:", *lines])


def main(folder: Path, only: Iterable[str] = SCENES, profile: Callable[[str, Path], str] = profiled) -> int:
    """Profile some benchmarks and print the top functions of each; skipped ones are reported on stderr."""
    names = [name for name in only if name in SCENES]
    if not names:
        print(f"nothing to profile; there are profiles of {', '.join(SCENES)}", file=sys.stderr)
        return 1
    skipped = 0
    for work in (partial(profile, name, folder) for name in names):
        try:
            print(work(), end="\n\n", flush=True)
        except (ImportError, RuntimeError, EOFError) as error:
            skipped += 1
            print(f"skipped: {error!r}", file=sys.stderr, flush=True)
    return 1 if skipped else 0
