"""A result in one file of NumPy's form .npz: its arrays for every program that reads such files, and all of it for ours.

Of a sampler's or an executor's result there is an array for each classical register, bool of shape
(*shape, shots, bits), where `numpy.load(path)["c"][..., k]` is the bit `c[k]`; of an estimator's `evs`, `stds` and what else the
service sends. In a result of several PUBs each name has the PUB's number before it: `0.c`, `1.c`. A register of more than
2**28 bits in all is packed, eight to a byte, as `Samples.array` is: `c.packed`. The names of two further arrays of bytes
begin with `qrt.`: the result as the service sent it (`qrt.body`), from which the typed result is decoded again
without loss, and what is to be known for that, as JSON (`qrt.about`).
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
"""Of deflate: bits of measurements do not get much smaller with more effort."""

_DAMAGED: Final = (
    OSError,
    EOFError,
    KeyError,
    ValueError,
    TypeError,
    zlib.error,
    struct.error,
    zipfile.BadZipFile,
    RuntimeError,  # an entry that is said to be encrypted, or packed in a way that is not known
    OverflowError,
)
"""What NumPy and zipfile raise for a file that is cut, changed or of another kind."""


def archive_of(body: bytes, result: JobResult, *, program_id: str, job_id: str, dry_run: bool) -> bytes:
    """Return the content of a file with a result.

    Args:
        body: The result as the service sent it.
        result: The same, decoded.
        program_id: The program.
        job_id: The job.
        dry_run: Whether the job was a dry run, so that the values are random.
    """
    about = {"program": program_id, "job": job_id, "dry_run": dry_run, "version": 1}
    content = io.BytesIO()
    # Not by numpy.savez, whose own arguments are names that a register may have: `file`.
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as file:
        for name, array in _arrays(result):
            _write(file, name, array)
        _write(file, _BODY, np.frombuffer(body, dtype=np.uint8))
        _write(file, _ABOUT, np.frombuffer(json.dumps(about).encode(), dtype=np.uint8))
    return content.getvalue()


def _write(file: zipfile.ZipFile, name: str, array: NDArray[Any]) -> None:
    # Without a moment of its own, the same result is the same file.
    entry = zipfile.ZipInfo(f"{name}.npy")
    entry.compress_type = zipfile.ZIP_DEFLATED
    with file.open(entry, "w", force_zip64=True) as stream:
        np.lib.format.write_array(stream, array, allow_pickle=False)


def result_in(content: bytes, *, job_id: str | None, max_bytes: int) -> JobResult:
    """Decode the result in the content of a file that `archive_of` made.

    Args:
        content: The content of the file.
        job_id: The job whose result it has to be; None for any.
        max_bytes: What its arrays may take, and what the body may decompress to.

    Raises:
        ResultDecodeError: It is cut, damaged, too large, or another job's.
    """
    try:
        about = _about(content)
        body = _bytes_in(content, _BODY, max_bytes)
    except _DAMAGED as error:
        raise ResultDecodeError(f"The stored result is damaged ({type(error).__name__}: {error}).") from error
    if job_id is not None and about.get("job") != job_id:
        raise ResultDecodeError(f"The stored result is that of job {about.get('job')}, not of {job_id}.")
    program_id = str(about.get("program") or "")
    return decode_result(program_id, body, max_bytes=max_bytes, dry_run=about.get("dry_run") is True)


def _about(content: bytes) -> Mapping[str, Any]:
    about = json.loads(_bytes_in(content, _ABOUT, _LARGEST_ABOUT))
    if not is_mapping(about) or about.get("version") != 1:
        raise ValueError("it was not written by this version")
    return about


def _bytes_in(content: bytes, name: str, most: int) -> bytes:
    """Return an array of bytes; a few bytes of a zip file can stand for gigabytes, so its size is looked at first."""
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
    """Iterate over the arrays of a result with their names; of other programs there are none, only the body."""
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
