"""`qrt login`, `qrt logout`, `qrt accounts`: the account file that IBM's own client also reads."""

from __future__ import annotations

import sys
from getpass import getpass
from typing import TYPE_CHECKING, Any

import click

import qrt_facade
from qrt_facade._base.arguments import refuse_secret
from qrt_facade._base.redaction import secret_kind
from qrt_facade._base.secrets import checked_key, redact
from qrt_facade._base.wording import pluralize
from qrt_facade._connection.accounts import account_file, remedy_for, saved_accounts, unusable_accounts
from qrt_facade._connection.channels import DEFAULT_NAME
from qrt_facade._connection.credentials import API_KEY_VARIABLE, INSTANCE_VARIABLE, variable
from qrt_facade._service.crn import Crn
from qrt_facade.cli.connect import api_key_of
from qrt_facade.cli.errors import CommandError, Exit
from qrt_facade.cli.frame import Cli, command
from qrt_facade.cli.kinds import TEXT
from qrt_facade.cli.options import argument, complete_account
from qrt_facade.cli.render import records, tables

if TYPE_CHECKING:
    from qrt_facade._connection.discovery import FoundInstance


@command("login")
@click.option("--check", is_flag=True, help="Save nothing: only test the current credentials.")
@click.option(
    "--name", metavar="NAME", type=TEXT, default=DEFAULT_NAME, help="Name to save the account under."
)
@click.option("--overwrite", is_flag=True, help="Replace an account of that name without asking.")
@click.option("--default", is_flag=True, help="Make it the default account.")
def login(cli: Cli, *, check: bool, name: str, overwrite: bool, default: bool) -> None:
    """Check an API key and an instance, and save them so that only you can read them (mode 0600).

    The key is read from a prompt without echo, from stdin, or from QISKIT_IBM_TOKEN. Without --instance, the instances
    of the key are looked up; --instance also accepts an instance's name.
    """
    if check:
        summary = _tried(cli.client)
        cli.output.emit({**summary, "saved": False}, lambda: cli.output.text(_said(summary)))
        return
    if cli.common.emulated:
        raise CommandError(
            "an emulator needs no login", "pass --local or --url to the command that you want to run"
        )

    refuse_secret("--name", name)
    key = checked_key("api_key", _key(cli)).reveal()
    instance = _instance(cli, key)
    settings: dict[str, Any] = {"base_url": cli.common.base_url, **cli.common.given_timeout}
    with qrt_facade.RuntimeClient(key, instance, **settings) as client:
        summary = _tried(client)
    file = qrt_facade.RuntimeClient.save_account(
        api_key=key,
        instance=instance,
        name=name,
        overwrite=overwrite or _agreed_to_replace(name),
        default=default,
    )
    record = {**summary, "saved": True, "account": name, "file": str(file), "instance": redact(instance)}
    cli.output.emit(
        record,
        lambda: cli.output.text(f"{_said(summary)}\nsaved as {name!r} in {file}, readable only by you"),
    )


@command("logout")
@argument(
    "name",
    "The account; optional if there is only one.",
    required=False,
    metavar="[NAME]",
    shell_complete=complete_account,
)
def logout(cli: Cli, name: str | None) -> None:
    """Remove a saved account. The key itself stays valid until it is deleted at IBM Cloud."""
    names = [account.name for account in saved_accounts()]
    if name is None and len(names) > 1:
        raise CommandError(
            f"there are several accounts: {', '.join(names)}",
            "pass the name of the one to remove: qrt logout NAME",
        )
    wanted = name if name is not None else next(iter(names), None)
    if wanted is None or not qrt_facade.RuntimeClient.delete_account(wanted):
        missing = "no account is saved" if wanted is None else f"no account {wanted!r} is saved"
        raise CommandError(
            f"{missing} in {account_file()}", "`qrt accounts` lists the saved accounts", Exit.NOT_FOUND
        )
    cli.output.emit(
        {"account": wanted, "deleted": True}, lambda: cli.output.text(f"account {wanted!r} was removed")
    )


@command("accounts")
def accounts(cli: Cli) -> None:
    """List the saved accounts, without their keys."""
    listed = [records.account_record(account) for account in saved_accounts()]
    for unusable in unusable_accounts():
        cli.note(f"{unusable}. {remedy_for(unusable)}")
    cli.output.emit(listed, lambda: cli.output.table(tables.accounts_table(listed)))


def _tried(client: qrt_facade.RuntimeClient) -> dict[str, Any]:
    """Use the credentials, so that a rejected key is reported now."""
    backends = client.backends.list()
    return {"accepted": True, "backends": [backend.name for backend in backends]}


def _said(summary: dict[str, Any]) -> str:
    names = summary["backends"]
    return f"the key is accepted; the instance has {pluralize(len(names), 'backend')}: {', '.join(names) or 'none'}"


def _key(cli: Cli) -> str:
    given = api_key_of(cli.common)
    if given is not None:
        return given
    if found := variable(API_KEY_VARIABLE):
        cli.note(f"using the key in {API_KEY_VARIABLE}")
        return found
    if sys.stdin.isatty():
        # Not click.prompt, which shows its text before it disables the echo, and then discards what was typed
        # meanwhile.
        return getpass("API key (not shown): ").strip()
    piped = sys.stdin.readline().strip()
    if not piped:
        raise CommandError(
            "no API key was entered",
            f"pipe it to stdin, set {API_KEY_VARIABLE}, or run `qrt login` in a terminal",
        )
    return piped


def _instance(cli: Cli, key: str) -> str:
    named = cli.common.instance
    # The environment's instance belongs only to the environment's key.
    if named is None and cli.common.api_key is None and variable(API_KEY_VARIABLE):
        named = variable(INSTANCE_VARIABLE)
    if named is not None and (named.startswith("crn:") or secret_kind(named)):
        return Crn.parse(named.strip()).text  # refuses a misplaced key
    found = qrt_facade.RuntimeClient.discover_instances(key, name=named)
    if len(found) == 1:
        return found[0].crn
    if not found:
        which = f"no instance is named {named!r}" if named else "the key has no instance"
        raise CommandError(
            which,
            "pass a CRN with --instance; the instances page of IBM Quantum shows it",
            Exit.NOT_FOUND,
        )
    return _chosen(cli, found)


def _chosen(cli: Cli, found: list[FoundInstance]) -> str:
    listed = [f"{index}  {_described(instance)}" for index, instance in enumerate(found, start=1)]
    if not sys.stdin.isatty():
        raise CommandError(
            f"the key may use {len(found)} instances: {'; '.join(listed)}", "choose one with --instance NAME"
        )
    cli.note("\n".join(["instances:", *(f"  {line}" for line in listed)]))
    number: int = click.prompt("which one", type=int, default=1, err=True)
    if not 1 <= number <= len(found):
        raise CommandError(f"there is no instance {number}", f"enter a number from 1 to {len(found)}")
    return found[number - 1].crn


def _described(instance: FoundInstance) -> str:
    return f"{instance.name or 'unnamed'} ({instance.region or 'no region'})"


def _agreed_to_replace(name: str) -> bool:
    if all(account.name != name for account in saved_accounts()):
        return False
    if not sys.stdin.isatty():
        raise CommandError(
            f"an account {name!r} already exists",
            "use --overwrite to replace it, or --name to save under another name",
        )
    return click.confirm(f"replace the saved account {name!r}?", abort=True, err=True)
