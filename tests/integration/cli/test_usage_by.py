"""`qrt usage --by`, `qrt usage --month` and `qrt workloads --format`: where the time went, for people and for other programs."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from qrt_facade import RuntimeClient

OWNER = "IBMid-0000EMULATE"


@pytest.fixture(autouse=True)
def _has_used_something(qrt: Callable[..., Any], bell: str, client: RuntimeClient) -> None:
    if not list(client.workloads.list(limit=1)):
        assert qrt("run", bell, "--backend", "ibm_fez", "--shots", "10", "--json").code == 0


def test_usage_totals_are_printed_as_a_table_csv_or_json(
    qrt: Callable[..., Any], client: RuntimeClient
) -> None:
    totals = client.workloads.usage_by("user")
    rows = list(csv.DictReader(io.StringIO(qrt("usage", "--by", "user", "--format", "csv").out)))
    assert [(row["user"], int(row["workloads"])) for row in rows] == [(OWNER, totals.overall.workloads)]
    for arguments in (("--format", "json"), ("--json",)):
        (record,) = json.loads(qrt("usage", "--by", "user", *arguments).out)
        assert record["usage_seconds"] == totals.overall.usage_seconds
    table = qrt("usage", "--by", "user", "--from", "2024-01-01", "--to", "2100-01-01").out
    assert table.splitlines()[0].split()[:2] == ["user", "workloads"]
    assert qrt("usage", "--by", "day", "--to", "2024-01-01", "--format", "csv").out.count("\n") == 1


def test_the_month_is_shown_in_80_columns(qrt: Callable[..., Any], client: RuntimeClient) -> None:
    lines = qrt("usage", "--month").out.splitlines()
    assert max(map(len, lines)) <= 80
    assert any(line.startswith("by backend") for line in lines)
    record = qrt("usage", "--month", "--json").data
    assert sum(row["workloads"] for row in record["by_day"]) == client.usage_report().overall.workloads


def test_workloads_are_written_as_csv_for_one_user(qrt: Callable[..., Any], client: RuntimeClient) -> None:
    rows = list(
        csv.DictReader(io.StringIO(qrt("workloads", "--format", "csv", "--limit", "0", "--user", OWNER).out))
    )
    assert [row["id"] for row in rows] == [one.id for one in client.workloads.list()]
    assert qrt("workloads", "--user", "IBMid-NOBODY", "--json").data == []


def test_incompatible_options_are_refused(qrt: Callable[..., Any]) -> None:
    for arguments in (
        ("--by", "tag", "--month"),
        ("--format", "csv"),
        ("--from", "2026-10-01"),
        ("--by", "days"),
        ("--by", "tag", "--format", "csv", "--json"),
        ("--by", "tag", "--format", "table", "--json"),
    ):
        done = qrt("usage", *arguments)
        assert (done.code, done.out) == (2, "")
    for form in ("table", "csv"):
        done = qrt("workloads", "--format", form, "--json")
        assert (done.code, done.out) == (2, "")
