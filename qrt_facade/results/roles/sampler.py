"""Read the result of an executor job that the sampler of IBM's client submitted.

Facts from qiskit-ibm-runtime 0.51, `decoders/executor_sampler` and `executor_sampler/prepare.py`, post-processor v0.1:
each item is a PUB. With twirling the first axis of an item's shape runs over randomizations, which become shots,
and the bit flips of twirled measurements are returned with the bits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qrt_facade.results.base import PubData, source_of
from qrt_facade.results.bounds import shown
from qrt_facade.results.executor import SIGNS
from qrt_facade.results.roles.items import ENDINGS, compilation_of, dry_run_mark, metadata_of_circuits
from qrt_facade.results.roles.unread import UnreadError
from qrt_facade.results.sampler import SamplerPubResult, SamplerResult

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade.results.executor import ExecutorItemResult, ExecutorResult
    from qrt_facade.results.samples import Samples


def read_sampler(result: ExecutorResult, about: Mapping[str, Any]) -> SamplerResult:
    """Read the result as a sampler's.

    Args:
        result: The executor's result.
        about: `passthrough_data["post_processor"]`, of version v0.1.

    Raises:
        UnreadError: The measurement type is unknown.
        KeyError: The data is incomplete.
        ConfigurationError: Registers do not match their bit flips.
    """
    meas_type, twirled = about["meas_type"], bool(about["twirling"])
    if meas_type not in ENDINGS:
        raise UnreadError(f"it belongs to a sampler with the unknown meas_type {shown(meas_type)}")
    circuits = metadata_of_circuits(about.get("circuits_metadata"), len(result))
    pubs = [
        _pub(item, circuit, ENDINGS[meas_type], twirled=twirled)
        for item, circuit in zip(result, circuits, strict=True)
    ]
    metadata = {"executor": result.metadata, "options": about["options"], "shots": about["shots"]}
    return SamplerResult(pubs, metadata | dry_run_mark(result), source_of(result))


def _pub(item: ExecutorItemResult, circuit: Any, ending: str, *, twirled: bool) -> SamplerPubResult:
    metadata: dict[str, Any] = {"circuit_metadata": circuit or {}}
    plain = item.untwirled()
    if twirled:
        metadata["num_randomizations"] = item.shape[0]
        plain = plain.merged(0)
    fields: dict[str, Samples] = {
        name.removesuffix(ending): value
        for name, value in plain.data.items()
        if name.endswith(ending) and name != SIGNS
    }
    if compilation := compilation_of(item):
        metadata["compilation"] = compilation
    data = PubData(fields, plain.shape, "classical register", dry_run=item.dry_run)
    return SamplerPubResult(data, metadata | dry_run_mark(item))
