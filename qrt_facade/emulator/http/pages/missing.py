"""The page in place of one that is not there."""

from __future__ import annotations

from typing import Final

from qrt_facade.emulator.http.pages.elements import element, link
from qrt_facade.emulator.http.pages.layout import document

_LONGEST: Final = 200
_KINDS: Final = {
    "job": ("id", "It was deleted, or the emulator was restarted without a data folder.", "/", "All jobs"),
    "call": ("number", "The newest 300 calls are kept until the emulator stops.", "/calls", "All calls"),
    "device": ("name", "It is not emulated here.", "/devices", "All devices"),
}


def missing_page(kind: str, name: str) -> str:
    """The page that says what is not there, with a link to what is.

    Args:
        kind: `job`, `call` or `device`.
        name: Its id, number or name, as it was asked for.
    """
    called, why, path, all_of_them = _KINDS[kind]
    shown = name if len(name) <= _LONGEST else f"{name[:_LONGEST]}\N{HORIZONTAL ELLIPSIS}"
    return document(
        f"No such {kind}",
        element(
            "p", f"No {kind} has the {called} ", element("code", shown), f". {why} ", link(all_of_them, path),
            class_="notice wait",
        ),
        current=path,
        live=False,
    )  # fmt: skip
