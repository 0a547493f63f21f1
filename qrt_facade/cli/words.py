"""Messages of the library, reworded for terminals: options instead of arguments, and without Python calls. No I/O.

The library's messages name arguments, such as `created_after='soon'`, and recommend calls. The failed command
determines which option stands for which argument, so no message is listed here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

_OF_PROGRAM: Final = re.compile(r"^(?:sampler|estimator): (?=--)")
_THE_ONLY_PUB: Final = re.compile(r"(?:^|(?<=\s)|(?<=this job)\.(\s+))PUB 0: ")
"""A command submits a single PUB, so its number is meaningless to users."""
_PYTHON: Final = re.compile(
    r"\b[a-z_]+=(?:True|False|None|\.\.\.|\w*\()"
    r"|\b(?:client|job|jobs|backend|session|sweep|kept|pathlib|RuntimeClient|AsyncRuntimeClient)\.[A-Za-z_]+"
    r"|\b\w+\(\.\.\.\)"
)
"""Python expressions that are useless in a shell: a keyword of a call, or an attribute of one of our objects."""
_CLAUSE: Final = re.compile(r"(?<=[.;]) +(?![^(]*\))")


def options_of(command: click.Command) -> dict[str, str]:
    """Return the long option of each argument of a command."""
    return {
        option.name: max(option.opts, key=len)
        for option in command.params
        if isinstance(option, click.Option) and option.name
    }


def for_terminals(text: str, options: Mapping[str, str]) -> str:
    """Return a message of the library, reworded for a terminal.

    Args:
        text: The message, such as `created_after='soon' is not a valid date or time`.
        options: Argument -> option, from `options_of`.
    """
    if not options:
        return text
    text = re.sub(
        rf"(?:^|(?<=cannot start: ))({'|'.join(options)}) is (?=['\d-])",
        lambda found: f"{options[found[1]]} ",
        text,
    )
    named = "|".join(sorted(map(re.escape, options), key=len, reverse=True))
    with_values = re.compile(rf"(?<![\w.-])({named})=(?!=)(?!True\b|False\b|None\b|\.\.\.)")
    long_names = "|".join(re.escape(name) for name in options if "_" in name)
    worded = with_values.sub(lambda found: f"{options[found[1]]} ", text)
    if long_names:
        worded = re.sub(rf"(?<![\w.-])({long_names})(?![\w=(])", lambda found: options[found[1]], worded)
    worded = _OF_PROGRAM.sub("", worded)
    worded = _THE_ONLY_PUB.sub(lambda found: f":{found[1]}" if found[1] else "", worded)
    # `--instance  is not`: some values are omitted, because they may be secrets.
    worded = re.sub(r"(--[a-z-]+)  +", r"\1 ", worded)
    return _without_python(worded)


def of_usage(error: click.ClickException) -> str:
    """Return click's error message as one line that begins with the option."""
    message = " ".join(error.format_message().split())
    if (
        isinstance(error, click.BadParameter)
        and not isinstance(error, click.MissingParameter)
        and error.param
    ):
        param = error.param
        name = (
            max(param.opts, key=len)
            if isinstance(param, click.Option)
            else (param.metavar or param.name or "")
        )
        bare = name.replace("[", "").replace("]", "").replace(".", "")
        return f"{bare} {' '.join(error.message.split())}".rstrip(".")
    return message.rstrip(".")


def _without_python(text: str) -> str:
    """Remove the clauses that recommend a Python call, unless nothing else is left."""
    if not _PYTHON.search(text) or "\n" in text:
        return text
    kept = [clause for clause in _CLAUSE.split(text) if not _PYTHON.search(clause)]
    return " ".join(kept).rstrip(" ;") or text
