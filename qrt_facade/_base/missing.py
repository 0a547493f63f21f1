"""Errors that say what to use instead of a missing attribute or an impossible call, also for IBM's client's names.

`with_hints` changes a class at run time only, so that type checkers still report the mistakes.
"""

from __future__ import annotations

import inspect
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

from qrt_facade._base.migration_hints import MEMBERS
from qrt_facade._base.suggestions import closest_match

if TYPE_CHECKING:
    from collections.abc import Callable

C = TypeVar("C", bound=type[Any])

_MANAGERS: Final = {
    "__enter__": ("__aenter__", "use `async with` for an asynchronous client"),
    "__aenter__": (
        "__enter__",
        "use `with` for a blocking client; AsyncRuntimeClient is the client for `async with`",
    ),
}


class AttributeText(str):
    """A string attribute that is a method in IBM's client: calling it, as in `job.status()`, explains the mistake.

    It is pickled and copied as a plain string.
    """

    __slots__ = ("_of",)
    _of: str

    @classmethod
    def of(cls, attribute: str, text: str) -> str:
        """Return the attribute's value; to type checkers it is a plain string, which cannot be called.

        Args:
            attribute: How the attribute is written, such as `job.status`.
            text: Its value.
        """
        made = cls(text)
        made._of = attribute
        return made

    def __call__(self, *_: object, **__: object) -> NoReturn:
        raise TypeError(f"{self._of} is an attribute, not a method: write it without parentheses")

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)


def with_hints(cls: C) -> C:
    """Make a class's errors for missing attributes suggest the equivalent, or a similar name.

    Args:
        cls: The class. A class with its own `__getattr__` calls `migration_hint` or `find_or_explain` there.
    """
    if not hasattr(cls, "__getattr__"):
        cls.__getattr__ = find_or_explain
    if "__call__" not in vars(cls) and (advice := _migration_hint(cls, "()")) is not None:
        cls.__call__ = _no_function(f"'{cls.__name__}' object is not callable: {advice}")
    for absent, (present, advice) in _MANAGERS.items():
        if present in vars(cls) and not hasattr(cls, absent):
            setattr(cls, absent, _no_function(f"'{cls.__name__}' object: {advice}"))
            leave = absent.replace("enter", "exit")
            setattr(cls, leave, _no_function(f"'{cls.__name__}' object: {advice}"))
    return cls


def migration_hint(thing: object, name: str) -> str | None:
    """Return the equivalent here of a name of IBM's client; None if there is none.

    Args:
        thing: The object whose attribute was accessed.
        name: The name.
    """
    return _migration_hint(type(thing), name)


def hint_for(thing: object, name: str) -> str | None:
    """Return what to use instead of a missing attribute; None if there is no suggestion.

    Args:
        thing: The object.
        name: The attribute.
    """
    if (known := _migration_hint(type(thing), name)) is not None:
        return known
    names = [member for member in dir(thing) if not member.startswith("_")]
    near = closest_match(name, names)
    return None if near is None else f"did you mean {near!r}?"


def refuse_name(module: str, name: str, names: list[str]) -> NoReturn:
    """Raise the error for a name that a module does not have; called by the module's `__getattr__`.

    Args:
        module: The module.
        name: The missing name.
        names: The names that exist.

    Raises:
        AttributeError: Always, except for `from module import name`, which raises an ImportError: Python would replace
            the message of an AttributeError with its own.
    """
    said = f"module {module!r} has no attribute {name!r}"
    advice = MEMBERS.get(module, {}).get(name)
    if (
        name.startswith("_") or find_spec(f"{module}.{name}") is not None
    ):  # a submodule that is not imported yet
        raise AttributeError(said, name=name)
    if advice is None and (near := closest_match(name, names)) is not None:
        advice = f"did you mean {near!r}?"
    if advice is None:
        raise AttributeError(said, name=name)
    frame = inspect.currentframe()
    asking = frame.f_back.f_back if frame is not None and frame.f_back is not None else None
    if asking is not None and asking.f_code.co_name == "_handle_fromlist":
        raise ImportError(f"cannot import name {name!r} from {module!r}: {advice}", name=module)
    raise AttributeError(f"{said}: {advice}", name=name)


def find_or_explain(
    thing: object, name: str, find: Callable[[object, str], Any] = object.__getattribute__
) -> Any:
    """Return an attribute that the normal lookup did not find, or raise an error that says what to use.

    Args:
        thing: The object.
        name: The attribute.
        find: Repeats the lookup, for Python's own message, or that of a property that failed.

    Raises:
        AttributeError: Raised by `find`.
    """
    try:
        return find(thing, name)
    except AttributeError as error:
        if name.startswith("_") or hasattr(type(thing), name):
            raise
        if (advice := hint_for(thing, name)) is None:
            raise
        said = f"{error}: {advice}"
    raise AttributeError(said, name=name, obj=thing)


def _migration_hint(cls: type[Any], name: str) -> str | None:
    """Return the hint for a name of IBM's client, for a class or one of its base classes."""
    for one in cls.__mro__:
        known = MEMBERS.get(one.__name__.removeprefix("Async"), {}).get(name)
        if known is not None:
            return known.replace("{await }", "await " if cls.__name__.startswith("Async") else "")
    return None


def _no_function(message: str) -> Any:
    def refuse(self: Any, *_: object, **__: object) -> NoReturn:  # noqa: ARG001 - a method
        raise TypeError(message)

    return refuse
