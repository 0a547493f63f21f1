"""The channels and the default name of accounts in the file of IBM's client. What reads the file is in `accounts`."""

from __future__ import annotations

from typing import Final

from qrt_facade._base.redaction import redacted_repr

DEFAULT_NAME: Final = "default-ibm-quantum-platform"
CHANNELS: Final = ("ibm_quantum_platform", "ibm_cloud")
"""Those whose accounts can be used."""

RETIRED: Final = "ibm_quantum"

INSTEAD: Final = "Make an API key at https://quantum.cloud.ibm.com, and save it: `qrt login`, or RuntimeClient.save_account(api_key, instance)"
"""What to do in place of using an account of the retired platform."""


def why_unusable(channel: str | None) -> str:
    """Return why the accounts of a channel cannot be used.

    Args:
        channel: The channel, as IBM's client writes it; None for an entry without a key.
    """
    if channel == RETIRED:
        return (
            f"its channel {RETIRED!r} is IBM Quantum Platform Classic, which was shut down on 1 July 2025, and its key is not "
            "valid anywhere else"
        )
    if channel == "local":
        return "its channel 'local' means fake devices in IBM's client; here RuntimeClient.local() emulates the service"
    if channel in (None, *CHANNELS):
        return "it has no key"
    return f"its channel {redacted_repr(channel)} is not known; accepted: {' and '.join(map(repr, CHANNELS))}"
