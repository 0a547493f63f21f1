"""From the body of a result to the values of its program."""

from __future__ import annotations

import json
import zlib
from json import JSONDecodeError
from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np

from qrt_facade._base.coerce import (
    is_list,
    is_mapping,
)
from qrt_facade.errors import ConfigurationError, ResultDecodeError
from qrt_facade.results.base import PubData, Source
from qrt_facade.results.estimator import EstimatorPubResult, EstimatorResult
from qrt_facade.results.execution_spans import plain_spans
from qrt_facade.results.hex_samples import (
    pack_body,
    pack_strings,
)
from qrt_facade.results.npy import (
    DEFAULT_BUDGET,
    Budget,
)
from qrt_facade.results.programs import read_executor, read_noise_learner
from qrt_facade.results.qiskit_json import TypedDecoder
from qrt_facade.results.sampler import SamplerPubResult, SamplerResult
from qrt_facade.results.samples import Samples
from qrt_facade.results.sparse_json import (
    Lifted,
    NotLiftedError,
    lift,
    parse,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qrt_facade.results.programs import ExecutorResult, NoiseLearnerResult

__all__ = ["decode_result"]

_PRIMITIVES = frozenset({"sampler", "estimator"})
_KNOWN = _PRIMITIVES | {"noise-learner", "executor"}
_DAMAGED = (
    KeyError,
    IndexError,
    TypeError,
    ValueError,
    AttributeError,
    OverflowError,
    RecursionError,
    zlib.error,
)


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
def decode_result(program_id: str, body: Any, *, max_bytes: int = ...) -> Any: ...


def decode_result(program_id: str, body: Any, *, max_bytes: int = DEFAULT_BUDGET) -> Any:
    """Decode what `GET /jobs/{id}/results` returned.

    Args:
        program_id: Program of the job, such as "sampler".
        body: The response body as bytes or str, or its decoded JSON.
        max_bytes: What compressed arrays may decompress to, all together.

    Returns:
        `SamplerResult`, `EstimatorResult`, `NoiseLearnerResult` or `ExecutorResult`; for another program its JSON with
        typed values decoded, or its text when it is no JSON.

    Raises:
        ResultDecodeError: The body is not what the program returns, or larger than `max_bytes` when decompressed.
    """
    if isinstance(body, str):
        body = body.encode()
    source = Source(program_id, body) if isinstance(body, bytes) else Source(program_id, None, body)
    try:
        return _decode(source, max_bytes)
    except (JSONDecodeError, UnicodeDecodeError) as error:
        text = source.to_bytes().decode(errors="replace")
        if program_id not in _KNOWN:
            return text
        message = f"The result is no JSON but {text[:200]!r}." if text else "The result is empty."
        raise ResultDecodeError(message, program_id=program_id) from error
    except ResultDecodeError as error:
        raise ResultDecodeError(str(error), program_id=program_id) from error
    except (*_DAMAGED, ConfigurationError) as error:
        message = (
            f"The result is not what the program {program_id!r} returns ({type(error).__name__}: {error})."
        )
        raise ResultDecodeError(message, program_id=program_id) from error


def _decode(source: Source, max_bytes: int) -> Any:
    if source.body is None:
        return _Decoder(source, Lifted(source.document), max_bytes).decode()
    try:
        return _Decoder(source, lift(source.body), max_bytes).decode()
    except NotLiftedError:
        return _Decoder(source, parse(source.body), max_bytes).decode()


class _Decoder:
    """Decodes one document for its program."""

    def __init__(self, source: Source, lifted: Lifted, max_bytes: int) -> None:
        self._source = source
        self._lifted = lifted
        self._budget = Budget(max_bytes)
        self._typed = TypedDecoder(lifted, self._budget)

    def decode(self) -> Any:
        document = self._lifted.document
        program = self._source.program_id
        if program in _KNOWN and isinstance(document, str):
            document = json.loads(document)  # the contract calls these results a string
        if program in _PRIMITIVES or (program not in _KNOWN and _tag(document) == "PrimitiveResult"):
            return self._primitive(document)
        if program == "executor":
            return read_executor(document, self._source, self._budget)
        decoded = self._typed.decode(document)
        if program == "noise-learner":
            return read_noise_learner(_content(decoded), self._source, self._budget)
        return decoded

    def _primitive(self, document: Mapping[str, Any]) -> SamplerResult | EstimatorResult:
        content = _content(document)
        pubs = content["pub_results" if "pub_results" in content else "results"]
        decoded = [self._pub(_content(pub)) for pub in pubs]
        metadata = self._metadata(content)
        program = self._source.program_id
        if program == "estimator" or (program != "sampler" and any("evs" in data for data, _ in decoded)):
            return EstimatorResult([EstimatorPubResult(*pub) for pub in decoded], metadata, self._source)
        return SamplerResult([SamplerPubResult(*pub) for pub in decoded], metadata, self._source)

    def _pub(self, pub: Mapping[str, Any]) -> tuple[PubData, dict[str, Any]]:
        data = _content(pub["data"])
        fields = {name: self._field(value) for name, value in data.get("fields", data).items()}
        if "fields" in data and data.get("shape") is not None:
            shape = tuple(data["shape"])
        else:
            shape = next((value.shape for value in fields.values()), ())
        kind = "field" if "evs" in fields else "classical register"
        return PubData(fields, shape, kind), self._metadata(pub)

    def _metadata(self, holder: Mapping[str, Any]) -> dict[str, Any]:
        metadata: dict[str, Any] = self._typed.decode(holder.get("metadata") or {})
        execution = metadata.get("execution")
        if is_mapping(execution) and "execution_spans" in execution:
            spans = plain_spans(execution["execution_spans"])
            metadata["execution"] = {**execution, "execution_spans": spans}
        return metadata

    def _field(self, value: Any) -> Any:
        if is_mapping(value) and "samples" in value:
            return self._register(value["samples"], value.get("num_bits"))
        decoded = self._typed.decode(value)
        return _as_numbers(decoded) if is_list(decoded) or not hasattr(decoded, "shape") else decoded

    def _register(self, samples: Any, num_bits: int | None) -> Any:
        leaf = self._lifted.leaf(samples)
        if leaf is not None:
            packed = None if num_bits is None else pack_body(leaf.body, leaf.start, leaf.stop, num_bits)
            if packed is not None and num_bits is not None:
                return Samples(packed, num_bits)
            samples = leaf.parse()
        if num_bits is None or not isinstance(_first(samples), str):
            return _as_complex(self._typed.decode(samples))
        return Samples(pack_strings(samples, num_bits), num_bits)


def _tag(value: Any) -> Any:
    return value.get("__type__") if is_mapping(value) else None


def _content(value: Mapping[str, Any]) -> Any:
    """What a typed value holds; a plain value is its own content."""
    return value["__value__"] if "__type__" in value else value


def _first(samples: Any) -> Any:
    """The first value in nested lists; a string when there is none, as classified samples are the rule."""
    while is_list(samples):
        samples = samples[0] if samples else ""
    return samples


def _as_numbers(value: Any) -> NDArray[Any]:
    array: NDArray[Any] = np.asarray(value)
    return array if array.dtype.kind == "c" else np.asarray(value, dtype=np.float64)


def _as_complex(value: Any) -> NDArray[np.complex128]:
    """Kerneled data: complex numbers, or pairs of real and imaginary part."""
    array: NDArray[Any] = np.asarray(value)
    if array.dtype.kind == "c":
        return array.astype(np.complex128, copy=False)
    pairs = np.asarray(value, dtype=np.float64)
    if pairs.shape[-1:] != (2,):
        raise ResultDecodeError(
            f"Kerneled data are complex numbers or pairs, not numbers of shape {pairs.shape}."
        )
    return np.ascontiguousarray(pairs).view(np.complex128)[..., 0]
