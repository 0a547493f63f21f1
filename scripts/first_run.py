"""The checks of `scripts/quickstart` before it installs anything, and the commands that it prints at the end."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from environment import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

EXAMPLE = ROOT / "scripts" / "examples" / "bell.qasm"


def refusal(named: Sequence[str]) -> str:
    """Return why the named file cannot be a circuit; "" if there is none, or if `qrt run` may try it."""
    for name in named:
        if name == "-":
            return "pass a file name; once installed, `qrt run --local -` reads a circuit from stdin"
        file = Path(name)
        if file.is_dir():
            return f"{name} is a directory; pass an OpenQASM file"
        try:
            content = file.read_bytes()
        except OSError as error:
            return f"{name} cannot be read ({error.strerror}); pass an OpenQASM file"
        if not content.strip():
            return f"{name} is empty; see {relative(EXAMPLE, Path.cwd())} for an example"
    return ""


def next_commands(programs: Path, folder: Path) -> list[str]:
    """Return three commands to try next, which run as printed.

    Args:
        programs: The environment's folder of programs.
        folder: The folder in which the user will type them.
    """
    qrt = relative(programs / ("qrt.exe" if sys.platform == "win32" else "qrt"), folder)
    return [
        f"{qrt} run --local {relative(EXAMPLE, folder)} --shots 500",
        f"{qrt} backends --local ibm_fez",
        f"{qrt} doctor --local",
    ]


def relative(path: Path, folder: Path) -> str:
    """Return a path as one would type it in a folder, in the shorter of its two forms."""
    try:
        near = os.path.relpath(path, folder)
    except ValueError:  # on another drive
        near = str(path)
    return shlex.quote(min(near, str(path), key=len))
