"""How tables fit a terminal: ids and names are whole at every width, and what was left out is named."""

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
    """The lines of a table with headings, each cell padded as it is drawn."""
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
def test_ids_and_names_are_whole_at_every_width(width: int, job_id: str) -> None:
    shown = "\n".join(lines(jobs(job_id), width))
    assert job_id in shown
    assert "ibm_marrakesh" in shown
    fitted = layout.fit(jobs(job_id), width)
    if fitted is not None:
        assert sum(fitted.widths) + layout.GAP * (len(fitted.widths) - 1) <= width
    else:
        assert max(map(len, lines(jobs(job_id), width))) <= width


def test_tags_go_first_then_the_program_and_dates_get_short_before_anything_goes() -> None:
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


def test_dates_are_whole_where_there_is_room() -> None:
    fitted = layout.fit(jobs(SHORT_ID, tags=()), 120)
    assert fitted is not None
    assert not fitted.brief
    assert fitted.hidden == ()


def test_an_empty_column_goes_before_any_other_and_is_not_named() -> None:
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


def test_where_not_even_the_names_fit_each_row_is_a_block_that_leaves_nothing_out() -> None:
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
def test_no_name_is_cut_and_nothing_is_left_out_in_silence(names: list[str], width: int) -> None:
    table = backends_table(
        BackendState(name, "online", "available", 156, 3, "Heron 2", 195000.0, 0.00283, 0.01, {})
        for name in names
    )
    text = "\n".join(lines(table, width))
    assert all(name in text for name in names)
    fitted = layout.fit(table, width)
    if fitted is not None:
        assert {table.columns[number] for number in fitted.shown} | set(fitted.hidden) == set(table.columns)


def test_what_would_be_cut_beside_its_label_stands_below_it() -> None:
    crn = "crn:v1:bluemix:public:quantum-computing:us-east:a/***:4567::"
    rows = layout.rows_without_headings(facts_table([("job", "j1"), ("instance", crn)]), 50)
    assert rows == [["job       j1"], ["instance", f"  {crn}"]]
    assert layout.rows_without_headings(facts_table([("instance", crn)]), None) == [[f"instance  {crn}"]]


def test_a_text_folds_between_words_beside_its_label() -> None:
    finding = {
        "state": "ok",
        "subject": "key",
        "detail": "accepted; 7 of 7 backends are online",
        "remedy": "x",
    }
    assert layout.rows_without_headings(findings_table([finding]), 40) == [
        ["ok  key  accepted; 7 of 7 backends are", "         online", "         → x"]
    ]


def test_short_dates_name_the_day_and_the_time_or_the_year() -> None:
    this_year = datetime.now(UTC).astimezone().replace(month=3, day=5, hour=7, minute=9)
    table = Table(("JOB", "CREATED"), [("a", this_year), ("b", this_year.replace(year=2020))])
    assert [row[1] for row in table.cells(brief=True)] == ["05 Mar 07:09", "2020-03-05"]
