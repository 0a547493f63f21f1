"""Create a client from the options: for the service, a running emulator, or one started for the command."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

# Accessed as an attribute, so that `RuntimeClient` is imported only then: the help of a command does not need it.
import qrt_facade
from qrt_facade._connection.accounts import account_file, find_account, remedy_for, unusable_accounts
from qrt_facade._connection.credentials import API_KEY_VARIABLE, variable
from qrt_facade.cli.errors import CommandError
from qrt_facade.emulator import DEFAULT_API_KEY, DEFAULT_INSTANCE

if TYPE_CHECKING:
    from qrt_facade.cli.options import CommonOptions


def connect(common: CommonOptions) -> qrt_facade.RuntimeClient:
    """Return the client for the options. Nothing is sent.

    Raises:
        CommandError: There are no credentials, or the options contradict each other.
        ConfigurationError: An option is invalid.
    """
    settings: dict[str, Any] = {"api_version": common.api_version, **common.given_timeout}
    if not common.emulated:
        key = api_key_of(common)
        _refuse_without_credentials(common, key)
        return qrt_facade.RuntimeClient(
            key, common.instance, account=common.account, base_url=common.base_url, **settings
        )
    clash = next((name for name in ("account", "base_url") if getattr(common, name)), None)
    if clash is not None:
        option = clash.replace("_", "-")
        raise CommandError(
            f"--{option} is for IBM's service, and cannot be combined with --local, --url or QRT_URL",
            f"remove --{option}, or unset QRT_URL",
        )
    if common.url is None:
        return qrt_facade.RuntimeClient.local(**settings)
    root = common.url.rstrip("/").removesuffix("/v1").removesuffix("/api")
    # Never the environment's key, which belongs to IBM's service.
    return qrt_facade.RuntimeClient(
        api_key_of(common) or DEFAULT_API_KEY,
        common.instance or DEFAULT_INSTANCE,
        base_url=f"{root}/api",
        iam_url=root,
        **settings,
    )


def api_key_of(common: CommonOptions) -> str | None:
    """Return the API key passed to the command: as the option, or on stdin if the option is `-`.

    Raises:
        CommandError: The key was expected on stdin, which is empty.
    """
    if common.api_key != "-":
        return common.api_key
    key = sys.stdin.readline().strip()
    if not key:
        raise CommandError(
            "--api-key - reads the key from stdin, but stdin is empty",
            "pipe the key in: qrt ... < key-file",
        )
    return key


def _refuse_without_credentials(common: CommonOptions, key: str | None) -> None:
    if key is not None or common.account is not None:
        return
    if variable(API_KEY_VARIABLE) or find_account(None) is not None:
        return
    if unusable := unusable_accounts():
        raise CommandError(
            f"no API key: {API_KEY_VARIABLE} is not set, and {unusable[0]}", remedy_for(unusable[0])
        )
    raise CommandError(
        f"no API key: {API_KEY_VARIABLE} is not set, and {account_file()} contains no account",
        "`qrt login` saves one; --local needs no key: it runs an emulator on this machine",
    )
