"""`qrt serve` accepts the options of the emulator."""

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


def test_serve_has_every_emulator_option_with_the_same_default() -> None:
    common = {item.name for item in fields(CommonOptions)}
    options = {name: value for name, value in parsed().items() if name not in common}
    assert {"api_key", "instance"} <= common
    assert options == {
        item.name: item.default for item in fields(Options) if item.name not in {"api_key", "instance"}
    } | {"port": 8000, "quiet": False, "log_format": "text"}


def test_serve_options_are_converted_to_emulator_arguments() -> None:
    options = parsed("--no-noise", "--run-seconds", "qpu", "--plan", "open", "--seed", "7", "--speed", "2.5")
    expected = {"noise": False, "run_seconds": None, "plan": "open", "seed": 7, "speed": 2.5}
    assert options.items() >= expected.items()
    assert parsed("--run-seconds", "3")["run_seconds"] == 3.0


@pytest.mark.parametrize(
    "words", [("--port", "x"), ("--plan", "other"), ("--run-seconds", "soon")], ids=" ".join
)
def test_an_invalid_serve_option_is_refused_by_name(words: tuple[str, str]) -> None:
    with pytest.raises(click.BadParameter) as refusal:
        parsed(*words)
    assert words[0] in refusal.value.format_message()
