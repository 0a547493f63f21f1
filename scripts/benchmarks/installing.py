"""The benchmarks' own virtual environment: the project as a built wheel, and the peers it is measured beside."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

from environment import CONSTRAINTS, ROOT, fingerprint

ENVIRONMENT = ROOT / ".venv-bench"
PEERS = (
    "qiskit-ibm-runtime>=0.51,<0.52",
    "ibm-platform-services",
    "openapi-python-client",
    "packaging",
    "pyperf",
)
EXTRAS = "cli,generate,local"


def inside() -> bool:
    """Whether this process runs in the benchmarks' environment."""
    return Path(sys.prefix).resolve() == ENVIRONMENT.resolve()


def ready() -> Path:
    """Return the environment's Python, after installing the project and its peers if anything has changed."""
    python = ENVIRONMENT / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    stamp, wanted = ENVIRONMENT / ".installed", _state()
    if not stamp.exists() or stamp.read_text() != wanted:
        print(
            "installing the project and its peers; some minutes the first time", file=sys.stderr, flush=True
        )
        pip = [str(python), "-E", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--constraint", str(CONSTRAINTS), f"{ROOT}[{EXTRAS}]", *PEERS], check=True)
        stamp.write_text(wanted)
    return python


def _state() -> str:
    """What decides whether the installation is still right: what is asked for, and our sources."""
    digest = hashlib.sha256(f"{fingerprint()}{PEERS}{EXTRAS}".encode())
    for folder in ("qrt_facade", "generated"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()
