"""How to connect to the emulator, with first commands: shown at `/` while there are no jobs."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

from qrt_facade._service.versions import RELEASES
from qrt_facade.emulator.http.pages.elements import card, copyable, element, facts

if TYPE_CHECKING:
    from qrt_facade.emulator.http.pages.elements import Element

_PYTHON = """from qrt_facade import RuntimeClient

client = RuntimeClient(
    {key},
    {instance},
    base_url={api},
    iam_url={address},
)
print([backend.name for backend in client.backends.list()])"""

_FLIP = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; x $0; c[0] = measure $0;'

_CURL = """TOKEN=$(curl -s {identity} -d grant_type=urn:ibm:params:oauth:grant-type:apikey -d {key} \\
  | python3 -c 'import json, sys; print(json.load(sys.stdin)["access_token"])')
curl -s {backends} -H "Authorization: Bearer $TOKEN" \\
  -H {instance} -H 'IBM-API-Version: {version}'"""


def welcome(address: str, key: str | None, instance: str | None, title: str = "No jobs yet") -> Element:
    """Return the card with connection settings and commands.

    Args:
        address: The emulator's address.
        key: The API key; None if it must not be shown.
        instance: The CRN of the instance; None if it must not be shown.
        title: Heading of the card.
    """
    shown_key, shown_instance = key or "YOUR-API-KEY", instance or "YOUR-INSTANCE-CRN"
    known = facts(
        [
            ("Address", element("code", address)),
            ("API key", element("code", key) if key else "the one that the emulator was started with"),
            ("Instance", element("code", instance) if instance else "the CRN that it was started with"),
        ]
    )
    # The user's own key is set by environment variables rather than as an argument.
    own = "" if key and instance else "QISKIT_IBM_TOKEN=YOUR-API-KEY QISKIT_IBM_INSTANCE=YOUR-INSTANCE-CRN "
    terminal = f"echo {shlex.quote(_FLIP)} | {own}qrt run --url {shlex.quote(address)} -"
    python = _PYTHON.format(
        key=json.dumps(shown_key),
        instance=json.dumps(shown_instance),
        api=json.dumps(f"{address}/api"),
        address=json.dumps(address),
    )
    curl = _CURL.format(
        identity=shlex.quote(f"{address}/identity/token"), key=shlex.quote(f"apikey={shown_key}"),
        version=max(RELEASES), backends=shlex.quote(f"{address}/api/v1/backends"), instance=shlex.quote(f"Service-CRN: {shown_instance}"),
    )  # fmt: skip
    return card(
        title, known,
        element("h3", "In a terminal"), copyable(terminal, "in-terminal"),
        element("h3", "In Python"), copyable(python, "in-python"),
        element("h3", "With curl"), copyable(curl, "with-curl"),
    )  # fmt: skip
