"""The public names of two trees of this project, compared by griffe: the second judge of what breaks users.

The first compares documents. This one knows nothing of them: it reads the Python code of `qrt_client` and of
`qrt_facade`, without importing it, and finds what goes, and arguments that go, move or become required. It does not
compare types.
"""

from __future__ import annotations

import io
import json
import logging
import subprocess
import tarfile
import textwrap
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import griffe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Each package, and where in a tree it may be.
PACKAGES: Final = {"qrt_client": ("generated", "."), "qrt_facade": (".",)}
_WIDTH: Final = 80
# What a package says about its own origin is meant to change; code that differs in it still runs.
_OWN: Final = frozenset({"API_VERSION", "OPERATIONS", "__version__"})


class SymbolError(ValueError):
    """A tree without the packages, or a git reference that does not exist."""


@dataclass(frozen=True)
class Broken:
    """One public name that no longer works as it did.

    Attributes:
        symbol: Such as ``qrt_client.models.JobStatus``.
        kind: What griffe calls it, such as ``Public object was removed``.
        was: What was there, as far as griffe says it.
        now: What is there.
    """

    symbol: str
    kind: str
    was: str
    now: str


def unpacked(tree: str, folder: Path, repository: Path) -> Path:
    """Return the folder of a tree: `tree` itself, or what the git reference of that name has, written into `folder`.

    Raises:
        SymbolError: it is neither a folder nor a reference.
    """
    if Path(tree).is_dir():
        return Path(tree)
    command = ["git", "-C", str(repository), "archive", "--end-of-options", tree, "generated", "qrt_facade"]
    try:
        packed = subprocess.run(command, capture_output=True, check=True)
    except subprocess.CalledProcessError as error:
        words = error.stderr.decode(errors="replace").strip().splitlines()
        raise SymbolError(
            f"{tree!r} is neither a folder nor a git reference: {words[-1] if words else ''}"
        ) from error
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def broken_symbols(old: Path, new: Path) -> list[Broken]:
    """Return what griffe calls breaking between two trees, for each of the packages that both have.

    Raises:
        SymbolError: the trees have none of the packages in common.
    """
    roots = [(name, _root(old, name), _root(new, name)) for name in PACKAGES]
    common = [(name, before, after) for name, before, after in roots if before and after]
    if not common:
        raise SymbolError(f"{old} and {new} have none of {', '.join(PACKAGES)} in common")
    found = [broken for name, before, after in common for broken in _package(name, before, after)]
    # A name that is imported in several places is the same one.
    return sorted(dict.fromkeys(found), key=lambda broken: (broken.symbol, broken.kind))


def _root(tree: Path, name: str) -> Path | None:
    return next(
        (tree / place for place in PACKAGES[name] if (tree / place / name / "__init__.py").is_file()), None
    )


def _package(name: str, old: Path, new: Path) -> Iterator[Broken]:
    logging.getLogger("griffe").setLevel(logging.ERROR)  # names of other packages stay unresolved
    before, after = (
        # Not from the working directory, where a package of the same name may be.
        griffe.load(name, search_paths=[root], allow_inspection=False, try_relative_path=False)
        for root in (old, new)
    )
    for breakage in griffe.find_breaking_changes(before, after):
        found = breakage.as_dict()
        symbol = str(found["object_path"])
        if symbol.rpartition(".")[2] not in _OWN:
            yield Broken(symbol, breakage.kind.value, _words(breakage.old_value), _words(breakage.new_value))


def _words(value: object) -> str:
    """Return a value of griffe's in a word or two; objects by their names."""
    if value is None:
        return "-"
    name = getattr(value, "name", None)
    return name if isinstance(name, str) else str(value)


def symbols_as_json(found: Sequence[Broken]) -> str:
    """Return what breaks as a JSON list of objects."""
    return json.dumps([asdict(broken) for broken in found], indent=2)


def symbols_as_text(found: Sequence[Broken]) -> str:
    """Return what breaks in lines of at most 80 columns, under what happened to it."""
    if not found:
        return "No public name breaks."
    lines: list[str] = []
    for kind in sorted({broken.kind for broken in found}):
        lines += ["", kind] if lines else [kind]
        for broken in found:
            if broken.kind == kind:
                words = f"{broken.symbol}: {broken.was} -> {broken.now}"
                lines += textwrap.wrap(words, _WIDTH, initial_indent="  ", subsequent_indent="    ")
    return "\n".join([*lines, "", f"{len(found)} public names break"])
