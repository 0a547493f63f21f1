"""The benchmarks' own virtual environment: the project as a built wheel, and the peers it is measured beside."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

from environment import CONSTRAINTS, ROOT, fingerprint

ENVIRONMENT = ROOT / ".venv-bench"
PEERS = ("qiskit-ibm-runtime>=0.51,<0.52", "ibm-platform-services", "openapi-python-client", "packaging")
EXTRAS = "cli,generate,local"


def inside() -> bool:
    """Tell whether this process runs in the benchmarks' environment."""
    return Path(sys.prefix).resolve() == ENVIRONMENT.resolve()


def clean_environment() -> dict[str, str]:
    """The caller's environment without what would change the measurements: uncompiled modules, other paths."""
    unwanted = {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "PYTHONUNBUFFERED", "PYTHONWARNINGS"}
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def ready() -> Path:
    """Return the environment's Python, installing only what has changed since the last time."""
    python = ENVIRONMENT / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        _say(f"making {ENVIRONMENT.relative_to(ROOT)}")
        venv.create(ENVIRONMENT, with_pip=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if _changed("peers", hashlib.sha256(f"{fingerprint()}{PEERS}{EXTRAS}".encode()).hexdigest()):
        _say("installing the project and its peers; some minutes the first time")
        _run([*install, "--constraint", str(CONSTRAINTS), f"{ROOT}[{EXTRAS}]", *PEERS])
        _note("peers", hashlib.sha256(f"{fingerprint()}{PEERS}{EXTRAS}".encode()).hexdigest())
    elif _changed("project", _sources()):
        _say("installing the project anew")
        _run([*install, "--force-reinstall", "--no-deps", str(ROOT)])
    _note("project", _sources())
    return python


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _run(command: list[str]) -> None:
    # The table may be wanted as JSON on stdout, and pip writes there.
    subprocess.run(command, check=True, env=clean_environment(), stdout=sys.stderr)


def _changed(what: str, wanted: str) -> bool:
    stamp = ENVIRONMENT / f".installed-{what}"
    return not stamp.exists() or stamp.read_text() != wanted


def _note(what: str, state: str) -> None:
    (ENVIRONMENT / f".installed-{what}").write_text(state)


def _sources() -> str:
    digest = hashlib.sha256()
    for folder in ("qrt_facade", "generated"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()
