"""Output of `qrt sweep` fits the terminal, and a sweep is shown as done only when it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qrt_facade._service.sweep_points import POINT_STATES, PointState, StoredPoint, SweepIdentity
from qrt_facade.cli.render.sweeps import Overview

IDENTITY = SweepIdentity("ising", "sampler", "0" * 64)
states = st.lists(st.sampled_from(POINT_STATES), max_size=300)


def overview(found: list[PointState]) -> Overview:
    points = [StoredPoint(f"p{n}", n, "f", state=state) for n, state in enumerate(found)]
    return Overview(IDENTITY, "ising.sqlite", points)


@given(found=states, width=st.integers(10, 200), unicode=st.booleans())
def test_the_sweep_bar_is_full_only_if_every_point_is_done(
    found: list[PointState], width: int, unicode: bool
) -> None:
    drawn = overview(found).bar(width, unicode=unicode)
    assert len(drawn) <= width
    assert drawn.isascii() or unicode
    empty = "░" if unicode else "."
    all_done = bool(found) and set(found) == {"done"}
    assert (empty not in drawn) is all_done
    assert drawn.endswith(" 100 %") is all_done


@given(found=states)
def test_each_point_is_counted_once_and_each_failure_listed(found: list[PointState]) -> None:
    shown = overview(found)
    record = shown.record()
    counted = sum(
        record[name] for name in ("new", "queued", "running", "fetching", "done", "failed", "cancelled")
    )
    assert counted == record["total"] == len(found) == len(record["points"])
    assert len(record["failures"]) == len(shown.losses_table().rows) == record["failed"] + record["cancelled"]
    assert shown.open == sum(state in {"new", "submitted"} for state in found)
