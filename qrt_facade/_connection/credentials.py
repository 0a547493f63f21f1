"""Credentials: from arguments, environment variables, or a saved account.

The variables and the file are those of IBM's own client, so that an existing setup works here too:
`QISKIT_IBM_TOKEN`, `QISKIT_IBM_INSTANCE`, `QISKIT_IBM_URL`, `IAM_URL`, and `~/.qiskit/qiskit-ibm.json`.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from qrt_facade._base.arguments import check_text
from qrt_facade._base.redaction import redacted_repr, secret_kind
from qrt_facade._base.secrets import Secret, checked_key
from qrt_facade._connection.channels import INSTEAD, RETIRED, why_unusable
from qrt_facade._service.crn import (
    DEFAULT_API_URL,
    DEFAULT_IAM_URL,
    Crn,
    checked_api_url,
    checked_url,
    default_api_url,
    default_iam_url,
)
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from qrt_facade._connection.accounts import Account

_RETIRED_KEY: Final = re.compile(r"[0-9a-f]{128}")
API_KEY_VARIABLE: Final = "QISKIT_IBM_TOKEN"
CHANNEL_VARIABLE: Final = "QISKIT_IBM_CHANNEL"
INSTANCE_VARIABLE: Final = "QISKIT_IBM_INSTANCE"
IAM_URL_VARIABLE: Final = "IAM_URL"
URL_VARIABLE: Final = "QISKIT_IBM_URL"
_IBM_DOMAIN: Final = re.compile(r"(.+\.)?cloud\.ibm\.com")


@dataclass(frozen=True, slots=True)
class Credentials:
    """The credentials and addresses of a client.

    Attributes:
        instance: The instance, or None if none is needed, to discover instances.
        api_url: URL of the API in the generated client's form, ending in `/api`.
        iam_url: URL of IAM, without a path.
        api_key: API key to exchange for access tokens, or None if a token was passed.
        token: An access token that the caller obtained, or None.
        proxy: Proxy of the saved account, or None.
        verify: Whether TLS certificates are verified, from the saved account.
    """

    instance: Crn | None
    api_url: str
    iam_url: str
    api_key: Secret | None = None
    token: Secret | None = None
    proxy: Secret | None = None
    verify: bool = True

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """The secrets that must never be printed."""
        return tuple(secret for secret in (self.api_key, self.token) if secret is not None)

    @property
    def account_id(self) -> str:
        """Account id of the instance; empty without an instance."""
        return self.instance.account_id if self.instance else ""

    def refusal_hints(self, host: str) -> dict[int, str]:
        """Return hints by HTTP status that depend on the credentials: the instance's region, the kind of token."""
        hints: dict[int, str] = {}
        if self.instance is not None:
            hints[404] = (
                f"The instance's CRN is in region {self.instance.region!r}, and the request went to {host}"
            )
        if self.token is None:
            hints[401] = (
                "IAM has just issued this token; check that the API key's account may use the instance"
            )
        elif self.token.reveal().count(".") == 2:
            hints[401] = (
                "The token passed as token= was rejected; it may have expired (IAM tokens are valid for an hour)"
            )
        else:
            hints[401] = (
                "The value of token= is not an IAM access token; pass an API key as api_key=, "
                "which is then exchanged for tokens"
            )
        return hints

    def of_instance(self, instance: str | None) -> Credentials:
        """Return the same credentials for another instance; unchanged if it is None.

        Raises:
            ConfigurationError: The value is not a CRN, or its region differs from that of the API's URL.
        """
        if instance is None:
            return self
        check_text(instance=instance)
        crn = Crn.parse(instance.strip())
        checked_api_url(self.api_url, crn)
        return replace(self, instance=crn)


