"""`qrt serve` takes what the emulator takes."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import click
import pytest

from qrt_facade.cli.commands.serve import serve
from qrt_facade.cli.options import CommonOptions
from qrt_facade.emulator import Options


def parsed(*words: str) -> dict[str, Any]:
    return serve.make_context("serve", list(words)).params


def test_every_option_of_the_emulator_is_one_of_serve_with_the_same_default() -> None:
    common = {item.name for item in fields(CommonOptions)}
    given = {name: value for name, value in parsed().items() if name not in common}
    assert {"api_key", "instance"} <= common
    assert given == {
        item.name: item.default for item in fields(Options) if item.name not in {"api_key", "instance"}
    } | {"port": 8000, "quiet": False, "log_format": "text"}


def test_what_is_written_becomes_what_start_takes() -> None:
    given = parsed("--no-noise", "--run-seconds", "qpu", "--plan", "open", "--seed", "7", "--speed", "2.5")
    wanted = {"noise": False, "run_seconds": None, "plan": "open", "seed": 7, "speed": 2.5}
    assert given.items() >= wanted.items()
    assert parsed("--run-seconds", "3")["run_seconds"] == 3.0


@pytest.mark.parametrize(
    "words", [("--port", "x"), ("--plan", "other"), ("--run-seconds", "soon")], ids=" ".join
)
def test_what_cannot_be_read_is_refused_by_the_name_of_the_option(words: tuple[str, str]) -> None:
    with pytest.raises(click.BadParameter) as refusal:
        parsed(*words)
    assert words[0] in refusal.value.format_message()
