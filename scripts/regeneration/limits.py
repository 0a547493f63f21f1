"""Limits of a schema: whether new ones refuse what old ones let through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from regeneration.shapes import Shape

# Spelling out what a number or a text can be anyway refuses nobody.
_NO_LIMIT = {2**31 - 1, 2**53 - 1}
_ANY_TEXT = {".*", "^.*$", ".+", "^.+$"}
_ANY_FORMAT = {"int32", "int64", "float", "double"}
_FLOORS = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_CEILINGS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")


def limits_text(old: dict[str, Any], new: dict[str, Any]) -> tuple[str, str]:
    """Return the limits that differ, as they were and as they are."""
    keys = sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
    return tuple(
        ", ".join(f"{key} {limits[key]}" for key in keys if key in limits) or "-" for limits in (old, new)
    )  # type: ignore[return-value] # a tuple of two


def is_tighter(old: Shape, new: Shape) -> bool:
    """Return whether a value that could be sent is refused now, or what was left out now means something else."""
    before, after = old.limits, new.limits
    if old.enum is not None:
        # The values say it all; limits matter only where they cut into them.
        return any(not _within(value, after) for value in old.enum)
    return (
        any(_raised(before.get(key), after.get(key)) for key in _FLOORS)
        or any(_lowered(before.get(key), after.get(key)) for key in _CEILINGS)
        or _differs(before, after, "pattern", _ANY_TEXT)
        or _differs(before, after, "format", _ANY_FORMAT)
        or ("default" in before and "default" in after and before["default"] != after["default"])
        or bool(after.get("uniqueItems") and not before.get("uniqueItems"))
    )


def _raised(before: Any, after: Any) -> bool:
    return _number(after) and not (_number(before) and before >= after)


def _lowered(before: Any, after: Any) -> bool:
    return _number(after) and after not in _NO_LIMIT and not (_number(before) and before <= after)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _differs(before: dict[str, Any], after: dict[str, Any], key: str, harmless: set[str]) -> bool:
    return key in after and after[key] != before.get(key) and after[key] not in harmless


def _within(value: Any, limits: dict[str, Any]) -> bool:
    checks: list[tuple[str, Callable[[Any], bool]]] = [
        ("minimum", lambda limit: value >= limit),
        ("maximum", lambda limit: value <= limit),
        ("minLength", lambda limit: len(value) >= limit),
        ("maxLength", lambda limit: len(value) <= limit),
    ]
    kind = str if isinstance(value, str) else int
    return all(
        check(limits[key])
        for key, check in checks
        if _number(limits.get(key)) and ((kind is str) == key.endswith("Length"))
    )
