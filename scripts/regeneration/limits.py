"""Check whether new limits of a schema refuse values that the old ones accepted."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, TypeGuard

from regeneration.levels import Level

if TYPE_CHECKING:
    from regeneration.shapes import Shape

# Limits that numbers and strings always meet refuse nothing.
_NO_LIMIT = {2**31 - 1, 2**53 - 1}
_ANY_TEXT = {".*", "^.*$", ".+", "^.+$"}
_ANY_FORMAT = {"int32", "int64", "float", "double"}
_SIZES = (("minLength", "maxLength"), ("minItems", "maxItems"), ("minProperties", "maxProperties"))


def limits_text(old: dict[str, Any], new: dict[str, Any]) -> tuple[str, str]:
    """Return the limits that differ, before and after."""
    keys = sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
    was, now = (
        ", ".join(f"{key} {_text(limits[key])}" for key in keys if key in limits) or "-"
        for limits in (old, new)
    )
    return was, now


def is_tighter(old: Shape, new: Shape) -> bool:
    """Return whether an accepted value is now refused."""
    before, after = old.limits, new.limits
    if old.enum is not None:
        # The enum values decide; limits matter only where they exclude some of them.
        return any(not _within(value, new) for value in old.enum)
    return (
        _floor(new) > _floor(old)
        or _ceiling(new) < _ceiling(old)
        or any(_size(after, low, 0) > _size(before, low, 0) for low, _ in _SIZES)
        or any(_size(after, high, math.inf) < _size(before, high, math.inf) for _, high in _SIZES)
        or _differs(before, after, "pattern", _ANY_TEXT)
        or _differs(before, after, "format", _ANY_FORMAT)
        or any(_differs(before, after, key, set()) for key in ("contentEncoding", "contentMediaType"))
        or _is_coarser(before.get("multipleOf"), after.get("multipleOf"))
        or bool(after.get("uniqueItems") and not before.get("uniqueItems"))
    )


def default_level(old: Shape, new: Shape) -> Level:
    """Return how serious a new default is for a caller that omits the value."""
    before, after = (one.limits.get("default") for one in (old, new))
    if before == after:
        return Level.INFO
    return Level.WARN if before is None or after is None else Level.ERR


def has_another_format(old: Shape, new: Shape) -> bool:
    """Return whether the format of strings has changed, such as from a date with time to a date."""
    was, now = (one.limits.get("format") for one in (old, new))
    return was != now and not ({was, now} & {None, *_ANY_FORMAT})


def _text(value: Any) -> str:
    return json.dumps(value) if value in ("", None) or isinstance(value, list | dict) else str(value)


def _floor(shape: Shape) -> tuple[float, bool]:
    """Return the minimum, and whether it is itself excluded."""
    limits, whole = shape.limits, shape.types - {"null"} == {"integer"}
    bounds = [(-math.inf, False)]
    if _is_number(limits.get("minimum")):
        bounds.append((limits["minimum"], False))
    if _is_number(limits.get("exclusiveMinimum")):
        lowest = limits["exclusiveMinimum"]
        bounds.append((lowest + 1, False) if whole else (lowest, True))
    return max(bounds)


def _ceiling(shape: Shape) -> tuple[float, bool]:
    """Return the maximum, and whether it is itself included, so that the lower ceiling compares as smaller."""
    limits, whole = shape.limits, shape.types - {"null"} == {"integer"}
    bounds = [(math.inf, True)]
    if _is_number(limits.get("maximum")) and limits["maximum"] not in _NO_LIMIT:
        bounds.append((limits["maximum"], True))
    if _is_number(limits.get("exclusiveMaximum")):
        highest = limits["exclusiveMaximum"]
        bounds.append((highest - 1, True) if whole else (highest, False))
    return min(bounds)


def _size(limits: dict[str, Any], key: str, default: float) -> float:
    size = limits.get(key)
    return float(size) if _is_number(size) and size not in _NO_LIMIT else default


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_coarser(before: Any, after: Any) -> bool:
    if not _is_number(after) or not after:
        return False
    return not (_is_number(before) and math.isclose(before / after, round(before / after)))


def _differs(before: dict[str, Any], after: dict[str, Any], key: str, harmless: set[str]) -> bool:
    return key in after and after[key] != before.get(key) and after[key] not in harmless


def _within(value: Any, shape: Shape) -> bool:
    if isinstance(value, str):
        return _size(shape.limits, "minLength", 0) <= len(value) <= _size(shape.limits, "maxLength", math.inf)
    if not _is_number(value):
        return True
    return _floor(shape) <= (value, False) and (value, True) <= _ceiling(shape)
