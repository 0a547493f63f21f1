"""Streams that lack letters or cannot be written to."""

from __future__ import annotations

import io

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
