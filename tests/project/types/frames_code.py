"""DataFrames: the requested class is returned; without one, only members common to all frames are available."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_type

import pandas as pd
import polars as pl

from qrt_facade import AsyncRuntimeClient, RuntimeClient
from qrt_facade.results import EstimatorResult, ExecutionSpans, ExecutorResult, SamplerResult
from qrt_facade.types import AnyDataFrame, AnySeries, Frame, FrameLibrary


def counted(result: SamplerResult) -> int:
    frame = result[0].c.to_frame()
    assert_type(frame, AnyDataFrame)
    assert_type(frame["count"], AnySeries)
    taken: Frame = frame
    return len(taken) + frame.shape[0] + len(frame["count"].to_list())


def added_up(client: RuntimeClient) -> float:
    seconds = client.workloads.to_frame()["usage_seconds"].sum()
    assert_type(seconds, float)
    return seconds + client.jobs.to_frame(as_="pandas")["usage_seconds"].sum()


async def added_up_in_async_code(client: AsyncRuntimeClient) -> float:
    frame = await client.analytics.to_frame(group_by="backend", as_="polars")
    return frame["usage_seconds"].sum() + (await client.usage_of([])).to_frame()["usage_seconds"].sum()


def by_class(result: EstimatorResult, spans: ExecutionSpans) -> float:
    values = result[0].to_frame(as_=pl.DataFrame)
    assert_type(values, pl.DataFrame)
    table = spans.to_frame(as_=pd.DataFrame)
    assert_type(table, pd.DataFrame)
    taken: Frame = table
    return float(values["evs"].sum()) + len(taken)


def by_name(result: ExecutorResult, library: FrameLibrary) -> list[Frame]:
    table = result.to_frame(as_="pyarrow")
    assert_type(table, Frame)
    assert_type(table["count"], Iterable[object])
    return [result.to_frame(as_="polars"), result[0].to_frame(as_=library), table]
