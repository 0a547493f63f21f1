"""Read the result of a sampler job that ran on the executor.

`plan_sampler` sends the following data along with the program:

    {"qrt_facade": {"version": 1, "reads_as": "sampler", "meas_type": "classified", "shots": 64, "pubs": [{
        "shape": [3], "shots": 1000,               # the PUB's own
        "axes": [16],                              # repetitions and randomizations; omitted if none
        "circuit_metadata": "{...}",               # as text; omitted if empty
        "flips": tensor of bool, shape [16, 3, 2]  # with twirling: randomizations, shape, flipped measurements
        "flipped": {"c": [0, -1, 1]},              # bit of a register -> index on the last axis, or -1
    }]}}

An item has the shape (*axes, *PUB shape), and each of its elements has the program's shots. The axes become shots.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from qrt_facade._base.coerce import list_of, mapping_of
from qrt_facade._programs.through_executor.passthrough import KEY
from qrt_facade.errors import ResultDecodeError
from qrt_facade.results.base import PubData, source_of
from qrt_facade.results.roles.items import ENDINGS, compilation_of, dry_run_mark
from qrt_facade.results.sampler import SamplerPubResult, SamplerResult
from qrt_facade.results.samples import Samples
from qrt_facade.results.through_executor.spans import SpannedPub, spans_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qrt_facade.results.executor import ExecutorItemResult, ExecutorResult


def read_sampler(result: ExecutorResult) -> SamplerResult:
    """Convert the result of a program built by `plan_sampler` to a sampler's result.

    Args:
        result: The result, with the passthrough data of the program.

    Raises:
        ResultDecodeError: Its data does not match the plan.
    """
    planned = mapping_of(mapping_of(result.passthrough_data).get(KEY))
    pubs = [mapping_of(pub) for pub in list_of(planned.get("pubs"))]
    if len(pubs) != len(result):
        raise ResultDecodeError(
            f"The result has {len(result)} items, but {len(pubs)} PUBs were planned.", program_id="executor"
        )
    meas_type, each = str(planned["meas_type"]), int(planned["shots"])
    read = [
        _pub(item, pub, meas_type, f"PUB {index}")
        for index, (item, pub) in enumerate(zip(result, pubs, strict=True))
    ]
    spans = spans_of(
        result.chunk_spans,
        [SpannedPub(pub.get("axes", ()), pub["shape"], each, pub["shots"]) for pub in pubs],
    )
    metadata: dict[str, Any] = {"execution": {"execution_spans": spans}, "version": 2}
    return SamplerResult(read, metadata | dry_run_mark(result), source_of(result))


def _pub(
    item: ExecutorItemResult, planned: Mapping[str, Any], meas_type: str, where: str
) -> SamplerPubResult:
    shape, shots = tuple(planned["shape"]), int(planned["shots"])
    axes = tuple(planned.get("axes", ()))
    fields: dict[str, Any] = {}
    for name in item.data:
        value: object = item.data[name]
        register = name.removesuffix(ENDINGS[meas_type])
        found: NDArray[Any] = value.array if isinstance(value, Samples) else np.asarray(value)
        measured = found.ndim - (1 if meas_type == "avg_kerneled" else 2)
        if found.shape[: max(measured, 0)] != (*axes, *shape):
            raise ResultDecodeError(
                f"{where}: {register!r} has data of shape {found.shape}, but {(*axes, *shape)} was planned."
            )
        if meas_type == "avg_kerneled":
            fields[register] = np.mean(found, axis=tuple(range(len(axes))))
        elif meas_type == "kerneled":
            fields[register] = _folded(found, len(axes), shots)
        elif isinstance(value, Samples):
            turned = found ^ _packed_flips(planned, register, value.num_bits, where)
            packed = np.ascontiguousarray(_folded(turned, len(axes), shots))
            fields[register] = Samples(packed, value.num_bits, dry_run=item.dry_run)
        else:
            raise ResultDecodeError(f"{where}: {register!r} contains {found.dtype}, not bits.")
    data = PubData(fields, shape, "classical register", dry_run=item.dry_run)
    return SamplerPubResult(data, _metadata(item, planned))


def _metadata(item: ExecutorItemResult, planned: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"circuit_metadata": json.loads(planned.get("circuit_metadata", "{}"))}
    if "flips" in planned:
        found["num_randomizations"] = int(planned["flips"].shape[0])
    if compilation := compilation_of(item):
        found["compilation"] = compilation
    return found | dry_run_mark(item)


def _packed_flips(planned: Mapping[str, Any], register: str, num_bits: int, where: str) -> NDArray[np.uint8]:
    """Return the packed flips of a register for each randomization and point, with an axis of length 1 for the shots.

    Packed, because the unpacked bits of the largest jobs take more than a gigabyte.
    """
    sources = mapping_of(planned.get("flipped")).get(register)
    if sources is None:
        return np.zeros(1, dtype=np.uint8)
    if len(sources) != num_bits:
        raise ResultDecodeError(
            f"{where}: {register!r} has {num_bits} bits, but {len(sources)} were planned."
        )
    flips: NDArray[np.bool_] = planned["flips"]
    swept = (*planned.get("axes", ()), *planned["shape"])
    if flips.shape[:-1] != swept:  # not broadcast, which could create an array of any size
        raise ResultDecodeError(f"{where}: the flips have shape {flips.shape}, but {swept} was planned.")
    # An additional column of False for the index -1 of bits that are not flipped.
    padded = np.concatenate([flips, np.zeros((*flips.shape[:-1], 1), dtype=np.bool_)], axis=-1)
    return Samples.from_bits(padded[..., np.newaxis, np.asarray(sources, dtype=np.intp)]).array


def _folded(values: NDArray[Any], front: int, shots: int) -> NDArray[Any]:
    """Merge the first axes of an array into the shots, and keep the requested number of shots."""
    *swept, each, width = values.shape
    inner = len(swept) - front
    moved = np.moveaxis(values, range(front), range(inner, inner + front))
    folded = moved.reshape(*swept[front:], math.prod(swept[:front]) * each, width)
    return folded[..., :shots, :]
