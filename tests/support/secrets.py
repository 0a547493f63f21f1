"""Secrets to plant, and a search for them in everything that is shown, logged or stored."""

from __future__ import annotations

import base64
import io
import pickle
import re
import traceback
from typing import Any
from urllib.parse import quote

from support.scripted import TLS

ACCOUNT = "5ec4e7acc00475ec4e7acc00475ec4e7"
INSTANCE = (
    f"crn:v1:bluemix:public:quantum-computing:us-east:a/{ACCOUNT}:11111111-2222-3333-4444-555555555555::"
)
SECRETS = {
    "key in an argument": "pLaNtEd-ArGuMeNt-KeY-0123456789abcdefghijkl",
    "key in the environment": "pLaNtEd-EnViRoNmEnT-KeY-0123456789abcdefghi",
    "key in the account file": "pLaNtEd-FiLe-KeY-0123456789abcdefghijklmnop",
    "token in an argument": "eyJwbGFudGVkIjoxfQ.eyJwbGFudGVkIjoyfQ.cGxhbnRlZC1zaWduYXR1cmU",
    "opaque token in an argument": "pLaNtEd-OpAqUe-ToKeN-0123456789abcdefghijkl",
    "token from IAM": "pLaNtEd-IaM-ToKeN-0123456789abcdefghijklmnop",
    "password of a proxy": "pLaNtEd-PrOxY-PaSsWoRd",
    "account id": ACCOUNT,
}
KEY = SECRETS["key in an argument"]
PROXY_USER = "proxy-user"
PLANTED: dict[str, Any] = {"api_key": KEY, "instance": INSTANCE, "verify": TLS, "retries": 0}
ANY_JWT = re.compile(r"\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]{10,}")


def found_in(text: str) -> list[str]:
    """Return the names of the secrets in a text: plain, percent-encoded, in base64, or any issued token."""
    names = []
    for name, value in SECRETS.items():
        basic = f"{PROXY_USER}:{value}"
        forms = {
            value,
            quote(value),
            *(base64.b64encode(raw.encode()).decode().strip("=") for raw in (value, basic)),
        }
        names += [name for form in forms if form in text]
    return names + ["a token that was issued"] * bool(ANY_JWT.search(text))


class Search:
    """Searches for secrets, and counts the places."""

    def __init__(self) -> None:
        self.places = 0
        self.leaks: list[str] = []

    def look(self, place: str, text: str, *, but: str = "") -> None:
        self.places += 1
        self.leaks += [f"{place}: {name}: {_around(text, name)}" for name in found_in(text) if name != but]

    def look_at(self, place: str, thing: Any) -> None:
        """Search everything that an object shows of itself, and its pickle."""
        for form in (repr, str, ascii, format):
            self.look(f"{place}, {form.__name__}", form(thing))
        if hasattr(thing, "_repr_html_"):
            self.look(f"{place}, HTML", thing._repr_html_())
        self.look(f"{place}, rich", _rich(thing))
        # A pickle is data: it contains the CRN of a Crn object, but no credentials.
        self.look(f"{place}, pickled", _pickled(thing), but="account id")

    def look_at_error(self, place: str, error: BaseException) -> None:
        self.look_at(place, error)
        self.look(f"{place}, fields", repr(vars(error)))
        frames = traceback.TracebackException.from_exception(error, capture_locals=True)
        self.look(f"{place}, traceback with locals", "".join(frames.format()))
        self.look(f"{place}, locals shown by rich", _rich_locals(error))

    def settle(self) -> None:
        """Fail if a secret was found, or if nothing was searched."""
        assert self.places > 0
        assert not self.leaks, f"{len(self.leaks)} leaks, such as\n" + "\n".join(sorted(set(self.leaks))[:20])


def _around(text: str, name: str) -> str:
    at = text.find(SECRETS.get(name, "eyJ"))
    return repr(text[max(at - 150, 0) : at + 60])


def _rich(thing: Any) -> str:
    from rich.console import Console
    from rich.pretty import Pretty

    console = Console(file=io.StringIO(), width=400)
    console.print(Pretty(thing))
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def _rich_locals(error: BaseException) -> str:
    """Return what rich would print of the locals of every frame, of the error and of its causes."""
    from rich.traceback import Traceback

    trace = Traceback.extract(
        type(error),
        error,
        error.__traceback__,
        show_locals=True,
        locals_max_length=1000,
        locals_max_string=100_000,
    )
    return "\n".join(
        f"{name} = {node.render(max_width=400)}"
        for stack in trace.stacks
        for frame in stack.frames
        for name, node in (frame.locals or {}).items()
    )


def _pickled(thing: Any) -> str:
    try:
        return pickle.dumps(thing).decode("latin-1")
    except (TypeError, AttributeError, pickle.PicklingError) as refusal:
        return str(refusal)
