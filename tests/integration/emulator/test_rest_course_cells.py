"""A course on the REST API with plain `requests` runs from start to end with only the hosts changed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from qrt_facade.emulator import DEFAULT_INSTANCE

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from qrt_facade.emulator import Emulator

CELLS = Path(__file__).parent / "course" / "cells.py"
HOSTS = ("https://iam.cloud.ibm.com", "https://quantum.cloud.ibm.com")


def test_the_course_runs_from_top_to_bottom_with_only_the_hosts_changed(
    launch: Callable[..., Emulator], monkeypatch: pytest.MonkeyPatch
) -> None:
    emulator = launch(backends="ibm_fez,ibm_torino", queue_seconds=0.2, seed=11)
    monkeypatch.setenv("IQP_API_TOKEN", emulator.api_key)
    monkeypatch.setenv("IQP_INSTANCE", DEFAULT_INSTANCE)
    text = CELLS.read_text(encoding="utf-8")
    for host in HOSTS:
        assert text.count(host) == 1
        text = text.replace(host, emulator.url)
    assert not re.search(r"https?://(?!127\.0\.0\.1)", text)
    cells = text.split("# %% ")
    assert len(cells) == 17
    names: dict[str, object] = {}
    for number, cell in enumerate(cells[1:], 1):
        # The first line of a cell is its title.
        exec(compile(f"# {cell}", f"cell {number}", "exec"), names)
