"""The plugins of pytest that the project has no part in, for tests that run pytest in another project."""

from __future__ import annotations

from importlib.metadata import entry_points

WITHOUT_OTHER_PLUGINS = [
    option
    for point in entry_points(group="pytest11")
    if point.name != "qrt_facade"
    for option in ("-p", f"no:{point.name}")
]
"""Lets pytest find the project's plugin by its entry point, and load none of the others, which takes a second."""
