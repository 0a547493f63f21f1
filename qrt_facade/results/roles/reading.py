"""Choose the class that an executor job's result is read as.

The executor runs circuits for layers on top of it. The layer is identified by data that the submitter
sends along with the program, and that the service returns unchanged (`passthrough_data`):

- `{"qrt_facade": {"version": 1, "reads_as": "sampler", ...}}`: `client.sampler` and `client.estimator` of this package;
- together with a `semantic_role`, `{"post_processor": {"version": "v0.1", ...}}`: the primitives of IBM's client
  (qiskit-ibm-runtime 0.51, `decoders/executor/decoder.py`);
- anything else: the submitter's own program, whose result is an `ExecutorResult`.
"""

from __future__ import annotations

import warnings
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from qrt_facade._base.coerce import is_mapping
from qrt_facade._programs.through_executor.passthrough import KEY, VERSION
from qrt_facade.errors import ResultDecodeError
from qrt_facade.results.bounds import shown
from qrt_facade.results.document import DAMAGED, reason_of
from qrt_facade.results.estimator import EstimatorResult
from qrt_facade.results.executor import ExecutorResult
from qrt_facade.results.roles.estimator import read_estimator
from qrt_facade.results.roles.sampler import read_sampler
from qrt_facade.results.roles.unread import UnreadError
from qrt_facade.results.sampler import SamplerResult

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

OfExecutor: TypeAlias = ExecutorResult | SamplerResult | EstimatorResult
"""Type of an executor job's result."""

_PROGRAMS: Final = ("sampler", "estimator")

_IBMS: Final = "post_processor"
_VERSION_OF_IBM: Final = "v0.1"
_ROLES_OF_IBM: Final[Mapping[str, Callable[[ExecutorResult, Mapping[str, Any]], OfExecutor]]] = {
    "sampler_v2": read_sampler,
    "estimator_v2": read_estimator,
}


def in_role(result: ExecutorResult) -> OfExecutor:
    """Return a result as that of the sampler or the estimator that submitted the job, or unchanged.

    If the layer is declared in an unknown format, a warning is emitted and the result is returned unchanged.

    Raises:
        ResultDecodeError: The layer is declared, but the arrays do not match it.
    """
    reader = _reader_of(result)
    if reader is None:
        return result
    try:
        return reader(result)
    except UnreadError as error:
        return _unread(result, str(error))
    except (*DAMAGED, ResultDecodeError) as error:
        reason = str(error) if isinstance(error, ResultDecodeError) else f"{reason_of(error)}."
        raise ResultDecodeError(
            f"The result cannot be read as that of the primitive that submitted the job: {reason} "
            "as_=ExecutorResult returns it as the executor's.",
            program_id=result.program_id,
        ) from error


def _reader_of(result: ExecutorResult) -> Callable[[ExecutorResult], OfExecutor] | None:
    data, role = result.passthrough_data, result.semantic_role
    if is_mapping(data) and KEY in data:
        return _ours(data[KEY])
    if role is None:
        return None
    read, about = _ROLES_OF_IBM.get(role), data.get(_IBMS) if is_mapping(data) else None
    version = about.get("version") if is_mapping(about) else None
    if read is None:
        return partial(
            _unread, why=f"IBM's client submitted it as {shown(role)}, which only that client reads"
        )
    if not is_mapping(about) or version != _VERSION_OF_IBM:
        return partial(
            _unread,
            why=f"IBM's client submitted it as {shown(role)}, with version {shown(version)} of the data needed to "
            "read it; "
            f"this version of qrt-facade reads {_VERSION_OF_IBM}",
        )
    return partial(_read_as, read, about)


def _read_as(
    read: Callable[[ExecutorResult, Mapping[str, Any]], OfExecutor],
    about: Mapping[str, Any],
    result: ExecutorResult,
) -> OfExecutor:
    return read(result, about)


def _ours(ours: Any) -> Callable[[ExecutorResult], OfExecutor] | None:
    version, reads_as = (ours.get("version"), ours.get("reads_as")) if is_mapping(ours) else (None, None)
    if version != VERSION or reads_as not in _PROGRAMS:
        why = (
            f"it was submitted by qrt-facade with version {shown(version)} of the data needed to read it "
            f"as the result of {shown(reads_as)}; this version of qrt-facade reads version {VERSION}, and a newer one "
            "may read it"
        )
        return partial(_unread, why=why)
    module = import_module(f"qrt_facade.results.through_executor.{reads_as}")
    found: Callable[[ExecutorResult], OfExecutor] = getattr(module, f"read_{reads_as}")
    return found


def _unread(result: ExecutorResult, why: str) -> ExecutorResult:
    warnings.warn(f"The result is returned as that of the executor: {why}.", RuntimeWarning, stacklevel=2)
    return result
