"""Connection settings that a client needs to reach an emulator."""

from __future__ import annotations

from typing import TypedDict


class Access(TypedDict):
    """The arguments that connect a `RuntimeClient` to an emulator: `RuntimeClient(**emulator.access)`.

    Attributes:
        api_key: The API key that the emulator accepts.
        instance: CRN of its first instance.
        base_url: Address of its API, which ends in `/api`.
        iam_url: Address of its IAM, without a path.
    """

    api_key: str
    instance: str
    base_url: str
    iam_url: str
