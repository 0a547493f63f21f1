"""Each kind of failure: its exit code, two lines on stderr, nothing but data on stdout."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from support.circuits import FLIP, NOT_ISA, ROTATION

from qrt_facade.cli.render import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qrt_facade.emulator import Emulator


@pytest.fixture(autouse=True)
def _as_before(emulator: Emulator) -> Iterator[None]:
    yield
    emulator.scenario.apply(
        {"jobs": [], "faults": [], "queue_seconds": 0.05, "devices": {"ibm_fez": "online"}}
    )


def failed(done: Any, code: int) -> str:
    """Check the form of a failure, and return its lines: what happened, excerpts of the program, and what to do."""
    assert done.code == code, done.err
    assert done.out == ""
    lines = done.err.splitlines()
    *what, remedy = lines[max(index for index, line in enumerate(lines) if line.startswith("qrt: ")) :]
    assert len(what) == 1 or any(line.strip() == "^" for line in what)
    assert remedy.startswith("     ")
    assert "Traceback" not in done.err
    return "\n".join([*what, remedy])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "no-such-file"], "no-such-file"),
        (["run", "{bell}", "--backend", "ibm_fez", "--least-busy"], "--least-busy"),
        (["run", "{bell}", "-o", "ZZ", "-n", "5"], "--precision"),
        (["run", "{bell}", "--precision", "0.1"], "--shots"),
        (["run", "{bell}", "-b", "ibm_fez", "--shots", "0"], "--shots 0"),
        (["run", "{bell}", "--detach", "--save", "x"], "--save"),
        (["run", "{bell}", "--save", "no/such/folder/x"], "no/such/folder"),
        (["run", "{bell}", "-b", "ibm_fez", "-p", "theta"], "name=value"),
        (["run", "{bell}", "--no-such-option"], "--no-such-option"),
        (["run"], "FILE"),
        (["job", "abc", "show", "--raw"], "--raw"),
        (["job", "abc", "cancel", "--save", "x"], "--save"),
        (["job", "abc", "show", "word"], "tags"),
        (["job", "a/b"], "a/b"),
        (["job", "abc", "explode"], "explode"),
        (["jobs", "--pending", "--ended"], "--pending"),
        (["jobs", "--since", "the day before"], "the day before"),
        (["session", "create", "-b", "ibm_fez", "--mode", "odd"], "odd"),
        (["session"], "qrt session --help"),
        (["no-such-command"], "no-such-command"),
        (["backends", "--account", "other"], "--account"),
        (["login"], "--url"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_invalid_arguments_are_usage_errors(
    qrt: Callable[..., Any], bell: str, arguments: list[str], says: str
) -> None:
    assert says in failed(qrt(*(word.format(bell=bell) for word in arguments)), 2)


def test_a_missing_parameter_is_a_usage_error(qrt: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "rotation.qasm"
    file.write_text(ROTATION)
    message = failed(qrt("run", str(file), "-b", "ibm_fez"), 2)
    assert "1 parameter has no value: theta" in message
    assert "-p theta=VALUE" in message


def test_a_value_for_an_unknown_parameter_is_refused_with_the_circuits_parameters(
    offline: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "rotation.qasm"
    file.write_text(ROTATION)
    unreachable = ("--url", "http://127.0.0.1:9")
    message = failed(offline("run", str(file), "-p", "theta=1", "-p", "phi=1", *unreachable), 2)
    assert "--param phi" in message
    assert "the circuit's parameters: theta" in message


def test_a_circuit_that_no_device_can_run_is_refused_before_it_is_sent(
    qrt: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "h.qasm"
    file.write_text(NOT_ISA)
    before = qrt("jobs", "--json", "--limit", "1").data
    assert "--transpile" in failed(qrt("run", str(file)), 2)
    assert qrt("jobs", "--json", "--limit", "1").data == before


def test_a_syntax_error_is_shown_with_its_line_and_a_caret_before_any_request(
    offline: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "slip.qasm"
    file.write_text('OPENQASM 3.0;\ninclude "stdgates.inc";\nbit[1] c; x $0\nc[0] = measure $0;\n')
    done = offline("run", str(file), "-b", "ibm_fez", "--url", "http://127.0.0.1:9", "--timeout", "1")
    assert done.code == 2
    assert done.err.splitlines() == [
        f"qrt: {file}: line 4, column 1: unexpected 'c'; is a semicolon missing before it? (code 1603)",
        "c[0] = measure $0;",
        "^",
        "     correct the program; nothing was sent",
    ]


def test_a_native_gate_that_is_not_in_stdgates_is_shown_with_its_definition(
    offline: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "rzz.qasm"
    file.write_text('OPENQASM 3.0; include "stdgates.inc"; bit[1] c; rzz(0.1) $0, $1; c[0] = measure $0;')
    done = offline("run", str(file), "-b", "ibm_fez", "--url", "http://127.0.0.1:9", "--timeout", "1")
    assert done.code == 2
    assert "gate rzz(p) a, b {" in done.err


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("bit[1] c; h $0; c[0] = measure $0;", "h on qubits (0,) is not in the basis gates"),
        ("bit c; x $0; c = measure $0;", "bits outside all registers"),
        ("bit[1] c; id $0; c[0] = measure $0;", "Remove it, or use a delay"),
    ],
)
def test_a_circuit_that_the_named_backend_would_reject_is_not_sent(
    qrt: Callable[..., Any], tmp_path: Path, body: str, message: str
) -> None:
    file = tmp_path / "circuit.qasm"
    file.write_text(f'OPENQASM 3.0; include "stdgates.inc"; {body}')
    before = qrt("jobs", "--json", "--limit", "1").data
    assert message in failed(qrt("run", str(file), "-b", "ibm_fez"), 2)
    assert qrt("jobs", "--json", "--limit", "1").data == before


def test_an_instruction_that_the_backend_does_not_have_is_shown_with_its_line_and_a_caret(
    qrt: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "h.qasm"
    file.write_text(
        'OPENQASM 3.0;\ninclude "stdgates.inc";\nbit[1] c;\nx $0; h $0;  // twice\nc[0] = measure $0;\n'
    )
    done = qrt("run", str(file), "-b", "ibm_fez")
    assert done.code == 2
    first, problem, line, caret, remedy = done.err.splitlines()
    assert first == "qrt: ibm_fez would reject this job:"
    assert problem.startswith("line 4: the instruction h on qubits (0,)")
    assert (line, caret) == ("x $0; h $0;  // twice", "      ^")
    assert "--transpile" in remedy
    assert "--no-check" in remedy


@pytest.mark.parametrize(
    "body", ["qubit[200] q; x q[0]; c[0] = measure q[0];", "x $170; c[0] = measure $170;"]
)
def test_transpile_is_not_suggested_for_a_circuit_wider_than_its_backend(
    qrt: Callable[..., Any], tmp_path: Path, body: str
) -> None:
    file = tmp_path / "wide.qasm"
    file.write_text(f'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; {body}')
    message = failed(qrt("run", str(file), "-b", "ibm_fez"), 2)
    assert "but ibm_fez has 156" in message
    assert "choose a larger backend" in message
    assert "--transpile" not in message


def test_transpile_is_not_suggested_for_an_observable_of_another_width(
    qrt: Callable[..., Any], bell: str
) -> None:
    message = failed(qrt("run", bell, "-b", "ibm_fez", "-o", "ZZZ"), 2)
    assert "correct it and run it again" in message
    assert "--transpile" not in message


def test_run_names_each_problem_that_the_backend_would_reject(
    qrt: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "circuit.qasm"
    file.write_text('OPENQASM 3.0; include "stdgates.inc"; bit[1] c; h $0; cz $0, $2; c[0] = measure $0;')
    message = failed(qrt("run", str(file), "-b", "ibm_fez"), 2)
    assert "ibm_fez would reject this job: line 1" in " ".join(message.split())
    assert "PUB" not in message
    assert "h on qubits (0,)" in message
    assert "cz on qubits (0, 2)" in message
    assert "--no-check" in message


@pytest.mark.parametrize(
    ("circuit", "shots", "problem"),
    [
        (FLIP, "20000000", "number of shots"),
        (NOT_ISA.replace("c[0] = measure $0;", ""), "5", "return nothing"),
    ],
)
def test_run_suggests_no_option_when_every_backend_would_reject_the_job(
    qrt: Callable[..., Any], tmp_path: Path, circuit: str, shots: str, problem: str
) -> None:
    file = tmp_path / "circuit.qasm"
    file.write_text(circuit)
    for check in ("--check", "--no-check"):
        message = failed(qrt("run", str(file), "-b", "ibm_fez", "-n", shots, check), 2)
        assert "would reject this job" in message
        assert problem in message
        assert "correct it and run it again; nothing was sent" in message
        assert "--" not in message


def test_transpile_is_not_suggested_for_a_refused_argument(qrt: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "flip.qasm"
    file.write_text(FLIP)
    message = failed(qrt("run", str(file), "-b", "ibm_fez", "--session", "a would reject b"), 2)
    assert "session" in message
    assert "--transpile" not in message


def test_no_check_submits_a_circuit_unchanged(qrt: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "h.qasm"
    file.write_text(NOT_ISA)
    done = qrt("run", str(file), "-b", "ibm_fez", "--no-check")
    assert "1517" in failed(done, 5)


def test_no_check_chooses_a_backend_even_if_none_has_the_gates(
    qrt: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "h.qasm"
    file.write_text(NOT_ISA)
    assert "--no-check" in failed(qrt("run", str(file)), 2)
    assert qrt("run", str(file), "--no-check", "--detach").code == 0


def test_a_warning_about_a_circuit_is_one_line_on_stderr(qrt: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "loose.qasm"
    file.write_text(
        'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; bit d; x $0; d = measure $1; c[0] = measure $0;'
    )
    done = qrt("run", str(file), "-b", "ibm_fez", "--shots", "10")
    assert done.code == 0
    (note,) = [line for line in done.err.splitlines() if "note:" in line]
    assert note.startswith("qrt: note: a measurement writes to a bit outside all registers")


def test_a_refused_key_is_an_authentication_error_and_is_not_printed(qrt: Callable[..., Any]) -> None:
    done = qrt("backends", "--api-key", "some-wrong-key-of-somebody")
    assert "qrt login" in failed(done, 3)
    assert "some-wrong-key-of-somebody" not in done.err


def test_a_request_that_the_key_is_not_allowed_to_make_is_an_authentication_error(
    qrt: Callable[..., Any], emulator: Emulator
) -> None:
    emulator.inject(path="/api/v1/instances/usage", status=403, body="{}", times=1)
    assert "--instance" in failed(qrt("usage"), 3)


@pytest.mark.parametrize(
    "arguments",
    [["job", "nosuchjob"], ["backends", "nosuchbackend"], ["session", "show", "nosuchsession"]],
    ids=" ".join,
)
def test_an_unknown_id_exits_with_not_found(qrt: Callable[..., Any], arguments: list[str]) -> None:
    failed(qrt(*arguments), 4)


def test_least_busy_finds_nothing_when_everything_is_offline(
    qrt: Callable[..., Any], emulator: Emulator, bell: str
) -> None:
    emulator.scenario.apply({"devices": {"ibm_fez": "offline"}})
    assert "maintenance" in failed(qrt("run", bell, "--min-qubits", "100"), 4)


def test_a_failed_job_exits_with_5_and_prints_its_id_and_error(
    qrt: Callable[..., Any], emulator: Emulator, bell: str
) -> None:
    emulator.scenario.apply({"jobs": [{"reason_code": 1500, "reason": "The qubits were sad."}]})
    assert "The qubits were sad" in failed(qrt("run", bell, "-b", "ibm_fez"), 5)
    done = qrt("run", bell, "-b", "ibm_fez", "--json")
    assert done.code == 5
    assert done.data["result"] is None
    assert done.data["job"]["error"]["code"] == 1500
    assert qrt("job", done.data["job"]["id"], "result", "--json").code == 5
    assert qrt("job", done.data["job"]["id"]).code == 0


def test_a_job_that_ran_too_long_is_cancelled(qrt: Callable[..., Any], emulator: Emulator, bell: str) -> None:
    emulator.scenario.apply({"jobs": [{"status": "Cancelled - Ran too long", "reason_code": 1305}]})
    assert "--max-time" in failed(qrt("run", bell, "-b", "ibm_fez"), 6)


def test_a_job_that_a_person_cancelled_is_cancelled(
    qrt: Callable[..., Any], emulator: Emulator, bell: str
) -> None:
    emulator.scenario.apply({"queue_seconds": 600.0})
    job_id = qrt("run", bell, "-b", "ibm_fez", "--detach").out.strip()
    assert qrt("job", job_id, "cancel", "--json").data["status"] == "Cancelled"
    failed(qrt("job", job_id, "wait"), 6)


def test_a_wait_that_times_out_names_the_command_that_waits_again(
    qrt: Callable[..., Any], emulator: Emulator, bell: str
) -> None:
    emulator.scenario.apply({"queue_seconds": 600.0})
    done = qrt("run", bell, "-b", "ibm_fez", "--wait-timeout", "0.3", "--json")
    assert done.code == 7
    job_id = done.data["job"]["id"]
    assert f"qrt job {job_id} wait --url {emulator.url}" in done.err
    assert failed(qrt("job", job_id, "result", "--raw", "--wait-timeout", "0"), 7)
    assert qrt("job", job_id, "cancel").code == 0


def test_a_failing_service_and_an_unreachable_one_are_service_errors(
    qrt: Callable[..., Any], emulator: Emulator
) -> None:
    emulator.inject(path="/api/v1/backends", status=500, body="oops")
    failed(qrt("backends"), 8)
    assert "qrt doctor" in failed(qrt("backends", "--url", "http://127.0.0.1:1"), 8)


def test_an_uncertain_submission_names_the_tag_to_look_for(
    qrt: Callable[..., Any], emulator: Emulator, bell: str
) -> None:
    emulator.inject(path="/api/v1/jobs", method="POST", status=500, body="oops", when="after")
    emulator.inject(path="/api/v1/jobs", method="GET", status=500, body="oops")
    lines = failed(qrt("run", bell, "-b", "ibm_fez"), 9)
    tag = lines.partition("--tag ")[2].split()[0].rstrip("`")
    emulator.scenario.clear_faults()
    assert len(qrt("jobs", "--tag", tag, "--json").data) == 1


def test_debug_shows_the_traceback_with_the_same_exit_code(qrt: Callable[..., Any]) -> None:
    done = qrt("job", "nosuchjob", "--debug")
    assert done.code == 4
    assert "Traceback" in done.err


def test_an_internal_error_is_two_lines_that_suggest_debug(
    qrt: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "backends_table", lambda states: 1 / 0)
    assert "--debug" in failed(qrt("backends"), 1)


def test_the_doctor_finds_a_service_that_is_down(qrt: Callable[..., Any]) -> None:
    done = qrt("doctor", "--url", "http://127.0.0.1:1", "--json")
    assert done.code == 8
    wrong = [finding for finding in done.data["findings"] if finding["state"] == "wrong"]
    assert [finding["subject"] for finding in wrong] == ["service"]
    assert wrong[0]["remedy"] in done.err


def test_without_credentials_every_way_to_pass_them_is_named(offline: Callable[..., Any]) -> None:
    lines = failed(offline("backends"), 2)
    assert all(word in lines for word in ("QISKIT_IBM_TOKEN", "qrt login", "--local"))


def test_local_is_refused_where_the_job_would_be_lost_with_the_commands_emulator(
    offline: Callable[..., Any], bell: str
) -> None:
    for arguments in (
        ["run", bell, "--local", "--detach"],
        ["session", "create", "-b", "ibm_fez", "--local"],
    ):
        assert "qrt serve" in failed(offline(*arguments), 2)


def test_serving_other_machines_requires_an_api_key(offline: Callable[..., Any]) -> None:
    message = failed(offline("serve", "--host", "0.0.0.0", "--port", "0"), 2)
    assert "0.0.0.0" in message
    assert "pass your own" in message


def test_a_job_that_would_cost_more_than_max_seconds_is_refused_with_both_numbers(
    qrt: Callable[..., Any], bell: str
) -> None:
    message = failed(qrt("run", bell, "-b", "ibm_fez", "--max-seconds", "1.5"), 2)
    assert re.search(
        r"needs \d+ s of QPU time, and --max-seconds 1\.5 allows 1 s; nothing was sent",
        " ".join(message.split()),
    )
    assert "--estimate" in message
