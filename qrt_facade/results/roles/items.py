"""What the items of an executor job carry over into the result of a primitive, whichever client submitted it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade.results.executor import ExecutorItemResult


ENDINGS: Final = {"classified": "", "kerneled": "_iq", "avg_kerneled": "_avg_iq"}
"""What the names of a register's data end in, by the type of measurement (`decoders/executor_sampler/converters.py` of
qiskit-ibm-runtime 0.51)."""


def compilation_of(item: ExecutorItemResult) -> dict[str, Any]:
    """The schedule and the stretches of an item, where the service reports them, under the names of IBM's client."""
    found = {name: item.metadata.get(name) for name in ("scheduler_timing", "stretch_values")}
    return {name: value for name, value in found.items() if value}


def dry_run_mark(item_or_result: Any) -> dict[str, Any]:
    """What marks metadata as those of a dry run."""
    return {"dry_run": True} if item_or_result.dry_run else {}


def metadata_of_circuits(given: Any, number: int) -> Sequence[Any]:
    """The metadata of each PUB's circuit; None for each where there are none.

    Raises:
        ValueError: There are those of another number of PUBs.
    """
    found: Sequence[Any] = given or [None] * number
    if len(found) != number:
        raise ValueError(f"there are metadata of {len(found)} circuits for {number} PUBs")
    return found
