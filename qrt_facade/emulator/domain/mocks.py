"""Mock devices: a dry run is a job on the mock of a device. It is checked like the real one, and its result is random."""

from __future__ import annotations

import re
from typing import Final

_FIRST_PART: Final = "mock"


def mock_name(device: str) -> str:
    """The name of a device's mock, as IBM's client makes it: `ibm_fez` -> `mock_fez`."""
    return re.sub(r"^[^_]+", _FIRST_PART, device)


def is_mock(device: str | None) -> bool:
    """Whether a name is that of a mock."""
    return device is not None and device.partition("_")[0] == _FIRST_PART


def may_run_on(device: str, session_device: str | None) -> bool:
    """Whether a job for this device may enter a session: a dry run may enter that of the real device, too.

    IBM's client opens a session on the device itself and submits a dry run into it for the mock.
    """
    if session_device is None:
        return True
    return device == session_device or device == mock_name(session_device)
