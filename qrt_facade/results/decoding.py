"""Decode the result of a job of any program, from its body or from a file."""

from __future__ import annotations

import warnings
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, TypeVar, overload

from qrt_facade._base.arguments import check_text, checked_flag, checked_whole
from qrt_facade._base.wording import pluralize
from qrt_facade._service.limits import DEFAULT_RESULT_BYTES
from qrt_facade.errors import ResultDecodeError
from qrt_facade.results.calibrator import CalibrationResult
from qrt_facade.results.document import PROGRAMS, read_document, type_of
from qrt_facade.results.estimator import EstimatorResult
from qrt_facade.results.executor import ExecutorResult
from qrt_facade.results.noise_learner import NoiseLearnerResult
from qrt_facade.results.noise_learner_v3 import NoiseLearnerV3Result, is_version_3
from qrt_facade.results.pubs import names_of_fields
from qrt_facade.results.roles.reading import OfExecutor, in_role
from qrt_facade.results.sampler import SamplerResult
from qrt_facade.results.samples import Samples
from qrt_facade.results.storage import Source, read_source
from qrt_facade.results.version1 import EstimatorResultV1, SamplerResultV1, version_1_of
from qrt_facade.results.wanted import check_is_wanted, check_wanted, is_wanted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from types import UnionType

    from qrt_facade.results.document import Document

JobResult: TypeAlias = (
    SamplerResult
    | EstimatorResult
    | NoiseLearnerResult
    | ExecutorResult
    | CalibrationResult
    | SamplerResultV1
    | EstimatorResultV1
    | dict[str, Any]
    | list[Any]
    | str
    | float
    | bool
    | None
)
"""Type of a job's result: an instance of its program's class or, for other programs, JSON or text."""

R = TypeVar("R")

_CLASSES: dict[
    str, type[SamplerResult | EstimatorResult | NoiseLearnerResult | ExecutorResult | CalibrationResult]
] = {
    cls.program_id: cls
    for cls in (SamplerResult, EstimatorResult, NoiseLearnerResult, ExecutorResult, CalibrationResult)
}
_CLASSES_OF_VERSION_1: dict[str, type[SamplerResultV1 | EstimatorResultV1]] = {
    cls.program_id: cls for cls in (SamplerResultV1, EstimatorResultV1)
}

_ROLES: Final = (SamplerResult, EstimatorResult)
"""Classes for executor jobs that a primitive submitted."""

_Body: TypeAlias = "bytes | str | Mapping[str, Any] | list[Any]"


@overload
def decode_result(
    program_id: str, body: _Body, *, max_bytes: int = ..., as_: type[R], dry_run: bool = ...
) -> R: ...


@overload
def decode_result(
    program_id: str, body: _Body, *, max_bytes: int = ..., as_: UnionType, dry_run: bool = ...
) -> JobResult: ...


@overload
def decode_result(
    program_id: Literal["sampler"], body: _Body, *, max_bytes: int = ..., as_: None = ..., dry_run: bool = ...
) -> SamplerResult: ...


@overload
def decode_result(
    program_id: Literal["estimator"],
    body: _Body,
    *,
    max_bytes: int = ...,
    as_: None = ...,
    dry_run: bool = ...,
) -> EstimatorResult: ...


@overload
def decode_result(
    program_id: Literal["noise-learner"],
    body: _Body,
    *,
    max_bytes: int = ...,
    as_: None = ...,
    dry_run: bool = ...,
) -> NoiseLearnerResult: ...


@overload
def decode_result(
    program_id: Literal["executor"],
    body: _Body,
    *,
    max_bytes: int = ...,
    as_: None = ...,
    dry_run: bool = ...,
) -> OfExecutor: ...


@overload
def decode_result(
    program_id: Literal["calibrate"],
    body: _Body,
    *,
    max_bytes: int = ...,
    as_: None = ...,
    dry_run: bool = ...,
) -> CalibrationResult: ...


@overload
def decode_result(
    program_id: str, body: _Body, *, max_bytes: int = ..., as_: None = ..., dry_run: bool = ...
) -> JobResult: ...


