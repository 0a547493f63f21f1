"""Unknown keyword arguments: the error names the keyword and suggests what was probably meant."""

from __future__ import annotations

import inspect
import re
import sys
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.lazy import lazy_property
from qrt_facade._base.migration_hints import CONSTRUCTORS, KEYWORDS
from qrt_facade._base.redaction import redacted_repr
from qrt_facade._base.suggestions import closest_match
from qrt_facade._base.wording import pluralize
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

_UNPACKED: Final = re.compile(r"Unpack\[(\w+)\]")
_BOUND: Final = frozenset({"self", "cls"})
_BY_POSITION: Final = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


class UnknownKeywordError(ConfigurationError, TypeError):
    """A keyword argument that the call does not accept: a ConfigurationError, and a TypeError as in Python itself."""


def check_keywords(call: str, given: Collection[str], accepted: Collection[str]) -> None:
    """Refuse keyword arguments that a call does not accept.

    Args:
        call: Name of the callable for the message, such as `Sampler.submit`.
        given: The keywords that were passed.
        accepted: The keywords that it accepts.

    Raises:
        ConfigurationError: A keyword is not accepted (also a TypeError); the message suggests what was probably meant.
    """
    for name in given:
        if name not in accepted:
            raise UnknownKeywordError(
                f"{call}() got an unexpected keyword argument {redacted_repr(name)}; {_advice(name, accepted)}"
            )


class CallSignature:
    """The arguments that a method accepts. Its signature is inspected on first use.

    Args:
        method: The method. If it takes `**kwargs`, they are an `Unpack` of a TypedDict that its module imports at run
            time.
    """

    def __init__(self, method: Callable[..., Any]) -> None:
        self._method = method
        self._name = method.__qualname__.removesuffix(".__init__")
        adapts = method.__module__.startswith(
            "qrt_facade.qiskit."
        )  # a class of the same name that users construct themselves
        self._origin = None if adapts else CONSTRUCTORS.get(self._name.removeprefix("Async"))

    @lazy_property
    def keywords(self) -> frozenset[str] | None:
        """The accepted keywords; None when any is accepted, or they are unknown."""
        names: set[str] = set()
        for parameter in inspect.signature(self._method).parameters.values():
            if parameter.kind is parameter.VAR_KEYWORD:
                unpacked = _UNPACKED.fullmatch(str(parameter.annotation))
                known = getattr(self._method, "__globals__", {}).get(unpacked[1]) if unpacked else None
                if known is None:
                    return None
                names |= set(known.__annotations__)
            elif parameter.kind not in {parameter.POSITIONAL_ONLY, parameter.VAR_POSITIONAL}:
                names.add(parameter.name)
        return frozenset(names - _BOUND)

    def _is_complete(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> bool:
        if len(args) + len(kwargs) < self.positional:
            return False
        return not kwargs or (self.keywords or kwargs.keys()) >= kwargs.keys()

    @lazy_property
    def positional(self) -> int:
        """Number of positional arguments, including `self`."""
        kinds = [one.kind for one in inspect.signature(self._method).parameters.values()]
        if inspect.Parameter.VAR_POSITIONAL in kinds:
            return sys.maxsize
        return sum(kind in _BY_POSITION for kind in kinds)

    def check(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
        """Refuse a call with an unknown keyword, or with too many positional arguments.

        Args:
            args: The positional arguments.
            kwargs: The keyword arguments.

        Raises:
            ConfigurationError: The call is invalid (also a TypeError); the message suggests what was probably meant.
        """
        if self._origin is not None and not self._is_complete(args, kwargs):
            raise UnknownKeywordError(f"{self._name} is not constructed directly: {self._origin}")
        if kwargs and (keywords := self.keywords) is not None and not keywords.issuperset(kwargs):
            check_keywords(self._name, kwargs, keywords)
        if len(args) > 1 and len(args) > self.positional:
            names = list(inspect.signature(self._method).parameters)
            bound = int(names[0] in _BOUND)
            others = [f"{name}=" for name in names[self.positional :] if name in (self.keywords or ())]
            if others:
                raise UnknownKeywordError(
                    f"{self._name}() takes {pluralize(self.positional - bound, 'positional argument')}, but "
                    f"{len(args) - bound} were given; pass the others by name: {', '.join(others)}"
                )


def _advice(name: str, accepted: Collection[str]) -> str:
    known = KEYWORDS.get(name)
    if known is not None:
        keyword = known.partition("=")[0]
        if not known.startswith(keyword + "=") or not keyword.isidentifier() or keyword in accepted:
            return f"in this client: {known}"
    if (near := closest_match(name, accepted)) is not None:
        return f"did you mean {near!r}?"
    return f"accepted: {', '.join(sorted(accepted))}" if accepted else "it takes no keywords"
