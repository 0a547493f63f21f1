"""What an install without extras brings along."""

from __future__ import annotations

from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.table import Aim, Row, Series

if TYPE_CHECKING:
    from benchmarks.measuring import Effort

_PEER = "qiskit-ibm-runtime"


def weight(effort: Effort) -> list[Row]:  # noqa: ARG001 - there is nothing to repeat
    """Distributions and megabytes on disk, compiled modules included, counted in this environment."""
    found = {name: closure(name) for name in ("qrt-facade", "httpx", _PEER)}
    counts = {name: Series(name, (float(len(parts)),)) for name, parts in found.items()}
    sizes = {name: Series(name, (sum(map(megabytes, parts.values())),)) for name, parts in found.items()}
    return [
        Row(
            "distributions installed",
            "",
            counts["qrt-facade"],
            counts[_PEER],
            counts["httpx"],
            (Aim("value", 12),),
        ),
        Row("size installed", "MB", sizes["qrt-facade"], sizes[_PEER], sizes["httpx"]),
    ]


def closure(name: str) -> dict[str, Distribution]:
    """The distribution of that name and everything it needs without extras on this platform."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    found: dict[str, Distribution] = {}
    waiting: list[tuple[str, frozenset[str]]] = [(name, frozenset())]
    seen = set(waiting)
    while waiting:
        wanted, extras = waiting.pop()
        part = found.setdefault(canonicalize_name(wanted), distribution(wanted))
        for text in part.requires or ():
            needed = Requirement(text)
            if needed.marker and not any(needed.marker.evaluate({"extra": e}) for e in extras or {""}):
                continue
            step = (needed.name, frozenset(needed.extras))
            if step not in seen:
                seen.add(step)
                waiting.append(step)
    return found


def megabytes(part: Distribution) -> float:
    """What a distribution takes on disk."""
    paths = [file.locate() for file in part.files or ()]
    return sum(path.stat().st_size for path in map(_path, paths) if path.is_file()) / 1e6


def _path(located: object) -> Path:
    return Path(str(located))
