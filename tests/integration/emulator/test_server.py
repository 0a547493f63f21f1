"""Start, stop, and recovery."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import httpx
import pytest
from integration.emulator.conftest import Api
from support.circuits import FLIP, LONG
from support.examples_drawn import sampled
from support.scripted import TLS

from qrt_facade import ConfigurationError
from qrt_facade.emulator import DEFAULT_API_KEY, DEFAULT_INSTANCE, start
from qrt_facade.emulator.options import Options
from qrt_facade.emulator.server import Emulator

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(autouse=True)
def started_as_users_start_them(request: pytest.FixtureRequest) -> None:
    """With --long, start simulation processes as users do; otherwise fork them."""
    if request.config.getoption("--long"):
        request.getfixturevalue("started_anew")


def test_stop_frees_the_port_and_may_be_called_twice(launch: Callable[..., Emulator]) -> None:
    first = launch()
    port = int(first.url.rsplit(":", 1)[1])
    first.stop()
    first.stop()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{first.url}/api/v1/versions", verify=TLS)
    second = launch(port=port)
    assert httpx.get(f"{second.url}/api/v1/versions", verify=TLS).status_code == 200
    with pytest.raises(OSError, match=f"port {port} of 127.0.0.1 cannot be used: .* Port 0 picks a free one"):
        start(port=port)


def test_a_server_that_stops_slowly_exits_without_an_error_and_frees_the_port(
    launch: Callable[..., Emulator], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exception in its thread fails this test: its socket was closed while its event loop still used it."""
    monkeypatch.setattr("qrt_facade.emulator.server._STOP_SECONDS", 0)
    emulator = launch()
    emulator.stop()
    emulator._thread.join(10)
    assert not emulator._thread.is_alive()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{emulator.url}/api/v1/versions", verify=TLS)


def test_a_port_is_bound_as_soon_as_an_emulator_is_constructed() -> None:
    emulator = Emulator(Options(backends="ibm_fez"))
    port = int(emulator.url.rsplit(":", 1)[1])
    try:
        with socket.socket() as other:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with pytest.raises(OSError, match="in use"):
                other.bind(("127.0.0.1", port))
    finally:
        emulator.stop()


def test_all_requests_are_counted_regardless_of_the_response(
    launch: Callable[..., Emulator],
) -> None:
    emulator = launch()
    assert emulator.request_count == 0
    with httpx.Client(base_url=emulator.url, verify=TLS) as client:
        for path in ("/api/v1/versions", "/api/v1/versions", "/api/v1/jobs", "/nowhere"):
            client.get(path)
    assert emulator.request_count == 4


