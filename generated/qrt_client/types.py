"""Contains some shared types for properties"""

from collections.abc import Mapping, MutableMapping
from http import HTTPStatus
from typing import IO, Any, BinaryIO, Generic, Literal, TypeVar
from urllib.parse import quote

from attrs import define


class Unset:
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


@define
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


def as_list(value: Any) -> list[Any]:
    """Return a JSON array; text and objects, which could be looped over too, are of another shape."""
    if not isinstance(value, list):
        raise TypeError(f"expected a list, got {type(value).__name__}")
    return value


def without_nulls(source: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Copy an object, leaving out those of the named fields that are null."""
    kept = dict(source)
    if None in kept.values():  # seldom, and devices' properties are thousands of objects
        for name in names:
            if kept.get(name, UNSET) is None:
                del kept[name]
    return kept


T = TypeVar("T")


@define
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
    "RequestFiles",
    "Response",
    "Unset",
    "as_list",
    "path_segment",
    "without_nulls",
]
