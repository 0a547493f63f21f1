"""Streams that lack letters or cannot be written to."""

from __future__ import annotations

import io
import sys

import pytest

from qrt_facade.cli import streams


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", "145 µs ± 2 → …"), ("ascii", "145 us +/- 2 -> ..."), ("latin-1", "145 µs ± 2 -> ...")],
)
def test_a_sign_that_the_terminal_lacks_is_written_in_ascii(encoding: str, shown: str) -> None:
    assert streams.plain("145 µs ± 2 → …", io.TextIOWrapper(io.BytesIO(), encoding=encoding)) == shown


def test_letters_lose_their_accents_and_what_has_no_likeness_is_a_question_mark() -> None:
    assert streams.plain("größe 数", io.TextIOWrapper(io.BytesIO(), encoding="ascii")) == "gro?e ?"


def test_a_closed_stdin_is_an_empty_one(monkeypatch: pytest.MonkeyPatch) -> None:
    # Streams of its own: those of the test run are not to be changed for the tests after this one.
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    monkeypatch.setattr(sys, "stdin", None)
    streams.prepare()
    with sys.stdin as stdin:
        assert stdin.readline() == ""