def test_the_server_process_imports_neither_qiskit_nor_numpy() -> None:
    code = (
        "import sys; from qrt_facade.emulator import start; e = start(); e.stop(); "
        "print(sorted({'qiskit', 'qiskit_aer', 'numpy', 'qiskit_ibm_runtime'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_importing_the_emulator_is_cheap_and_a_missing_extra_is_named() -> None:
    code = (
        "import sys; sys.modules['uvicorn'] = None; import qrt_facade.emulator as e\n"
        "assert 'starlette' not in sys.modules\n"
        "try: e.start()\n"
        "except ImportError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'qrt-facade[local]'" in done.stdout
    assert "uvicorn" in done.stdout


def test_it_works_in_a_script_without_a_main_guard(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("from qrt_facade.emulator import start\nprint(start(backends='ibm_fez').url)\n")
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=True, timeout=30
    )
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+\n", done.stdout)


@pytest.mark.usefixtures("forked_commands")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_prints_its_address_and_ends_cleanly(number: signal.Signals) -> None:
    command = [sys.executable, "-m", "qrt_facade.emulator", "--backends", "ibm_fez", "--log-format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        lines = [process.stdout.readline().strip() for _ in range(3)]
        assert lines[:2] == [f"api key {DEFAULT_API_KEY}", f"instance {DEFAULT_INSTANCE}"]
        url = lines[2].removeprefix("listening on ")
        assert httpx.get(f"{url}/api/v1/versions", verify=TLS).status_code == 200
        process.send_signal(number)
        assert process.stdout.read() == ""
        began, versions, ended = map(json.loads, process.stderr)
        assert process.wait(20) == 0
    assert (began["message"], began["url"], ended["message"]) == ("listening", url, "stopped")
    assert versions.items() >= {"level": "info", "path": "/api/v1/versions", "status": 200}.items()


def test_a_signal_during_the_start_ends_the_command_cleanly() -> None:
    # As the first process of a container, it would ignore signals without a handler.
    code = (
        "import os, signal, sys; import qrt_facade.emulator.__main__ as command; start = command.start\n"
        "def stopped(**options): os.kill(os.getpid(), signal.SIGTERM); return start(**options)\n"
        "command.start = stopped; sys.exit(command.main(['--backends', 'ibm_fez']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.usefixtures("forked_simulators", "forked_commands")
def test_neither_queued_nor_running_jobs_delay_the_stop() -> None:
    options = ["--backends", "ibm_fez", "--queue-seconds=0", "--quiet"]
    command = [sys.executable, "-m", "qrt_facade.emulator", *options]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        address = [process.stdout.readline() for _ in range(3)][2].split()[-1]
        client = Api(_Address(address))  # type: ignore[arg-type]  # it has all that is used
        jobs = [client.submit([LONG, None, 10]) for _ in range(8)]
        client.wait(jobs[0], "Running")
        client.http.close()
        process.send_signal(signal.SIGTERM)
        _, complaints = process.communicate(timeout=20)
        assert process.returncode == 0
        assert complaints == ""


@pytest.mark.usefixtures("forked_commands")
@pytest.mark.parametrize("port", ["99999999", "-1", "nan", ""])
def test_an_invalid_port_is_refused(port: str) -> None:
    command = [sys.executable, "-m", "qrt_facade.emulator", f"--port={port}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode in {1, 2}
    assert "port" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("forked_simulators", "forked_commands")
def test_jobs_of_a_killed_emulator_are_resumed(
    tmp_path: Path, launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    command = [sys.executable, "-m", "qrt_facade.emulator", "--backends", "ibm_fez", "--data", str(tmp_path)]
    with subprocess.Popen([*command, "--run-seconds", "600"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = [process.stdout.readline() for _ in range(3)][2].split()[-1]
        running = _Address(address)
        client = Api(running)  # type: ignore[arg-type]  # it has all that is used
        jobs = [client.submit([FLIP], tags=["kept"]) for _ in range(3)]
        client.wait(jobs[0], "Running")
        client.http.close()
        os.kill(process.pid, signal.SIGKILL)
    again = connect(launch(data=tmp_path, workers=1))
    assert {again.wait(job_id)["status"] for job_id in jobs} == {"Completed"}
    assert again.get("/jobs", tags="kept")["count"] == 3
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert DEFAULT_API_KEY.encode() not in stored


class _Address:
    api_key, instance = DEFAULT_API_KEY, DEFAULT_INSTANCE

    def __init__(self, url: str) -> None:
        self.url = url


def test_a_simulation_that_takes_too_long_fails_and_the_next_one_runs(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    api = connect(launch(job_timeout=sampled(2, 4), workers=1, noise=False))
    layers = "".join(f"rx(0.{1 + layer}) ${qubit};" for layer in range(8) for qubit in range(24))
    gates = "".join(f"cz ${qubit}, ${qubit + 1};" for qubit in range(15))
    measured = "c[0] = measure $0; if (c[0]) { x $0; }" * 40
    heavy = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; ' + (layers + gates) * 30 + measured
    job = api.failure([heavy, None, 100_000])
    assert job["state"]["reason_code"] == 1500
    assert counts_of(api.run([FLIP, None, 10])) == 10


def counts_of(result: dict[str, list[dict[str, dict[str, dict[str, list[str]]]]]]) -> int:
    return len(result["results"][0]["data"]["c"]["samples"])


def test_a_data_path_that_is_a_file_is_refused_immediately(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(ConfigurationError, match=re.escape(str(file))):
        start(data=file)
