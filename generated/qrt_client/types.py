"""Contains some shared types for properties"""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from http import HTTPStatus
from itertools import islice
from reprlib import Repr
from threading import RLock
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Generic, Literal, Self, TypeGuard, TypeVar, cast
from urllib.parse import quote

if TYPE_CHECKING:
    from attrs import AttrsInstance

    from ._http import httpx


V = TypeVar("V")


class Unset:
    """The type of `UNSET`: in a request, a field or a parameter that is not sent (None is sent as null)."""

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        return "UNSET"


UNSET: Unset = Unset()

# The types that `httpx.Client(files=)` can accept, copied from that library.
FileContent = IO[bytes] | bytes | str
FileTypes = (
    # (filename, file (or bytes), content_type)
    tuple[str | None, FileContent, str | None]
    # (filename, file (or bytes), content_type, headers)
    | tuple[str | None, FileContent, str | None, Mapping[str, str]]
)
RequestFiles = list[tuple[str, FileTypes]]


@dataclass(slots=True)
class File:
    """Contains information for file uploads"""

    payload: BinaryIO
    file_name: str | None = None
    mime_type: str | None = None

    def to_tuple(self) -> FileTypes:
        """Return a tuple representation that httpx will accept for multipart/form-data"""
        return self.file_name, self.payload, self.mime_type


def path_segment(operation: str, parameter: str, value: object) -> str:
    """Quote a path parameter; one that would lead to another endpoint is a ValueError."""
    text = str(value)
    if text in ("", ".", "..") or "/" in text or "\\" in text:
        raise ValueError(
            f"{operation}: {parameter} is {text!r}; it has to be a name or an id, not empty, '.', '..', or with a slash"
        )
    return quote(text, safe="")


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a value is a JSON object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether a value is a JSON array."""
    return isinstance(value, list)


def as_list(value: object) -> list[Any]:
    """Return a JSON array; text and objects, which could be looped over too, are of another shape."""
    if not is_list(value):
        raise TypeError(f"expected a list, got {type(value).__name__}")
    return value


def each(make: Callable[[Any], V], value: object) -> list[V]:
    """Return what is made of each item of a JSON array."""
    return [make(item) for item in as_list(value)]


def maybe(make: Callable[[Any], V], value: Any) -> V | None:
    """Return what is made of a value, and None for None."""
    return None if value is None else make(value)


def maybe_each(make: Callable[[Any], V], value: object) -> list[V] | None:
    """Return what is made of each item of a JSON array, and None for None."""
    return None if value is None else each(make, value)


def check_object(value: object, *required: str) -> dict[str, Any]:
    """Return a JSON object, not a copy of it; without one of the required fields it is a KeyError."""
    if not is_object(value):
        raise TypeError(f"expected an object, got {type(value).__name__}")
    for name in required:
        if name not in value:
            raise KeyError(name)
    return value


def check_each(check: Callable[[Any], object], value: object) -> None:
    """Check each item of a JSON array."""
    for item in as_list(value):
        check(item)


def maybe_check_each(check: Callable[[Any], object], value: object) -> None:
    """Check each item of a JSON array, and nothing of None."""
    if value is not None:
        check_each(check, value)


class Received(dict[str, Any]):
    """A JSON object that came as an answer: nobody else has it, so that its long lists may be kept as they are."""


def as_received(value: object) -> Any:
    """Mark the JSON of an answer as received, if it is an object."""
    return Received(value) if is_object(value) else value


def as_object(value: Mapping[str, Any]) -> dict[str, Any]:
    """Copy a JSON object; `[]` and `""`, of which a dict could be made too, are of another shape."""
    if isinstance(value, dict):  # sooner than asking for a Mapping, and an answer may be thousands of objects
        return {**value}
    if not isinstance(value, Mapping):
        raise TypeError(f"expected an object, got {type(value).__name__}")
    return dict(value)


def as_text(response: httpx.Response) -> str:
    """Decode a body that is text; as UTF-8 if it names no charset, or one that is not for text, such as `bz2`."""
    try:
        return response.content.decode(response.charset_encoding or "utf-8", "replace")
    except (LookupError, UnicodeError):
        return response.content.decode("utf-8", "replace")


def derived(kind: type[V], model: object) -> V:
    """Return an object of a class that somebody derived from a model: made by its own `__init__`, of the model's values."""
    from attrs import fields

    read = fields(cast("type[AttrsInstance]", type(model)))
    found = kind(**{one.alias: getattr(model, one.name) for one in read if one.init})
    for one in read:
        if not one.init:
            setattr(found, one.name, getattr(model, one.name))
    return found


def without_absent(parameters: dict[str, Any]) -> dict[str, Any]:
    """Copy the parameters of a query, leaving out those that are UNSET or None."""
    return {name: value for name, value in parameters.items() if value is not UNSET and value is not None}


