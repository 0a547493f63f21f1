"""The options of every command, before or after its name. Later ones take precedence."""

from __future__ import annotations

import warnings
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Self, TypeVar

import click
from click.shell_completion import CompletionItem

from qrt_facade.cli.kinds import ADDRESS, TEXT, Amount

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")


def _flag(text: str, *, brief: bool = False) -> Any:
    return field(default=False, metadata={"help": text, "is_flag": True, "brief": brief})


def _value(text: str, metavar: str, **settings: Any) -> Any:
    return field(default=None, metadata={"help": text, "metavar": metavar, **settings})


def complete_account(_context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of a saved account."""
    from qrt_facade._connection.accounts import saved_accounts

    with (
        suppress(Exception),
        warnings.catch_warnings(),
    ):  # commands report errors of the file
        warnings.simplefilter("ignore")
        names = [account.name for account in saved_accounts()]
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]
    return []


@dataclass(frozen=True, slots=True)
class CommonOptions:
    """The options of every command; each field is an option, with its settings for click."""

    json: bool = _flag("Print data as JSON on stdout, and nothing else.", brief=True)
    local: bool = _flag(
        "Use an emulator, started for this command unless --url names a running one.", brief=True
    )
    url: str | None = _value(
        "Address of a running emulator (`qrt serve`); implies --local.", "URL", envvar="QRT_URL", type=ADDRESS
    )
    api_key: str | None = _value(
        "API key; `-` reads it from stdin. QISKIT_IBM_TOKEN or `qrt login` keep it off the screen.",
        "KEY",
        type=TEXT,
    )
    instance: str | None = _value(
        "CRN of the instance; by default QISKIT_IBM_INSTANCE or the saved account's.", "CRN", type=TEXT
    )
    account: str | None = _value(
        "Name of a saved account.", "NAME", type=TEXT, shell_complete=complete_account
    )
    base_url: str | None = _value(
        "URL of the API, if it is not that of the instance's region.", "URL", type=ADDRESS
    )
    api_version: str | None = _value("Version of the API, such as 2026-04-15.", "DATE", type=TEXT)
    timeout: float | None = _value(
        "Seconds without a byte after which a request fails; 30 by default.",
        "SECONDS",
        type=Amount(above_zero=True, of="seconds"),
    )
    debug: bool = _flag("Show the traceback of a failure.")

    @classmethod
    def taken_from(cls, arguments: dict[str, Any]) -> Self:
        """Remove the common options from the arguments of a command and return them."""
        return cls(**{item.name: arguments.pop(item.name) for item in fields(cls)})

    def overridden_by(self, later: Self) -> Self:
        """Return these options, replaced with those given later on the line."""
        given = {item.name: getattr(later, item.name) for item in fields(later)}
        return replace(
            self, **{name: value for name, value in given.items() if value is not None and value is not False}
        )

    @property
    def emulated(self) -> bool:
        """Whether the command uses an emulator."""
        return self.local or self.url is not None

    @property
    def ephemeral(self) -> bool:
        """Whether that emulator ends with the command."""
        return self.local and self.url is None

    @property
    def given_timeout(self) -> dict[str, float]:
        """The client's argument for --timeout; empty if it is not set, so that the client's default applies."""
        return {} if self.timeout is None else {"timeout": self.timeout}

    @property
    def again(self) -> str:
        """The options with which a later command reaches the same service; never a secret."""
        named = {
            "url": self.url,
            "account": self.account,
            "base-url": self.base_url,
            "api-version": self.api_version,
        }
        options = [f"--{name} {value}" for name, value in named.items() if value]
        # An instance's CRN contains the account id, which must not appear on screens and in logs.
        options += [
            f"--{name} ..." for name in ("instance", "api-key") if getattr(self, name.replace("-", "_"))
        ]
        return "".join(f" {option}" for option in options)


def common_options(*, after_name: bool) -> list[click.Parameter]:
    """Return the common options as click options.

    Args:
        after_name: Whether they follow a command's name. There the help page shows only the brief ones, and the
            environment is not read, because it must not override options before the name.
    """
    return [_click_option(item.name, dict(item.metadata), after_name) for item in fields(CommonOptions)]


def _click_option(name: str, settings: dict[str, Any], after_name: bool) -> click.Option:
    brief = settings.pop("brief", False)
    if after_name:
        settings |= {"hidden": not brief, "envvar": None}
    return click.Option([f"--{name.replace('_', '-')}"], show_envvar=True, **settings)


class Argument(click.Argument):
    """An argument with a description, which click itself supports only since 8.5."""

    def __init__(self, *names: Any, description: str, **settings: Any) -> None:
        super().__init__(*names, **settings)
        self.description = description


def argument(name: str, description: str, **settings: Any) -> Callable[[F], F]:
    """Declare an argument of a command, like `click.argument`."""
    return click.argument(name, cls=Argument, description=description, **settings)
