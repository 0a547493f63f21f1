"""The account file of IBM's own client, `~/.qiskit/qiskit-ibm.json`; written so that only its owner can read it."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.arguments import check_text, checked_flag, refuse_secret
from qrt_facade._base.coerce import is_mapping, mapping_of, text_of
from qrt_facade._base.files import (
    LOCK_PATIENCE,
    check_folder,
    check_writable,
    locked,
    make_private_folder,
    read_private,
    resolve_symlink,
    write_private,
)
from qrt_facade._base.redaction import redacted_repr
from qrt_facade._base.secrets import Secret, checked_key
from qrt_facade._base.suggestions import did_you_mean
from qrt_facade._connection.channels import CHANNELS, DEFAULT_NAME, INSTEAD, RETIRED, why_unusable
from qrt_facade._service.crn import Crn
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Generator

_LEGACY_DEFAULT: Final = "default-ibm-cloud"


@dataclass(frozen=True, slots=True)
class Account:
    """One saved account.

    Attributes:
        name: Its name in the file.
        token: The API key, which the file calls token.
        instance: CRN, or None if the account was saved without one.
        is_default: Whether it was saved as the default.
        private_endpoint: Whether the private addresses of the service are used.
        verify: Whether TLS certificates are verified.
        proxy: Proxy for https, or None.
    """

    name: str
    token: Secret
    instance: str | None = field(default=None, repr=False)
    is_default: bool = False
    private_endpoint: bool = False
    verify: bool = True
    proxy: str | None = field(default=None, repr=False)


def account_file() -> Path:
    """Return the path of the account file: the same as for IBM's own client, on every system.

    Raises:
        ConfigurationError: The home directory is unknown.
    """
    home = _home()
    if home is None:
        raise ConfigurationError(
            "the home directory, where accounts are saved, is unknown; set the environment variable HOME"
        )
    return home / ".qiskit" / "qiskit-ibm.json"


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:
        return None


def account_file_state() -> str:
    """Return the account file's path and why no account in it can be used, for a message."""
    if _home() is None:
        return "no account file, because the home directory is unknown"
    file = account_file()
    try:
        exists = file.exists()
    except OSError as error:
        return f"{file}: cannot be read ({error.strerror})"
    if not exists:
        return f"{file}: file not found"
    return f"{file}: {'; '.join(map(str, unusable_accounts())) or 'no usable account'}"


@dataclass(frozen=True, slots=True)
class UnusableAccount:
    """An entry of the account file that no client can use.

    Attributes:
        name: Its name in the file.
        channel: Its channel, or None if it has none.
        is_default: Whether it was saved as the default.
    """

    name: str
    channel: str | None
    is_default: bool = False

    def __str__(self) -> str:
        return f"account {self.name!r} cannot be used: {why_unusable(self.channel)}"


def has_retired_account() -> bool:
    """Return whether the file contains an account of the retired platform."""
    return _home() is not None and any(one.channel == RETIRED for one in unusable_accounts())


def remedy_for(account: UnusableAccount) -> str:
    """Return what to do about an entry that no client can use."""
    if account.channel == RETIRED:
        return f"{INSTEAD}; `qrt logout {account.name}` removes the entry"
    return f"`qrt logout {account.name}` removes the entry"


def unusable_accounts() -> list[UnusableAccount]:
    """Return the entries that no client can use, such as those of the retired platform.

    Raises:
        ConfigurationError: The file is not in the format of IBM's client, or other users may read it.
    """
    return [_unusable(name, entry) for name, entry in _read().items() if _account(name, entry) is None]


def _unusable(name: str, entry: object) -> UnusableAccount:
    fields = mapping_of(entry)
    return UnusableAccount(name, text_of(fields.get("channel")), fields.get("is_default_account") is True)


def saved_accounts() -> list[Account]:
    """Return the accounts in the file, without those of retired platforms.

    Raises:
        ConfigurationError: The file is not in the format of IBM's client, or other users may read it.
    """
    return [account for name, entry in _read().items() if (account := _account(name, entry)) is not None]


def find_account(name: str | None) -> Account | None:
    """Return the account of that name; without a name, the default account, or None if no account is saved.

    The default is chosen as in IBM's client: the account marked as default, else the one named like the default, else
    any.

    Raises:
        ConfigurationError: There is no account of that name; the message lists the existing ones.
    """
    if name is None and _home() is None:
        return None
    if name is not None:
        check_text(account=name)
        refuse_secret("account", name)
    accounts = saved_accounts()
    if name is not None:
        for wanted in (name, name.strip()):
            for account in accounts:
                if account.name == wanted:
                    return account
            for unusable in unusable_accounts():
                if unusable.name == wanted:
                    raise ConfigurationError(f"{account_file()}: {unusable}. {INSTEAD}")
        known = [account.name for account in accounts]
        names = ", ".join(map(repr, known)) or "none"
        raise ConfigurationError(
            f"account={name!r} is not in {account_file()}{did_you_mean(name, known)}; saved accounts: {names}"
        )
    by_name = {account.name: account for account in accounts}
    marked = [account for account in accounts if account.is_default]
    named = [by_name[known] for known in (DEFAULT_NAME, _LEGACY_DEFAULT) if known in by_name]
    return next(iter([*marked, *named, *accounts]), None)


