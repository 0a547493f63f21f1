"""Each command in this process: what `--json` prints, and what people see."""

from __future__ import annotations

import io
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from support.circuits import BELL, FLIP, ROTATION

from qrt_facade._service.versions import RELEASES
from qrt_facade.cli.app import COMMANDS, app
from qrt_facade.results import load_result

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qrt_facade import RuntimeClient
    from qrt_facade.emulator import Emulator

PAIR = """OPENQASM 3.0; include "stdgates.inc"; qubit[2] q;
rz(pi/2) q[0]; sx q[0]; rz(pi/2) q[0]; rz(pi/2) q[1]; sx q[1]; rz(pi/2) q[1];
cz q[0], q[1]; rz(pi/2) q[1]; sx q[1]; rz(pi/2) q[1];"""
TURN = """OPENQASM 3.0; include "stdgates.inc"; input float[64] theta; qubit[1] q;
sx q[0]; rz(theta) q[0]; sx q[0];"""


def written(folder: Path, circuit: str) -> str:
    file = folder / "circuit.qasm"
    file.write_text(circuit)
    return str(file)


def test_run_prints_the_counts_of_all_shots(qrt: Callable[..., Any], bell: str) -> None:
    done = qrt("run", bell, "--backend", "ibm_fez", "--shots", "200", "--json")
    assert done.code == 0
    counts = done.data["result"]["pubs"][0]["registers"]["c"]["counts"]
    assert set(counts) == {"00", "11"}
    assert sum(counts.values()) == 200
    assert done.data["job"]["status"] == "Completed"
    assert done.data["job"]["id"] in done.err


def test_run_prints_a_histogram_without_json(qrt: Callable[..., Any], bell: str) -> None:
    done = qrt("run", bell, "-b", "ibm_fez", "-n", "200", "--top", "1")
    first, rest = done.out.splitlines()
    assert "█" in first
    assert rest.startswith("1 more")


def test_run_without_a_backend_chooses_one_that_has_the_gates(
    qrt: Callable[..., Any], tmp_path: Path
) -> None:
    # ibmq_manila has cx, ibm_fez has cz, and both queues are empty.
    for gate, device in (("cx", "ibmq_manila"), ("cz", "ibm_fez")):
        circuit = BELL.replace("cz $0, $1;", f"{gate} $0, $1;")
        assert (
            qrt("run", written(tmp_path, circuit), "--least-busy", "--json").data["job"]["backend"] == device
        )


def test_a_sweep_has_counts_for_each_of_its_points(qrt: Callable[..., Any], tmp_path: Path) -> None:
    file = written(tmp_path, ROTATION)
    done = qrt("run", file, "-b", "ibm_fez", "-n", "50", "-p", "theta=0,pi", "--json")
    register = done.data["result"]["pubs"][0]["registers"]["c"]
    assert register["points"] == [{"1": 50}, {"0": 50}]
    assert register["counts"] == {"0": 50, "1": 50}
    shown = qrt("job", done.data["job"]["id"], "result").out
    assert shown.index("point 0") < shown.index("point 1")


def test_an_observable_runs_the_estimator(qrt: Callable[..., Any], tmp_path: Path) -> None:
    done = qrt("run", written(tmp_path, PAIR), "-b", "ibm_fez", "-o", "ZZ", "-o", "ZI", "--json")
    assert done.data["job"]["program_id"] == "estimator"
    (pub,) = done.data["result"]["pubs"]
    assert pub["evs"] == pytest.approx([1, 0], abs=0.1)
    assert len(pub["stds"]) == 2


def test_each_row_names_its_observable_and_sweep_point(qrt: Callable[..., Any], tmp_path: Path) -> None:
    file = written(tmp_path, TURN)
    done = qrt("run", file, "-b", "ibm_fez", "-o", "Z", "-o", "X", "-p", "theta=0,pi/2,pi")
    rows = [line.split()[:3] for line in done.out.splitlines()[1:]]
    assert [(name, point) for name, point, _ in rows] == [
        (name, str(point)) for name in "ZX" for point in range(3)
    ]
    values = {(name, point): float(value) for name, point, value in rows}
    assert [values["Z", "0"], values["Z", "2"], values["X", "1"]] == pytest.approx([-1, 1, 1], abs=0.1)
    job_id = done.err.split()[1]
    assert qrt("job", job_id, "result").out == done.out


def test_transpile_runs_a_circuit_with_other_gates(qrt: Callable[..., Any], tmp_path: Path) -> None:
    circuit = 'OPENQASM 3.0; include "stdgates.inc"; qubit[3] q; h q[0]; cx q[0], q[1]; x q[2];'
    observables = [word for name in ("IZZ", "IXX", "ZII") for word in ("-o", name)]
    done = qrt("run", written(tmp_path, circuit), "-b", "ibm_fez", "--transpile", *observables, "--json")
    assert done.data["result"]["pubs"][0]["evs"] == pytest.approx([1, 1, -1], abs=0.1)


