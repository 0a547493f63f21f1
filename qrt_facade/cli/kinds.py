"""Types of option values; each refuses invalid values before anything is sent, and says what is accepted."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import click

from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    OfText = click.ParamType[str]
    OfInteger = click.ParamType[int]
    OfNumber = click.ParamType[float]
    OfAny = click.ParamType[Any]
else:
    # click has kinds with a parameter since 8.3 only.
    OfText = OfInteger = OfNumber = OfAny = click.ParamType


class Text(OfText):
    """A non-blank string: an empty shell variable would be a filter for everything, or an empty tag."""

    name = "text"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text."""
        text = str(value)
        if not text.strip():
            self.fail(f"{text!r} is blank; remove the option, or pass a value", param, ctx)
        return text


class Moment(OfText):
    """A date or a time, parsed as in the library."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text of the time."""
        from qrt_facade._base.moments import moment_from

        text = str(value)
        try:
            moment_from("", text)
        except ConfigurationError as error:
            said = (
                str(error)
                .removeprefix("=")
                .replace("a datetime, a date, or a string such as", "one such as 2026-09-30 or")
            )
            self.fail(said, param, ctx)
        return text


class Address(OfText):
    """The URL of a server, over http or https."""

    name = "address"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the URL."""
        from urllib.parse import urlsplit

        text = str(value)
        try:
            parts = urlsplit(text)
            good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
            secret = "@" in parts.netloc
        except ValueError:
            good = secret = False
        if secret:
            self.fail("must be a URL without user and password", param, ctx)
        good = good and not any(sign.isspace() for sign in text)
        if not good:
            self.fail(f"{text!r} is not a URL; expected one such as http://127.0.0.1:8000", param, ctx)
        return text


@dataclass(frozen=True)
class Whole(OfInteger):
    """A whole number.

    Attributes:
        least: The minimum.
        most: The maximum; None for no maximum.
        of: What is counted, such as `seconds`.
    """

    least: int = 0
    most: int | None = None
    of: str = ""
    name = "whole number"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number."""
        try:
            number = int(str(value))
        except ValueError:
            number = self.least - 1
        if number < self.least or (self.most is not None and number > self.most):
            bounds = f"{self.least} or more" if self.most is None else f"{self.least} to {self.most}"
            self.fail(f"{_shown(value)}: expected a whole number{_of(self.of)}, {bounds}", param, ctx)
        return number


@dataclass(frozen=True)
class Amount(OfNumber):
    """A finite, non-negative number.

    Attributes:
        above_zero: Whether 0 is refused.
        of: What is measured, such as `seconds`.
    """

    above_zero: bool = False
    of: str = ""
    name = "number"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number."""
        try:
            number = float(str(value))
        except ValueError:
            number = math.nan
        if not math.isfinite(number) or number < 0 or (self.above_zero and number == 0):
            bounds = "above 0" if self.above_zero else "0 or more"
            self.fail(f"{_shown(value)}: expected a finite number{_of(self.of)}, {bounds}", param, ctx)
        return number


class Place(click.Path):
    """The path of a file or a folder. A blank one is refused, because it would mean the current folder."""

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        """Return the path."""
        if not os.fspath(value).strip():
            self.fail(f"{value!r} is blank; remove the option, or pass a value", param, ctx)
        return super().convert(value, param, ctx)


def _shown(value: object) -> str:
    """Return a value as given, in quotation marks if it is blank."""
    text = str(value)
    return text if text.strip() else repr(text)


def _of(unit: str) -> str:
    return f" of {unit}" if unit else ""


TEXT: Final = Text()
MOMENT: Final = Moment()
ADDRESS: Final = Address()
