"""`qrt regenerate-check`: whether the generated client is what the vendored contract gives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import qrt_facade
from qrt_facade.cli.common import Cli, command
from qrt_facade.cli.exits import Exit, Trouble

if TYPE_CHECKING:
    import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "regenerate-check")(regenerate_check)


def regenerate_check(cli: Cli) -> None:
    """Tell whether the generated client is up to date; for a source tree with the extra `generate`."""
    from qrt_facade.cli.diagnosis import missing_modules

    root = Path(qrt_facade.__file__).resolve().parent.parent
    script = root / "scripts" / "regenerate.py"
    if not script.is_file():
        raise Trouble(
            "this is an installed package, and the check needs the project's source tree",
            "get the sources, then: pip install -e '.[generate]' && qrt regenerate-check",
        )
    if missing := missing_modules("generate"):
        raise Trouble(
            f"the check needs what is not installed: {', '.join(missing)}", "pip install -e '.[generate]'"
        )
    done = subprocess.run(  # noqa: S603 - this project's own script
        [sys.executable, str(script), "check"], cwd=root, capture_output=True, text=True, check=False
    )
    said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    record = {"current": done.returncode == 0, "output": said}
    cli.output.emit(record, lambda: cli.output.text("\n".join(said)))
    if done.returncode:
        raise Trouble(
            "the generated client is not up to date",
            "scripts/regenerate.py generate writes it anew",
            Exit.OTHER,
        )
