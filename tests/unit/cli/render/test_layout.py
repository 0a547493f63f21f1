"""Tables fit the terminal: ids and names are whole at every width, and hidden columns are named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qrt_facade._service.backends import BackendState
from qrt_facade._service.jobs import JobState
from qrt_facade.cli.render import layout
from qrt_facade.cli.render.tables import Table, backends_table, facts_table, findings_table, jobs_table

SHORT_ID, LONG_ID = "06h1rb89f1idad6hnpgk", "31df0948-7a3b-4f0e-9a51-0123456789ab"
TAGS = tuple(f"experiment-{number}" for number in range(8))
NOW = datetime.now(UTC)
WIDTHS = (40, 60, 80, 100, 200)


def jobs(job_id: str, tags: tuple[str, ...] = TAGS) -> Table:
    job = JobState(job_id, "Cancelled - Ran too long", "ibm_marrakesh", "sampler", NOW, tags, usage_ru=10.0)
    return jobs_table([replace(job, usage_seconds=4.0), replace(job, status="Completed")])


def lines(table: Table, width: int) -> list[str]:
    """Return the lines of a table with headings, with padded cells."""
    fitted = layout.fit(table, width)
    if fitted is None:
        return [line for row in layout.blocks(table, width) for line in row]
    gap = " " * layout.GAP
    return [
        gap.join(
            row[number].ljust(wide) for number, wide in zip(fitted.shown, fitted.widths, strict=True)
        )
        for row in table.cells(brief=fitted.brief)
    ]  # fmt: skip


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("job_id", [SHORT_ID, LONG_ID])
def test_ids_and_names_are_shown_whole_at_every_width(width: int, job_id: str) -> None:
    shown = "\n".join(lines(jobs(job_id), width))
    assert job_id in shown
    assert "ibm_marrakesh" in shown
    fitted = layout.fit(jobs(job_id), width)
    if fitted is not None:
        assert sum(fitted.widths) + layout.GAP * (len(fitted.widths) - 1) <= width
    else:
        assert max(map(len, lines(jobs(job_id), width))) <= width


def test_narrow_tables_shorten_dates_then_hide_tags_then_program() -> None:
    widths_of = {}
    for width in (200, 120, 80, 72):
        fitted = layout.fit(jobs(SHORT_ID), width)
        assert fitted is not None
        widths_of[width] = (fitted.brief, fitted.hidden)
    assert widths_of == {
        200: (True, ()),
        120: (True, ()),
        80: (True, ("PROGRAM", "TAGS")),
        72: (True, ("PROGRAM", "QPU TIME", "TAGS")),
    }


def test_dates_are_shown_whole_if_they_fit() -> None:
    fitted = layout.fit(jobs(SHORT_ID, tags=()), 120)
    assert fitted is not None
    assert not fitted.brief
    assert fitted.hidden == ()


def test_an_empty_column_is_hidden_first_without_a_note() -> None:
    table = jobs_table([JobState(SHORT_ID, "Queued", "ibm_fez", "sampler", NOW)])
    fitted = layout.fit(table, 62)
    assert fitted is not None
    assert [table.columns[number] for number in fitted.shown] == [
        "JOB",
        "STATUS",
        "BACKEND",
        "PROGRAM",
        "CREATED",
    ]
    assert fitted.hidden == ()  # USAGE and TAGS


def test_below_the_minimum_width_each_row_is_a_complete_block() -> None:
    (block, _) = layout.blocks(jobs(LONG_ID), 40)
    assert block[0] == LONG_ID
    assert all(line.startswith("  ") for line in block[1:])
    text = " ".join(" ".join(block).split())
    assert "status Cancelled - Ran too long" in text
    assert "usage 10 RU" in text
    assert "QPU time 4 s".lower() in text
    assert f"tags {', '.join(TAGS)}" in text


@given(
    names=st.lists(st.text("abcdefgh_-0123456789", min_size=1, max_size=60), min_size=1, max_size=5),
    width=st.integers(1, 220),
)
def test_names_are_never_cut_and_hidden_columns_are_mentioned(names: list[str], width: int) -> None:
    table = backends_table(
        BackendState(name, "online", "available", 156, 3, "Heron 2", 195000.0, 0.00283, 0.01, {})
        for name in names
    )
    text = "\n".join(lines(table, width))
    assert all(name in text for name in names)
    fitted = layout.fit(table, width)
    if fitted is not None:
        assert {table.columns[number] for number in fitted.shown} | set(fitted.hidden) == set(table.columns)


def test_a_long_value_moves_below_its_label() -> None:
    crn = "crn:v1:bluemix:public:quantum-computing:us-east:a/***:4567::"
    rows = layout.rows_without_headings(facts_table([("job", "j1"), ("instance", crn)]), 50)
    assert rows == [["job       j1"], ["instance", f"  {crn}"]]
    assert layout.rows_without_headings(facts_table([("instance", crn)]), None) == [[f"instance  {crn}"]]


def test_a_long_text_wraps_between_words_next_to_its_label() -> None:
    finding = {
        "state": "ok",
        "subject": "key",
        "detail": "accepted; 7 of 7 backends are online",
        "remedy": "x",
    }
    assert layout.rows_without_headings(findings_table([finding]), 40) == [
        ["ok  key  accepted; 7 of 7 backends are", "         online", "         → x"]
    ]


def test_short_dates_show_the_day_with_the_time_or_the_year() -> None:
    this_year = datetime.now(UTC).astimezone().replace(month=3, day=5, hour=7, minute=9)
    table = Table(("JOB", "CREATED"), [("a", this_year), ("b", this_year.replace(year=2020))])
    assert [row[1] for row in table.cells(brief=True)] == ["05 Mar 07:09", "2020-03-05"]
