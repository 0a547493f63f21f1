"""What coverage.py measured, by room of the house."""

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
"""The clients as they are written, and as scripts/unasync.py derives them: one decision stands in both texts."""
TOP = "qrt_facade"
"""The room of modules that stand in the package itself."""


class File(NamedTuple):
    """What tests took of a file.

    Attributes:
        path: Below the root of the project.
        branches: How many branches there are.
        taken: How many of them tests took.
        lines: Lines that no test ran.
        untaken: Branches that no test took, each with the line it leaves and the line it leads to; a negative one is the
            end of what begins there.
    """

    path: str
    branches: int
    taken: int
    lines: list[int]
    untaken: list[tuple[int, int]]


class Room(NamedTuple):
    """What tests took of a room."""

    name: str
    files: list[File]

    @property
    def branches(self) -> int:
        """How many branches there are."""
        return sum(file.branches for file in self.files)

    @property
    def taken(self) -> int:
        """How many of them tests took."""
        return sum(file.taken for file in self.files)

    @property
    def per_cent(self) -> float:
        """Per cent of the branches that tests took; 100 where there are none."""
        return 100 * self.taken / self.branches if self.branches else 100.0


def by_room(report: Path) -> list[Room]:
    """Read the JSON report of coverage.py; the rooms come in the order of their names, the emulator last."""
    rooms: dict[str, list[File]] = defaultdict(list)
    files: dict[str, dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))["files"]
    for path, measured in sorted(files.items()):
        _, room, *inner = path.replace("\\", "/").split("/")
        summary = measured["summary"]
        rooms[room if inner else TOP].append(
            File(
                path,
                summary["num_branches"],
                summary["covered_branches"],
                measured["missing_lines"],
                [(line, target) for line, target in measured["missing_branches"]],
            )
        )
    return sorted(
        (Room(name, of) for name, of in rooms.items()), key=lambda room: (room.name == EMULATOR, room.name)
    )


def of_facade(rooms: list[Room]) -> Room:
    """Put all rooms but the emulator together."""
    return Room("facade", [file for room in rooms if room.name != EMULATOR for file in room.files])


def as_written(rooms: list[Room], root: Path) -> Room:
    """Put the facade together with each branch of the clients counted once: taken where tests took it in either text.

    Args:
        rooms: The rooms.
        root: Where the texts are.
    """
    derived = {file.path: file for room in rooms if room.name == DERIVED for file in room.files}
    files = []
    for room in rooms:
        if room.name == WRITTEN:
            twins = ((file, derived.get(file.path.replace(WRITTEN, DERIVED))) for file in room.files)
            files += [file if twin is None else _joined(file, twin, root) for file, twin in twins]
        elif room.name not in {DERIVED, EMULATOR}:
            files += room.files
    return Room("as written", files)


def _joined(written: File, derived: File, root: Path) -> File:
    """Return a file with what tests took of it, or of the text that is derived from it."""
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
    """Return which line of the derived text each statement's is; those of statements that only one of them has are left out."""
    ours, theirs = list(_statements(written)), list(_statements(derived))
    matcher = SequenceMatcher(None, [kind for kind, _ in ours], [kind for kind, _ in theirs], autojunk=False)
    return {
        ours[block.a + place][1]: theirs[block.b + place][1]
        for block in matcher.get_matching_blocks()
        for place in range(block.size)
    }


def _statements(file: Path) -> Iterator[tuple[str, int]]:
    """Name the kind and the line of each statement, in the order of the text; of `async with` it is that of `with`."""

    def below(node: ast.AST) -> Iterator[tuple[str, int]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.stmt | ast.ExceptHandler):
                yield type(child).__name__.removeprefix("Async"), child.lineno
                yield from (("decorator", one.lineno) for one in getattr(child, "decorator_list", ()))
            elif isinstance(child, ast.match_case):
                yield "case", child.pattern.lineno
            yield from below(child)

    return below(ast.parse(file.read_text(encoding="utf-8")))


def table(rooms: list[Room], root: Path) -> list[str]:
    """Write a line for each room, and two for the facade: with all of its text, and with the clients counted once."""
    rows = [*[room for room in rooms if room.name != EMULATOR], of_facade(rooms), as_written(rooms, root)]
    rows += [room for room in rooms if room.name == EMULATOR]
    head = f"{'room':<16}{'files':>6}{'branches':>10}{'not taken':>11}{'taken':>9}"
    return [
        head,
        *(
            f"{room.name:<16}{len(room.files):>6}{room.branches:>10}{room.branches - room.taken:>11}{room.per_cent:>7.1f} %"
            for room in rows
        ),
    ]


def missing(rooms: list[Room]) -> list[str]:
    """Name what no test took, a file to a line: lines that were not run, then branches `from->to` of lines that were."""
    return [
        f"{file.path}: {', '.join([*_spans(file.lines), *_arrows(file)])}"
        for room in rooms
        for file in room.files
        if file.lines or file.untaken
    ]


def _spans(lines: list[int]) -> list[str]:
    """Write line numbers with neighbours put together, such as `3-5`."""
    spans: list[list[int]] = []
    for line in lines:
        if spans and line == spans[-1][1] + 1:
            spans[-1][1] = line
        else:
            spans.append([line, line])
    return [str(first) if first == last else f"{first}-{last}" for first, last in spans]


def _arrows(file: File) -> list[str]:
    """Write the branches that leave a line which was run."""
    unrun = set(file.lines)
    return [
        f"{line}->{'end' if target < 0 else target}" for line, target in file.untaken if line not in unrun
    ]