def decode_result(
    program_id: str,
    body: _Body,
    *,
    max_bytes: int = DEFAULT_RESULT_BYTES,
    as_: type[R] | UnionType | None = None,
    dry_run: bool = False,
) -> JobResult | R:
    """Decode the response of `GET /jobs/{id}/results`.

        from qrt_facade.results import decode_result

        result = decode_result("sampler", body)
        result[0].c.counts()                         # {"00": 1, "11": 1}

    Args:
        program_id: Program of the job, such as `"sampler"`.
        body: The response body as bytes or str, or its decoded JSON.
        max_bytes: Limit on the total size of the arrays: compressed ones after decompression, and packed samples.
            Defaults to 1 GiB.
        as_: The expected class of the result, as for `job.result`: the result is checked, and a type checker knows its
            class. To read old jobs as well, pass `as_=SamplerResultV1` or `as_=SamplerResult | SamplerResultV1`.
            `as_=ExecutorResult` returns the executor's result of an executor job, however it was submitted.
        dry_run: Pass True for the body of a dry run, which has no mark: `result.dry_run`, the repr and the metadata
            then show it. JSON and text of other programs cannot be marked.

    Returns:
        `SamplerResult`, `EstimatorResult`, `NoiseLearnerResult`, `ExecutorResult` or `CalibrationResult`, inferred by
        type checkers from the program's name. The result of an executor job is a `SamplerResult` or an
        `EstimatorResult` if this package's or IBM's sampler or estimator submitted it; its `executor_result` is then
        the executor's. The result of an old job, which ran version 1 of the primitives, is a `SamplerResultV1` or
        `EstimatorResultV1`. For another program, the JSON with typed values decoded, or the text if it is not JSON.

    Raises:
        ConfigurationError: `program_id` is not a string, `max_bytes` is not a whole number, or the result has another
            class than `as_`.
        ResultDecodeError: The body is not a result of the program, its arrays are larger than `max_bytes`, or the body
            declares sizes out of proportion to its length.
    """
    check_text(program_id=program_id)
    checked_whole("max_bytes", max_bytes)
    source = Source.of(program_id or "", body, dry_run=checked_flag("dry_run", dry_run))
    return _decode_as(as_, source, max_bytes, whose="this job")


def decode_result_of(
    program_id: str,
    asked_shots: Sequence[int | None] | None,
    body: bytes,
    *,
    max_bytes: int,
    as_: object = None,
    whose: str,
    dry_run: bool = False,
) -> JobResult:
    """Decode the result of a job whose submission is known; warn if a PUB has fewer shots than requested.

    Args:
        program_id: Program of the job.
        asked_shots: The requested shots of each PUB, None if unset; None if the submission is unknown.
        body: The response body.
        max_bytes: As in `decode_result`.
        as_: The expected class, as in `decode_result`, which `check_returns` has accepted. A result that can be read
            only once is kept if decoding fails.
        whose: The job, used in messages: `job d1...`.
        dry_run: Whether the job is a dry run.

    Raises:
        ConfigurationError: The result has another class than `as_`.
        ResultDecodeError: As in `decode_result`, or the number of PUBs differs: it is another job's result, or
            truncated.
    """
    result = _decode(Source.of(program_id, body, dry_run=dry_run), max_bytes, as_)
    if as_ is not None:
        check_is_wanted(result, as_, whose=whose)
    if asked_shots is None or not isinstance(result, (SamplerResult, EstimatorResult)):
        return result
    if len(result) != len(asked_shots):
        raise ResultDecodeError(
            f"The result has {pluralize(len(result), 'PUB')}, but the job was submitted with {len(asked_shots)}.",
            program_id=program_id,
        )
    if isinstance(result, SamplerResult):
        _warn_of_missing_shots(result, asked_shots)
    return result


