"""`as_`: the class that a result is expected to be of.

It is checked twice: against the program before anything is fetched, and against the result once that is decoded.
"""

from __future__ import annotations

from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Final, Union, get_args, get_origin

from qrt_facade._base.redaction import redacted_repr
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

_JSON_ITEMS: Final = ((str, Any), (str, object), (Any,), (object,))
"""What may stand in the brackets of `dict[...]` and `list[...]`: what they contain is not checked, so no more is claimed."""


def check_wanted(as_: object, program_id: str | None, made: Sequence[type], *, whose: str) -> None:
    """Check that a program may return what its result is wanted as.

    Args:
        as_: A class, or several joined by `|`.
        program_id: The program, or None when that is not known.
        made: The classes that the program's results may have; empty when they are not known.
        whose: The job, for the message: `job d1...`.

    Raises:
        ConfigurationError: It is not a class, or the program returns another one.
    """
    classes = _classes_of(as_)
    if made and not any(issubclass(one, classes) for one in made):
        names = " or ".join(one.__name__ for one in made)
        raise ConfigurationError(
            f"as_={_name_of(as_)}: {whose} ran the program {program_id}, whose result is of the type {names}"
        )


def is_wanted(cls: type, as_: object) -> bool:
    """Return whether the objects of a class are what a result is wanted as."""
    return as_ is None or issubclass(cls, _classes_of(as_))


def check_is_wanted(result: object, as_: object, *, whose: str) -> None:
    """Check that a result is what it is wanted as.

    Raises:
        ConfigurationError: It is of another class.
    """
    if not isinstance(result, _classes_of(as_)):
        raise ConfigurationError(
            f"as_={_name_of(as_)}: the result of {whose} is of the type {type(result).__name__}"
        )


def _classes_of(as_: object) -> tuple[type, ...]:
    """Return the classes, one or several, that an object may be an instance of.

    Raises:
        ConfigurationError: It names something that an object cannot be checked against.
    """
    origin = get_origin(as_)
    if origin is Union or origin is UnionType:  # `A | B` is either, by the version of Python
        return tuple(one for part in get_args(as_) for one in _classes_of(part))
    cls = origin if get_args(as_) in _JSON_ITEMS else as_
    if isinstance(cls, type) and _can_be_checked(cls):
        return (cls,)
    raise ConfigurationError(
        f"as_={redacted_repr(as_)}: expected a class such as SamplerResult, several joined by |, or dict[str, Any]"
    )


def _can_be_checked(cls: type) -> bool:
    """Return whether an object can be an instance of a class: nothing is one of `Any` or of a TypedDict."""
    try:
        isinstance(None, cls)
        issubclass(NoneType, cls)
    except TypeError:
        return False
    return True


def _name_of(as_: object) -> str:
    return as_.__name__ if isinstance(as_, type) and get_origin(as_) is None else redacted_repr(as_)
