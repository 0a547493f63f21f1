"""An emulator in a process that forks: neither parent nor child hangs, and the emulator belongs to the parent."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import pytest

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
    pytest.mark.usefixtures("started_anew"),
]

START = """
import os, signal, socket, sys, threading, time
import httpcore  # Imports trio, which runs a program with `subprocess`: that waits for children forked at that moment.
import httpx
from qrt_facade import RuntimeClient
from qrt_facade.emulator import start
from support.circuits import FLIP, LONG

def port_of(emulator):
    return int(emulator.url.rsplit(":", 1)[1])

def is_open(port):
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0

def answers(emulator):
    return httpx.get(emulator.url + "/api/v1/versions", timeout=5).status_code == 200

def fork(work=lambda: time.sleep(60)):
    pid = os.fork()
    if pid == 0:
        work()
        os._exit(0)
    return pid

def end(*pids):
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)

def worker_of(pid):
    found = [int(name) for name in os.listdir("/proc") if name.isdecimal() and parent_of(name) == pid]
    return [one for one in found if b"\\0qrt_facade.emulator.simulation\\0" in open(f"/proc/{one}/cmdline", "rb").read()]

def parent_of(name):
    try:
        return int(open(f"/proc/{name}/stat").read().rpartition(")")[2].split()[1])
    except OSError:
        return None
"""


def run(script: str) -> str:
    """Run a script in a separate process, since this one has threads; its children sleep longer than its time limit."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", START + textwrap.dedent(script)],
        capture_output=True, text=True, check=False, timeout=40,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_start_and_stop_do_not_wait_for_children_forked_meanwhile() -> None:
    shown = run("""
        children, going = [], True

        def fork_on_and_on():
            while going:
                children.append(fork())
                time.sleep(0.001)

        forking = threading.Thread(target=fork_on_and_on)
        forking.start()
        emulator = start(backends="ibm_fez")
        assert answers(emulator)
        going = False
        forking.join()
        emulator.stop()
        print(len(children) > 0, is_open(port_of(emulator)))
        end(*children)
        """)
    assert shown == "True False"


def test_a_forked_child_keeps_neither_the_port_nor_a_connection_open() -> None:
    shown = run("""
        emulator = start(backends="ibm_fez")
        client = httpx.Client()
        client.get(emulator.url + "/api/v1/versions")
        child = fork()
        emulator.inject(drop=True, times=1)
        try:
            client.get(emulator.url + "/api/v1/versions", timeout=10)
        except httpx.RemoteProtocolError:
            print("cut")
        port = port_of(emulator)
        emulator.stop()
        print(is_open(port))
        start(port=port, backends="ibm_fez").stop()
        end(child)
        """)
    assert shown == "cut\nFalse"


@pytest.mark.long
def test_a_child_that_stops_or_exits_leaves_the_parents_emulator_running() -> None:
    shown = run("""
        emulator = start(backends="ibm_fez")
        client = RuntimeClient.local(backends="ibm_fez", noise=False)

        def leave_block():
            with emulator:
                assert answers(emulator)

        for work in (leave_block, emulator.stop, client.close, lambda: sys.exit(0)):
            pid = os.fork()
            if pid == 0:
                work()
                sys.exit(0)  # runs what is registered with atexit, and finalises the interpreter
            assert os.waitpid(pid, 0)[1] == 0
            assert answers(emulator), work
        print(client.sampler.run([FLIP], backend="ibm_fez", shots=10)[0].counts())
        client.close()
        emulator.stop()
        """)
    assert shown == "{'1': 10}"


@pytest.mark.long
def test_a_forked_child_can_start_another_emulator() -> None:
    shown = run("""
        emulator = start(backends="ibm_fez")

        def its_own():
            with RuntimeClient.local(backends="ibm_fez", noise=False) as client:
                counts = client.sampler.run([FLIP], backend="ibm_fez", shots=10)[0].counts()
            print(counts, answers(emulator), flush=True)

        assert os.waitpid(fork(its_own), 0)[1] == 0
        emulator.stop()
        """)
    assert shown == "{'1': 10} True"


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_worker_killed_during_a_job_fails_it_although_a_child_has_its_channel() -> None:
    shown = run("""
        client = RuntimeClient.local(backends="ibm_fez", noise=False, workers=1, queue_seconds=0)
        job = client.sampler.submit([LONG], backend="ibm_fez", shots=10)
        while job.refresh().status != "Running":
            time.sleep(0.05)
        child = fork()
        (worker,) = worker_of(os.getpid())
        os.kill(worker, signal.SIGKILL)
        job.wait(timeout=20)
        print(job.status, job.error.code)
        print(client.sampler.run([FLIP], backend="ibm_fez", shots=10)[0].counts())
        client.close()
        end(child)
        """)
    assert shown.splitlines() == ["Failed 1500", "{'1': 10}"]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_workers_of_a_killed_process_exit_although_a_child_has_their_channel() -> None:
    shown = run("""
        reading, writing = os.pipe()
        parent = os.fork()
        if parent == 0:
            emulator = start(backends="ibm_fez")
            child = fork()
            os.write(writing, f"{child} {worker_of(os.getpid())[0]}".encode())
            time.sleep(60)
        child, worker = map(int, os.read(reading, 100).split())
        end(parent)
        deadline = time.monotonic() + 10
        while os.path.exists(f"/proc/{worker}/fd/0") and time.monotonic() < deadline:
            time.sleep(0.05)
        print(os.path.exists(f"/proc/{worker}/fd/0"))
        os.kill(child, signal.SIGKILL)
        """)
    assert shown == "False"


@pytest.mark.parametrize(
    "method", ["fork", *(pytest.param(name, marks=pytest.mark.long) for name in ("spawn", "forkserver"))]
)
def test_process_pools_use_and_leave_the_emulator_of_their_parent(method: str) -> None:
    shown = run(f"""
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        context = multiprocessing.get_context({method!r})
        emulator = start(backends="ibm_fez", noise=False)
        with ProcessPoolExecutor(2, mp_context=context) as pool:
            addresses = [emulator.url + "/api/v1/versions"] * 4
            print([answer.status_code for answer in pool.map(httpx.get, addresses)])
        assert answers(emulator)
        emulator.stop()
        print(is_open(port_of(emulator)))
        """)
    assert shown == "[200, 200, 200, 200]\nFalse"
