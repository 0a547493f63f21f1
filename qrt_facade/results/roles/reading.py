"""Which class an executor job's result is read as.

The executor runs circuits for whatever stands on top of it. What that was stands in the data that the job's submitter
sends along with the program, and that the service returns unchanged (`passthrough_data`):

- `{"qrt_facade": {"version": 1, "reads_as": "sampler", ...}}`: `client.sampler` and `client.estimator` of this package;
- beside a `semantic_role`, `{"post_processor": {"version": "v0.1", ...}}`: the primitives of IBM's client
  (qiskit-ibm-runtime 0.51, `decoders/executor/decoder.py`);
- anything else: a program of the submitter's own, whose result stays an `ExecutorResult`.
"""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from qrt_facade._base.coerce import is_mapping
from qrt_facade.errors import ResultDecodeError
from qrt_facade.results.bounds import shown
from qrt_facade.results.document import DAMAGED, reason_of
from qrt_facade.results.estimator import EstimatorResult
from qrt_facade.results.executor import ExecutorResult
from qrt_facade.results.sampler import SamplerResult

if TYPE_CHECKING:
    from collections.abc import Callable

OfExecutor: TypeAlias = ExecutorResult | SamplerResult | EstimatorResult
"""What an executor job may result in."""

_OURS: Final = "qrt_facade"
_VERSION: Final = 1
"""Of the data that `client.sampler` and `client.estimator` send along."""

_PROGRAMS: Final = ("sampler", "estimator")


def in_its_role(result: ExecutorResult) -> OfExecutor:
    """Return a result as that of the sampler or the estimator whose job it was, or as it is.

    One that says whose it was in a way that is not known is warned of, and returned as it is.

    Raises:
        ResultDecodeError: It says whose it was, and its arrays do not fit that.
    """
    data = result.passthrough_data
    if not is_mapping(data) or _OURS not in data:
        return result
    ours = data[_OURS]
    reader = _reader_of(ours)
    if reader is None:
        return result
    try:
        return reader(result)
    except (*DAMAGED, ResultDecodeError) as error:
        said = str(error) if isinstance(error, ResultDecodeError) else f"{reason_of(error)}."
        raise ResultDecodeError(
            f"The result cannot be read as that of the {ours['reads_as']} that submitted the job: {said} "
            "as_=ExecutorResult returns it as the executor's.",
            program_id=result.program_id,
        ) from error


def _reader_of(ours: Any) -> Callable[[ExecutorResult], OfExecutor] | None:
    version, reads_as = (ours.get("version"), ours.get("reads_as")) if is_mapping(ours) else (None, None)
    if version != _VERSION or reads_as not in _PROGRAMS:
        _warn(
            f"it was submitted through qrt-facade with version {shown(version)} of the data that are needed to read "
            f"it as the result of {shown(reads_as)}; this version of the package reads version {_VERSION}, a newer one may read it"
        )
        return None
    try:
        module = import_module(f"qrt_facade.results.through_executor.{reads_as}")
    except ModuleNotFoundError:
        return None
    found: Callable[[ExecutorResult], OfExecutor] = getattr(module, f"read_{reads_as}")
    return found


def _warn(why: str) -> None:
    warnings.warn(
        f"The result of the executor job is returned as it is: {why}.", RuntimeWarning, stacklevel=2
    )
