"""The `qrt` command, for terminals and for scripts. Needs the extra `cli`: click and rich.

Importing this package is cheap: `main` imports click, and each command imports what else it needs.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its exit code; arguments default to `sys.argv`."""
    if any(find_spec(name) is None for name in ("click", "rich")):
        sys.stderr.write("qrt: this command needs click and rich: pip install 'qrt-facade[cli]'\n")
        raise SystemExit(2)
    from qrt_facade.cli.app import run

    raise SystemExit(run(arguments))
