"""Mock devices, on which dry runs run: their names, and how to recognize them.

A mock represents a device of the instance. It validates a job, charges no QPU time, and returns random values of the
right shape.
"""

from __future__ import annotations

import re
from typing import Final

MOCK_CLASS: Final = "mock"
"""`class` of a mock in the list of devices."""

DRY_RUN: Final = "dry run: random values"
"""Marks the result of a dry run wherever it is shown."""

DRY_RUN_NOTE: Final = "yes: random values; nothing is charged, the usage is that of a real run"
"""Note on the usage of a dry run."""

_FIRST_PART: Final = re.compile(r"^[^_]+")


def mock_name(name: str) -> str:
    """Return the name of the mock of a device, by the rule of IBM's client: `ibm_fez` -> `mock_fez`.

    A name that begins with an underscore has no prefix to replace: it is returned unchanged, and is not a mock's name.
    """
    return name if is_mock_name(name) else _FIRST_PART.sub(MOCK_CLASS, name)


def is_mock_name(name: object) -> bool:
    """Return whether a device of this name is a mock; None, for an unknown device, is not a mock's name.

    The mock of a device whose name has one part, such as `simulator`, is `mock`.
    """
    return isinstance(name, str) and name.partition("_")[0] == MOCK_CLASS


def is_not_on_mock(named: str | None, mock: str) -> bool:
    """Return whether the device of a dry run is a real one instead of the mock: the job may be charged."""
    return named not in {None, mock} and not is_mock_name(named)


def marked_repr(written: str, *, dry_run: bool) -> str:
    """Return the repr of a value, marked inside its last bracket if the value comes from a dry run."""
    return f"{written[:-1]}; {DRY_RUN}{written[-1]}" if dry_run else written


def marked_title(title: str, *, dry_run: bool) -> str:
    """Return a title, marked if what is below it is the result of a dry run."""
    return f"{title} ({DRY_RUN})" if dry_run else title
