"""Lists as data frames and files, charges of jobs, and analytics in seconds."""

from __future__ import annotations

import csv
import inspect
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl
import pytest
from support.circuits import FLIP
from support.listing_service import Listed, job, workload

from qrt_facade import ConfigurationError, RuntimeClient, TransportError
from qrt_facade._policy.list_filters import JobFilters
from qrt_facade._policy.workload_filters import WorkloadFilters

if TYPE_CHECKING:
    from pathlib import Path

    from qrt_facade.emulator import Emulator
    from qrt_facade.types import TableFormat

FIRST = {
    "id": "w00003",
    "mode": "job",
    "status": "completed",
    "status_reason": None,
    "backend": "ibm_fez",
    "created": datetime(2026, 9, 30, 14, 0, 0, 3000, tzinfo=UTC),
    "ended": datetime(2026, 9, 30, 14, 0, 0, 3000, tzinfo=UTC),
    "user_id": "IBMid-1",
    "tags": ["a", "b,c"],
    "usage_seconds": 1.5,
    "usage_ru": 4.5,
    "usage_status": "complete",
    "accepting_jobs": None,
    "dry_run": False,
}


def dicts(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return frame.to_dicts()


def test_workloads_to_frame_has_a_row_per_workload_in_pandas_and_polars() -> None:
    service = Listed(workloads=[workload(3), {"id": "w", "status": "new status", "mode": "function"}])
    with service.client() as client:
        polars = client.workloads.to_frame(as_=pl.DataFrame)
        pandas = client.workloads.to_frame(as_=pd.DataFrame)

    assert dicts(polars) == [
        FIRST,
        {
            **dict.fromkeys(FIRST),
            "id": "w",
            "status": "new status",
            "mode": "function",
            "tags": [],
            "dry_run": False,
        },
    ]
    assert pandas.columns.tolist() == polars.columns
    assert pandas["usage_seconds"].tolist() == [1.5, pd.NA]
    assert str(pandas["created"].dtype) == "datetime64[us, UTC]"


def test_to_frame_accepts_the_filters_of_list() -> None:
    service = Listed(workloads=[workload(n) for n in range(9)])
    with service.client() as client:
        frame = client.workloads.to_frame(limit=4, backend="ibm_fez", mode="job", as_="polars")
        with pytest.raises(ConfigurationError, match=r"unexpected keyword argument 'backends'.*backend"):
            client.workloads.to_frame(backends="ibm_fez")  # type: ignore[call-overload]

    assert frame.shape == (4, len(FIRST))
    assert service.asked[0][1] | {"backend": "ibm_fez", "mode": "job", "limit": "4"} == service.asked[0][1]
    for filters, part in ((WorkloadFilters, "workloads"), (JobFilters, "jobs")):
        listed = inspect.signature(getattr(client, part).list)
        assert set(filters.__annotations__) == set(listed.parameters), part


def test_to_frame_rejects_an_unknown_library_before_sending() -> None:
    service = Listed()
    with service.client() as client:
        for call in (client.workloads.to_frame, client.jobs.to_frame, client.analytics.to_frame):
            with pytest.raises(ConfigurationError, match=r"^as_='panda'"):
                call(as_="panda")  # type: ignore[call-overload]
    assert not service.asked


def test_to_frame_without_workloads_has_all_columns() -> None:
    with Listed().client() as client:
        assert client.workloads.to_frame(as_=pl.DataFrame).columns == list(FIRST)
        assert client.jobs.to_frame(as_=pl.DataFrame).schema["tags"] == pl.List(pl.String())


def test_jobs_to_frame_has_a_row_per_job_with_its_error() -> None:
    failed = job(2, status="Failed", state={"reason": "broken", "reason_code": 1517}, tags=["x"], usage={})
    with Listed(jobs=[job(1), failed]).client() as client:
        frame = client.jobs.to_frame(as_=pl.DataFrame)

    assert frame["id"].to_list() == ["j00002", "j00001"]
    assert frame["error_code"].to_list() == [1517, None]
    assert frame["usage_seconds"].to_list() == [None, 0.5]
    assert frame["tags"].to_list() == [["x"], []]


def test_a_missing_status_is_null_in_frames() -> None:
    with Listed(jobs=[job(1, status=None), job(2, status="New")]).client() as client:
        listed = client.jobs.to_frame(as_=pl.DataFrame)
        used = client.usage_of(["j00002", "j00001"]).to_frame(as_=pl.DataFrame)

    assert listed["status"].to_list() == used["status"].to_list() == ["New", None]


@pytest.mark.anyio
async def test_async_clients_return_frames(tmp_path: Path) -> None:
    service = Listed(workloads=[workload(n) for n in range(60)], jobs=[job(1)])
    async with service.async_client() as client:
        assert (await client.workloads.to_frame(as_=pl.DataFrame)).height == 60
        assert (await client.jobs.to_frame(as_=pl.DataFrame)).height == 1
        assert await client.workloads.export(tmp_path / "w.csv") == 60
        assert (await client.usage_of(client.jobs.list())).seconds == 0.5


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "parquet"])
def test_an_exported_list_round_trips(tmp_path: Path, form: TableFormat) -> None:
    path = tmp_path / f"workloads.{form}"
    with Listed(workloads=[workload(n) for n in range(120)]).client() as client:
        assert client.workloads.export(path) == 120
        frame = client.workloads.to_frame(as_=pl.DataFrame)

    if form == "parquet":
        assert pl.read_parquet(path).equals(frame)
        return
    text = path.read_text()
    if form == "csv":
        rows: list[dict[str, Any]] = list(csv.DictReader(text.splitlines()))
        assert [json.loads(row["tags"]) for row in rows] == frame["tags"].to_list()
        read = pl.read_csv(path, try_parse_dates=True)
        assert read["usage_seconds"].to_list() == frame["usage_seconds"].to_list()
        assert read["created"].to_list() == frame["created"].to_list()
        by_pandas = pd.read_csv(path, parse_dates=["created"])
        assert by_pandas["created"].tolist() == frame["created"].to_list()
        assert by_pandas["usage_ru"].tolist() == frame["usage_ru"].to_list()
        return
    rows = json.loads(text) if form == "json" else [json.loads(line) for line in text.splitlines()]
    assert [row["id"] for row in rows] == frame["id"].to_list()
    assert rows[0]["created"] == "2026-09-30T14:00:00.000000Z"
    assert rows[0]["accepting_jobs"] is None


