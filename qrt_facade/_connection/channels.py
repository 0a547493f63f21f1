"""Channels and the default name of accounts in the file of IBM's client; `accounts` reads the file."""

from __future__ import annotations

from typing import Final

from qrt_facade._base.redaction import redacted_repr

DEFAULT_NAME: Final = "default-ibm-quantum-platform"
CHANNELS: Final = ("ibm_quantum_platform", "ibm_cloud")
"""Channels whose accounts can be used."""

RETIRED: Final = "ibm_quantum"

INSTEAD: Final = "Create an API key at https://quantum.cloud.ibm.com, and save it with `qrt login`, or RuntimeClient.save_account(api_key, instance)"
"""What to do instead of using an account of the retired platform."""


def why_unusable(channel: str | None) -> str:
    """Return why accounts of a channel cannot be used.

    Args:
        channel: The channel as IBM's client writes it; None for an entry without a key.
    """
    if channel == RETIRED:
        return (
            f"its channel {RETIRED!r} is IBM Quantum Platform Classic, which was shut down on 1 July 2025, and its key is not "
            "valid for any other service"
        )
    if channel == "local":
        return "its channel 'local' means fake devices in IBM's client; here RuntimeClient.local() emulates the service"
    if channel in (None, *CHANNELS):
        return "it has no API key"
    return f"its channel {redacted_repr(channel)} is unknown; accepted: {' and '.join(map(repr, CHANNELS))}"