def without_nulls(source: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Copy an object, leaving out those of the named fields that are null."""
    kept = as_object(source)
    if None in kept.values():  # seldom, and devices' properties are thousands of objects
        for name in names:
            if kept.get(name, UNSET) is None:
                del kept[name]
    return kept


class OpenEnum(StrEnum):
    """Text of which the API document names some values; others are kept as they are.

    Such another value is no singleton: compare with `==`, not with `is`.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = member._value_ = value
        return member

    @property
    def is_known(self) -> bool:
        """Whether this value stands in the API document."""
        return any(self is member for member in type(self))


def nothing_more() -> dict[str, Any]:
    """Return a new empty dict."""
    return {}


class _Brief(Repr):
    """`repr` with the first items of what is long, how many more there are, and `...` for what is deep."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel, self.maxlist, self.maxdict, self.maxstring, self.maxother = 4, 3, 4, 80, 80

    def repr_list(self, x: list[Any], level: int) -> str:
        shown = [self.repr1(item, level - 1) for item in islice(x, self.maxlist if level > 0 else 0)]
        if more := len(x) - len(shown):
            shown.append(f"... {more:,} more" if shown else "...")
        return f"[{', '.join(shown)}]"

    def repr_instance(self, x: Any, level: int) -> str:
        if isinstance(x, OpenObject):
            found: OpenObject[Any] = x  # pyright: ignore[reportUnknownVariableType]
            return self.fields(found, level)
        return super().repr_instance(x, level)

    def fields(self, x: OpenObject[Any], level: int) -> str:
        """Return an object with those of its fields that it has."""
        from attrs import fields

        name = type(x).__name__
        if level <= 0:
            return f"{name}(...)"
        kind = cast("type[AttrsInstance]", type(x))  # as each model is
        named = ((field.name, getattr(x, field.name)) for field in fields(kind))
        given = [
            f"{key}={self.repr1(value, level - 1)}"
            for key, value in named
            if value is not None and value is not UNSET and not (key == "additional_properties" and not value)
        ]
        return f"{name}({', '.join(given)})"


_BRIEF = _Brief()

_MANY = 16
"""From so many objects on, a list is left as it is until it is read; fewer are made sooner than left."""


def _copied(value: object) -> list[Any] | None:
    """Copy a long JSON array in C, sooner than objects are made of it; None for what is short or has more than JSON in it."""
    if not is_list(value) or len(value) < _MANY:
        return None
    try:
        found: list[Any] = marshal.loads(marshal.dumps(value))
    except ValueError:  # other mappings than dict, for instance
        return None
    return found


_reading = RLock()


def _renew_lock() -> None:
    """In a forked process, no thread lives that could release the lock."""
    global _reading
    _reading = RLock()


if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(after_in_child=_renew_lock)


class OpenObject(Generic[V]):
    """An object that may hold more than its fields: reach the rest by `[]`, `in` and `additional_properties`.

    Its `repr` has the fields that it has, and of long lists the first items; `to_dict()` has all.
    """

    __slots__ = ("_unread",)
    additional_properties: dict[str, V]
    _unread: dict[str, Callable[[], object]]
    """What makes the value of a field that nobody has read yet."""

    def _read_later(
        self,
        source: Mapping[str, Any],
        field: str,
        value: object,
        check: Callable[[Any], object],
        make: Callable[[Any], object],
    ) -> None:
        """Check the items of a JSON array now, and make objects of them when the field is first read.

        What did not come as an answer may still be changed by others, so a copy of it is kept.

        Args:
            source: The JSON object that the array is part of.
            field: Name of the attribute.
            value: The JSON array; None for None.
            check: Raises what `make` would raise, without making anything where that can be avoided.
            make: Returns what is made of an item.
        """
        kept = value if isinstance(source, Received) else _copied(value)
        if not is_list(kept) or len(kept) < _MANY:
            setattr(self, field, maybe_each(make, value))
            return
        check_each(check, kept)
        if not hasattr(self, "_unread"):
            self._unread = {}
        self._unread[field] = partial(each, make, kept)

    if not TYPE_CHECKING:  # for a type checker, a class with this method would have every attribute

        def __getattr__(self, name: str) -> Any:
            # Python comes here when a slot is empty: that of a field not read yet, or of `_unread` itself.
            if name != "_unread" and name in getattr(self, "_unread", ()):
                with _reading:
                    if name in self._unread:  # another thread may have been here
                        setattr(self, name, self._unread[name]())
                        del self._unread[name]
            return object.__getattribute__(self, name)

        def __delattr__(self, name: str) -> None:
            unread = getattr(self, "_unread", {})
            if name in unread:
                getattr(self, name)  # a slot that nobody has read yet is empty, and cannot be deleted
            object.__delattr__(self, name)
            unread.pop(name, None)

    @property
    def additional_keys(self) -> list[str]:
        """The names of what the object holds beyond its fields."""
        return list(self.additional_properties)

    def __getitem__(self, key: str) -> V:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: V) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties

    def __repr__(self) -> str:
        return _BRIEF.fields(self, _BRIEF.maxlevel)


T = TypeVar("T")


@dataclass(slots=True)
class Response(Generic[T]):
    """A response from an endpoint"""

    status_code: HTTPStatus
    content: bytes
    headers: MutableMapping[str, str]
    parsed: T


__all__ = [
    "UNSET",
    "File",
    "FileTypes",
    "OpenEnum",
    "OpenObject",
    "Received",
    "RequestFiles",
    "Response",
    "Unset",
    "as_list",
    "as_object",
    "as_received",
    "as_text",
    "check_each",
    "check_object",
    "derived",
    "each",
    "is_list",
    "is_object",
    "maybe",
    "maybe_check_each",
    "maybe_each",
    "nothing_more",
    "path_segment",
    "without_absent",
    "without_nulls",
]
