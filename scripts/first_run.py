"""What `scripts/quickstart` checks before it installs anything, and what it shows at its end."""

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
    """Return why the file that was named, if any, cannot be a circuit; "" where `qrt run` may try."""
    for name in named:
        if name == "-":
            return "name a file; a circuit on stdin is for `qrt run --local -`, which is installed by then"
        file = Path(name)
        if file.is_dir():
            return f"{name} is a directory; name a file of OpenQASM"
        try:
            content = file.read_bytes()
        except OSError as error:
            return f"{name} cannot be read ({error.strerror}); name a file of OpenQASM"
        if not content.strip():
            return f"{name} is empty; a circuit looks like {relative(EXAMPLE, Path.cwd())}"
    return ""


def next_commands(programs: Path, folder: Path) -> list[str]:
    """Return three commands to go on with, which run as they stand.

    Args:
        programs: Folder of the environment's programs.
        folder: Where they will be typed.
    """
    qrt = relative(programs / ("qrt.exe" if sys.platform == "win32" else "qrt"), folder)
    return [
        f"{qrt} run --local {relative(EXAMPLE, folder)} --shots 500",
        f"{qrt} backends --local ibm_fez",
        f"{qrt} doctor --local",
    ]


def relative(path: Path, folder: Path) -> str:
    """Return a path as it is typed in a folder, in the shorter of its two forms."""
    try:
        near = os.path.relpath(path, folder)
    except ValueError:  # on another drive
        near = str(path)
    return shlex.quote(min(near, str(path), key=len))