def save_account(
    *,
    api_key: str,
    instance: str | None = None,
    name: str = DEFAULT_NAME,
    overwrite: bool = False,
    default: bool = False,
    patience: float = LOCK_PATIENCE,
) -> Path:
    """Add an account to the file, readable by its owner only, and return the file's path.

    Other processes may save or delete accounts meanwhile: writers take turns, and this one waits up to `patience`
    seconds.

    Raises:
        ConfigurationError: An account of that name exists and `overwrite` is false; the key, the instance or the name
            is invalid; or the file is damaged or cannot be written.
    """
    overwrite, default = checked_flag("overwrite", overwrite), checked_flag("default", default)
    token = checked_key("api_key", api_key)
    crn = None if instance is None else _checked_instance(instance)
    entry: dict[str, Any] = {
        "channel": CHANNELS[0],
        "private_endpoint": False,
        "token": token.reveal(),
        "url": "https://cloud.ibm.com",
        "verify": True,
    }
    if crn is not None:
        entry["instance"] = crn.text
    if default:
        entry["is_default_account"] = True
    name = _checked_name(name)
    with _changed(patience) as entries:
        if name in entries and not overwrite:
            raise ConfigurationError(
                f"an account named {name!r} is already saved; overwrite=True replaces it"
            )
        if default:
            _unmark_default(entries)
        entries[name] = entry
    return account_file()


def delete_account(name: str = DEFAULT_NAME, *, patience: float = LOCK_PATIENCE) -> bool:
    """Delete an account from the file, and return whether it existed.

    Raises:
        ConfigurationError: The file is damaged, or cannot be read or written.
    """
    name = _checked_name(name)
    if name not in _read():
        return False
    with _changed(patience) as entries:
        return entries.pop(name, None) is not None


def _checked_instance(instance: object) -> Crn:
    check_text(instance=instance)
    return Crn.parse(str(instance).strip())


def _checked_name(name: object) -> str:
    if not isinstance(name, str) or not name.strip() or not name.isprintable():
        raise ConfigurationError(f"name={redacted_repr(name)}: expected a name of printable characters")
    refuse_secret("name", name)
    return name


def _unmark_default(entries: dict[str, Any]) -> None:
    for name, entry in entries.items():
        if is_mapping(entry):
            entries[name] = {key: value for key, value in entry.items() if key != "is_default_account"}


def _account(name: str, entry: object) -> Account | None:
    fields = mapping_of(entry)
    token = text_of(fields.get("token"))
    if token is None or fields.get("channel", CHANNELS[0]) not in CHANNELS:
        return None
    proxies = mapping_of(mapping_of(fields.get("proxies")).get("urls"))
    return Account(
        name=name,
        token=Secret(token),
        instance=text_of(fields.get("instance")),
        is_default=fields.get("is_default_account") is True,
        private_endpoint=fields.get("private_endpoint") is True,
        verify=fields.get("verify") is not False,
        proxy=text_of(proxies.get("https")) or text_of(proxies.get("http")),
    )


@contextmanager
def _changed(patience: float) -> Generator[dict[str, Any]]:
    """Yield the file's entries for modification, and write them when the block succeeds; other writers wait."""
    link = account_file()
    make_private_folder(link.parent)
    file = resolve_symlink(link)
    check_folder(file.parent)
    with locked(file, patience):
        before = _read()
        entries = dict(before)
        yield entries
        if entries != before:
            check_writable(file)
            write_private(file, json.dumps(entries, sort_keys=True, indent=4).encode())


def _read() -> dict[str, Any]:
    file = account_file()
    target = resolve_symlink(file)
    check_folder(target.parent)
    entries = _parsed(read_private(target, "API keys"))
    if not is_mapping(entries):
        raise ConfigurationError(
            f"{file} is not a JSON object as written by IBM's client; repair or remove the file"
        )
    return dict(entries)


def _parsed(content: bytes | None) -> object:
    """Return the parsed content, or None if it is damaged: it may contain a key, so no error may have it in a frame."""
    try:
        return json.loads(content or b"{}")
    except (ValueError, RecursionError):
        return None
