"""The PUBs in a primitive's result, plain or in Qiskit's typed encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from qrt_facade._base.coerce import is_list, is_mapping
from qrt_facade.errors import ResultDecodeError
from qrt_facade.results.base import PubData
from qrt_facade.results.bounds import checked_shape, checked_width, shown
from qrt_facade.results.document import content_of
from qrt_facade.results.execution_spans import plain_spans
from qrt_facade.results.hex_samples import pack_body, pack_strings
from qrt_facade.results.samples import Samples

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qrt_facade.results.document import Document


def read_pubs(document: Document) -> tuple[list[tuple[PubData[Any], dict[str, Any]]], dict[str, Any]]:
    """Decode the data and the metadata of each PUB, and the metadata of the job."""
    content, pubs = _pubs_of(document)
    decoded = [(_data(document, pub), _metadata(document, pub)) for pub in pubs]
    return decoded, _metadata(document, content)


def names_of_fields(document: Document) -> set[str]:
    """Return the names of the data of all PUBs, without decoding any."""
    _, pubs = _pubs_of(document)
    return {name for pub in pubs for name in _fields_of(content_of(pub["data"]))}


def _pubs_of(document: Document) -> tuple[Mapping[str, Any], list[Any]]:
    content = content_of(document.root)
    if not is_mapping(content):
        raise _format_error(document, f"it is a {type(content).__name__}")
    pubs = content.get("pub_results", content.get("results"))
    if not is_list(pubs):
        fields = ", ".join(sorted(map(str, content))[:10]) or "none"
        raise _format_error(document, f"it has no list of PUBs in results or pub_results; its keys: {fields}")
    found = list(map(content_of, pubs))
    for number, pub in enumerate(found):
        if not is_mapping(pub) or not is_mapping(content_of(pub.get("data"))):
            raise _format_error(document, f"PUB {number} has no data")
    return content, found


def _format_error(document: Document, why: str) -> ResultDecodeError:
    program = document.source.program_id
    return ResultDecodeError(f"The result does not have the format of the program {program!r}: {why}.")


def _fields_of(data: Mapping[str, Any]) -> Mapping[str, Any]:
    fields: Mapping[str, Any] = data.get("fields", data)
    return fields


def _data(document: Document, pub: Mapping[str, Any]) -> PubData[Any]:
    data = content_of(pub["data"])
    fields = {name: _field(document, value) for name, value in _fields_of(data).items()}
    if document.source.dry_run:
        fields = {name: _marked_as_dry_run(value) for name, value in fields.items()}
    if "fields" in data and data.get("shape") is not None:
        shape = checked_shape(data["shape"])
    else:
        shape = next((value.shape for value in fields.values()), ())
    check_registers(fields)
    kind = "field" if "evs" in fields else "classical register"
    return PubData(fields, shape, kind, dry_run=document.source.dry_run)


def check_registers(fields: Mapping[str, Any]) -> None:
    """Check that all registers have the same shots and shape, which a truncated list does not."""
    sizes = {
        name: (*field.shape, field.num_shots) for name, field in fields.items() if isinstance(field, Samples)
    }
    if len(set(sizes.values())) > 1:
        raise ResultDecodeError(
            f"The registers of one PUB or item have different shots or shapes: {shown(sizes)}."
        )


def _metadata(document: Document, holder: Mapping[str, Any]) -> dict[str, Any]:
    metadata: dict[str, Any] = document.decode(holder.get("metadata") or {})
    execution = metadata.get("execution")
    if is_mapping(execution) and "execution_spans" in execution:
        spans = plain_spans(execution["execution_spans"])
        metadata["execution"] = {**execution, "execution_spans": spans}
    return document.marked(metadata)


def _marked_as_dry_run(value: Any) -> Any:
    """Mark data as that of a dry run; arrays cannot carry a mark."""
    return Samples(value.array, value.num_bits, dry_run=True) if isinstance(value, Samples) else value


def _field(document: Document, value: Any) -> Any:
    if is_mapping(value) and "samples" in value:
        return _register(document, value["samples"], value.get("num_bits"))
    decoded = document.decode(value)
    return _as_numbers(decoded) if is_list(decoded) or not hasattr(decoded, "shape") else decoded


def _register(document: Document, samples: Any, declared: Any) -> Samples | NDArray[np.complex128]:
    leaf = document.leaf(samples)
    num_bits = None if declared is None else checked_width(declared)
    if leaf is not None:
        packed = (
            None
            if num_bits is None
            else pack_body(leaf.body, leaf.start, leaf.stop, num_bits, document.budget)
        )
        if packed is not None and num_bits is not None:
            return Samples(packed, num_bits)
        samples = leaf.parse()
    if num_bits is None or not isinstance(_first(samples), str):
        return _as_complex(document.decode(samples))
    return Samples(pack_strings(samples, num_bits, document.budget if leaf is None else None), num_bits)


def _first(samples: Any) -> Any:
    """Return the first value in nested lists; a string if there is none, as for classified samples."""
    while is_list(samples):
        samples = samples[0] if samples else ""
    return samples


def _as_numbers(value: Any) -> NDArray[Any]:
    """Convert to real or complex numbers. NumPy must not infer the type: text arrays are as wide as the widest item."""
    if not _has_arrays(value):
        if (kind := _non_number_in(value)) is not None:
            raise ResultDecodeError(f"A list of numbers contains a {kind.__name__}.")
        try:
            return np.asarray(value, dtype=np.float64)
        except TypeError:
            return np.asarray(value, dtype=np.complex128)
    array: NDArray[Any] = np.asarray(value)
    return array if array.dtype.kind == "c" else array.astype(np.float64)


def _non_number_in(value: Any) -> type[Any] | None:
    """Return the type of strings or bools in nested lists, which NumPy would convert to numbers."""
    if not is_list(value):
        return type(value) if isinstance(value, (str, bool)) else None
    kinds = set(map(type, value))
    wrong = kinds & {str, bool}
    if not wrong and kinds & {list, tuple}:
        wrong = {kind for item in value if (kind := _non_number_in(item)) is not None}
    return next(iter(wrong), None)


def _has_arrays(value: Any) -> bool:
    """Return whether lists contain arrays; NumPy would drop the imaginary parts of complex ones."""
    return is_list(value) and any(isinstance(item, np.ndarray) or _has_arrays(item) for item in value[:1])


def _as_complex(value: Any) -> NDArray[np.complex128]:
    """Convert kerneled data: complex numbers, or pairs of real and imaginary part."""
    pairs = _as_numbers(value)
    if pairs.dtype.kind == "c":
        return pairs.astype(np.complex128, copy=False)
    if pairs.shape[-1:] != (2,):
        raise ResultDecodeError(
            f"Kerneled data must be complex numbers or pairs, not numbers of shape {pairs.shape}."
        )
    return np.ascontiguousarray(pairs).view(np.complex128)[..., 0]
