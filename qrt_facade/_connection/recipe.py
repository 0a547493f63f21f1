"""What a pickled client contains: how to connect again, without secrets.

Keys, tokens and CRNs (which contain the account id) are not pickled. The process that unpickles a client resolves
credentials like any new client: from its own environment, or its own account file.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from qrt_facade._connection.credentials import resolve
from qrt_facade._connection.settings import Settings
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

    from qrt_facade._connection.credentials import Credentials


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to create an equivalent client in another process.

    Attributes:
        account: Name of the saved account that was requested, or None.
        base_url: URL of the API.
        iam_url: URL of IAM.
        api_version: Date sent as `IBM-API-Version`.
        timeout: Seconds without a byte after which a request fails.
        total_timeout: Seconds after which a request fails, including retries.
        retries: How often a request is sent again after a transient failure.
        max_result_bytes: The largest accepted size of a result.
        journal: Whether submissions with a key are recorded on disk before they are sent.
        budget_seconds: Budget of QPU time for submissions in seconds, or None.
        ledger: The file of the budget's ledger, True for the one in the state folder, or None.
        instance: Digest of the instance's CRN, from which the CRN cannot be recovered.
        budget_token: Name of a budget in memory, by which it is found in the same process, or None.
    """

    account: str | None
    base_url: str
    iam_url: str
    api_version: str
    timeout: float
    total_timeout: float
    retries: int
    max_result_bytes: int
    journal: bool
    budget_seconds: float | None
    ledger: Path | Literal[True] | None
    instance: str
    budget_token: str | None = None

    @classmethod
    def of(
        cls,
        credentials: Credentials,
        settings: Settings,
        account: str | None,
        budget_token: str | None = None,
    ) -> Recipe:
        """Return the recipe of a client."""
        return cls(
            account=account,
            base_url=credentials.api_url,
            iam_url=credentials.iam_url,
            api_version=settings.api_version,
            timeout=settings.timeout,
            total_timeout=settings.total_timeout,
            retries=settings.retries,
            max_result_bytes=settings.max_result_bytes,
            journal=settings.journal,
            budget_seconds=settings.budget_seconds,
            ledger=settings.ledger,
            instance=_digest(credentials),
            budget_token=budget_token,
        )

    def resolved(self) -> tuple[Credentials, Settings]:
        """Return the credentials and settings with which this process connects.

        Raises:
            ConfigurationError: This process has no credentials, or credentials for another instance, where the jobs are
                unknown and someone else is billed.
        """
        credentials = resolve(account=self.account, base_url=self.base_url, iam_url=self.iam_url)
        if _digest(credentials) != self.instance:
            raise ConfigurationError(
                "the pickled client belongs to another instance than this process's credentials; set "
                "QISKIT_IBM_TOKEN and QISKIT_IBM_INSTANCE, or save the account, as in the process that pickled it"
            )
        settings = Settings(
            api_version=self.api_version,
            timeout=self.timeout,
            total_timeout=self.total_timeout,
            retries=self.retries,
            max_result_bytes=self.max_result_bytes,
            journal=self.journal,
            budget_seconds=self.budget_seconds,
            ledger=self.ledger,
            proxy=credentials.proxy,
            verify=credentials.verify,
        )
        return credentials, settings


def _digest(credentials: Credentials) -> str:
    return sha256(credentials.instance.text.encode() if credentials.instance else b"").hexdigest()