def test_run_reads_a_circuit_from_stdin(qrt: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(FLIP))
    done = qrt("run", "-", "-b", "ibm_fez", "-n", "10", "--json")
    assert done.data["result"]["pubs"][0]["registers"]["c"]["counts"] == {"1": 10}


def test_save_writes_a_result_that_can_be_loaded(qrt: Callable[..., Any], bell: str, tmp_path: Path) -> None:
    file = tmp_path / "result.json.gz"
    done = qrt("run", bell, "-b", "ibm_fez", "-n", "40", "--save", str(file), "--json")
    assert load_result(file)[0].counts() == done.data["result"]["pubs"][0]["registers"]["c"]["counts"]


def test_the_result_of_a_detached_job_is_read_later(qrt: Callable[..., Any], bell: str) -> None:
    detached = qrt("run", bell, "-b", "ibm_fez", "-n", "30", "--detach")
    job_id = detached.out.strip()
    done = qrt("job", job_id, "wait", "--json")
    assert sum(done.data["result"]["pubs"][0]["registers"]["c"]["counts"].values()) == 30


def test_submission_options_are_sent_to_the_service(
    qrt: Callable[..., Any], client: RuntimeClient, bell: str
) -> None:
    done = qrt(
        "run", bell, "-b", "ibm_fez", "--private", "--max-time", "77", "-t", "one", "-t", "two", "--json"
    )
    job = client.jobs.get(done.data["job"]["id"])
    assert job.private
    assert job.tags == ("one", "two")
    assert done.data["job"]["tags"] == ["one", "two"]


def test_jobs_are_filtered_by_tag_state_and_number(qrt: Callable[..., Any], bell: str) -> None:
    ids = [qrt("run", bell, "-b", "ibm_fez", "-t", "filtered", "--json").data["job"]["id"] for _ in range(2)]
    listed = qrt("jobs", "--tag", "filtered", "--ended", "--since", "2024-01-01", "--json").data
    assert [job["id"] for job in listed] == ids[::-1]
    assert [job["id"] for job in qrt("jobs", "--tag", "filtered", "--limit", "1", "--json").data] == ids[-1:]
    assert qrt("jobs", "--tag", "filtered", "--pending", "--json").data == []
    own = qrt("jobs", "--tag", "filtered", "--mine", "--json").data
    assert [(job["id"], job["user_id"]) for job in own] == [
        (job["id"], "IBMid-0000EMULATE") for job in listed
    ]
    rows = qrt("jobs", "--tag", "filtered", "--oldest-first").out.splitlines()
    assert [row.split()[0] for row in rows] == ["JOB", *ids]


def test_one_job_is_shown_tagged_measured_and_deleted(qrt: Callable[..., Any], bell: str) -> None:
    job_id = qrt("run", bell, "-b", "ibm_fez", "--json").data["job"]["id"]
    assert qrt("job", job_id, "--json").data["status"] == "Completed"
    assert "Completed" in qrt("job", job_id).out
    assert qrt("job", job_id, "tags", "a", "b", "--json").data["tags"] == ["a", "b"]
    assert qrt("job", job_id, "tags").out.split() == ["a", "b"]
    assert qrt("job", job_id, "tags", "--clear", "--json").data["tags"] == []
    both = qrt("job", job_id, "tags", "a", "--clear")
    assert (both.code, "remove one of them" in both.err) == (2, True)
    assert qrt("job", job_id, "metrics", "--json").data["finished"].endswith("Z")
    assert "ibm_fez" in qrt("job", job_id, "logs").out
    assert qrt("job", job_id, "delete", "--json").data == {"id": job_id, "deleted": True}
    assert qrt("job", job_id).code == 4


def test_the_raw_result_is_what_the_service_sent(
    qrt: Callable[..., Any], client: RuntimeClient, bell: str, tmp_path: Path
) -> None:
    job_id = qrt("run", bell, "-b", "ibm_fez", "-n", "5", "--json").data["job"]["id"]
    file = tmp_path / "raw.json"
    assert qrt("job", job_id, "result", "--raw", "--save", str(file)).code == 0
    assert file.read_bytes() == client.jobs.get(job_id).result_body()


def test_backends_are_listed_and_one_is_drawn(qrt: Callable[..., Any]) -> None:
    listed = qrt("backends", "--json").data
    assert {backend["name"]: backend["num_qubits"] for backend in listed} == {
        "ibm_fez": 156,
        "ibmq_manila": 5,
    }
    one = qrt("backends", "ibmq_manila", "--json").data
    assert len(one["qubits"]) == 5
    assert {gate["gate"] for gate in one["gates"]} >= {"cx", "sx"}
    assert 10 < one["qubits"][0]["t1_us"] < 1000
    drawn = qrt("backends", "ibmq_manila").out
    assert all(f"{number}{sign}" in drawn for number, sign in zip("01234", "◑◕○●●", strict=True))


