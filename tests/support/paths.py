"""Locations of the project and its tests."""

from __future__ import annotations

from pathlib import Path

import qrt_facade

ROOT = Path(__file__).resolve().parents[2]
CASSETTES = ROOT / "tests" / "cassettes"
PACKAGE = Path(qrt_facade.__file__).resolve().parent


def is_of_package(file: str) -> bool:
    """Return whether a source file belongs to the package under test, whatever the name of the project's folder."""
    return Path(file).resolve().is_relative_to(PACKAGE)
