"""Instances: their CRNs and their invented properties."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SUBSCRIPTION_ID = "00000000-0000-4000-8000-000000005ab5"

USAGE_WINDOW_DAYS = 28
"""Usage is counted over a rolling window of 28 days (Open and Premium plans)."""


def is_crn(text: str) -> bool:
    """Whether a text has a CRN's prefix and ten fields."""
    return text.startswith("crn:") and len(text.split(":")) == 10


def account_of(crn: str) -> str:
    """Return the account id in a CRN."""
    return crn.split(":")[6].removeprefix("a/")


def shown_name_of(crn: str, instances: Sequence[str]) -> str:
    """Return the name for pages, which hide the CRN and its account id; data folders may contain older ones."""
    return name_of(crn, instances) if crn in instances else "no longer served"


def name_of(crn: str, instances: Sequence[str]) -> str:
    """Return the name of an instance: `emulator`, with a number appended from the second one on."""
    number = instances.index(crn) + 1
    return "emulator" if number == 1 else f"emulator-{number}"
