"""`qrt run --program executor`, and by which program the sampler and the estimator run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from qiskit import QuantumCircuit, qpy
from support.circuits import BELL, HEADER, ROTATION

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def rotation(tmp_path: Path) -> str:
    file = tmp_path / "rotation.qasm"
    file.write_text(ROTATION)
    return str(file)


def test_the_executor_returns_the_counts_of_each_point_and_replication(
    qrt: Callable[..., Any], rotation: str
) -> None:
    done = qrt(
        "--json", "run", rotation, "--program", "executor", "-p", "theta=0,pi", "-n", 20, "--replications", 2,
        "--scheduler-timing", "--stretch-values", "--rep-delay", "2.5e-4",
    )  # fmt: skip
    assert done.code == 0, done.err
    assert done.data["job"]["program_id"] == "executor"
    (item,) = done.data["result"]["pubs"]
    assert item["shape"] == [2, 2]
    assert [sum(point.values()) for point in item["registers"]["c"]["points"]] == [20] * 4
    assert item["timing"]["duration"] > 0
    assert {"channel", "instruction", "start", "duration", "pulse", "branch"} == set(
        item["timing"]["instructions"][0]
    )
    assert item["stretches"] == []


def test_the_executors_schedule_and_stretch_values_are_shown_on_request(
    qrt: Callable[..., Any], tmp_path: Path
) -> None:
    circuit = QuantumCircuit(1, 1)
    stretch = circuit.add_stretch("gap")
    circuit.x(0)
    circuit.delay(stretch, 0)
    circuit.measure(0, 0)
    file = tmp_path / "waits.qpy"
    with file.open("wb") as opened:
        qpy.dump(circuit, opened, version=17)
    asked = ("run", str(file), "--program", "executor", "-n", 5, "--no-check")
    done = qrt(*asked, "--scheduler-timing", "--stretch-values")
    assert done.code == 0, done.err
    assert re.search(r"schedule of [0-9,]+ dt", done.out)
    assert re.search(r"Qubit 0 +x_0 ", done.out)
    assert re.search(r"stretches\nSTRETCH.*\ngap +0 ", done.out)
    without = qrt("--json", *asked)
    (item,) = without.data["result"]["pubs"]
    assert (item["timing"], item["stretches"]) == (None, [])


def test_the_executor_prints_a_histogram_without_json(qrt: Callable[..., Any], bell: str) -> None:
    done = qrt("run", bell, "--program", "executor", "-n", 20)
    assert done.code == 0, done.err
    assert "00" in done.out
    assert "%" in done.out


def test_the_same_key_adopts_the_executors_job(qrt: Callable[..., Any], bell: str) -> None:
    one = qrt("--json", "run", bell, "--program", "executor", "--key", "of the executor")
    again = qrt("--json", "run", bell, "--program", "executor", "--key", "of the executor")
    assert again.data["job"]["id"] == one.data["job"]["id"]
    assert "adopted" in again.err


@pytest.mark.parametrize("program", ["sampler", "estimator"])
def test_a_primitives_job_is_submitted_through_the_executor_on_request(
    qrt: Callable[..., Any], tmp_path: Path, program: str
) -> None:
    file = tmp_path / "circuit.qasm"
    file.write_text(
        BELL if program == "sampler" else HEADER + "qubit[2] q; x $0; x $1;".replace("qubit[2] q; ", "")
    )
    asked = ("--observable", "ZI") if program == "estimator" else ("--program", "sampler")
    done = qrt("--json", "run", str(file), *asked, "--through", "executor")
    assert done.code == 0, done.err
    assert done.data["job"]["program_id"] == "executor"
    assert done.data["result"]["program_id"] == program


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("--rep-delay", "1e-4"), "--rep-delay is only for the executor"),
        (("--scheduler-timing",), "--scheduler-timing is only for the executor"),
        (("--replications", "2", "--program", "sampler"), "--replications is only for the executor"),
        (
            ("--program", "executor", "-o", "ZZ"),
            "--observable is for the estimator, not for --program executor",
        ),
        (("--program", "estimator"), "--program estimator requires --observable"),
        (
            ("--program", "executor", "--through", "primitives"),
            "cannot be combined with --through primitives",
        ),
        (("--program", "executor", "--replications", "0"), "--replications"),
        (("--program", "executor", "--rep-delay", "-1"), "--rep-delay"),
    ],
)
def test_incompatible_options_are_refused(
    qrt: Callable[..., Any], bell: str, asked: tuple[str, ...], says: str
) -> None:
    done = qrt("run", bell, *asked)
    assert done.code != 0
    assert says in done.err
    assert "job " not in done.err