def resolve(
    *,
    api_key: str | None = None,
    token: str | None = None,
    instance: str | None = None,
    account: str | None = None,
    base_url: str | None = None,
    iam_url: str | None = None,
) -> Credentials:
    """Return the credentials to use.

    Arguments take precedence over the environment, and the environment over the saved account. A key and an instance
    are never combined from the environment and the file: they could belong to different accounts.

    Raises:
        ConfigurationError: Credentials are missing, incomplete or contradictory; the message lists what was found.
    """
    check_text(
        api_key=api_key, token=token, instance=instance, account=account, base_url=base_url, iam_url=iam_url
    )
    instance, base_url, iam_url = map(_stripped, (instance, base_url, iam_url))
    if api_key is not None and token is not None:
        raise ConfigurationError("api_key= and token= cannot be combined; pass one of them")
    if account is not None and (api_key is not None or token is not None):
        given = "api_key=" if api_key is not None else "token="
        raise ConfigurationError(
            f"account={redacted_repr(account)} and {given} cannot be combined; pass one of them"
        )
    saved: Account | None = None
    key_name = "api_key"
    if api_key is None and token is None:
        key_name, api_key, saved = _key_found(account)
    instance_name = "instance="
    if instance is None:
        instance_name, instance = _instance_found(saved)
    _refuse_swapped(key_name, api_key, instance_name, instance)
    _refuse_retired(key_name, api_key or "")
    key = None if api_key is None else checked_key(key_name, api_key)
    bearer = None if token is None else _checked_token(token)
    if (key is None and bearer is None) or instance is None:
        raise ConfigurationError(_what_is_missing(api_key, token, instance, saved))
    crn = Crn.parse(instance.strip(), name=instance_name)
    private = saved is not None and saved.private_endpoint
    iam_url = variable(IAM_URL_VARIABLE) if iam_url is None else iam_url
    if base_url is None and saved is None:
        base_url = _non_ibm_url()
    return Credentials(
        instance=crn,
        api_url=checked_api_url(base_url, crn)
        if base_url is not None
        else default_api_url(crn, private=private),
        iam_url=checked_url("iam_url", iam_url)
        if iam_url is not None
        else default_iam_url(crn, private=private),
        api_key=key,
        token=bearer,
        proxy=Secret(saved.proxy) if saved and saved.proxy else None,
        verify=saved is None or saved.verify,
    )


def _key_found(account: str | None) -> tuple[str, str | None, Account | None]:
    """Return the name and the value of the environment's or a saved account's API key, and that account."""
    if account is None and (key := variable(API_KEY_VARIABLE)) is not None:
        _refuse_retired(API_KEY_VARIABLE, key)
        if variable(CHANNEL_VARIABLE) == RETIRED and secret_kind(key) != "an API key":
            raise ConfigurationError(
                f"{CHANNEL_VARIABLE}={RETIRED}: the key in {API_KEY_VARIABLE} cannot be used, since {why_unusable(RETIRED)}. "
                f"{INSTEAD}; or unset {CHANNEL_VARIABLE} if the key is an IBM Cloud API key"
            )
        return API_KEY_VARIABLE, key, None
    from qrt_facade._connection.accounts import find_account

    saved = find_account(account)
    if saved is None:
        return "", None, None
    return f"the API key of the saved account {saved.name!r}", saved.token.reveal(), saved


def _refuse_retired(name: str, key: str) -> None:
    """Refuse a key of the retired platform, which has 128 hexadecimal digits; the message does not show it."""
    if _RETIRED_KEY.fullmatch(key.strip()):
        raise ConfigurationError(
            f"{name}: the value ({len(key.strip())} characters) looks like a key of IBM Quantum Platform Classic (channel "
            f"{RETIRED!r}), which was shut down on 1 July 2025. {INSTEAD}"
        )


def _instance_found(saved: Account | None) -> tuple[str, str | None]:
    """Return the name and the value of the instance that belongs to the key that was found."""
    if saved is None:
        return INSTANCE_VARIABLE, variable(INSTANCE_VARIABLE)
    return f"the instance of the saved account {saved.name!r}", saved.instance


