"""`as_`: the expected class of a result.

It is checked twice: against the program before anything is fetched, and against the decoded result.
"""

from __future__ import annotations

from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Final, Union, get_args, get_origin

from qrt_facade._base.redaction import redacted_repr
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

_JSON_ITEMS: Final = ((str, Any), (str, object), (Any,), (object,))
"""Accepted type arguments of `dict[...]` and `list[...]`, whose content is not checked."""


def check_wanted(as_: object, program_id: str | None, made: Sequence[type], *, whose: str) -> None:
    """Check that a program can return an expected class.

    Args:
        as_: A class, or several joined by `|`.
        program_id: The program, or None if unknown.
        made: The classes that the program's results can have; empty if unknown.
        whose: The job, used in the message: `job d1...`.

    Raises:
        ConfigurationError: `as_` is not a class, or the program returns another one.
    """
    classes = _classes_of(as_)
    if made and not any(issubclass(one, classes) for one in made):
        names = " or ".join(one.__name__ for one in made)
        raise ConfigurationError(
            f"as_={_name_of(as_)} does not match the program {program_id} of {whose}, whose result has the type {names}"
        )


def is_wanted(cls: type, as_: object) -> bool:
    """Return whether instances of a class satisfy `as_`."""
    return as_ is None or issubclass(cls, _classes_of(as_))


def check_is_wanted(result: object, as_: object, *, whose: str) -> None:
    """Check that a result is an instance of the expected class.

    Raises:
        ConfigurationError: It has another class.
    """
    if not isinstance(result, _classes_of(as_)):
        raise ConfigurationError(
            f"as_={_name_of(as_)} does not match the result of {whose}, which has the type {type(result).__name__}"
        )


def _classes_of(as_: object) -> tuple[type, ...]:
    """Return the class or classes that `as_` names.

    Raises:
        ConfigurationError: It names something that cannot be used in an isinstance check.
    """
    origin = get_origin(as_)
    if origin is Union or origin is UnionType:  # the type of `A | B` depends on the Python version
        return tuple(one for part in get_args(as_) for one in _classes_of(part))
    cls = origin if get_args(as_) in _JSON_ITEMS else as_
    if isinstance(cls, type) and _can_be_checked(cls):
        return (cls,)
    raise ConfigurationError(
        f"as_={redacted_repr(as_)} is not valid; expected a class such as SamplerResult, several joined by |, or "
        "dict[str, Any]"
    )


def _can_be_checked(cls: type) -> bool:
    """Return whether isinstance accepts a class, which `Any` and TypedDicts do not allow."""
    try:
        isinstance(None, cls)
        issubclass(NoneType, cls)
    except TypeError:
        return False
    return True


def _name_of(as_: object) -> str:
    return as_.__name__ if isinstance(as_, type) and get_origin(as_) is None else redacted_repr(as_)
