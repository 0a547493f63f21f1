"""Store results in NumPy's .npz format: the arrays for any program, and the complete result for this package.

For a sampler's or an executor's result there is a bool array for each classical register, of shape (*shape, shots,
bits), where `numpy.load(path)["c"][..., k]` is the bit `c[k]`; for an estimator's result, `evs`, `stds` and the other
arrays that the service sends. In a result of several PUBs each name is prefixed with the PUB's number: `0.c`, `1.c`. A
register of more than 2**28 bits in total is packed, eight to a byte, like `Samples.array`: `c.packed`. Two additional
byte arrays start with `qrt.`: the result as sent by the service (`qrt.body`), from which the typed result is decoded
again without loss, and the information needed for that, as JSON (`qrt.about`).
"""

from __future__ import annotations

import io
import json
import math
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qrt_facade._base.coerce import is_mapping
from qrt_facade.errors import ResultDecodeError
from qrt_facade.results.decoding import decode_result
from qrt_facade.results.estimator import EstimatorResult
from qrt_facade.results.executor import ExecutorResult
from qrt_facade.results.sampler import SamplerResult
from qrt_facade.results.samples import Samples

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from qrt_facade.results.decoding import JobResult

_BODY: Final = "qrt.body"
_ABOUT: Final = "qrt.about"
_LARGEST_ABOUT: Final = 1 << 20
_MOST_UNPACKED: Final = 1 << 28
_LEVEL: Final = 1
"""Deflate level: measured bits do not get much smaller with more effort."""

_DAMAGED: Final = (
    OSError,
    EOFError,
    KeyError,
    ValueError,
    TypeError,
    zlib.error,
    struct.error,
    zipfile.BadZipFile,
    RuntimeError,  # an entry marked as encrypted, or with an unknown compression
    OverflowError,
)
"""Exceptions that NumPy and zipfile raise for a truncated, modified or unrelated file."""


def archive_of(body: bytes, result: JobResult, *, program_id: str, job_id: str, dry_run: bool) -> bytes:
    """Return the content of a file with a result.

    Args:
        body: The result as sent by the service.
        result: The same result, decoded.
        program_id: The program.
        job_id: The job.
        dry_run: Whether the job was a dry run, which makes the values random.
    """
    about = {"program": program_id, "job": job_id, "dry_run": dry_run, "version": 1}
    content = io.BytesIO()
    # Not numpy.savez, because registers may have the names of its own arguments, such as `file`.
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as file:
        for name, array in _arrays(result):
            _write(file, name, array)
        _write(file, _BODY, np.frombuffer(body, dtype=np.uint8))
        _write(file, _ABOUT, np.frombuffer(json.dumps(about).encode(), dtype=np.uint8))
    return content.getvalue()


def _write(file: zipfile.ZipFile, name: str, array: NDArray[Any]) -> None:
    # Without a timestamp, equal results give equal files.
    entry = zipfile.ZipInfo(f"{name}.npy")
    entry.compress_type = zipfile.ZIP_DEFLATED
    with file.open(entry, "w", force_zip64=True) as stream:
        np.lib.format.write_array(stream, array, allow_pickle=False)


def result_in(content: bytes, *, job_id: str | None, max_bytes: int) -> JobResult:
    """Decode the result in the content of a file written by `archive_of`.

    Args:
        content: The content of the file.
        job_id: The job that the result must belong to; None for any.
        max_bytes: Limit on the size of its arrays, and of the body after decompression.

    Raises:
        ResultDecodeError: The file is truncated, damaged, too large, or belongs to another job.
    """
    try:
        about = _about(content)
        body = _bytes_in(content, _BODY, max_bytes)
    except _DAMAGED as error:
        raise ResultDecodeError(f"The stored result is damaged ({type(error).__name__}: {error}).") from error
    if job_id is not None and about.get("job") != job_id:
        raise ResultDecodeError(f"The stored result belongs to job {about.get('job')}, not to {job_id}.")
    program_id = str(about.get("program") or "")
    return decode_result(program_id, body, max_bytes=max_bytes, dry_run=about.get("dry_run") is True)


def _about(content: bytes) -> Mapping[str, Any]:
    about = json.loads(_bytes_in(content, _ABOUT, _LARGEST_ABOUT))
    if not is_mapping(about) or about.get("version") != 1:
        raise ValueError("it was not written by this version")
    return about


def _bytes_in(content: bytes, name: str, most: int) -> bytes:
    """Return an array of bytes, checking its size first, since a few bytes of a zip file can expand to gigabytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        size = file.getinfo(f"{name}.npy").file_size
    if size > most + 4096:  # the header of the array
        raise ResultDecodeError(
            f"The stored result is larger than the limit of {most} bytes; use a client with a higher max_result_bytes."
        )
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        found: NDArray[np.uint8] = arrays[name]
    return found.tobytes()


def _arrays(result: JobResult) -> Iterator[tuple[str, NDArray[Any]]]:
    """Yield the arrays of a result with their names; none for other programs, whose files contain only the body."""
    if not isinstance(result, (SamplerResult, EstimatorResult, ExecutorResult)):
        return
    several = len(result) > 1
    for number, pub in enumerate(result):
        data: Mapping[str, object] = pub.data
        for name, value in data.items():
            full = f"{number}.{name}" if several else name
            if isinstance(value, Samples):
                if value.array.shape[-1] * 8 * value.num_shots * math.prod(value.shape) <= _MOST_UNPACKED:
                    yield full, value.bits()
                else:
                    yield f"{full}.packed", value.array
            elif isinstance(value, np.ndarray) and value.dtype.kind != "O" and not name.startswith("qrt."):
                yield full, value
