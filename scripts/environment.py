"""Create virtual environments that contain the project, with only python3."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
CONSTRAINTS = ROOT / "constraints.txt"
OLDEST = (3, 11)


def ready(extra: str) -> Path:
    """Return the Python of an environment with the project and an extra, installing only what has changed."""
    if sys.version_info < OLDEST:
        raise SystemExit(
            f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}"
        )
    return installed(ENVIRONMENT, extra, ["--editable", f"{ROOT}[{extra}]"], fingerprint())


def installed(folder: Path, name: str, requirements: list[str], wanted: str) -> Path:
    """Return the Python of the environment in a folder; install again if `wanted` has changed for that name."""
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp = folder / f".installed-{name}"
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return python
    if not python.exists():
        _report(f"making {folder.relative_to(ROOT)} (Python {sys.version.split()[0]})")
        venv.create(folder, with_pip=True)
    _report(f"installing the project with its extra [{name}]; takes a minute or two the first time")
    install = [str(python), "-E", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "--constraint", str(CONSTRAINTS), *requirements], check=True)
    stamp.write_text(wanted)
    return python


def _report(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def fingerprint() -> str:
    """Return what an installation depends on: the declared dependencies and the Python version."""
    texts = [(ROOT / "pyproject.toml").read_bytes(), CONSTRAINTS.read_bytes(), sys.version.encode()]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()
