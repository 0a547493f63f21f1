"""Mock devices, for dry runs: a job on a mock is checked like one on the real device, and its result is random."""

from __future__ import annotations

import re
from typing import Final

_FIRST_PART: Final = "mock"


def mock_name(device: str) -> str:
    """Return the name of a device's mock, by the rule of IBM's client: `ibm_fez` -> `mock_fez`."""
    return re.sub(r"^[^_]+", _FIRST_PART, device)


def is_mock(device: str | None) -> bool:
    """Whether a name is that of a mock device."""
    return device is not None and device.partition("_")[0] == _FIRST_PART


def may_run_on(device: str, session_device: str | None) -> bool:
    """Whether a job for this device may join a session; a dry run may also join a session of the real device.

    IBM's client opens a session on the device itself and submits a dry run into it for the mock.
    """
    if session_device is None:
        return True
    return device == session_device or device == mock_name(session_device)
