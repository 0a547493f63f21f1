"""Makes the project's virtual environment, with nothing but python3; shared by scripts/quickstart and scripts/test."""

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
    """Return the Python of an environment that holds the project with an extra, installing only what has changed."""
    if sys.version_info < OLDEST:
        raise SystemExit(
            f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}"
        )
    python = ENVIRONMENT / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp = ENVIRONMENT / f".installed-{extra}"
    wanted = fingerprint()
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return python
    if not python.exists():
        print(f"making {ENVIRONMENT.relative_to(ROOT)} (Python {sys.version.split()[0]})", flush=True)
        venv.create(ENVIRONMENT, with_pip=True)
    print(f"installing the project with its extra [{extra}]; a minute or two the first time", flush=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "--constraint", str(CONSTRAINTS), "--editable", f"{ROOT}[{extra}]"], check=True)
    stamp.write_text(wanted)
    return python


def fingerprint() -> str:
    """Return what decides whether an installation is still right: the declared dependencies and this Python."""
    texts = [(ROOT / "pyproject.toml").read_bytes(), CONSTRAINTS.read_bytes(), sys.version.encode()]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()
