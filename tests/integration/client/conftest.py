"""An emulator of two devices for the facade's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.emulators import QUICK, emulator_fixture

if TYPE_CHECKING:
    from support.timing import Pauses


emulator = emulator_fixture(**QUICK, backends="ibm_fez,ibmq_manila")


@pytest.fixture(autouse=True)
def _asks_often(pauses: Pauses) -> None:
    """Shorten pauses, since the emulator is fast; the pauses themselves are tested with the plan."""
    pauses(first_poll=0.1)
