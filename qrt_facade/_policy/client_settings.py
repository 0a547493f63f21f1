"""Client settings that plain values can express, as a TypedDict for code that passes them on."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - as below
from typing import TypedDict

from qrt_facade._policy.polling import (
    PollingStrategy,  # noqa: TC001 - `typing.get_type_hints(ClientSettings)` looks it up
)


class ClientSettings(TypedDict, total=False):
    """Keywords of `RuntimeClient` and `AsyncRuntimeClient`: what the fixture `qrt_client_settings` returns.

        settings: ClientSettings = {"retries": 0, "timeout": 5.0}

    Attributes:
        api_key: IBM Cloud API key.
        instance: The instance's CRN.
        base_url: URL of the API.
        iam_url: URL of IAM.
        api_version: Date sent as `IBM-API-Version`.
        timeout: Seconds without a byte after which a request fails.
        total_timeout: Seconds after which a request fails, including retries and their pauses.
        retries: How often a request is sent again after a transient failure.
        user_agent: Your own product, such as `myapp/1.0`, sent before ours.
        max_result_bytes: The largest accepted size of a result, in bytes.
        journal: Whether jobs and sessions with a key are recorded on this machine before they are sent.
        budget_seconds: Budget of QPU time for submissions, in seconds.
        ledger: The file in which the budget is counted.
        polling: When waits poll their jobs.
    """

    api_key: str
    instance: str
    base_url: str
    iam_url: str
    api_version: str
    timeout: float
    total_timeout: float
    retries: int
    user_agent: str
    max_result_bytes: int
    journal: bool
    budget_seconds: float | None
    ledger: str | Path | bool | None
    polling: PollingStrategy
