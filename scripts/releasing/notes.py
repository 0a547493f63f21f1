"""The version and the notes of a release, from `qrt_facade/_version.py` and `CHANGELOG.md`."""

from __future__ import annotations

import ast
import datetime as dt
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_HEADING = re.compile(r"^## \[(?P<name>[^\]]+)\](?: - (?P<day>\S+))?$", re.MULTILINE)


class ReleaseError(Exception):
    """A check of the release failed; the message says what to do about it."""


def version_in(root: Path) -> str:
    """Return the version of the package, without importing it.

    Raises:
        ReleaseError: `_version.py` has no string `__version__`.
    """
    file = root / "qrt_facade" / "_version.py"
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            if names == ["__version__"]:
                return str(node.value.value)
    raise ReleaseError(f"{file} has no __version__")


def check_tag(tag: str, version: str) -> None:
    """Compare a tag with the version of the package.

    Raises:
        ReleaseError: They differ.
    """
    if tag != f"v{version}":
        raise ReleaseError(
            f"the tag {tag!r} does not match version {version}: tag v{version}, or change qrt_facade/_version.py"
        )


def notes_of(changelog: str, version: str) -> tuple[dt.date, str]:
    """Return the date and the text of the section of a version.

    Raises:
        ReleaseError: The section does not exist, its date is invalid, or it is empty.
    """
    headings = list(_HEADING.finditer(changelog))
    for heading, after in zip(headings, [*headings[1:], None], strict=True):
        if heading["name"] == version:
            text = changelog[heading.end() : after.start() if after else None].strip()
            if not text:
                raise ReleaseError(f"the section [{version}] of CHANGELOG.md is empty")
            return _day(version, heading["day"]), f"{text}\n"
    names = ", ".join(heading["name"] for heading in headings)
    raise ReleaseError(f"CHANGELOG.md has no section [{version}]; its sections are: {names or 'none'}")


def _day(version: str, text: str | None) -> dt.date:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        raise ReleaseError(
            f"the section [{version}] of CHANGELOG.md has the date {text!r}; write it as YYYY-MM-DD"
        ) from None
