"""The page shown in place of one that does not exist."""

from __future__ import annotations

from typing import Final

from qrt_facade.emulator.http.pages.elements import element, link
from qrt_facade.emulator.http.pages.layout import document

_LONGEST: Final = 200
_KINDS: Final = {
    "job": ("id", "It was deleted, or the emulator was restarted without a data folder.", "/", "All jobs"),
    "call": ("number", "Only the newest 300 calls are recorded.", "/calls", "All calls"),
    "device": ("name", "It is not an emulated device.", "/devices", "All devices"),
}


def missing_page(kind: str, name: str) -> str:
    """Return the page that reports what does not exist, with a link to what does.

    Args:
        kind: `job`, `call` or `device`.
        name: The requested id, number or name.
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