def test_a_session_is_opened_used_and_closed(qrt: Callable[..., Any], bell: str) -> None:
    session_id = qrt("session", "create", "--backend", "ibm_fez", "--mode", "batch").out.strip()
    job = qrt("run", bell, "--session", session_id, "--json").data["job"]
    assert (job["session_id"], job["backend"]) == (session_id, "ibm_fez")
    assert [entry["id"] for entry in qrt("jobs", "--session", session_id, "--json").data] == [job["id"]]
    assert qrt("session", "close", session_id, "--json").data["accepting_jobs"] is False
    assert qrt("session", "show", session_id).out.split()[:2] == ["session", session_id]
    other = qrt("session", "create", "-b", "ibm_fez", "--json").data["id"]
    assert qrt("session", "cancel", other, "--json").data["state"] == "closed"


def test_usage_workloads_and_versions_print_text_and_json(qrt: Callable[..., Any], bell: str) -> None:
    job_id = qrt("run", bell, "-b", "ibm_fez", "-t", "workload", "--json").data["job"]["id"]
    assert qrt("usage", "--json").data["consumed"] > 0
    assert qrt("usage").out.startswith("used ")
    assert job_id in {
        entry["id"] for entry in qrt("workloads", "--mode", "job", "--tag", "workload", "--json").data
    }
    newest = [*RELEASES][-1]
    versions = qrt("versions", "--api-version", newest, "--json").data
    assert [entry["version"] for entry in versions if entry["used"]] == [newest]
    assert "used by this client" in qrt("versions", "--api-version", newest).out


def test_no_account_id_is_printed(qrt: Callable[..., Any], emulator: Emulator) -> None:
    account = emulator.instance.split(":")[6].removeprefix("a/")
    for arguments in (["usage"], ["usage", "--json"], ["doctor"], ["doctor", "--json"]):
        done = qrt(*arguments)
        assert account not in done.out + done.err


def test_doctor_finds_a_healthy_emulator(qrt: Callable[..., Any]) -> None:
    done = qrt("doctor", "--api-version", [*RELEASES][-1], "--json")
    assert done.code == 0
    states = {finding["subject"]: finding["state"] for finding in done.data["findings"]}
    assert (
        states.items()
        >= {"service": "ok", "clock": "ok", "API version": "ok", "key and instance": "ok"}.items()
    )
    assert done.data["healthy"] is True


@pytest.mark.parametrize(
    ("api_version", "detail", "remedy"),
    [
        ("2031-01-01", "the service does not list 2031-01-01", f"later.*use --api-version {max(RELEASES)}"),
        ("2025-05-01", "2025-05-01 is deprecated", f"update qrt-facade for {max(RELEASES)}"),
    ],
)
@pytest.mark.filterwarnings("ignore:API version 2025-05-01 is deprecated:FutureWarning")
def test_doctor_checks_the_requested_api_version_and_names_the_cause(
    qrt: Callable[..., Any], api_version: str, detail: str, remedy: str
) -> None:
    findings = qrt("doctor", "--api-version", api_version, "--json").data["findings"]
    (found,) = [finding for finding in findings if finding["subject"] == "API version"]
    assert found["state"] == "warning"
    assert re.search(detail, found["detail"])
    assert re.search(remedy, found["remedy"])


def test_common_options_go_before_or_after_the_command_and_the_last_one_applies(
    offline: Callable[..., Any], emulator: Emulator
) -> None:
    assert (
        offline("--url", emulator.url, "--json", "backends").data
        == offline("backends", "--json", "--url", emulator.url).data
    )
    assert offline("--url", "http://127.0.0.1:1", "backends", "--url", emulator.url).code == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_the_command_list_shows_the_first_line_of_each_commands_help(name: str) -> None:
    runner = CliRunner()
    page = runner.invoke(app, [name, "--help"])
    assert page.exit_code == 0
    assert COMMANDS[name].summary in " ".join(page.output.split())
    overview = " ".join(runner.invoke(app, ["--help"]).output.split())
    assert f"{name} {COMMANDS[name].summary}" in overview


@pytest.mark.parametrize(
    "name", [*COMMANDS, *(f"session {name}" for name in ("create", "show", "close", "cancel"))]
)
def test_the_help_of_every_command_shows_json_and_local(name: str) -> None:
    page = CliRunner().invoke(app, [*name.split(), "--help"]).output
    assert ("  --json " in page and "  --local " in page) is (name != "session")


def test_help_documents_every_exit_code() -> None:
    page = CliRunner().invoke(app, ["--help"]).output
    assert [line.split()[0] for line in page.partition("Exit codes:")[2].splitlines()[1:12]] == [
        "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "130"
    ]  # fmt: skip


def test_an_empty_pipe_instead_of_a_circuit_is_refused_before_any_request(
    offline: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(" \n"))
    done = offline("run", "-", "-b", "ibm_fez")
    assert done.code == 2
    assert "qrt run - < circuit.qasm" in done.err