def _refuse_swapped(key_name: str, api_key: str | None, instance_name: str, instance: str | None) -> None:
    if secret_kind(api_key or "") == "a CRN" and secret_kind(instance or "") == "an API key":
        raise ConfigurationError(
            f"{instance_name.rstrip('=')} looks like an API key, and {key_name} is a CRN; are they swapped?"
        )


def _checked_token(token: str) -> Secret:
    if secret_kind(token) == "a CRN":
        raise ConfigurationError(
            "token is a CRN; pass it as instance=. A token is what IAM returns for an API key"
        )
    return Secret.checked("token", token)


def for_discovery(api_key: str | None, *, account: str | None, iam_url: str | None) -> Credentials:
    """Return credentials without an instance, for discovery: an API key from the argument, environment, or account.

    Raises:
        ConfigurationError: There is no API key.
    """
    check_text(api_key=api_key, account=account, iam_url=iam_url)
    key_name = "api_key"
    if api_key is None:
        key_name, api_key, _ = _key_found(account)
    _refuse_retired(key_name, api_key or "")
    if api_key is None:
        raise ConfigurationError(
            f"api_key= is missing, {API_KEY_VARIABLE} is not set, and no account is saved"
        )
    iam_url = variable(IAM_URL_VARIABLE) if iam_url is None else iam_url
    return Credentials(
        instance=None,
        api_url=DEFAULT_API_URL,
        iam_url=checked_url("iam_url", iam_url) if iam_url is not None else DEFAULT_IAM_URL,
        api_key=checked_key(key_name, api_key),
    )


def _non_ibm_url() -> str | None:
    """Return the API's URL from `QISKIT_IBM_URL`; None when it is not set, or is a URL of IBM's.

    IBM's client derives all hosts from this variable, `https://cloud.ibm.com`. Here IBM's hosts follow from the CRN.
    Any other host, such as an emulator's, is the API itself.

    Raises:
        ConfigurationError: The value is not an absolute http(s) URL, or is plain http to another machine.
    """
    url = variable(URL_VARIABLE)
    if url is None:
        return None
    checked = checked_url(URL_VARIABLE, url)
    parts = urlsplit(checked)
    if _IBM_DOMAIN.fullmatch(parts.hostname or ""):
        return None
    return checked if parts.path else f"{checked}/api"


def _stripped(text: str | None) -> str | None:
    """Return text with surrounding white space removed, as when it was read from a file or copied."""
    return None if text is None else text.strip()


def variable(name: str) -> str | None:
    """Return an environment variable; None if it is not set, or blank."""
    return os.environ.get(name, "").strip() or None


def _what_is_missing(
    api_key: str | None, token: str | None, instance: str | None, saved: Account | None
) -> str:
    from qrt_facade._connection.accounts import account_file, account_file_state, has_retired_account

    def state(name: str) -> str:
        return "set" if variable(name) else "not set"

    given = "passed" if api_key or token else "not passed"
    found = [
        f"arguments: key or token {given}, instance {'passed' if instance else 'not passed'}",
        f"environment: {API_KEY_VARIABLE} {state(API_KEY_VARIABLE)}, {INSTANCE_VARIABLE} {state(INSTANCE_VARIABLE)}",
        f"{account_file()}: account {saved.name!r}" if saved is not None else account_file_state(),
    ]
    missing = "instance (its CRN)" if api_key or token else "API key"
    if missing == "API key" and saved is None and has_retired_account():
        found.append(f"for the retired account: {INSTEAD[0].lower()}{INSTEAD[1:]}")
    return (
        f"No {missing} was found. Checked: " + "; ".join(found) + ". Pass api_key= and instance=, "
        f"set {API_KEY_VARIABLE} and {INSTANCE_VARIABLE}, or save an account with RuntimeClient.save_account(...). "
        "RuntimeClient.local() needs no credentials: it runs a local emulator"
    )
