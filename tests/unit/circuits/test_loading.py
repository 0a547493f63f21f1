"""Places of faults that only an importer finds, read from the exceptions it raises."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from qrt_facade._circuits.loading import _reason

TEXT = "OPENQASM 3.0;\nqubit q;\nU(0, 0, 0) q;\n"
"""Programs that our reader accepts."""


def caused(by: Exception) -> Exception:
    error = RuntimeError()
    error.__cause__ = by
    return error


@pytest.mark.parametrize(
    ("error", "excerpt"),
    [
        (ValueError("2,6: not known"), "line 2, column 7: not known\nqubit q;\n      ^"),
        (caused(ValueError("3,0: not known")), "line 3, column 1: not known\nU(0, 0, 0) q;\n^"),
        (
            caused(ValueError(SimpleNamespace(offendingToken=SimpleNamespace(line=3, column=0, text="U")))),
            "line 3, column 1: did not expect 'U'\nU(0, 0, 0) q;\n^",
        ),
        (
            ValueError(SimpleNamespace(offendingToken=SimpleNamespace(line=4, column=0, text="<EOF>"))),
            "line 4, column 1: did not expect the end of the text\n\n^",
        ),
        (ValueError("9,0: beyond the text"), "9,0: beyond the text"),
        (ValueError("without a place"), "without a place"),
        (ValueError(), "ValueError"),
    ],
)
def test_shows_the_place_of_an_importers_error(error: Exception, excerpt: str) -> None:
    assert _reason(error, TEXT) == excerpt