def test_an_interrupted_export_leaves_no_file(tmp_path: Path) -> None:
    def make(number: int) -> dict[str, Any]:
        if number > 70:
            raise RuntimeError
        return workload(number)

    service = Listed(workloads=(make, 200))
    path = tmp_path / "w.csv"
    path.write_text("before")
    with service.client() as client, pytest.raises(TransportError):
        client.workloads.export(path)

    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(("path", "form"), [("w.xlsx", None), ("", "csv"), (3, "csv"), ("w.csv", "xlsx")])
def test_export_to_an_unwritable_file_raises_before_sending(path: Any, form: Any) -> None:
    service = Listed()
    with service.client() as client, pytest.raises(ConfigurationError):
        client.workloads.export(path, format=form)
    assert not service.asked


def test_usage_of_many_jobs_takes_one_request_per_200() -> None:
    service = Listed(jobs=[job(n) for n in range(450)])
    with service.client() as client:
        used = client.usage_of([one["id"] for one in service.jobs])

    assert [path for path, _ in service.asked] == ["jobs"] * 3
    assert len(used) == 450
    assert used.seconds == pytest.approx(225.0)
    assert used.ru == pytest.approx(675.0)
    assert used.unsettled == 0
    assert [one.job_id for one in used] == [one["id"] for one in service.jobs]
    assert str(used) == "450 jobs: 675 RU, 225 s"


def test_usage_of_reports_settled_unsettled_and_unknown_jobs() -> None:
    waiting = job(2, status="Running", usage={"status": "pending", "qpu_charge_time_seconds": 3})
    service = Listed(jobs=[job(1), waiting], alone=[job(3)])
    with service.client() as client:
        used = client.usage_of(["j00001", "j00002", "j00003", "jmissing", "j00001"])
        frame = used.to_frame(as_=pl.DataFrame)

    assert [path for path, _ in service.asked] == ["jobs", "jobs/j00003", "jobs/jmissing"]
    assert frame.select("id", "status", "usage_seconds", "settled").rows() == [
        ("j00001", "Completed", 0.5, True),
        ("j00002", "Running", None, False),
        ("j00003", "Completed", 0.5, True),
        ("jmissing", None, None, None),
    ]
    assert used.seconds == 1.0
    assert used.unsettled == 2
    assert str(used) == "4 jobs: 3 RU, 1 s; 2 not settled"


def test_usage_of_makes_no_requests_for_settled_jobs() -> None:
    service = Listed(jobs=[job(n) for n in range(3)])
    with service.client() as client:
        used = client.usage_of(client.jobs.list())

    assert len(service.asked) == 1
    assert used.seconds == 1.5