def _warn_of_missing_shots(result: SamplerResult, asked_shots: Sequence[int | None]) -> None:
    for number, (pub, asked) in enumerate(zip(result, asked_shots, strict=True)):
        has_bits = any(isinstance(value, Samples) for value in pub.data.values())
        if asked is not None and has_bits and pub.num_shots < asked:
            warnings.warn(
                f"PUB {number} of the result has {pluralize(pub.num_shots, 'shot')}, but {asked} were requested; it "
                "may have been truncated in transit",
                RuntimeWarning,
                stacklevel=2,
            )


def check_returns(program_id: str | None, as_: object, *, whose: str) -> None:
    """Check that a program can return a class, before fetching a result that can be fetched only once.

    Raises:
        ConfigurationError: `as_` is not a class, or the program returns another one.
    """
    made: list[type] = [
        classes[program_id or ""]
        for classes in (_CLASSES, _CLASSES_OF_VERSION_1)
        if (program_id or "") in classes
    ]
    if program_id == ExecutorResult.program_id:
        made += _ROLES
    if program_id == NoiseLearnerResult.program_id:
        made.append(NoiseLearnerV3Result)
    check_wanted(as_, program_id, made, whose=whose)


@overload
def load_result(path: str | Path, *, max_bytes: int = ..., as_: type[R]) -> R: ...


@overload
def load_result(path: str | Path, *, max_bytes: int = ..., as_: UnionType | None = ...) -> JobResult: ...


def load_result(
    path: str | Path,
    *,
    max_bytes: int = DEFAULT_RESULT_BYTES,
    as_: type[R] | UnionType | None = None,
) -> JobResult | R:
    """Read a result of any program written by `save`.

        from qrt_facade.results import SamplerResult, load_result

        result.save("bell.json.gz")
        load_result("bell.json.gz", as_=SamplerResult)[0].c.counts()      # {"00": 1, "11": 1}

    Args:
        path: The file.
        max_bytes: As in `decode_result`; also the limit on a compressed file after decompression.
        as_: The expected class of the result, as for `job.result`: the result is checked, and a type checker knows its
            class.

    Raises:
        ConfigurationError: The file does not exist, is not a saved result, or contains one of another class than `as_`.
        ResultDecodeError: The file is damaged, or larger than `max_bytes`.
    """
    return _decode_as(as_, read_source(path, max_bytes), max_bytes, whose=f"the job of {path}")


def _decode_as(as_: object, source: Source, max_bytes: int, *, whose: str) -> JobResult:
    if as_ is None:
        return _decode(source, max_bytes)
    check_returns(source.program_id, as_, whose=whose)
    result = _decode(source, max_bytes, as_)
    check_is_wanted(result, as_, whose=whose)
    return result


def _decode(source: Source, max_bytes: int, as_: object = None) -> JobResult:
    if source.program_id == ExecutorResult.program_id:
        return read_document(source, partial(_read_executor, as_=as_), max_bytes=max_bytes)
    if source.program_id in PROGRAMS:
        return read_document(source, _read_known, max_bytes=max_bytes)
    return read_document(source, _read_other, max_bytes=max_bytes, not_json=str)


def _read_known(document: Document) -> JobResult:
    """Read the result of a program with result classes, including version 1 of the primitives."""
    program_id = document.source.program_id
    if program_id == NoiseLearnerResult.program_id and is_version_3(document):
        return NoiseLearnerV3Result.of(document)
    return (version_1_of(document) or _CLASSES[program_id]).of(document)


def _read_executor(document: Document, as_: object) -> OfExecutor:
    """Read an executor job's result as that of the primitive that submitted it, unless `as_` excludes it."""
    result = ExecutorResult.of(document)
    plain = as_ is not None and is_wanted(ExecutorResult, as_)
    if plain and not any(is_wanted(role, as_) for role in _ROLES):
        return result
    found = in_role(result)
    return result if plain and not is_wanted(type(found), as_) else found


def _read_other(document: Document) -> JobResult:
    """Read the result of an unknown program, which may have the format of a primitive's result."""
    if type_of(document.root) != "PrimitiveResult":
        decoded: JobResult = document.decode(document.root)
        return decoded
    return (EstimatorResult if "evs" in names_of_fields(document) else SamplerResult).of(document)
