"""`qrt run --dry-run`, and lists that show mock devices on request, against a service that has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.mock_devices import MockDevices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from integration.cli.conftest import Done

RANDOM = "dry run: random values"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[MockDevices]:
    with MockDevices() as running:
        monkeypatch.setenv("QRT_URL", running.url)
        yield running


@pytest.fixture
def circuit(tmp_path: Path) -> str:
    file = tmp_path / "flip.qasm"
    file.write_text('OPENQASM 3.0; include "stdgates.inc"; bit[1] c; x $0; c[0] = measure $0;')
    return str(file)


def test_dry_run_submits_to_the_mock_device_and_marks_the_counts_as_random(
    service: MockDevices, offline: Callable[..., Done], circuit: str
) -> None:
    done = offline("run", circuit, "--backend", "ibm_fez", "--shots", "2", "--dry-run")
    assert [body["backend"] for body in service.posted] == ["mock_fez"]
    assert done.out.startswith(f"{RANDOM}\n")
    assert "on mock_fez (emulated on this machine), a dry run: no QPU time, random values" in done.err
    assert done.code == 0


@pytest.mark.parametrize(
    "where", [["--session", "s0"], ["--least-busy"], ["--session", "s0", "--least-busy"]]
)
def test_a_dry_run_in_a_session_or_on_the_least_busy_device_uses_its_mock_device(
    where: list[str], service: MockDevices, offline: Callable[..., Done], circuit: str
) -> None:
    done = offline("run", circuit, *where, "--shots", "2", "--dry-run", "--detach")
    assert done.code == 0
    (body,) = service.sent
    assert (body["backend"], body.get("session_id")) == ("mock_fez", "s0" if "s0" in where else None)


def test_json_marks_a_dry_run_in_the_job_and_in_the_result(
    service: MockDevices, offline: Callable[..., Done], circuit: str
) -> None:
    data = offline("run", circuit, "--shots", "2", "--dry-run", "--json").data
    assert (data["job"]["dry_run"], data["result"]["dry_run"]) == (True, True)
    data = offline("run", circuit, "--shots", "2", "--json").data
    assert (data["job"]["dry_run"], data["result"]["dry_run"]) == (False, False)
    assert [body["backend"] for body in service.posted] == ["mock_fez", "ibm_fez"]


def test_a_detached_dry_run_is_marked_when_its_job_and_result_are_read_later(
    service: MockDevices, offline: Callable[..., Done], circuit: str
) -> None:
    job_id = offline("run", circuit, "--shots", "2", "--dry-run", "--detach").out.strip()
    assert "yes: random values; nothing is charged" in offline("job", job_id).out
    assert RANDOM in offline("job", job_id, "result").out
    raw = offline("job", job_id, "result", "--raw")
    assert RANDOM in raw.err
    assert RANDOM not in raw.out


def test_lists_show_mock_devices_only_on_request(
    service: MockDevices, offline: Callable[..., Done], circuit: str
) -> None:
    offline("run", circuit, "--shots", "2", "--dry-run", "--detach")
    for command in ("backends", "jobs", "workloads"):
        assert "mock_fez" not in offline(command).out
        assert "mock_fez" in offline(command, "--include-mocks").out
        flagged = offline(command, "--include-mocks", "--json").data[-1]
        assert flagged["is_mock" if command == "backends" else "dry_run"] is True


def test_without_mock_devices_nothing_is_submitted_and_the_error_names_the_plans(
    service: MockDevices, offline: Callable[..., Done], circuit: str
) -> None:
    service.devices = ()
    done = offline("run", circuit, "--dry-run")
    assert (done.code, service.sent) == (2, [])
    assert "Flex, Premium and On-Prem plans" in done.err


def test_the_usage_of_a_dry_run_is_labelled_as_that_of_a_real_run(
    service: MockDevices, offline: Callable[..., Done], circuit: str
) -> None:
    service.usage = {"qpu_charge_time_seconds": 3, "value": 7.5, "status": "complete"}
    done = offline("run", circuit, "--backend", "ibm_fez", "--shots", "2", "--dry-run")
    assert "; a real run would be charged 7.5 RU, 3 s of QPU time" in done.err
    done = offline("run", circuit, "--backend", "ibm_fez", "--shots", "2")
    assert "would" not in done.err
