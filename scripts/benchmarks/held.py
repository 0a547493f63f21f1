"""How much memory a result takes while it is decoded; its body is counted once, since the result keeps it."""

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
"""How each is written, and the bytes of a shot in it when no outcome comes twice."""

_READERS: Final[dict[str, Callable[[bytes], Any]]] = {
    "ours": by_us,
    "plain": by_peer_from_plain,
    "typed": by_peer_from_typed,
}


def decoding(effort: Effort) -> list[Row]:
    """The peak of memory, body included, while results of 500 MB are decoded, each in a process of its own."""
    size = effort.size(500_000_000, 2_000_000)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        return [made for form in _FORMS for made in _held(form, size, f"{folder}/{form}.json")]


def _held(form: str, size: int, path: str) -> list[Row]:
    _alone("make", form, size, path)
    body = float(Path(path).stat().st_size)
    what = f"{form} result of {size // 1_000_000} MB: peak while it is decoded"
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
    """Write a body of about so many bytes to a file, and return how many they are."""
    write, each = _FORMS[form]
    return Path(path).write_bytes(write(bodies.all_distinct(int(size / each))))


def resident(reader: str, path: str) -> int:
    """The bytes of a body, and by how much the resident memory grew beyond them while it was decoded."""
    body = Path(path).read_bytes()
    before = _high_water()
    result = _READERS[reader](body)
    grown = _high_water() - before
    del result
    return len(body) + grown


def traced(reader: str, path: str) -> int:
    """The bytes of a body, and the most that were allocated at any one time while it was decoded."""
    body = Path(path).read_bytes()
    return len(body) + allocated(lambda: _READERS[reader](body))


def _high_water() -> int:
    """The most resident memory that this process has had; `ru_maxrss` begins with that of the process before `exec`.

    Raises:
        RuntimeError: The system is not Linux.
    """
    try:
        status = Path("/proc/self/status").read_text()
    except OSError as error:
        raise RuntimeError("the peak of resident memory is only read on Linux") from error
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    if found is None:
        raise RuntimeError("the system does not say the peak of resident memory")
    return int(found[1]) * 1024
