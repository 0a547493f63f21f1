"""openapi/versions.toml: the vendored versions of the API, and the pinned one.

The sunset of a version is a fact of the service, which the facade states: `qrt_facade._service.versions.RELEASES`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tomllib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qrt_facade._service.versions import RELEASES

if TYPE_CHECKING:
    from pathlib import Path


FILE_NAME = "versions.toml"
_FACADE = """\
# The facade is still written for this version: the client is generated with the names of both.
"""
_HEAD = """\
# Versions of the Qiskit Runtime REST API whose documents are vendored here, and the one that the client is
# generated from (pinned). Written by `scripts/regenerate.py vendor` and `pin`.
"""


class VersionError(ValueError):
    """A version that is not vendored, or a file that does not match versions.toml."""


@dataclass(frozen=True)
class Vendored:
    """One vendored version: the file and origin of its document."""

    api_version: str
    document: str
    info_version: str
    sha256: str
    vendored: dt.date

    def as_toml(self) -> str:
        """Return the table of this version."""
        lines = [
            f'[versions."{self.api_version}"]',
            f'document = "{self.document}"',
            f'info_version = "{self.info_version}"',
            f'sha256 = "{self.sha256}"',
            f"vendored = {self.vendored.isoformat()}",
        ]
        return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Versions:
    """The content of versions.toml.

    Attributes:
        folder: The folder of versions.toml and the documents.
        pinned: The version that the client is generated from.
        facade: The version that the facade is written for: the pinned one, except during a transition to a new pin.
        versions: The vendored versions, by name.
    """

    folder: Path
    pinned: str
    facade: str
    versions: dict[str, Vendored] = field(default_factory=dict)

    def get(self, api_version: str) -> Vendored:
        """Return the vendored version, or raise an error that lists them."""
        if api_version not in self.versions:
            raise VersionError(
                f"API version {api_version!r} is not vendored; expected one of {', '.join(sorted(self.versions))}"
            )
        return self.versions[api_version]

    def path(self, api_version: str) -> Path:
        """Return the path of the document of a vendored version."""
        return self.folder / self.get(api_version).document

    def pinning(self, api_version: str, *, facade_too: bool = False) -> Versions:
        """Return these versions with another pin.

        Args:
            api_version: A vendored version.
            facade_too: The facade is also written for it. Otherwise the facade's version stays.

        Raises:
            VersionError: The version is not vendored.
        """
        pinned = self.get(api_version).api_version
        return replace(self, pinned=pinned, facade=pinned if facade_too else self.facade)

    def next_steps(self, *, generated: bool) -> list[str]:
        """Return what a maintainer does after the pin has moved, in an order in which each step can pass its tests."""
        steps = [] if generated else ["scripts/regenerate.py generate", "scripts/regenerate.py check"]
        smoke = "pytest tests/contract"
        if self.facade == self.pinned:
            return ["next:", *(f"  {step}" for step in [*steps, smoke, "scripts/test"])]
        steps += [
            f"{smoke}    # lists what in the facade, the emulator and the cassettes does not fit {self.pinned}",
            "emulator, facade: fix what it lists, until only the facade's version and the cassettes are left",
            f"scripts/regenerate.py pin {self.pinned} --facade --generate",
            "scripts/record_cassettes",
            "scripts/test",
        ]
        return ["next:", *(f"  {step}" for step in steps)]

    def as_toml(self) -> str:
        """Return the text of versions.toml."""
        tables = (self.versions[name].as_toml() for name in sorted(self.versions))
        facade = "" if self.facade == self.pinned else f'{_FACADE}facade = "{self.facade}"\n'
        return "\n".join([f'{_HEAD}pinned = "{self.pinned}"\n{facade}', *tables])


def read_versions(folder: Path) -> Versions:
    """Read versions.toml in `folder`."""
    content = tomllib.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    versions = {name: Vendored(name, **table) for name, table in content["versions"].items()}
    return Versions(folder, content["pinned"], content.get("facade", content["pinned"]), versions)


def check_api_version(text: str) -> str:
    """Return `text` if it is a valid date for IBM-API-Version."""
    try:
        date = dt.date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) else None
    except ValueError:
        date = None
    if date is None:
        raise VersionError(f"{text!r} is not a valid date such as 2026-04-15")
    return text


def sha256(text: str) -> str:
    """Return the SHA-256 of `text` as UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def status_lines(versions: Versions, today: dt.date) -> list[str]:
    """Return one line for each vendored version: pinned or not, live or deprecated, days to sunset."""
    lines = []
    for name in sorted(versions.versions):
        parts = [name, "pinned" if name == versions.pinned else "vendored"]
        sunset = RELEASES.get(name)
        if name not in RELEASES:
            parts.append("not in RELEASES of qrt_facade/_service/versions.py")
        elif sunset is None:
            parts.append("live")
        else:
            days = (dt.date.fromisoformat(sunset) - today).days
            when = f"in {days} days" if days >= 0 else f"{-days} days ago"
            parts.append(f"deprecated  sunset {sunset} ({when})")
        lines.append("  ".join(parts))
    return lines
