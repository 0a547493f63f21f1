"""The installed pytest plugins other than the project's, for tests that run pytest in another project."""

from __future__ import annotations

from importlib.metadata import entry_points

WITHOUT_OTHER_PLUGINS = [
    option
    for point in entry_points(group="pytest11")
    if point.name != "qrt_facade"
    for option in ("-p", f"no:{point.name}")
]
"""Let pytest load only the project's plugin by its entry point; loading all of them takes a second."""
