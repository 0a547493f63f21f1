"""Shell completion of values, from data on this machine only.

No emulator is started and no request is sent: pressing Tab must cost neither time nor money.
"""

from __future__ import annotations

import warnings
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from click.shell_completion import CompletionItem

from qrt_facade.cli.known_names import known
from qrt_facade.cli.options import CommonOptions

if TYPE_CHECKING:
    from collections.abc import Callable

    import click

    from qrt_facade.cli.known_names import Kind

    Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def names_of(kind: Kind) -> Completer:
    """Return the completer for names of a kind that were listed last."""

    def complete(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = known(common_options_of(context), kind)
        return [
            CompletionItem(name, help=word) for name, word in found.items() if name.startswith(incomplete)
        ]

    return complete


def common_options_of(context: click.Context) -> CommonOptions:
    """Return the common options of an incomplete command line: later ones take precedence."""
    options = CommonOptions()
    line: list[dict[str, Any]] = []
    while True:
        line.append(context.params)
        if context.parent is None:
            break
        context = context.parent
    for given in reversed(line):
        later = {item.name: given[item.name] for item in fields(CommonOptions) if item.name in given}
        options = options.overridden_by(CommonOptions(**later))
    return options
