"""Display of results: histograms for a sampler, values for an estimator, JSON for anything else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from qrt_facade._service.mocks import DRY_RUN
from qrt_facade.cli.render import tables
from qrt_facade.cli.render.histogram import histogram

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade.cli.render.output import Output
    from qrt_facade.cli.render.records import Record


def show_result(output: Output, result: Record, *, top: int, observables: Sequence[str] = ()) -> None:
    """Print a result of `records.result_record`.

    Args:
        output: The command's output.
        result: The record.
        top: How many bitstrings a histogram shows.
        observables: Names of an estimator's observables, if known.
    """
    if result["dry_run"]:
        output.text(DRY_RUN)
    if "raw" in result:
        output.text(json.dumps(result["raw"], indent=2))
    elif "quasi_dists" in result:
        for number, distribution in enumerate(result["quasi_dists"]):
            if len(result["quasi_dists"]) > 1:
                output.text("\n" * bool(number) + f"circuit {number}")
            output.table(tables.quasi_table(distribution, top))
    elif result["program_id"] == "estimator":
        output.table(tables.values_table(result["pubs"], observables))
    else:
        _show_samples(
            output, result["pubs"], top, noun="item" if result["program_id"] == "executor" else "PUB"
        )


def _show_samples(output: Output, pubs: Sequence[Record], top: int, *, noun: str) -> None:
    for number, pub in enumerate(pubs):
        for name, register in pub["registers"].items():
            points: list[Any] = register["points"] or [register["counts"]]
            for point, counts in enumerate(points):
                title = [
                    f"{noun} {number}" if len(pubs) > 1 else "",
                    f"register {name}" if len(pub["registers"]) > 1 else "",
                    f"point {point}" if register["points"] else "",
                ]
                if any(title):
                    output.text("\n" * bool(number or point) + ", ".join(filter(None, title)))
                for line in histogram(counts, top=top, width=output.width, unicode=output.unicode):
                    output.text(line)
        _show_timing(output, pub, f"{noun} {number}, " if len(pubs) > 1 else "")


def _show_timing(output: Output, item: Record, where: str) -> None:
    """Print the schedule of an executor's item and its stretches, if they were requested."""
    if (timing := item.get("timing")) is not None:
        output.text(f"\n{where}schedule of {timing['duration']:,} dt")
        output.table(tables.schedule_table(timing["instructions"]))
    if stretches := item.get("stretches"):
        output.text(f"\n{where}stretches")
        output.table(tables.stretches_table(stretches))
