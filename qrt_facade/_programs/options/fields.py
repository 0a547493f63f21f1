"""Declaration of option classes: fields that validate themselves, and conversion to the wire.

An option that is not set is not sent, so that the service's default applies; `None` is a distinct value if
the service supports it (`max_overhead=None`: no maximum).
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Literal, Self, TypeGuard, TypeVar, final, get_args

import attrs

from qrt_facade._base.coerce import is_integer, is_list, is_mapping, is_real, number_of
from qrt_facade._base.redaction import redacted_repr
from qrt_facade._base.secrets import safe_repr
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


@final
class Unset(Enum):
    """Type of `UNSET`."""

    UNSET = "UNSET"

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET
"""The option is not set; the service's default applies."""

Auto = Literal["auto"]
"""The service chooses."""

_MISPLACED: Final = {
    "resilience_level": "it is a separate argument: estimator.submit(..., resilience_level=...)",
    "max_execution_time": "it is a separate argument: submit(..., max_execution_time=...)",
    "shots": "it is a separate argument, submit(..., shots=...), or use default_shots",
    "precision": "it is a separate argument, submit(..., precision=...), or use default_precision",
    "environment": "log_level, tags and private are arguments of submit",
    "transpilation": "the service does not transpile; see backend.transpile",
    "optimization_level": "the service does not transpile; see backend.transpile",
}


class Options:
    """Base of the option classes: reading, showing and sending."""

    __slots__ = ()

    @classmethod
    def read(cls, options: Self | Mapping[str, Any] | None = None, **more: Any) -> Self:
        """Read options from any form.

        Args:
            options: An instance of the class, a dict of its attributes, or None for no options. Groups may be dicts,
                too.
            more: Attributes of the class by name, which override those in `options`.

        Raises:
            ConfigurationError: A name is unknown, a value is out of range, or options exclude each other.
        """
        if isinstance(options, cls):
            merged = {**options.given(), **more}
        elif options is None or is_mapping(options):
            merged = {**(options or {}), **more}
        else:
            raise ConfigurationError(
                f"{redacted_repr(options)} is not valid as {cls.__name__}; accepted: an instance of {cls.__name__}, "
                "a dict, or keywords."
            )
        names = [attribute.name for attribute in _attributes(cls)]
        for name in merged:
            if name not in names:
                raise ConfigurationError(_unknown(cls.__name__, str(name), names))
        return cls(**merged)

    def given(self) -> dict[str, Any]:
        """Return the options that are set, by name; values have their option's type, hence `Any`."""
        values = ((attribute.name, getattr(self, attribute.name)) for attribute in _attributes(type(self)))
        return {name: value for name, value in values if value is not UNSET}

    def to_wire(self) -> dict[str, Any]:
        """Return the options that are set, as JSON, without empty groups."""
        wire = {name: _to_wire(value) for name, value in self.given().items()}
        return {
            name: value
            for name, value in wire.items()
            if value != {} or not isinstance(getattr(self, name), Options)
        }

    @safe_repr
    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.given().items())})"
        )


OptionsT = TypeVar("OptionsT", bound=Options)


def flag() -> Any:
    """Declare a bool."""
    return _field(lambda value: isinstance(value, bool), "True or False")


def integer(at_least: int, *, at_most: int = 2**31 - 1, nullable: bool = False, auto: bool = False) -> Any:
    """Declare an int in a range; at most 32 bits unless the contract sets a lower limit."""

    def fits(value: Any) -> bool:
        return is_integer(value) and at_least <= value <= at_most

    return _field(fits, f"an integer of at least {at_least}", nullable=nullable, auto=auto)


def real(
    *, above: float | None = None, at_least: float | None = None, nullable: bool = False, auto: bool = False
) -> Any:
    """Declare a finite number with an exclusive or inclusive lower bound."""

    def fits(value: Any) -> bool:
        if number_of(value) is None:
            return False
        return (above is None or value > above) and (at_least is None or value >= at_least)

    bound = f"a number above {above:g}" if above is not None else f"a number of at least {at_least or 0:g}"
    return _field(fits, bound, nullable=nullable, auto=auto)


