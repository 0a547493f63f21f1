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
    """Quote a path parameter; raise a ValueError if it would lead to another endpoint."""
    text = str(value)
    if text in ("", ".", "..") or "/" in text or "\\" in text:
        raise ValueError(
            f"{operation}: {parameter} is {text!r}; it must be a name or an id, not empty, '.', '..', or with a slash"
        )
    return quote(text, safe="")


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a value is a JSON object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether a value is a JSON array."""
    return isinstance(value, list)


def as_list(value: object) -> list[Any]:
    """Return a JSON array; raise a TypeError for strings and objects, although they are iterable too."""
    if not is_list(value):
        raise TypeError(f"expected a list, got {type(value).__name__}")
    return value


def each(make: Callable[[Any], V], value: object) -> list[V]:
    """Build each item of a JSON array."""
    return [make(item) for item in as_list(value)]


def maybe(make: Callable[[Any], V], value: Any) -> V | None:
    """Build a value; None stays None."""
    return None if value is None else make(value)


def maybe_each(make: Callable[[Any], V], value: object) -> list[V] | None:
    """Build each item of a JSON array; None stays None."""
    return None if value is None else each(make, value)


def check_object(value: object, *required: str) -> dict[str, Any]:
    """Return a JSON object, not a copy; raise a KeyError if a required field is missing."""
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
    """Check each item of a JSON array; None is valid."""
    if value is not None:
        check_each(check, value)


class Received(dict[str, Any]):
    """A JSON object from a response: no other code refers to it, so that its long lists need not be copied."""


def as_received(value: object) -> Any:
    """Mark the JSON of a response as received, if it is an object."""
    return Received(value) if is_object(value) else value


def as_object(value: Mapping[str, Any]) -> dict[str, Any]:
    """Copy a JSON object; raise a TypeError for `[]` and `""`, although `dict` accepts them."""
    if isinstance(
        value, dict
    ):  # faster than a check for Mapping, and a response may have thousands of objects
        return {**value}
    if not isinstance(value, Mapping):
        raise TypeError(f"expected an object, got {type(value).__name__}")
    return dict(value)


def as_text(response: httpx.Response) -> str:
    """Decode a text body; as UTF-8 if it has no charset, or one that is not for text, such as `bz2`."""
    try:
        return response.content.decode(response.charset_encoding or "utf-8", "replace")
    except (LookupError, UnicodeError):
        return response.content.decode("utf-8", "replace")


def derived(kind: type[V], model: object) -> V:
    """Return an object of a subclass of a model, built by its own `__init__` from the model's values."""
    from attrs import fields

    read = fields(cast("type[AttrsInstance]", type(model)))
    found = kind(**{one.alias: getattr(model, one.name) for one in read if one.init})
    for one in read:
        if not one.init:
            setattr(found, one.name, getattr(model, one.name))
    return found


def without_absent(parameters: dict[str, Any]) -> dict[str, Any]:
    """Copy query parameters, without those that are UNSET or None."""
    return {name: value for name, value in parameters.items() if value is not UNSET and value is not None}


def without_nulls(source: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Copy an object, without those of the named fields that are null."""
    kept = as_object(source)
    if None in kept.values():  # rarely; devices' properties have thousands of objects
        for name in names:
            if kept.get(name, UNSET) is None:
                del kept[name]
    return kept


class OpenEnum(StrEnum):
    """A string enum that accepts values that are not in the API document.

    An unknown value is not a singleton: compare with `==`, not with `is`.
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
        """Whether this value is in the API document."""
        return any(self is member for member in type(self))


def nothing_more() -> dict[str, Any]:
    """Return a new empty dict."""
    return {}


class _Brief(Repr):
    """`repr` with the first items of long lists, the number of others, and `...` for deeply nested values."""

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
        """Return an object with its present fields."""
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
"""Lists with at least this many objects are built on access; building shorter ones immediately is faster."""


def _copied(value: object) -> list[Any] | None:
    """Copy a long JSON array in C, faster than building its objects; None if it is short or contains other types."""
    if not is_list(value) or len(value) < _MANY:
        return None
    try:
        found: list[Any] = marshal.loads(marshal.dumps(value))
    except ValueError:  # other mappings than dict, for instance
        return None
    return found


_reading = RLock()


def _renew_lock() -> None:
    """Replace the lock in a forked process, in which no thread could release it."""
    global _reading
    _reading = RLock()


if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(after_in_child=_renew_lock)


class OpenObject(Generic[V]):
    """An object that may have keys beyond its fields: access them with `[]`, `in` and `additional_properties`.

    Its `repr` shows the present fields, and the first items of long lists; `to_dict()` returns everything.
    """

    __slots__ = ("_unread",)
    additional_properties: dict[str, V]
    _unread: dict[str, Callable[[], object]]
    """The functions that build the values of fields that were not accessed yet."""

    def _read_later(
        self,
        source: Mapping[str, Any],
        field: str,
        value: object,
        check: Callable[[Any], object],
        make: Callable[[Any], object],
    ) -> None:
        """Check the items of a JSON array now, and build objects of them when the field is first accessed.

        JSON that is not from a response may be changed by its owner, so it is copied.

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
            # Python calls this for an empty slot: of a field not accessed yet, or of `_unread` itself.
            if name != "_unread" and name in getattr(self, "_unread", ()):
                with _reading:
                    if name in self._unread:  # another thread may have built it
                        setattr(self, name, self._unread[name]())
                        del self._unread[name]
            return object.__getattribute__(self, name)

        def __delattr__(self, name: str) -> None:
            unread = getattr(self, "_unread", {})
            if name in unread:
                getattr(self, name)  # a slot that was not accessed yet is empty, and cannot be deleted
            object.__delattr__(self, name)
            unread.pop(name, None)

    @property
    def additional_keys(self) -> list[str]:
        """The keys beyond the object's fields."""
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
