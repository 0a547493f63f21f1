"""Branch coverage by package, from coverage.py's report."""

from __future__ import annotations

import ast
import json
from collections import defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EMULATOR = "emulator"
WRITTEN, DERIVED = "_async", "_sync"
"""The clients as written, and as derived by scripts/unasync.py: both contain the same decisions."""
TOP = "qrt_facade"
"""The row for modules directly in the package."""


class File(NamedTuple):
    """The branches of a file, and which of them tests took.

    Attributes:
        path: Relative to the root of the project.
        branches: Number of branches.
        taken: Number of branches that tests took.
        lines: Lines that no test ran.
        untaken: Branches that no test took, each with the line it leaves and the line it leads to; a negative one is
            the end of the block that begins there.
    """

    path: str
    branches: int
    taken: int
    lines: list[int]
    untaken: list[tuple[int, int]]


class Package(NamedTuple):
    """The branches of a package, and which of them tests took."""

    name: str
    files: list[File]

    @property
    def branches(self) -> int:
        """Return the number of branches."""
        return sum(file.branches for file in self.files)

    @property
    def taken(self) -> int:
        """Return the number of branches that tests took."""
        return sum(file.taken for file in self.files)

    @property
    def per_cent(self) -> float:
        """Return the percentage of branches that tests took; 100 if there are none."""
        return 100 * self.taken / self.branches if self.branches else 100.0


def by_package(report: Path) -> list[Package]:
    """Parse the JSON report of coverage.py; the packages are sorted by name, the emulator last."""
    packages: dict[str, list[File]] = defaultdict(list)
    files: dict[str, dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))["files"]
    for path, measured in sorted(files.items()):
        _, package, *inner = path.replace("\\", "/").split("/")
        summary = measured["summary"]
        packages[package if inner else TOP].append(
            File(
                path,
                summary["num_branches"],
                summary["covered_branches"],
                measured["missing_lines"],
                [(line, target) for line, target in measured["missing_branches"]],
            )
        )
    return sorted(
        (Package(name, of) for name, of in packages.items()),
        key=lambda package: (package.name == EMULATOR, package.name),
    )


def of_facade(packages: list[Package]) -> Package:
    """Combine all packages except the emulator."""
    return Package(
        "facade", [file for package in packages if package.name != EMULATOR for file in package.files]
    )


def as_written(packages: list[Package], root: Path) -> Package:
    """Combine the facade with each branch of the clients counted once: as taken if taken in `_async` or `_sync`.

    Args:
        packages: The packages.
        root: The root of the project.
    """
    derived = {file.path: file for package in packages if package.name == DERIVED for file in package.files}
    files = []
    for package in packages:
        if package.name == WRITTEN:
            twins = ((file, derived.get(file.path.replace(WRITTEN, DERIVED))) for file in package.files)
            files += [file if twin is None else _joined(file, twin, root) for file, twin in twins]
        elif package.name not in {DERIVED, EMULATOR}:
            files += package.files
    return Package("as written", files)


def _joined(written: File, derived: File, root: Path) -> File:
    """Return a file with the branches that tests took in it or in its derived counterpart."""
    lines = _counterparts(root / written.path, root / derived.path)
    unrun, untaken = set(derived.lines), set(derived.untaken)

    def counterpart(line: int) -> int | None:
        return lines.get(line) if line > 0 else -lines[-line] if -line in lines else None

    left = [
        (line, target)
        for line, target in written.untaken
        if None in {counterpart(line), counterpart(target)}
        or (counterpart(line), counterpart(target)) in untaken
    ]
    still = [line for line in written.lines if lines.get(line) is None or lines[line] in unrun]
    return File(written.path, written.branches, written.branches - len(left), still, left)


def _counterparts(written: Path, derived: Path) -> dict[int, int]:
    """Map the line of each statement to its line in the derived file; omit statements that only one of them has."""
    ours, theirs = list(_statements(written)), list(_statements(derived))
    matcher = SequenceMatcher(None, [kind for kind, _ in ours], [kind for kind, _ in theirs], autojunk=False)
    return {
        ours[block.a + place][1]: theirs[block.b + place][1]
        for block in matcher.get_matching_blocks()
        for place in range(block.size)
    }


def _statements(file: Path) -> Iterator[tuple[str, int]]:
    """Return the kind and the line of each statement, in order; `async with` counts as `with`."""

    def below(node: ast.AST) -> Iterator[tuple[str, int]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.stmt | ast.ExceptHandler):
                yield type(child).__name__.removeprefix("Async"), child.lineno
                yield from (("decorator", one.lineno) for one in getattr(child, "decorator_list", ()))
            elif isinstance(child, ast.match_case):
                yield "case", child.pattern.lineno
            yield from below(child)

    return below(ast.parse(file.read_text(encoding="utf-8")))


def table(packages: list[Package], root: Path) -> list[str]:
    """Write a line for each package, and two for the facade: with both clients, and with the clients counted once."""
    rows = [
        *[package for package in packages if package.name != EMULATOR],
        of_facade(packages),
        as_written(packages, root),
    ]
    rows += [package for package in packages if package.name == EMULATOR]
    head = f"{'package':<16}{'files':>6}{'branches':>10}{'not taken':>11}{'taken':>9}"
    return [
        head,
        *(
            f"{package.name:<16}{len(package.files):>6}{package.branches:>10}{package.branches - package.taken:>11}{package.per_cent:>7.1f} %"
            for package in rows
        ),
    ]


def missing(packages: list[Package]) -> list[str]:
    """List what no test took, one line per file: lines that were not run, then branches `from->to` of run lines."""
    return [
        f"{file.path}: {', '.join([*_line_ranges(file.lines), *_arrows(file)])}"
        for package in packages
        for file in package.files
        if file.lines or file.untaken
    ]


def _line_ranges(lines: list[int]) -> list[str]:
    """Format line numbers with ranges, such as `3-5`."""
    spans: list[list[int]] = []
    for line in lines:
        if spans and line == spans[-1][1] + 1:
            spans[-1][1] = line
        else:
            spans.append([line, line])
    return [str(first) if first == last else f"{first}-{last}" for first, last in spans]


def _arrows(file: File) -> list[str]:
    """Format the branches of lines that were run."""
    unrun = set(file.lines)
    return [
        f"{line}->{'end' if target < 0 else target}" for line, target in file.untaken if line not in unrun
    ]
