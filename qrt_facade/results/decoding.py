"""The result of a job of any program, from its body or from a file."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, overload

from qrt_facade._base.arguments import check_text, checked_whole
from qrt_facade._base.redaction import described
from qrt_facade._service.limits import DEFAULT_RESULT_BYTES
from qrt_facade.errors import ConfigurationError, ResultDecodeError
from qrt_facade.results.document import PROGRAMS, read_document, type_of
from qrt_facade.results.estimator import EstimatorResult
from qrt_facade.results.executor import ExecutorResult
from qrt_facade.results.noise_learner import NoiseLearnerResult
from qrt_facade.results.pubs import names_of_fields
from qrt_facade.results.sampler import SamplerResult
from qrt_facade.results.samples import Samples
from qrt_facade.results.storage import Source, read_source
from qrt_facade.results.version1 import EstimatorResultV1, SamplerResultV1, version_1_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qrt_facade.results.base import StoredResult
    from qrt_facade.results.document import Document

JobResult: TypeAlias = (
    SamplerResult
    | EstimatorResult
    | NoiseLearnerResult
    | ExecutorResult
    | SamplerResultV1
    | EstimatorResultV1
    | dict[str, Any]
    | list[Any]
    | str
)
"""What a job may result in: an object of its program's class, and of other programs JSON or text."""

R = TypeVar("R")

_CLASSES: dict[str, type[StoredResult]] = {
    cls.program_id: cls for cls in (SamplerResult, EstimatorResult, NoiseLearnerResult, ExecutorResult)
}


@overload
def decode_result(program_id: Literal["sampler"], body: Any, *, max_bytes: int = ...) -> SamplerResult: ...


@overload
def decode_result(
    program_id: Literal["estimator"], body: Any, *, max_bytes: int = ...
) -> EstimatorResult: ...


@overload
def decode_result(
    program_id: Literal["noise-learner"], body: Any, *, max_bytes: int = ...
) -> NoiseLearnerResult: ...


@overload
def decode_result(program_id: Literal["executor"], body: Any, *, max_bytes: int = ...) -> ExecutorResult: ...


@overload
def decode_result(program_id: str, body: Any, *, max_bytes: int = ...) -> JobResult: ...


def decode_result(program_id: str, body: Any, *, max_bytes: int = DEFAULT_RESULT_BYTES) -> Any:
    """Decode what `GET /jobs/{id}/results` returned.

    Args:
        program_id: Program of the job, such as "sampler".
        body: The response body as bytes or str, or its decoded JSON.
        max_bytes: What the arrays may take, all together: what compressed ones decompress to, and packed samples.
            1 GiB when not given.

    Returns:
        `SamplerResult`, `EstimatorResult`, `NoiseLearnerResult` or `ExecutorResult`; of old jobs, which ran version 1 of
        the primitives, `SamplerResultV1` or `EstimatorResultV1`; for another program its JSON with typed values decoded,
        or its text when it is not JSON.

    Raises:
        ConfigurationError: `program_id` is not text, or `max_bytes` not a whole number.
        ResultDecodeError: The body is not what the program returns, its arrays are larger than `max_bytes`, or the body
            declares sizes that are out of proportion to it.
    """
    check_text(program_id=program_id)
    checked_whole("max_bytes", max_bytes)
    return _decode(Source.of(program_id or "", body), max_bytes)


def decode_result_of(
    program_id: str, asked_shots: Sequence[int | None] | None, body: bytes, *, max_bytes: int
) -> Any:
    """Decode the result of a job whose submission is known; a PUB with fewer shots than were asked for is warned of.

    Args:
        program_id: Program of the job.
        asked_shots: The shots of each PUB, None where none were set; None if the submission is not known.
        body: The response body.
        max_bytes: As for `decode_result`.

    Raises:
        ResultDecodeError: As by `decode_result`, or it has another number of PUBs: it is another job's, or was cut.
    """
    result = decode_result(program_id, body, max_bytes=max_bytes)
    if asked_shots is None or not isinstance(result, (SamplerResult, EstimatorResult)):
        return result
    if len(result) != len(asked_shots):
        raise ResultDecodeError(
            f"The result has {len(result)} PUBs, but the job was submitted with {len(asked_shots)}.",
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
                f"PUB {number} of the result has {pub.num_shots} shots, but {asked} were asked for; was it cut on the way?",
                RuntimeWarning,
                stacklevel=2,
            )


def narrowed(result: object, as_: type[R], *, job_id: str) -> R:
    """Return a result as what it is wanted as.

    Raises:
        ConfigurationError: It is something else.
    """
    if isinstance(result, as_):
        return result
    raise ConfigurationError(
        f"the result of job {job_id} is of the type {type(result).__name__}, not {as_.__name__}; leave out as_="
    )


def check_wanted(as_: object, program_id: str | None, *, job_id: str) -> None:
    """Check that a program may return a certain class, before a result is fetched that can be fetched once.

    Raises:
        ConfigurationError: It is not a class, or the program returns another one.
    """
    if not isinstance(as_, type):
        raise ConfigurationError(
            f"as_={described(as_)} is not a class; accepted: a class such as SamplerResult"
        )
    made = _CLASSES.get(program_id or "")
    if made is not None and not issubclass(made, as_):
        raise ConfigurationError(
            f"job {job_id} ran the program {program_id}, whose result is of the type {made.__name__}, not {as_.__name__}"
        )


def load_result(path: str | Path, *, max_bytes: int = DEFAULT_RESULT_BYTES) -> Any:
    """Read a result that `save` wrote, of any program.

    Args:
        path: The file.
        max_bytes: As for `decode_result`, and what a compressed file may decompress to.

    Raises:
        ConfigurationError: The file does not exist, or is not a saved result.
        ResultDecodeError: The file is damaged, or larger than `max_bytes`.
    """
    return _decode(read_source(path, max_bytes), max_bytes)


def _decode(source: Source, max_bytes: int) -> Any:
    if source.program_id in PROGRAMS:
        return read_document(source, _read_known, max_bytes=max_bytes)
    return read_document(source, _read_other, max_bytes=max_bytes, not_json=str)


def _read_known(document: Document) -> StoredResult:
    """The result of a program whose results have classes, of version 1 of the primitives too."""
    return (version_1_of(document) or _CLASSES[document.source.program_id]).of(document)


def _read_other(document: Document) -> Any:
    """The result of a program that is not known, which may still be that of a primitive."""
    if type_of(document.root) != "PrimitiveResult":
        return document.decode(document.root)
    return (EstimatorResult if "evs" in names_of_fields(document) else SamplerResult).of(document)
