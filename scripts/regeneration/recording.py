"""Record the changes that a comparison finds, and the schemas that it has visited."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from regeneration.matching import mark_used

if TYPE_CHECKING:
    from regeneration.documents import Document
    from regeneration.levels import Level
    from regeneration.places import Place, Step

ABSENT: Final = "-"
GONE: Final = "gone"
Kind: TypeAlias = Literal[
    "presence", "type", "values", "limits", "required", "media", "security", "branch", "name", "other"
]


@dataclass(frozen=True)
class Change:
    """One structural change; `operation` is empty if it belongs to none."""

    operation: str
    where: str
    was: str
    now: str
    level: Level
    kind: Kind = "other"
    steps: tuple[Step, ...] = ()


@dataclass
class Record:
    """The changes found so far between two documents."""

    old: Document
    new: Document
    changes: list[Change] = field(default_factory=list)
    operation: str = ""
    renamed: set[tuple[str, str]] = field(default_factory=set)
    _used: tuple[set[int], set[int]] = field(default_factory=lambda: (set(), set()))

    def note(self, place: Place, was: object, now: object, level: Level, kind: Kind) -> None:
        """Record one change of the current operation."""
        self.changes.append(Change(self.operation, place.words, str(was), str(now), level, kind, place.steps))

    def meet(self, old: set[int], new: set[int]) -> None:
        """Record that schemas of these identities have been compared."""
        self._used[0].update(old)
        self._used[1].update(new)

    def mark_old(self, node: Any) -> None:
        """Record that the old document uses everything that `node` refers to."""
        mark_used(self.old, node, self._used[0])

    def mark_new(self, node: Any) -> None:
        """Record that the new document uses everything that `node` refers to."""
        mark_used(self.new, node, self._used[1])

    def is_old_marked(self, schema: Any) -> bool:
        """Return whether the old document uses this schema."""
        return id(schema) in self._used[0]

    def is_new_marked(self, schema: Any) -> bool:
        """Return whether the new document uses this schema."""
        return id(schema) in self._used[1]
