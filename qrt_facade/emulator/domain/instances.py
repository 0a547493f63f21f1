"""Instances: their CRNs, and what is made up of them here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SUBSCRIPTION_ID = "00000000-0000-4000-8000-000000005ab5"

USAGE_WINDOW_DAYS = 28
"""Usage counts over rolling 28 days (Open and Premium plans)."""


def is_crn(text: str) -> bool:
    """Whether text has a CRN's ten fields and its prefix."""
    return text.startswith("crn:") and len(text.split(":")) == 10


def account_of(crn: str) -> str:
    """The account id in a CRN."""
    return crn.split(":")[6].removeprefix("a/")


def shown_name_of(crn: str, instances: Sequence[str]) -> str:
    """The name that pages show for an instance, since its CRN contains the account id; a data folder may have older ones."""
    return name_of(crn, instances) if crn in instances else "no longer served"


def name_of(crn: str, instances: Sequence[str]) -> str:
    """The name of an instance: `emulator`, and with a number from the second one on."""
    number = instances.index(crn) + 1
    return "emulator" if number == 1 else f"emulator-{number}"