def test_usage_of_shows_dry_runs_without_counting_them() -> None:
    service = Listed(jobs=[job(1), job(2, backend="mock_fez")])
    with service.client() as client:
        used = client.usage_of(client.jobs.list(include_mocks=True))

    assert used.seconds == 0.5
    assert used[:1][0].dry_run
    assert used[0].usage.seconds == 0.5


@pytest.mark.parametrize("jobs", ["j00001", {"id": 1}, 3, [3]])
def test_usage_of_rejects_invalid_jobs_before_sending(jobs: Any) -> None:
    service = Listed()
    with service.client() as client, pytest.raises(ConfigurationError, match=r"^jobs: expected a list"):
        client.usage_of(jobs)
    assert not service.asked


def test_usage_of_no_jobs_is_empty() -> None:
    with Listed().client() as client:
        used = client.usage_of([])
    assert (len(used), used.seconds, used.ru, used.unsettled) == (0, None, None, 0)
    assert used.to_frame(as_=pl.DataFrame).height == 0


GROUPS = [
    {"key": "ibm_fez", "jobs": 3, "usage": 4500, "usage_ru": 12.5, "max_queue_time": 250.0, "sessions": 1.0},
    {
        "key": "ibm_new",
        "interval_start": "2026-09-01T00:00:00.000Z",
        "interval_end": "2026-09-02T00:00:00.000Z",
    },
]


def test_analytics_to_frame_is_in_seconds() -> None:
    service = Listed(
        analytics={
            "usage": GROUPS[0],
            "usage_grouped": {"data": GROUPS},
            "usage_grouped_by_date": {"data": GROUPS},
        }
    )
    with service.client() as client:
        total = client.analytics.to_frame(as_=pl.DataFrame)
        grouped = client.analytics.to_frame(group_by="backend", start="2026-09-01", as_=pl.DataFrame)
        dated = client.analytics.to_frame(by_date=True, as_=pl.DataFrame)

    assert total.height == 1
    assert "key" not in total.columns
    assert grouped.select(
        "backend", "jobs", "usage_seconds", "usage_ru", "max_queue_time_seconds", "sessions"
    ).rows() == [
        ("ibm_fez", 3, 4.5, 12.5, 0.25, 1),
        ("ibm_new", None, None, None, None, None),
    ]
    assert dated["interval_start"].to_list() == [None, datetime(2026, 9, 1, tzinfo=UTC)]
    assert dated.columns[:3] == ["instance", "interval_start", "interval_end"]
    assert [query.get("group_by") for _, query in service.asked] == [None, "backend", "instance"]
    assert not any("usage" in name and not name.endswith(("_seconds", "_ru")) for name in total.columns)


def test_analytics_by_date_can_only_be_grouped_by_instance() -> None:
    service = Listed()
    with service.client() as client, pytest.raises(ConfigurationError, match=r"^group_by='backend'"):
        client.analytics.to_frame(group_by="backend", by_date=True)
    with (
        Listed().client() as client,
        pytest.raises(ConfigurationError, match="only groups by 'instance'"),
    ):
        client.analytics.to_frame(group_by=["instance"], by_date=True)  # type: ignore[call-overload]
    assert not service.asked


def test_frames_contain_the_charges_of_emulated_jobs(emulator: Emulator, tmp_path: Path) -> None:
    with RuntimeClient(**emulator.access) as client:
        ran = client.sampler.submit(FLIP, backend="ibm_fez", tags=["framed"]).wait()
        jobs = client.jobs.to_frame(tags=["framed"], as_=pl.DataFrame)
        workloads = client.workloads.to_frame(tags=["framed"], as_=pl.DataFrame)
        used = client.usage_of([ran])
        total = client.analytics.to_frame(as_=pl.DataFrame)
        counts = ran.result()[0].c.to_frame(as_=pl.DataFrame)

        assert jobs["id"].to_list() == workloads["id"].to_list() == [ran.id]
        assert jobs["tags"].to_list() == [["framed"]]
        assert jobs["usage_ru"].to_list() == workloads["usage_ru"].to_list() == [ran.usage.value]
        assert used.ru == ran.usage.value
        assert total["jobs"][0] >= 1
        assert counts["count"].sum() == ran.result()[0].c.num_shots


def test_hundreds_of_rows_are_written_in_their_order(tmp_path: Path) -> None:
    service = Listed(workloads=[workload(n) for n in range(450)])
    with service.client() as client:
        assert client.workloads.export(tmp_path / "w.csv") == 450
    with (tmp_path / "w.csv").open(newline="") as file:
        assert [row["id"] for row in csv.DictReader(file)] == [f"w{n:05}" for n in range(450)]
