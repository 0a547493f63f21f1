"""Frames: the class that is asked for is the class that comes, and without one what all frames have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_type

import pandas as pd
import polars as pl

from qrt_facade.results import EstimatorResult, ExecutionSpans, ExecutorResult, SamplerResult
from qrt_facade.types import Frame, FrameLibrary


def counted(result: SamplerResult) -> int:
    frame = result[0].c.to_frame()
    assert_type(frame, Frame)
    assert_type(frame["count"], Iterable[object])
    return len(frame) + frame.shape[0]


def by_class(result: EstimatorResult, spans: ExecutionSpans) -> float:
    values = result[0].to_frame(as_=pl.DataFrame)
    assert_type(values, pl.DataFrame)
    table = spans.to_frame(as_=pd.DataFrame)
    assert_type(table, pd.DataFrame)
    taken: Frame = table
    return float(values["evs"].sum()) + len(taken)


def by_name(result: ExecutorResult, library: FrameLibrary) -> list[Frame]:
    return [result.to_frame(as_="polars"), result[0].to_frame(as_=library)]
