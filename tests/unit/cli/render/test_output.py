"""Tables as printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade.cli.render.output import Output
from qrt_facade.cli.render.tables import Table

if TYPE_CHECKING:
    import pytest


def test_a_tab_in_a_cell_keeps_columns_aligned(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Output(as_json=False).table(Table(["TAG", "NOTE"], [["a\tb", "x"], ["c", "y"]], "none"))
    _, first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(r"a\tb")
    assert first.index("x") == second.index("y")
