"""From options to a client: of the service, of a running emulator, or of one started for the command."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from qrt_facade.cli.exits import Trouble

if TYPE_CHECKING:
    from qrt_facade._sync.client import RuntimeClient
    from qrt_facade.cli.common import Common


def connect(common: Common) -> RuntimeClient:
    """Return the client that the options ask for. Nothing is sent.

    Raises:
        Trouble: There are no credentials, or the options contradict each other.
        ConfigurationError: The options cannot work.
    """
    from qrt_facade import RuntimeClient

    settings: dict[str, Any] = {"api_version": common.api_version, "timeout": common.timeout or 30.0}
    if not common.emulated:
        key = key_of(common)
        _refuse_without_credentials(common, key)
        place: dict[str, Any] = {
            "instance": common.instance,
            "account": common.account,
            "base_url": common.base_url,
        }
        return RuntimeClient(key, **place, **settings)
    clash = next((name for name in ("account", "base_url") if getattr(common, name)), None)
    if clash is not None:
        option = clash.replace("_", "-")
        raise Trouble(
            f"--{option} names IBM's service, and --local, --url or QRT_URL an emulator",
            f"leave out --{option}, or unset QRT_URL",
        )
    if common.url is None:
        return RuntimeClient.local(**settings)
    return RuntimeClient(**emulator_credentials(common), **settings)


def emulator_credentials(common: Common) -> dict[str, Any]:
    """Return what makes a client of the emulator at --url; the key is never the one of the environment."""
    from qrt_facade.emulator import DEFAULT_API_KEY, DEFAULT_INSTANCE

    root = (common.url or "").rstrip("/").removesuffix("/v1").removesuffix("/api")
    return {
        "api_key": key_of(common) or DEFAULT_API_KEY,
        "instance": common.instance or DEFAULT_INSTANCE,
        "base_url": f"{root}/api",
        "iam_url": root,
    }


def key_of(common: Common) -> str | None:
    """Return the API key that was given with the command: as the option, or on stdin when that is `-`."""
    if common.api_key != "-":
        return common.api_key
    key = sys.stdin.readline().strip()
    if not key:
        raise Trouble(
            "--api-key - reads the key from stdin, where there was none",
            "pipe the key in: qrt ... < key-file",
        )
    return key


def _refuse_without_credentials(common: Common, key: str | None) -> None:
    if key is not None or common.account is not None:
        return
    from qrt_facade._connection.accounts import (
        account_file,
        find_account,
    )
    from qrt_facade._connection.credentials import API_KEY_VARIABLE

    if os.environ.get(API_KEY_VARIABLE, "").strip() or find_account(None) is not None:
        return
    raise Trouble(
        f"no API key: {API_KEY_VARIABLE} is not set, and {account_file()} holds no account",
        "`qrt login` saves one; --local needs none: it runs an emulator on this machine",
    )
