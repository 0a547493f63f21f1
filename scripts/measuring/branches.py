"""What coverage.py measured, by room of the house."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

EMULATOR = "emulator"
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


def table(rooms: list[Room]) -> list[str]:
    """Write a line for each room, and one for the facade."""
    rows = [*[room for room in rooms if room.name != EMULATOR], of_facade(rooms)]
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
