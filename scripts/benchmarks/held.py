"""Peak memory while decoding a result; its body counts once, because the result keeps it."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks import bodies
from benchmarks.measuring import allocated, fresh
from benchmarks.table import Row, row
from benchmarks.values import by_peer_from_plain, by_peer_from_typed, by_us

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.measuring import Effort

_FORMS: Final = {"plain": (bodies.plain, 43.1), "typed": (bodies.typed, 27.0)}
"""The format of each result, and the bytes per shot in it if all outcomes differ."""

_READERS: Final[dict[str, Callable[[bytes], Any]]] = {
    "ours": by_us,
    "plain": by_peer_from_plain,
    "typed": by_peer_from_typed,
}


def decoding(effort: Effort) -> list[Row]:
    """Peak memory, including the body, while decoding results of 500 MB, each in a new process."""
    size = effort.size(500_000_000, 2_000_000)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        return [made for form in _FORMS for made in _held(form, size, f"{folder}/{form}.json")]


def _held(form: str, size: int, path: str) -> list[Row]:
    _alone("make", form, size, path)
    body = float(Path(path).stat().st_size)
    what = f"{form} result of {size // 1_000_000} MB: peak memory while decoding"
    resident = {
        "ours": [_alone("resident", "ours", path)],
        "RuntimeDecoder": [_alone("resident", form, path)],
    }
    traced = {"ours": [_alone("traced", "ours", path)]}
    limit = {"the body": [body]}
    return [
        row(
            f"{what}, resident", resident | limit, peer="RuntimeDecoder", limit="the body", unit="byte",
            aims={"limit": 2},
        ),
        row(f"{what}, allocated", traced | limit, limit="the body", unit="byte", aims={"limit": 2}),
    ]  # fmt: skip


def _alone(function: str, *arguments: str | int) -> float:
    return fresh(f"from benchmarks import held\nprint(held.{function}{arguments!r})")


def make(form: str, size: int, path: str) -> int:
    """Write a body of about this many bytes to a file, and return its size."""
    write, each = _FORMS[form]
    return Path(path).write_bytes(write(bodies.all_distinct(int(size / each))))


def resident(reader: str, path: str) -> int:
    """Return the size of a body, and the growth of resident memory beyond it while decoding."""
    body = Path(path).read_bytes()
    before = _high_water()
    result = _READERS[reader](body)
    grown = _high_water() - before
    del result
    return len(body) + grown


def traced(reader: str, path: str) -> int:
    """Return the size of a body, and the peak of allocated memory while decoding it."""
    body = Path(path).read_bytes()
    return len(body) + allocated(lambda: _READERS[reader](body))


def _high_water() -> int:
    """Return the peak resident memory of this process; `ru_maxrss` starts with that of the process before `exec`.

    Raises:
        RuntimeError: The system is not Linux.
    """
    try:
        status = Path("/proc/self/status").read_text()
    except OSError as error:
        raise RuntimeError("peak resident memory can only be read on Linux") from error
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    if found is None:
        raise RuntimeError("the system does not report peak resident memory")
    return int(found[1]) * 1024
