"""Tables for terminals: columns, alignment, dashes and local time."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from qrt_facade._service.backends import BackendState
from qrt_facade._service.instances import Usage
from qrt_facade._service.jobs import JobState
from qrt_facade._service.workloads import Workload
from qrt_facade.cli.render.tables import (
    Table,
    backends_table,
    device_table,
    facts_table,
    job_table,
    jobs_table,
    usage_table,
    values_table,
    workloads_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

MOMENT = datetime(2026, 1, 2, 12, 0, 5, tzinfo=UTC)
JOB = JobState(id="j1", status="Queued", backend="ibm_fez", created=MOMENT, tags=("a", "b"))
BACKEND = BackendState("ibm_fez", "online", "available", 156, 3, "Heron 2", 195000.0, 0.00283, None, {})


@pytest.fixture(autouse=True)
def _in_tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_jobs_table_uses_local_time_and_dashes_for_unknown_values() -> None:
    table = jobs_table([JOB, replace(JOB, id="j2", tags=(), usage_seconds=2.0)])
    assert table.columns == ["JOB", "STATUS", "BACKEND", "PROGRAM", "CREATED", "QPU TIME", "TAGS"]
    assert table.cells() == [
        ["j1", "Queued", "ibm_fez", "-", "2026-01-02 21:00:05", "-", "a, b"],
        ["j2", "Queued", "ibm_fez", "-", "2026-01-02 21:00:05", "2 s", ""],
    ]
    assert [table.numeric(column) for column in range(7)] == [False] * 5 + [True, False]
    assert jobs_table([]).empty == "no such jobs"


def test_usage_columns_have_no_unit_if_the_service_sent_no_usage() -> None:
    assert jobs_table([JOB]).columns[5:] == ["USAGE", "TAGS"]
    (workload,) = Workload.all_of({"workloads": [{"id": "w"}]})
    assert workloads_table([workload]).columns[-1] == "USAGE"
    assert "QPU TIME" not in [*jobs_table([]).columns, *workloads_table([]).columns]


def test_jobs_table_has_resource_units_and_seconds_as_sent() -> None:
    charged = replace(JOB, usage_ru=5.0)
    assert jobs_table([JOB, charged]).columns[5:] == ["USAGE", "TAGS"]
    both = jobs_table([JOB, replace(charged, usage_seconds=2.0)])
    assert both.columns[5:] == ["USAGE", "QPU TIME", "TAGS"]
    assert [row[5:7] for row in both.cells()] == [["-", "-"], ["5 RU", "2 s"]]


def test_job_table_omits_unknown_values() -> None:
    table = job_table(JOB)
    assert table.cells() == [
        ["job", "j1"],
        ["status", "Queued"],
        ["backend", "ibm_fez"],
        ["created", "2026-01-02 21:00:05"],
        ["tags", "a, b"],
    ]


def test_numbers_in_a_facts_table_are_not_right_aligned() -> None:
    table = job_table(replace(JOB, usage_seconds=2.0))
    assert ["QPU time", "2 s"] in table.cells()
    assert not table.numeric(1)


def test_backends_table_compares_backends() -> None:
    table = backends_table([BACKEND])
    assert table.columns == [
        "BACKEND", "STATUS", "PROCESSOR", "QUBITS", "QUEUE", "2Q ERROR", "READOUT ERROR", "CLOPS"
    ]  # fmt: skip
    assert table.cells() == [["ibm_fez", "online", "Heron 2", "156", "3", "0.283%", "-", "195,000"]]


def test_device_table_has_medians_over_the_qubits_with_a_value() -> None:
    device = {
        "qubits": [
            {"t1_us": 100.0, "t2_us": None},
            {"t1_us": 200.0, "t2_us": None},
            {"t1_us": None, "t2_us": 50},
        ],
        "basis_gates": ["cz", "sx"],
        "max_shots": 100000,
        "calibrated": "2026-01-02T12:00:05Z",
    }
    shown = dict(map(tuple, device_table(BACKEND, device).cells()))
    assert shown["gates"] == "cz sx"
    assert shown["most shots"] == "100,000"
    assert shown["median T1, T2"] == "150 µs, 50 µs"
    assert shown["calibrated"] == "2026-01-02 21:00:05"
    bare = {"qubits": [], "basis_gates": [], "max_shots": None, "calibrated": None}
    assert (
        not {"gates", "most shots", "median T1, T2", "calibrated"}
        & dict(map(tuple, device_table(BACKEND, bare).cells())).keys()
    )


def test_usage_table_shows_the_instance_without_its_account_id() -> None:
    crn = "crn:v1:bluemix:public:quantum-computing:us-east:a/0123456789abcdef0123456789abcdef:4567::"
    used = Usage(crn, None, 1.0, None, None, None, None, None, None, {})
    shown = dict(map(tuple, usage_table(used).cells()))
    assert shown["instance"].startswith("crn:v1:")
    assert "0123456789abcdef" not in shown["instance"]


def test_values_have_as_many_decimals_as_their_errors_justify() -> None:
    pubs = [{"evs": [[0.123456, None]], "stds": [[0.0123, None]]}]
    table = values_table(pubs, ["ZZ"])
    assert table.columns == ("OBSERVABLE", "POINT", "VALUE")
    assert table.cells() == [["ZZ", "0", "0.123 ± 0.012"], ["ZZ", "1", "-"]]


def test_an_empty_text_is_shown_as_an_empty_cell() -> None:
    assert Table(("", ""), [("a", "")]).cells() == [["a", ""]]
    assert facts_table([("a", ""), ("b", None)]).rows == []
