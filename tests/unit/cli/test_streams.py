"""Streams that cannot encode a character or are closed."""

from __future__ import annotations

import io
import sys

import pytest

from qrt_facade.cli import streams


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", "145 µs ± 2 → …"), ("ascii", "145 us +/- 2 -> ..."), ("latin-1", "145 µs ± 2 -> ...")],
)
def test_a_character_missing_in_the_terminal_encoding_is_replaced_by_ascii(encoding: str, shown: str) -> None:
    assert streams.plain("145 µs ± 2 → …", io.TextIOWrapper(io.BytesIO(), encoding=encoding)) == shown


def test_letters_lose_their_accents_and_other_characters_become_question_marks() -> None:
    assert streams.plain("größe 数", io.TextIOWrapper(io.BytesIO(), encoding="ascii")) == "gro?e ?"


def test_a_closed_stdin_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    # Separate streams, because a change to those of the test run would affect later tests.
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    monkeypatch.setattr(sys, "stdin", None)
    streams.prepare()
    with sys.stdin as stdin:
        assert stdin.readline() == ""
