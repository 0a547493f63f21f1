"""The benchmarks' own virtual environment: the project as a built wheel, and the peers."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import environment
from environment import ROOT

ENVIRONMENT = ROOT / ".venv-bench"
PEERS = (
    "qiskit-ibm-runtime>=0.51,<0.52",
    "openapi-python-client",
    "packaging",
    "py-spy",
    "pyperf",
)
EXTRAS = "cli,generate,local"


def inside() -> bool:
    """Whether this process runs in the benchmarks' environment."""
    return Path(sys.prefix).resolve() == ENVIRONMENT.resolve()


def ready() -> Path:
    """Return the environment's Python; install again if the requirements or our sources have changed."""
    digest = hashlib.sha256(f"{environment.fingerprint()}{PEERS}{EXTRAS}".encode())
    for folder in ("qrt_facade", "generated"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    requirements = [f"{ROOT}[{EXTRAS}]", *PEERS]
    return environment.installed(ENVIRONMENT, EXTRAS, requirements, digest.hexdigest())
