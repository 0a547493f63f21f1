"""Data that items of an executor job pass on to a primitive's result, whichever client submitted the job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade.results.executor import ExecutorItemResult


ENDINGS: Final = {"classified": "", "kerneled": "_iq", "avg_kerneled": "_avg_iq"}
"""Suffixes of the names of a register's data, by measurement type (`decoders/executor_sampler/converters.py` of
qiskit-ibm-runtime 0.51)."""


def compilation_of(item: ExecutorItemResult) -> dict[str, Any]:
    """Return the schedule and stretches of an item, if the service reports them, with the names of IBM's client."""
    found = {name: item.metadata.get(name) for name in ("scheduler_timing", "stretch_values")}
    return {name: value for name, value in found.items() if value}


def dry_run_mark(item_or_result: Any) -> dict[str, Any]:
    """Return the entry that marks metadata of a dry run."""
    return {"dry_run": True} if item_or_result.dry_run else {}


def metadata_of_circuits(metadata: Any, number: int) -> Sequence[Any]:
    """Return the metadata of each PUB's circuit; None for each if there is none.

    Raises:
        ValueError: It is for another number of PUBs.
    """
    found: Sequence[Any] = metadata or [None] * number
    if len(found) != number:
        raise ValueError(f"there is metadata for {len(found)} circuits, but there are {number} PUBs")
    return found