def choice(words: Any, *, several: bool = False) -> Any:
    """Declare one of the words of a `Literal`, or a sequence of them."""
    names: tuple[str, ...] = get_args(words)

    def fits(value: Any) -> bool:
        if several and is_list(value):
            return bool(value) and all(word in names for word in value)
        return isinstance(value, str) and value in names

    accepted = f"{'one or a list of' if several else 'one of'} {', '.join(map(repr, names))}"
    return _field(fits, accepted, converter=_as_tuple)


def numbers(*, at_least: float, whole: bool = False, auto: bool = False) -> Any:
    """Declare a sequence of numbers with a lower bound; NumPy arrays are accepted."""

    def fits(value: Any) -> bool:
        def belongs(item: Any) -> bool:
            return (is_integer(item) if whole else number_of(item) is not None) and item >= at_least

        return is_list(value) and all(map(belongs, value))

    noun = "integers" if whole else "numbers"
    return _field(fits, f"a list of {noun} of at least {at_least:g}", auto=auto, converter=_as_tuple)


def group(cls: type[OptionsT], value: OptionsT | Mapping[str, Any] | Unset) -> OptionsT | Unset:
    """Return a group of options as an instance of its class; the converter of a field."""
    return value if isinstance(value, Unset) else cls.read(value)


def instance_of(accepted: str, *kinds: type) -> Any:
    """Declare a value of one of several types, whose content only the service validates."""
    return _field(lambda value: isinstance(value, kinds), accepted)


def satisfying(fits: Callable[[Any], bool], accepted: str, *, nullable: bool = False) -> Any:
    """Declare a value that a function accepts; a NumPy array is converted to a tuple."""
    return _field(fits, accepted, nullable=nullable, converter=_as_tuple)


def _field(
    fits: Callable[[Any], bool],
    accepted: str,
    *,
    nullable: bool = False,
    auto: bool = False,
    converter: Callable[[Any], Any] | None = None,
) -> Any:
    accepted += ', or "auto"' * auto + ", or None" * nullable

    def validate(instance: Any, attribute: attrs.Attribute[Any], value: Any) -> None:
        if (
            value is UNSET
            or (nullable and value is None)
            or (auto and isinstance(value, str) and value == "auto")
        ):
            return
        if not fits(value):
            raise ConfigurationError(
                f"{type(instance).__name__}.{attribute.name}={redacted_repr(value)}; accepted: {accepted}."
            )

    return attrs.field(default=UNSET, validator=validate, converter=converter)


def _attributes(cls: type[Options]) -> tuple[attrs.Attribute[Any], ...]:
    return tuple(getattr(cls, "__attrs_attrs__", ()))


def _unknown(cls: str, name: str, names: Iterable[str]) -> str:
    names = list(names)
    if name in _MISPLACED:
        return f"{cls} has no option {name!r}: {_MISPLACED[name]}."
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]!r}?" if near else f"It has {', '.join(names)}."
    return f"{cls} has no option {name!r}. {hint}"


def _as_tuple(value: Any) -> Any:
    if hasattr(value, "tolist"):  # a NumPy array or scalar
        value = value.tolist()
    return tuple(value) if _is_sequence(value) else value


def _is_sequence(value: Any) -> TypeGuard[Sequence[Any]]:
    """Return whether a value is a list, tuple, range or similar, but not a text or the result of a noise learner."""
    apart = isinstance(value, (str, bytes)) or hasattr(value, "to_wire")
    return not apart and isinstance(value, Sequence)


def _to_wire(value: Any) -> Any:
    if hasattr(value, "to_wire"):  # a group of options, the result of a noise learner
        return value.to_wire()
    if is_list(value):
        return [_to_wire(item) for item in value]
    if is_integer(value):
        return int(value)
    return float(value) if is_real(value) else value
